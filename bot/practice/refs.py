"""What the buttons of a practice and of the match mean. They name their group, as most stand in direct messages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.refs import Ref, ref


class Step(StrEnum):
    """What somebody does with a practice."""

    SHOW = "show"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    START = "start"
    ASKED = "asked"
    """The question was asked: the candidate may read it."""
    ANOTHER = "another"
    REVERSE = "reverse"
    USUAL = "usual"
    SWAP = "swap"
    FINISH = "finish"
    CANCEL = "cancel"
    MET = "met"
    NOT_YET = "not-yet"


@ref("p-do")
@dataclass(frozen=True)
class Do(Ref):
    """`turn` is the number of the turn that the button stood on."""

    group: str
    practice: str
    step: Step
    turn: int = 0


@ref("p-absent")
@dataclass(frozen=True)
class DidNotCome(Ref):
    """The member at this seat did not come."""

    group: str
    practice: str
    turn: int
    seat: int


@ref("p-tick")
@dataclass(frozen=True)
class Tick(Ref):
    """Put this point into what one saw in the member at this seat, or take it out."""

    group: str
    practice: str
    seat: int
    point: int


@ref("p-line")
@dataclass(frozen=True)
class WriteLine(Ref):
    """Pressed, opens the form for the line; submitted, keeps it."""

    group: str
    practice: str
    seat: int


@ref("p-give")
@dataclass(frozen=True)
class Give(Ref):
    """Give the feedback as it is, or with `nothing` none at all."""

    group: str
    practice: str
    seat: int
    nothing: bool = False


@ref("p-pool")
@dataclass(frozen=True)
class Pool(Ref):
    """Join the match, leave it, wait to be paired anew, or look where one stands."""

    group: str
    what: str
