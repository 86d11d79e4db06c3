"""A run of the soak in which nothing went wrong is well only if enough has happened in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.soak.__main__ import SETTINGS, Setting
from tests.soak.lane import Figures
from tests.soak.report import show, show_doubt
from tests.soak.tally import Tally
from tests.soak.verdict import MET, Result, full, short
from tests.soak.weather import LOOKING

HISTORY, LEAVE, AGAIN = SETTINGS


def a_run(setting: Setting = HISTORY) -> Result:
    """A hundred kills, and much besides; all went well."""
    met = {platform: Counter(dict.fromkeys(MET, 5)) for platform in ("slack", "discord")}
    tallies = {platform: Tally(questions=250, reveals=250, edited=250, in_parts=40) for platform in met}
    return Result(setting, full(100), Figures(kills=100, cut_off=900, longest_stall=0.4, met=met), tallies)


Change = Callable[[Result], object]


def of_slack(**changes: object) -> Change:
    return lambda run: [setattr(run.tallies["slack"], name, value) for name, value in changes.items()]


def of_all(**changes: object) -> Change:
    return lambda run: [setattr(run.figures, name, value) for name, value in changes.items()]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.name)
def test_much_happened_and_all_went_well(setting: Setting) -> None:
    assert a_run(setting).problems == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (of_all(kills=99), "99 kills, 100 were wanted"),
        (of_all(longest_stall=99.0), "the platforms stood still for 99.0 s, too long for these figures to count"),
        (of_all(cut_off=99), "99 messages cut off on their way, at least 100 were wanted"),
        (of_slack(questions=49), "slack: 49 questions, at least 50 were wanted"),
        (of_slack(reveals=0), "slack: 0 answers brought out, at least 25 were wanted"),
        (of_slack(edited=0), "slack: 0 posts that say in the end that the answers are out, at least 25 were wanted"),
        (of_slack(in_parts=4), "slack: 4 answers of several parts, at least 5 were wanted"),
        (of_slack(lost=1), "slack: 1 lost"),
        (of_slack(doubled=1), "slack: 1 doubled"),
        (of_slack(strays=1), "slack: 1 from nowhere"),
        (of_slack(left=1, told=1), "slack: 1 given up in doubt"),
        (of_slack(told_twice=1), "slack: 1 notices doubled"),
        (of_slack(stale=1), "slack: 1 posts that do not say what they should"),
        (of_slack(wrong=["daily:s1 is waiting"]), "slack: daily:s1 is waiting"),
        (lambda run: run.violations.append("too fast"), "what a platform does not take: too fast"),
    ],
)
def test_it_fails_where_little_happened_or_something_went_wrong(change: Change, said: str) -> None:
    run = a_run()
    change(run)
    assert run.problems == [said]
    assert said in show(run, 60.0)


@pytest.mark.parametrize("met", MET)
@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_it_fails_where_some_fault_never_struck(met: str, platform: str) -> None:
    run = a_run()
    del run.figures.met[platform][met]
    assert run.problems == [f"{platform}: no connection was {met}"]


def test_where_nobody_may_look_nobody_need_be_kept_from_it_but_from_all_else() -> None:
    run = a_run(LEAVE)
    for met in run.figures.met.values():
        del met[LOOKING]
    assert run.problems == []
    del run.figures.met["slack"]["lost after"]
    assert run.problems == ["slack: no connection was lost after"]


def test_what_nobody_can_look_for_is_left_and_told_or_doubled_as_the_operator_says() -> None:
    left, again = a_run(LEAVE), a_run(AGAIN)
    of_slack(left=9, missing=5, told=9, told_twice=2)(left)
    of_slack(doubled=9, told_twice=2)(again)
    assert left.problems == again.problems == []
    of_slack(told=8)(left)
    assert left.problems == ["slack: 1 given up without a word to the organiser"]
    of_slack(doubled=1)(left)
    of_slack(left=1, told=1)(again)
    assert left.problems[0] == "slack: 1 doubled"
    assert again.problems == ["slack: 1 given up in doubt"]
    left.tallies["discord"].doubled = 1
    assert "discord: 1 doubled" in left.problems
    assert "| doubled | 1 | 9 |" in show_doubt([left, again])


def test_a_short_run_needs_something_of_everything_but_not_every_fault() -> None:
    met = {platform: Counter({"lost after": 1}) for platform in ("slack", "discord")}
    tallies = {platform: Tally(questions=2, reveals=2, edited=2, in_parts=1) for platform in met}
    run = Result(HISTORY, short(10, 2), Figures(kills=10, cut_off=1, met=met), tallies)
    assert run.problems == []
    assert replace(run, tallies={platform: Tally() for platform in met}).problems != []
    assert replace(run, figures=Figures(met=met)).problems == [
        "0 kills, 10 were wanted",
        "0 messages cut off on their way, at least 1 were wanted",
    ]
    met["discord"].clear()
    assert run.problems == ["discord: no connection broke"]
