"""What the buttons of a challenge mean. They stand in direct messages too, so each names the group."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.refs import Ref, ref


class What(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    PLAY = "play"
    SHOW = "show"
    REMATCH = "rematch"


@ref("c-do")
@dataclass(frozen=True)
class Do(Ref):
    group: str
    challenge: str
    what: What


@ref("c-choose")
@dataclass(frozen=True)
class Choose(Ref):
    """Answer with these options, as digits."""

    group: str
    challenge: str
    number: int
    options: str


@ref("c-mark")
@dataclass(frozen=True)
class Mark(Ref):
    """Show the question with these options ticked: the answer is given with `Choose`."""

    group: str
    challenge: str
    number: int
    marked: str


@ref("c-write")
@dataclass(frozen=True)
class Write(Ref):
    """Pressed, opens the form for an answer; submitted, is the answer."""

    group: str
    challenge: str
    number: int


@ref("c-missed")
@dataclass(frozen=True)
class Missed(Ref):
    """What I did not have right, one at a time, for me alone. Pages count from 1; `turned`: from another one."""

    group: str
    challenge: str
    page: int
    turned: bool = False
