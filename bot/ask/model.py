"""What the buttons of a question mean, and the one rule about sharing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from string import digits

from bot.chat.refs import Ref, UnreadableRef, ref

ANSWER = 100
"""The most characters of a typed answer: the longest that is accepted has 80."""

SHARE_AGAIN_AFTER = timedelta(minutes=10)
"""A question shared twice in one place within this time is a double press, not a wish."""


class Part(StrEnum):
    """What is behind a question, as its buttons open it. Each kind has some of these."""

    WHY = "why"
    LISTEN = "listen"
    USE = "use"
    SEEK = "seek"
    HINTS = "hints"
    MODEL = "model"
    NEXT = "next"
    ANSWER = "answer"


@ref("one")
@dataclass(frozen=True)
class AskOne(Ref):
    """Ask a question, of this topic or, where it is empty, of any."""

    topic: str = ""


@ref("look")
@dataclass(frozen=True)
class Look(Ref):
    """Open one part of the reasons."""

    question: str
    part: Part


@ref("shut")
@dataclass(frozen=True)
class Shut(Ref):
    """Show the question without any of its reasons."""

    question: str


@ref("choose")
@dataclass(frozen=True)
class Choose(Ref):
    """Answer a choice question with the option of this index."""

    question: str
    option: int


@ref("mark")
@dataclass(frozen=True)
class Mark(Ref):
    """Show a choice question that has several right options, with exactly these marked: `02` is A and C."""

    question: str
    marked: str


@ref("check")
@dataclass(frozen=True)
class Check(Ref):
    """Answer a choice question with the options marked."""

    question: str
    marked: str


@ref("recall")
@dataclass(frozen=True)
class Recall(Ref):
    """Answer a recall question: pressed, it opens a form; submitted, the answer is graded."""

    question: str


@ref("open")
@dataclass(frozen=True)
class Open(Ref):
    """Show this question."""

    question: str


@ref("pick-q")
@dataclass(frozen=True)
class OpenPicked(Ref):
    """Show the question picked from a list."""


@ref("pick-t")
@dataclass(frozen=True)
class AskPicked(Ref):
    """Ask a question of the topic picked from a list."""


@ref("share")
@dataclass(frozen=True)
class Share(Ref):
    """Post the question where everyone in the place sees it."""

    question: str


@ref("topics")
@dataclass(frozen=True)
class ShowTopics(Ref):
    pass


@ref("four")
@dataclass(frozen=True)
class AnotherFour(Ref):
    """Four other questions for the stage, or for any where it is empty."""

    stage: str = ""


@ref("pick-s")
@dataclass(frozen=True)
class FourPicked(Ref):
    """Four questions for the stage picked from a list."""


def written(marked: Iterable[int]) -> str:
    """The indices marked, as `Mark` and `Check` carry them."""
    return "".join(map(str, sorted(marked)))


def read(marked: str, options: int) -> frozenset[int]:
    """The indices that were `written`. Raises `UnreadableRef` for what never was, with so many options."""
    indices = frozenset(int(digit) for digit in marked if digit in digits[:options])
    if written(indices) != marked:
        raise UnreadableRef(marked)
    return indices


def double_press(last: datetime | None, now: datetime) -> bool:
    return last is not None and now - last < SHARE_AGAIN_AFTER
