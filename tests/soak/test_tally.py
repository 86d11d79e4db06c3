"""What stands on a platform in the end is counted, whatever the ledger says of it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from bot.daily.counting import COUNT
from bot.daily.notices import NOTICE
from bot.daily.planning import QUESTION
from bot.daily.revealing import REVEAL
from tests.soak.questions import people_in
from tests.soak.tally import Tally, tally
from tests.support import parts
from tests.support.parts import There

S = "s6"
"""A schedule whose answers take two messages, which are a second page."""


class Scene:
    """Everything as it should be: a question, its answers, and what one hears who should."""

    def __init__(self) -> None:
        out = f"Why? The answers are out. {parts.ANSWERS} answers"
        said = [parts.mark(S, number) for number in range(parts.ANSWERS)]
        self.rows = {
            "q": row(QUESTION),
            "a": row(REVEAL, page="0"),
            "b": row(REVEAL, page="1"),
            "c": row(COUNT),
        }
        self.days = {S: SimpleNamespace(fate="posted", message="m1")}
        self.there = {
            ("q", 0): [There("m1", "", out)],
            ("a", 0): [There("m2", "m1", "Because.")],
            ("b", 0): [There("m3", "m1", " ".join(said[:2]))],
            ("b", 1): [There("m4", "m1", " ".join(said[2:]))],
        }

    def leave(self, id: str) -> None:
        """Given up in doubt, and told of."""
        about = self.rows[id]
        about.state, about.reason = "dead", "left in doubt"
        what = "unknown" if about.kind == QUESTION else "not out"
        self.rows["n"] = row(NOTICE, what=what, page=about.intent.get("page", "0"))
        self.there["n", 0] = [There("m5", "", "Perhaps it is there.")]

    @property
    def counted(self) -> Tally:
        return tally(self.rows, self.days, self.there, [S], [S], {S: people_in(S)})


def row(kind: str, **intent: str) -> SimpleNamespace:
    return SimpleNamespace(kind=kind, key=kind, state="sent", reason="", intent={"schedule": S} | intent)


WELL = Tally(questions=1, reveals=1, in_parts=1, edited=1)


def changed(**changes: object) -> Tally:
    return Tally(**{**vars(WELL), **changes})  # type: ignore[arg-type]


def test_all_is_there_once() -> None:
    assert Scene().counted == WELL


def twice(*key: object) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        scene.there[key].append(There("again", "", ""))  # type: ignore[index]

    return change


def without(*key: object) -> Callable[[Scene], None]:
    return lambda scene: scene.there.pop(key) and None  # type: ignore[func-returns-value, call-overload]


def says(id: str, text: str) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        (there,) = scene.there[id, 0]
        scene.there[id, 0] = [There(there.id, there.below, text)]

    return change


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        (twice("q", 0), changed(doubled=1)),
        (twice("a", 0), changed(doubled=1)),
        (twice("b", 1), changed(doubled=1)),
        (without("q", 0), changed(lost=1, edited=0, stale=1)),
        (without("a", 0), changed(lost=1)),
        (without("b", 0), changed(lost=1, in_parts=0)),
        (without("b", 1), changed(lost=1, in_parts=0)),
        (says("q", "Why? 4 answers so far"), changed(edited=0, stale=1)),
        (says("q", "Why? The answers are out. 3 answers"), changed(edited=0, stale=1)),
        (says("b", "less than they said"), changed(lost=1, in_parts=0)),
        (lambda scene: scene.there.update({("x", 0): [There("m9", "", "?")]}), changed(strays=1)),
    ],
)
def test_what_is_missing_or_too_much_is_counted(change: Callable[[Scene], None], counted: Tally) -> None:
    scene = Scene()
    change(scene)
    assert scene.counted == counted


def test_of_what_was_left_in_doubt_it_counts_what_is_not_there_and_who_was_told_and_how_often() -> None:
    scene = Scene()
    scene.leave("b")
    assert scene.counted == changed(left=1, told=1)
    del scene.there["b", 1]
    assert scene.counted == changed(left=1, told=1, missing=1, in_parts=0)
    twice("n", 0)(scene)
    assert scene.counted == changed(left=1, told=1, missing=1, in_parts=0, told_twice=1)
    del scene.there["n", 0]
    assert scene.counted == changed(left=1, missing=1, in_parts=0)


def test_what_is_not_over_or_failed_otherwise_is_wrong() -> None:
    scene = Scene()
    scene.rows["c"].state = "waiting"
    scene.rows["q"].state, scene.rows["q"].reason = "dead", "late"
    assert scene.counted.wrong[:2] == ["daily is dead: late", "daily-count is waiting: "]


def test_what_nobody_asked_for_is_wrong() -> None:
    scene = Scene()
    scene.rows["d"] = row(REVEAL, page="2")
    assert scene.counted.wrong == ["nobody asked for daily-reveal of s6, page 2"]
