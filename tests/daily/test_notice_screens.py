"""Every sentence that an organiser may be sent unasked, as each front shows it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from adapters.discord import render as discord
from adapters.slack import render as slack
from adapters.terminal import render as terminal
from bot.calendar.plan import WEEK, Plan
from bot.chat.elements import View
from bot.chat.keys import Person
from bot.chat.markup import Mono, Span, Spans
from bot.chat.messages import Lack
from bot.chat.plain import plain
from bot.chat.screens import lacking
from bot.chat.words import Words
from bot.daily import notice_screens, overview_screens, schedule_screens
from bot.daily.model import NO_QUESTION, Day, Fate, Problem, Running, Schedule, WhenEmpty, Why
from bot.delivery.model import INCIDENT, Trouble
from bot.errors import ThreadEnd
from tests.support.rooms import START
from tests.support.slack.blocks import message_problems

ONE = Schedule(
    "slack:T1",
    "s" * 13,
    1,
    "C1",
    Person("slack", "T1", "U1"),
    "en",
    Plan(START.time(), "UTC", WEEK),
    running=Running.STOPPED,
    problem=Problem.FORBIDDEN,
    fix="/invite @askq",
)
TWO = replace(ONE, id="t" * 13, number=2)
ALONE = replace(ONE, group="slack:dm:T1:U1", channel="")

REASONS = ("msg_too_long", "x" * 200, INCIDENT)


class Listening(Words):
    """Notes every sentence that it is asked for."""

    def __init__(self) -> None:
        super().__init__("en", lambda name, argument: f"/askq {name} {argument}".rstrip())
        self.heard: set[str] = set()

    def __call__(self, message: str, **values: object) -> str:
        self.heard.add(message)
        return super().__call__(message, **values)

    def many(self, one: str, many: str, count: int, **values: object) -> str:
        self.heard |= {one, many}
        return super().many(one, many, count, **values)

    def spans(self, message: str, **values: str | Span) -> Spans:
        self.heard.add(message)
        return super().spans(message, **values)

    def command(self, name: str = "", argument: str = "") -> Mono:
        self.heard.add(name)
        return super().command(name, argument)


def told() -> Iterator[tuple[list[Schedule], Mapping[str, str]]]:
    """Whatever `bot.daily.notices` may have to tell, of a channel and of direct messages."""
    for problem, fix in product((Problem.FORBIDDEN, Problem.GONE), ("", "/invite @askq")):
        for schedules in ([ONE], [ONE, TWO], [ALONE]):
            yield [replace(each, problem=problem, fix=fix) for each in schedules], {"what": "stopped"}
    slot = {"slot": "2031-03-05.2"}
    for schedule in (ONE, ALONE):
        yield [replace(schedule, problem=Problem.EMPTY)], {"what": "empty"}
        for zone in ("UTC", "Mars/Base"):
            broken = replace(schedule, problem=Problem.BROKEN, plan=replace(schedule.plan, zone=zone))
            yield [broken], {"what": "broken"}
        once, often = f"{schedule.id}:2031-03-05:2031-03-05", f"{schedule.id}:2031-03-05:2031-03-07"
        yield [schedule], {"what": "missed", "items": once}
        yield [schedule], {"what": "missed", "items": often}
        yield [schedule], {"what": "missed", "items": f"{often} {once}"}
        yield [schedule, TWO], {"what": "missed", "items": f"{once} {TWO.id}:2031-03-05:2031-03-07"}
        yield [schedule], {"what": "unknown"} | slot
        for reason in REASONS:
            yield [schedule], {"what": "refused", "reason": reason} | slot
        for when_empty, left in product(WhenEmpty, ("1", "14")):
            yield [replace(schedule, when_empty=when_empty)], {"what": "low", "left": left, "bag": "own"}
        for trouble, page, reason in product((Trouble.UNKNOWN, Trouble.LATE, Trouble.REFUSED), "01", REASONS):
            about = {"trouble": trouble.value, "page": page, "reason": reason, "channel": schedule.channel}
            yield [schedule], {"what": "not out"} | about | slot
        out = {"what": "not out", "page": "0", "reason": "no", "channel": schedule.channel} | slot
        for trouble, channel in product((Trouble.GONE, Trouble.FORBIDDEN), (schedule.channel, "C9")):
            yield [schedule], out | {"trouble": trouble.value, "channel": channel}
        for end in ThreadEnd:
            yield [schedule], out | {"trouble": Trouble.REFUSED.value, "thread": end.value}
        yield [schedule], out | {"trouble": Trouble.LATE.value, "tried": "yes"}
        yield [schedule], out | {"trouble": Trouble.REFUSED.value, "reason": NO_QUESTION}


def assert_reads_everywhere(view: View) -> None:
    """One message on each platform, with nothing in it that was left to be filled in."""
    (on_slack,), (on_discord,) = slack.messages(view), discord.messages(view)
    assert message_problems(on_slack) == []
    shown = (plain(view), str(on_slack["text"]), str(on_discord), "\n".join(terminal.lines(view, PAPER)))
    for each in shown[:2] + shown[3:]:
        assert "{" not in each and "}" not in each, each
        assert "question" in each


PAPER = terminal.Paper(80, colour=False)


@pytest.mark.parametrize("own", [True, False])
def test_every_notice_reads_on_every_front(own: bool) -> None:
    for schedules, intent in told():
        assert_reads_everywhere(notice_screens.notice(Listening(), schedules, intent, own=own))


def test_no_sentence_of_a_notice_is_left_untried() -> None:
    words = Listening()
    for own, (schedules, intent) in product((True, False), told()):
        notice_screens.notice(words, schedules, intent, own=own)
    assert_reads_everywhere(notice_screens.nudge(words, "ab12cd34"))
    assert sentences(notice_screens.__file__) <= words.heard


def test_the_buttons_of_a_notice_name_its_group() -> None:
    for schedules, intent in told():
        view = notice_screens.notice(Listening(), schedules, intent, own=True)
        refs = [each.ref for element in view.elements for each in getattr(element, "items", ()) if hasattr(each, "ref")]
        assert all(ref.split("|")[2].replace("%3A", ":") == schedules[0].group for ref in refs), refs


@pytest.mark.parametrize("problem", Problem)
@pytest.mark.parametrize("fix", ["", "/invite @askq"])
def test_every_problem_is_named_with_what_puts_it_right_where_the_schedule_is_shown(problem: Problem, fix: str) -> None:
    stopped = replace(ONE, problem=problem, fix=fix)
    view = overview_screens.shown(Listening(), stopped, (), (), 3, (), "", organiser=True, open_slots=())
    assert_reads_everywhere(view)
    assert "State: stopped: " in plain(view) and "To put it right: " in plain(view)


@pytest.mark.parametrize("fate", Fate)
@pytest.mark.parametrize("why", [*Why, "holiday:Labour Day"])
def test_every_fate_of_a_day_is_said_with_its_reason(fate: Fate, why: str) -> None:
    day = Day("slack:T1", "s" * 13, "2031-03-05", "", fate, why, START)
    view = overview_screens.shown(Listening(), ONE, (), (day,), 3, (), "", organiser=False, open_slots=())
    assert_reads_everywhere(view)
    assert schedule_screens.why(Listening(), why) != why


@pytest.mark.parametrize("lack", Lack)
def test_whatever_is_lacking_has_a_sentence(lack: Lack) -> None:
    for fix in ("", "/invite @askq"):
        said = lacking(Listening(), {lack: fix})
        assert "{" not in said and said.endswith(fix or "again.")


def sentences(file: str) -> set[str]:
    """What a module has to say: its texts with a blank in them that are no manuals."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    manuals = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and isinstance(node.body[0], ast.Expr)
    }
    manuals |= {id(node.value) for node in tree.body if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {node.value for node in texts if id(node) not in manuals and " " in node.value.strip()} - {"not out"}
