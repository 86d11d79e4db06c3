"""What the buttons of a quiz mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.refs import Ref, ref


class What(StrEnum):
    """What one can do about a quiz as a whole."""

    JOIN = "join"
    LEAVE = "leave"
    START = "start"
    MORE = "more"
    SCORES = "scores"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    STOP = "stop"
    REALLY_STOP = "stop!"
    AGAIN = "again"


@ref("q-do")
@dataclass(frozen=True)
class Do(Ref):
    quiz: str
    what: What


@ref("q-choose")
@dataclass(frozen=True)
class Choose(Ref):
    """Answer with this option; where all right ones are asked for, put it in."""

    quiz: str
    number: int
    option: int


@ref("q-tick")
@dataclass(frozen=True)
class Tick(Ref):
    """Where all right ones are asked for, put it in or take it out: pressed on one's own answer, which changes in its
    place."""

    quiz: str
    number: int
    option: int


@ref("q-write")
@dataclass(frozen=True)
class Write(Ref):
    """Pressed, opens the form for an answer; submitted, is the answer."""

    quiz: str
    number: int


@ref("q-read")
@dataclass(frozen=True)
class ReadNext(Ref):
    """The first answer that is mine to mark and that I have not marked."""

    quiz: str
    number: int


@ref("q-mark")
@dataclass(frozen=True)
class MarkPoint(Ref):
    """This point of the rubric is in the `nth` answer that I read, or is not after all."""

    quiz: str
    number: int
    nth: int
    point: int


@ref("q-done")
@dataclass(frozen=True)
class Marked(Ref):
    """I am done with the `nth` answer that I read."""

    quiz: str
    number: int
    nth: int


@ref("q-missed")
@dataclass(frozen=True)
class Missed(Ref):
    """What I did not have right, one at a time, for me alone. Pages count from 1."""

    quiz: str
    page: int


@ref("q-report")
@dataclass(frozen=True)
class ReportIt(Ref):
    """Pressed, opens the form to say what is wrong with the question; submitted, keeps it."""

    quiz: str
    number: int


@ref("q-fixed")
@dataclass(frozen=True)
class Settled(Ref):
    """An organiser is done with a report."""

    report: str


@ref("q-go-on")
@dataclass(frozen=True)
class GoOn(Ref):
    """Resume after trouble. May stand in a direct message about another group, so it names the group."""

    group: str
    quiz: str
