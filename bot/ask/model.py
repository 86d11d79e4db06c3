"""What the buttons of a question mean, and the one rule about sharing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.refs import Ref, ref

SHARE_AGAIN_AFTER = timedelta(minutes=10)
"""A question shared twice in one place within this time is a double press, not a wish."""


class Part(StrEnum):
    """The reasons behind a question, as its buttons open them."""

    WHY = "why"
    LISTEN = "listen"
    USE = "use"


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


def double_press(last: datetime | None, now: datetime) -> bool:
    return last is not None and now - last < SHARE_AGAIN_AFTER
