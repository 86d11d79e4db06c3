"""A message that askq sends unasked, from the decision to its end. Pure: the clock and chance are arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from bot.chat.keys import Person, Place
from bot.errors import Doubtful, NotThere, ThreadEnd, Undeliverable

DOUBT = timedelta(seconds=10)
"""After a broken send a platform may still be carrying it out: look, or send again, only then."""

DOUBT_ENDS = timedelta(days=1)
"""After so long nobody goes on looking for what may have arrived."""

APART = timedelta(minutes=1)
"""How far the clocks of several machines may be apart. What happened later than that is dated by one that ran ahead."""

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)

FORBIDDEN_AFTER = 4
"""Attempts after which what a platform may not have meant for good is taken as forbidden."""

EDIT_EVERY = timedelta(seconds=5)
"""A message that all see changes at most this often, however many press."""


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """The attempt is counted; whether it arrived is known when it is settled, or must be found out."""
    DOUBTFUL = "doubtful"
    """An attempt broke in a way that leaves open whether the platform carried it out."""
    HELD = "held"
    """The platform will not take it until a person changes something."""
    SENT = "sent"
    DEAD = "dead"
    """It could not be sent, and will not be; the reason says why."""
    DROPPED = "dropped"
    """Nobody wants it any more."""


OPEN = (State.WAITING, State.SENDING, State.DOUBTFUL)
"""The states with something left to do."""


LATE, LEFT, INCIDENT = "late", "left in doubt", "incident"
"""The reasons that are askq's own; all others are a platform's words."""


class Trouble(StrEnum):
    """Why something was not delivered."""

    GONE = "gone"
    FORBIDDEN = "forbidden"
    LATE = "late"
    REFUSED = "refused"
    """The platform did not take what was sent, and no repeat would help."""
    UNKNOWN = "unknown"
    """It may have arrived, nobody can look, and it was settled not to send it twice."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the ledger. `intent` is what its kind needs to write the message at the moment of sending.

    `due` is when it may go, `expires` when it is no longer worth sending. `turn` puts the messages of one group
    that are due together behind the first ones of all other groups. `doubt` is when the first attempt began
    whose end is unknown; `attempts` counts those that were begun. `reason` says why it was not sent, where it was not.
    """

    id: str
    group: str
    home: str
    kind: str
    key: str
    to: Place | Person
    intent: Mapping[str, str]
    locale: str
    state: State
    due: datetime
    expires: datetime | None
    attempts: int
    tried: datetime | None
    doubt: datetime | None
    message: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What has to be known of a delivery before its turn: who can send it, and which others it must not overtake."""

    id: str
    home: str
    lane: str


@dataclass(frozen=True, slots=True)
class Room:
    """How many more deliveries a home takes just now, and the lanes in which nothing can go."""

    home: str
    most: int
    blocked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Failure:
    trouble: Trouble
    reason: str = ""
    fix: str = ""
    thread: ThreadEnd | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of a delivery that was not sent. `due` is the next try, `failure` what the feature behind it is
    told, if it is told."""

    state: State
    due: datetime
    reason: str
    doubt: datetime | None = None
    failure: Failure | None = None


def lane(to: Place | Person) -> str:
    """What goes out one after the other: a channel with its threads, or a person's direct messages."""
    return f"@{to.key}" if isinstance(to, Person) else f"{to.group}#{to.channel}"


def after(delivery: Delivery, problem: Undeliverable, now: datetime, rng: Random) -> Settlement:
    """What a failed attempt means for the delivery."""
    reason = problem.reason
    if isinstance(problem, NotThere):
        return too_late(now)
    doubt, pause, times = delivery.doubt, timedelta(seconds=problem.retry_after or 0), _in_a_row(delivery, reason)
    if isinstance(problem, Doubtful) or problem.in_part:
        doubt = doubt or delivery.tried or now
    if isinstance(problem, Doubtful):
        pause = max(pause, DOUBT)
    elif problem.retry_after is not None and not (problem.forbidden and times >= FORBIDDEN_AFTER):
        reason = f"{reason} ×{times}" if problem.forbidden else reason
    elif problem.gone or problem.forbidden:
        trouble = Trouble.GONE if problem.gone else Trouble.FORBIDDEN
        return Settlement(State.HELD, now, reason, doubt, Failure(trouble, reason, problem.fix))
    else:
        return Settlement(State.DEAD, now, reason, None, Failure(Trouble.REFUSED, reason, thread=problem.thread))
    if doubted_enough(doubt, now):
        return left(now)
    state = State.DOUBTFUL if doubt else State.WAITING
    return Settlement(state, now + max(pause, backoff(delivery.attempts, rng)), reason, doubt)


def _in_a_row(delivery: Delivery, reason: str) -> int:
    """How many times this is what it met, up to now."""
    before, _, times = delivery.reason.rpartition(" ×")
    return int(times) + 1 if before == reason else 1


def without_looking(delivery: Delivery, now: datetime, *, again: bool) -> Settlement:
    """What is done where nobody can look whether an earlier attempt arrived: send it again, or leave it."""
    if again and not late(delivery, now):
        return Settlement(State.WAITING, now, "sent again in doubt")
    return left(now)


def late(delivery: Delivery, now: datetime) -> bool:
    """Whether it is not worth sending any more. What may have arrived already is still looked for."""
    return delivery.expires is not None and now > delivery.expires


def under_way(delivery: Delivery, now: datetime) -> bool:
    """Whether the platform may still be carrying the last attempt out."""
    return delivery.tried is not None and now - DOUBT < delivery.tried <= now + APART


def doubtful_since(delivery: Delivery, now: datetime) -> datetime | None:
    """When the first attempt began that may have arrived. By a clock that ran ahead nobody knows: well before now."""
    doubt = delivery.doubt or (delivery.tried if delivery.state is State.SENDING else None)
    return now - DOUBT_ENDS / 2 if doubt is not None and doubt > now + APART else doubt


def doubted_enough(doubt: datetime | None, now: datetime) -> bool:
    """Whether nobody goes on looking for what may have arrived."""
    return doubt is not None and now - doubt > DOUBT_ENDS


def too_late(now: datetime) -> Settlement:
    """It is surely not there, and will not be sent any more."""
    return Settlement(State.DEAD, now, LATE, None, Failure(Trouble.LATE, LATE))


def left(now: datetime) -> Settlement:
    """It may be there; nobody goes on looking."""
    return Settlement(State.DEAD, now, LEFT, None, Failure(Trouble.UNKNOWN, LEFT))


def backoff(attempts: int, rng: Random) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, with some chance in it so that what
    failed together does not come back together."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
    return pause * rng.uniform(0.5, 1.0)
