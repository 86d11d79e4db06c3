"""Setting up and looking after the question of the day, as organisers read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.bank.bank import Bank, Question
from bot.chat.elements import (
    Bullets,
    Button,
    Controls,
    Element,
    Fields,
    Heading,
    View,
    button,
    note,
    text,
    view,
)
from bot.chat.markup import At, Bold, Italic, Mention, MentionChannel, Mono, Span, Spans, spans
from bot.chat.messages import Lack
from bot.chat.words import Words
from bot.daily.choosing import candidates, days_left
from bot.daily.model import Day, Fate, Problem, Running, Schedule, Why
from bot.daily.refs import Do, ReallyRemove, RevealNow
from bot.daily.typed import days_key
from bot.daily.value_screens import days, source
from bot.members.audit import Change


@dataclass(frozen=True, slots=True)
class Coming:
    """A day to come: its moment, and what is known of it. `why` says why it has no question."""

    day: date
    at: datetime
    why: str = ""
    question: Question | None = None


def _where(_: Words, schedule: Schedule) -> Spans:
    return spans(_there(_, schedule))


def _moment(_: Words, at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{_.day(local.date())}, {local:%H:%M}"


def _for_reader(_: Words, at: datetime, zone: str, reader_zone: str) -> Spans:
    """The moment in the schedule's time, and in the reader's where that differs or only the platform knows it."""
    local = _moment(_, at, zone)
    if reader_zone and at.astimezone(ZoneInfo(reader_zone)).utcoffset() == at.astimezone(ZoneInfo(zone)).utcoffset():
        return spans(local)
    fallback = _moment(_, at, reader_zone) if reader_zone else f"{at:%H:%M} UTC"
    return _.spans("{local} (for you {yours})", local=local, yours=At(at, fallback))


# Setting up


def settled(
    _: Words, bank: Bank, schedule: Schedule, reader_zone: str, *, here: bool, changed: bool, held: bool
) -> View:
    """`here`: it belongs to the place where that is read. `held`: what trouble held back is posted now."""
    count = len(candidates(bank, schedule.source, schedule.kind))
    show = _.command("daily show")
    return view(
        Heading(_("Question of the day")),
        text(Bold(_("It is changed.") if changed else _("It is set up."))),
        text(_("The question that was held back is posted now.")) if held else None,
        Fields(
            (
                (_("Where"), _where(_, schedule)),
                (_("When"), spans(_when(_, schedule))),
                (_("Next"), _next(_, schedule, reader_zone)),
                (_("Questions"), spans(_stock(_, schedule, count))),
            )
        ),
        _buttons(_, schedule, ("preview", "change", "skip", "now")),
        note(*_.spans("All about it: {command}" if here else "All about it, in our direct messages: {command}",
                      command=show)),
    )  # fmt: skip


def _when(_: Words, schedule: Schedule) -> str:
    plan = schedule.plan
    return f"{plan.time:%H:%M} {plan.zone}, {days(_, days_key(plan.days))}"


def _next(_: Words, schedule: Schedule, reader_zone: str) -> Spans:
    if schedule.next_at is None:
        return spans(_state(_, schedule))
    return _for_reader(_, schedule.next_at, schedule.plan.zone, reader_zone)


def _stock(_: Words, schedule: Schedule, count: int) -> str:
    said = _.many("one question", "{count} questions", count)
    if schedule.source:
        said = f"{said} ({source(_, schedule.source)})"
    left = days_left(count, len(schedule.plan.days))
    if left < 14:
        enough = _.many("enough for a day", "enough for {count} days", left)
        said = f"{said}, {enough}"
    return said


def lacking(_: Words, lack: Lack, fix: str) -> str:
    """What keeps askq from posting there, and what puts it right."""
    what = {
        Lack.GONE: _("I cannot find that channel. Maybe it is private, and I have to be invited first."),
        Lack.ARCHIVED: _("That channel is archived."),
        Lack.MEMBER: _("I am not in that channel yet."),
        Lack.POST: _("I may not post in that channel."),
        Lack.THREADS: _("I may not open threads in that channel."),
        Lack.PING: _("I may not wake everyone, or that role, in that channel."),
    }[lack]
    again = _("Put that right, then try again: {fix}", fix=fix) if fix else _("Put that right, then try again.")
    return f"{what} {again}"


# Looking


def shown(
    _: Words,
    schedule: Schedule,
    coming: Sequence[Coming],
    past: Sequence[Day],
    left: int,
    changes: Sequence[Change],
    reader_zone: str,
    *,
    organiser: bool,
    open_slot: str,
) -> View:
    rows: list[tuple[str, Spans]] = [(_("State"), spans(_state(_, schedule)))]
    if schedule.problem:
        rows.append((_("To put it right"), _remedy(_, schedule)))
    rows += [
        (_("Where"), _where(_, schedule)),
        (_("When"), spans(_when(_, schedule))),
        (_("Not asked yet"), spans(_.many("one question", "{count} questions", left))),
    ]
    return view(
        Heading(_("Question of the day, number {number}", number=schedule.number)),
        Fields(tuple(rows)),
        text(Bold(_("The next ones"))) if coming else None,
        Bullets(tuple(_coming(_, schedule, each, reader_zone) for each in coming)) if coming else None,
        text(Bold(_("Lately"))) if past else None,
        Bullets(tuple(spans(_past(_, schedule, each)) for each in past)) if past else None,
        text(Bold(_("Last changes"))) if changes and organiser else None,
        Bullets(tuple(_change(_, change) for change in changes)) if changes and organiser else None,
        _actions(_, schedule, open_slot) if organiser else None,
    )


def _state(_: Words, schedule: Schedule) -> str:
    match schedule.running:
        case Running.ON:
            return _("on")
        case Running.PAUSED if schedule.until:
            return _("paused until {day}", day=_.day(schedule.until))
        case Running.PAUSED:
            return _("paused")
        case Running.STOPPED:
            return _("stopped: {problem}", problem=_problem(_, schedule.problem))


def _problem(_: Words, problem: Problem | None) -> str:
    return {
        Problem.FORBIDDEN: _("I may not post in the channel"),
        Problem.GONE: _("the channel is gone"),
        Problem.EMPTY: _("every question has been asked"),
        None: _("nobody knows why"),
    }[problem]


def _remedy(_: Words, schedule: Schedule) -> Spans:
    """What to do about what has stopped it."""
    if schedule.problem is Problem.EMPTY:
        return _.spans("press “Change”: choose more topics, or let it start again")
    if schedule.fix:
        return _.spans("{fix}, then press “Resume”", fix=Mono(schedule.fix))
    return _.spans("let me post there, then press “Resume”; or press “Change” for another channel")


def _coming(_: Words, schedule: Schedule, coming: Coming, reader_zone: str) -> Spans:
    when = _for_reader(_, coming.at, schedule.plan.zone, reader_zone)
    if coming.why:
        return spans(*when, ": ", Italic(why(_, coming.why)))
    if coming.question:
        return spans(*when, ": ", coming.question.headline)
    return when


def _past(_: Words, schedule: Schedule, day: Day) -> str:
    what = {
        Fate.DUE: _("on its way"),
        Fate.POSTED: _("posted"),
        Fate.SKIPPED: _("skipped: {why}", why=why(_, day.why)),
        Fate.MISSED: _("not posted: {why}", why=why(_, day.why)),
        Fate.UNKNOWN: _("perhaps posted: I could not find out"),
    }[day.fate]
    return f"{_moment(_, day.posted or day.at, schedule.plan.zone)}: {what}"


def why(_: Words, reason: str) -> str:
    """Why a day has, or had, no question."""
    kind, _colon, name = reason.partition(":")
    said: dict[str, str] = {
        Why.SKIP_DATE: _("a day off"),
        Why.AWAY: _("I was away until it was too late"),
        Why.TROUBLE: _("the channel did not take it"),
        Why.AGAIN: _("it was posted again"),
        Why.EMPTY: _("every question has been asked"),
        Why.HOLIDAY: name,
    }
    return said.get(kind, reason)


def _change(_: Words, change: Change) -> Spans:
    what = f"{change.what} {change.about}".strip()
    what = what.removesuffix(":")
    when = At(change.at, f"{_.day(change.at.date())}, {change.at:%H:%M} UTC")
    return _.spans("{when}: {who}, {what}", when=when, who=Mention(change.person, ""), what=Mono(what))


def _actions(_: Words, schedule: Schedule, open_slot: str) -> Element:
    running = schedule.running is Running.ON
    what = ("preview", "skip", "now", "pause", "change") if running else ("resume", "now", "change", "remove")
    controls = _buttons(_, schedule, what)
    if not open_slot:
        return controls
    return Controls((*controls.items, button(_("Bring the answers out"), RevealNow(schedule.id, open_slot))))


def _buttons(_: Words, schedule: Schedule, what: Sequence[str]) -> Controls:
    labels = {
        "preview": _("Preview"),
        "skip": _("Skip the next"),
        "now": _("Post now"),
        "pause": _("Pause"),
        "resume": _("Resume"),
        "change": _("Change"),
        "remove": _("Remove"),
    }
    return Controls(tuple(_button(labels[each], schedule, each) for each in what))


def _button(label: str, schedule: Schedule, what: str) -> Button:
    return button(label, Do(schedule.id, what), "primary" if what == "resume" else "plain")


def preview(_: Words, schedule: Schedule, at: datetime, post: View, reader_zone: str) -> View:
    """What the next post will look like, without its buttons."""
    shown = [element for element in post.elements if not isinstance(element, Controls)]
    when = _for_reader(_, at, schedule.plan.zone, reader_zone)
    return view(
        text(Italic(_("Only you see this. It comes:")), " ", *when),
        *shown,
        _buttons(_, schedule, ("skip", "now")),
    )


# What was done


def skipped(_: Words, schedule: Schedule, day: date, *, on: bool) -> View:
    if on:
        return view(text(_("{day} is on again.", day=_.day(day))))
    return view(
        text(_("No question on {day}.", day=_.day(day))),
        Controls((button(_("Have it after all"), Do(schedule.id, f"unskip:{day.isoformat()}")),)),
    )


def paused(_: Words, schedule: Schedule) -> View:
    said = _("Paused until {day}.", day=_.day(schedule.until)) if schedule.until else _("Paused.")
    return view(text(said), _buttons(_, schedule, ("resume",)))


def resumed(_: Words, schedule: Schedule, reader_zone: str, *, held: bool) -> View:
    return view(
        text(_("It goes on. The question that was held back is posted now.") if held else _("It goes on.")),
        Fields(((_("Next"), _next(_, schedule, reader_zone)),)),
    )


def posting(_: Words, schedule: Schedule) -> View:
    off = schedule.running is not Running.ON
    return view(
        text(_("It is posted now.")),
        note(_("Otherwise nothing has changed: it is {state}.", state=_state(_, schedule))) if off else None,
    )


def out_already(_: Words, schedule: Schedule, fate: Fate) -> View:
    said = {
        Fate.POSTED: _("Today's question is out already."),
        Fate.DUE: _("Today's question is on its way already."),
    }.get(fate, _("Today's question may be out already: the connection broke while I posted it. Look first."))
    return view(text(said), Controls((button(_("Post another one"), Do(schedule.id, "extra")),)))


def noted(_: Words) -> View:
    return view(text(_("Noted: the question arrived.")))


def queued(_: Words, question: Question, day: date | None) -> View:
    said = _("It comes on {day}:", day=_.day(day)) if day else _("It comes next:")
    return view(text(said), text(Bold(question.headline)))


def pinged(_: Words, schedule: Schedule) -> View:
    woken = _("From now on each question wakes them.")
    return view(text(woken if schedule.ping else _("From now on the question wakes nobody.")))


def really_remove(_: Words, schedule: Schedule, *, unanswered: bool) -> View:
    """`unanswered`: the answers to its last question have not come out."""
    return view(
        text(*_.spans("Remove question of the day number {number}, {when}, in {where}? What was posted stays.",
                      number=str(schedule.number), when=_when(_, schedule), where=_there(_, schedule))),
        text(_("The answers to its last question will not come out then.")) if unanswered else None,
        Controls((button(_("Remove it"), ReallyRemove(schedule.id), "danger"),)),
    )  # fmt: skip


def removed(_: Words) -> View:
    return view(text(_("It is removed.")))


def several(_: Words, schedules: Sequence[Schedule], what: Literal["show", "change"]) -> View:
    """Which one? Each with a button that does `what`."""

    def label(number: int) -> str:
        return _("Change {number}", number=number) if what == "change" else _("Show {number}", number=number)

    rows = (
        (str(each.number), spans(_there(_, each), f" · {_when(_, each)} · {_state(_, each)}")) for each in schedules
    )
    buttons = (button(label(each.number), Do(each.id, what)) for each in schedules)
    return view(
        text(_("There are several questions of the day. Which one?")),
        Fields(tuple(rows)),
        Controls(tuple(buttons)),
        note(*_.spans("Another one: {command}", command=_.command("daily add", "18:00"))) if what == "change" else None,
    )


def _there(_: Words, schedule: Schedule) -> Span | str:
    return MentionChannel(schedule.channel, "") if schedule.channel else _("our direct messages")


def which(_: Words, schedules: Sequence[Schedule], command: str, before: str = "", behind: str = "") -> str:
    """With the command as it would have to be typed; `before` and `behind` stand around the number."""
    numbers = _.listing(_numbers(schedules), "or")
    example = _.command(command, " ".join(f"{before} {schedules[0].number} {behind}".split())).text
    return _("There are several: {numbers}. Say which one: {example}", numbers=numbers, example=example)


def no_such_number(_: Words, schedules: Sequence[Schedule], number: int) -> str:
    known = _.listing(_numbers(schedules))
    return _("There is no number {number} here, but {known}.", number=number, known=known)


def _numbers(schedules: Sequence[Schedule]) -> list[str]:
    return [f"{each.number} ({each.plan.time:%H:%M})" for each in schedules]


def gone(_: Words) -> str:
    show = _.command("daily show").text
    return _("That question of the day was removed, or belongs elsewhere. See what there is with {show}.", show=show)


def none_yet(_: Words) -> str:
    example = _.command("daily set", "09:00").text
    return _("There is no question of the day here yet. Set one up: {example}", example=example)
