"""What the buttons of the question of the day mean."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from bot.chat.refs import Ref, ref


def mark(question: str) -> str:
    """What tells a question from all others, of one length: ids may be too long for a button that says more."""
    return blake2b(question.encode(), digest_size=8).hexdigest()


@ref("d-choose")
@dataclass(frozen=True)
class Choose(Ref):
    """Answer with this option; where all right ones are asked for, put it in or take it out."""

    schedule: str
    slot: str
    option: int


@ref("d-tick")
@dataclass(frozen=True)
class Tick(Ref):
    """As `Choose` where all right ones are asked for, pressed on one's own answer, which changes in its place."""

    schedule: str
    slot: str
    option: int


@ref("d-write")
@dataclass(frozen=True)
class Write(Ref):
    """Pressed, opens the form for an answer; submitted, is the answer."""

    schedule: str
    slot: str


@ref("d-show")
@dataclass(frozen=True)
class ShowMine(Ref):
    """At the reveal, show my answer: no, nameless or named."""

    schedule: str
    slot: str
    how: str


@ref("d-drop")
@dataclass(frozen=True)
class TakeBack(Ref):
    """Forget my answer."""

    schedule: str
    slot: str


@ref("d-more")
@dataclass(frozen=True)
class ReadOn(Ref):
    """After the reveal: what people said, a page of it, for me alone. Pages count from 1."""

    schedule: str
    slot: str
    page: int


@ref("d-mine")
@dataclass(frozen=True)
class LookAtMine(Ref):
    """After the reveal: my answer, and how to mark it."""

    schedule: str
    slot: str


@ref("d-mark")
@dataclass(frozen=True)
class MarkMine(Ref):
    """This point of the rubric is in my answer, or is not after all."""

    schedule: str
    slot: str
    point: int


@ref("d-reveal")
@dataclass(frozen=True)
class RevealNow(Ref):
    schedule: str
    slot: str


@ref("d-resume")
@dataclass(frozen=True)
class Resume(Ref):
    """May stand in a direct message about another group, so it names the group."""

    group: str
    schedule: str


@ref("d-again")
@dataclass(frozen=True)
class PostAgain(Ref):
    """Post what may have been posted, or was not taken, once more. Names the group, as above."""

    group: str
    schedule: str
    slot: str


@ref("d-out")
@dataclass(frozen=True)
class BringOut(Ref):
    """Bring the answers out that did not come out by themselves, from this message on. Names the group, as above."""

    group: str
    schedule: str
    slot: str
    page: int


@ref("d-fine")
@dataclass(frozen=True)
class ItArrived(Ref):
    """What may have been posted is there."""

    group: str
    schedule: str
    slot: str


@ref("d-tell")
@dataclass(frozen=True)
class ShowNotice(Ref):
    """Pressed on a nudge: what it is about, for organisers. `mark` is that of its cause."""

    mark: str


@ref("d-do")
@dataclass(frozen=True)
class Do(Ref):
    """What the buttons below `daily show` do: show, preview, skip, unskip:<day>, pause, resume, now, extra, change,
    remove, reveal."""

    schedule: str
    what: str


@ref("d-remove")
@dataclass(frozen=True)
class ReallyRemove(Ref):
    schedule: str


@ref("d-in")
@dataclass(frozen=True)
class PutInLine(Ref):
    """Have the question of this `mark` come on that day, the ordinal of a date, or with 0 as soon as it can."""

    schedule: str
    mark: str
    on: int


@ref("d-swap")
@dataclass(frozen=True)
class Swap(Ref):
    """As `PutInLine`, for a day that another question is in line for: that one gives way."""

    schedule: str
    mark: str
    on: int


@ref("d-un")
@dataclass(frozen=True)
class TakeOut(Ref):
    """Take the question of this `mark` out of the line, and show that page of what is left."""

    schedule: str
    mark: str
    page: int


@ref("d-line")
@dataclass(frozen=True)
class LinePage(Ref):
    """What is in line, a page of it. Pages count from 1."""

    schedule: str
    page: int


@ref("d-clear")
@dataclass(frozen=True)
class ClearLine(Ref):
    """Take everything out of the line: asked about first, and done when one is sure."""

    schedule: str
    sure: bool
