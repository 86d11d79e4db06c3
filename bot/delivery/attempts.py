"""The written side of a delivery: count the attempt before it is sent, settle it afterwards.

Counting is committed before anything goes out, so that a process that dies leaves a row which says what may have
arrived. Features hear of the end in the transaction that settles it, in which the group's turn is theirs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.delivery import store
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import (
    DOUBT,
    INCIDENT,
    Delivery,
    Failure,
    Settlement,
    State,
    Trouble,
    after,
    doubted_enough,
    doubtful_since,
    late,
    left,
    too_late,
    under_way,
    without_looking,
)
from bot.delivery.sender import Post
from bot.errors import Undeliverable, Unknowable
from bot.origin import origin
from bot.storage.engine import Database, by_itself, in_turn

log = logging.getLogger(__name__)

ELSEWHERE = 1.0
"""Seconds until a row is looked at again that another transaction has just now."""

NOT_KNOWN = timedelta(seconds=30)
"""Until a delivery of a kind that is not known here is looked at again."""

OUTAGE = (DBAPIError, PoolTimeout)
"""What is raised where the database does not answer."""

MakeOccasion = Callable[[sa.Connection, datetime, Delivery], Occasion]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is to be sent now; `doubtful_since` and `look_only` as in `Sender.send`."""

    delivery: Delivery
    post: Post
    doubtful_since: datetime | None
    look_only: bool


@dataclass(frozen=True, slots=True)
class NotNow:
    """Nothing to send: nothing is left to do, or only in so many seconds."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: with the message's id, with what the platform had against it, or before it was tried."""

    delivery: Delivery
    result: str | Undeliverable | Settlement


class Attempts:
    """`clock` is the time of day that deliveries are due by; `again_in_doubt` as in `bot.delivery.service`."""

    def __init__(
        self,
        database: Database,
        kinds: Mapping[str, Kind],
        occasion: MakeOccasion,
        clock: Callable[[], datetime],
        rng: Random,
        *,
        again_in_doubt: bool,
    ) -> None:
        self._database = database
        self._kinds = kinds
        self._occasion = occasion
        self._clock = clock
        self._rng = rng
        self._again_in_doubt = again_in_doubt
        self._puzzled: set[str] = set()

    def begin(self, ids: Sequence[str]) -> Sequence[Attempt | Outcome | NotNow]:
        """Count the attempts of these, in one transaction."""
        with self._database.write(behind=True) as db:
            return [self._begin(db, id, self._clock()) for id in ids]

    def settle(self, outcomes: Sequence[Outcome]) -> Sequence[float | None]:
        """Write down how these ended, in one transaction. For each, in how many seconds there is more to do."""
        with self._database.write(behind=True) as db:
            for group in sorted({outcome.delivery.group for outcome in outcomes}):
                in_turn(db, group)  # before any row is locked, and in order: so that nobody waits in a circle
            return [self._settle(db, outcome, self._clock()) for outcome in outcomes]

    def refresh(self, attempt: Attempt) -> bool:
        """Count from now how long it may be under way. False if somebody else took the delivery over."""
        with self._database.write(behind=True) as db:
            return store.refresh(db, attempt.delivery, self._clock())

    def _begin(self, db: sa.Connection, id: str, now: datetime) -> Attempt | Outcome | NotNow:
        delivery = store.locked(db, id)
        if delivery is None:
            return NotNow(ELSEWHERE if store.is_open(db, id) else None)
        if delivery.state is State.SENDING:  # another process began it, or this one did before it died
            assert delivery.tried is not None
            if under_way(delivery, now):
                return NotNow((delivery.tried + DOUBT - now).total_seconds())
        elif now < delivery.due:
            return NotNow((delivery.due - now).total_seconds())
        if delivery.kind not in self._kinds:
            return self._not_known(db, delivery, now)
        doubt = doubtful_since(delivery, now)
        if doubted_enough(doubt, now):
            return Outcome(delivery, left(now))
        if doubt is None and late(delivery, now):
            return Outcome(delivery, too_late(now))
        try:
            with by_itself(db):
                post = self._kinds[delivery.kind].compose(self._occasion(db, now, delivery), delivery)
        except Exception as error:
            if may_pass(error):
                raise
            log.error("delivery %s could not be written: %s", delivery.id, origin(error))
            failure = Failure(Trouble.REFUSED, INCIDENT)
            return Outcome(delivery, Settlement(State.DEAD, now, INCIDENT, None, failure))
        if post is None:
            return Outcome(delivery, Settlement(State.DROPPED, now, "no longer wanted"))
        counted = replace(delivery, state=State.SENDING, attempts=delivery.attempts + 1, tried=now, doubt=doubt)
        store.count_attempt(db, counted)
        return Attempt(counted, post, doubt, look_only=late(counted, now))

    def _not_known(self, db: sa.Connection, delivery: Delivery, now: datetime) -> NotNow:
        """Written by a newer askq: that one sends it, beside this one or in its place."""
        if delivery.kind not in self._puzzled:
            self._puzzled.add(delivery.kind)
            log.warning("deliveries of kind %s wait for a newer askq, which knows them", delivery.kind)
        store.put_off(db, delivery, doubtful_since(delivery, now), now + NOT_KNOWN)
        return NotNow(NOT_KNOWN.total_seconds())

    def _settle(self, db: sa.Connection, outcome: Outcome, now: datetime) -> float | None:
        delivery, result = outcome.delivery, outcome.result
        if not store.is_as(db, delivery):  # somebody else took it over, and will find what we have sent
            return DOUBT.total_seconds()
        if isinstance(result, str):
            next_time = store.settle_sent(db, delivery, result, now)
            self._tell(db, delivery, lambda kind, occasion: kind.sent(occasion, delivery, result), now)
            return (next_time - now).total_seconds() if next_time else None
        settlement = self._settlement(delivery, result, now)
        store.settle(db, delivery, settlement, now)
        failure = settlement.failure
        if failure is not None:
            log.warning("delivery %s of kind %s: %s", delivery.id, delivery.kind, settlement.reason)
            self._tell(db, delivery, lambda kind, occasion: kind.failed(occasion, delivery, failure), now)
        if settlement.state is State.DROPPED:
            self._tell(db, delivery, lambda kind, occasion: kind.dropped(occasion, delivery), now)
        if settlement.state in (State.DEAD, State.HELD, State.DROPPED):
            return None
        return max((settlement.due - now).total_seconds(), 0.0)

    def _settlement(self, delivery: Delivery, result: Undeliverable | Settlement, now: datetime) -> Settlement:
        if isinstance(result, Settlement):
            return result
        if isinstance(result, Unknowable):
            again = self._again_in_doubt or self._kinds[delivery.kind].rather_twice
            return without_looking(delivery, now, again=again)
        return after(delivery, result, now, self._rng)

    def _tell(
        self, db: sa.Connection, delivery: Delivery, what: Callable[[Kind, Occasion], None], now: datetime
    ) -> None:
        """Let the feature behind it write what follows; a mistake in that takes nothing else back."""
        try:
            with by_itself(db):
                what(self._kinds[delivery.kind], self._occasion(db, now, delivery))
        except Exception as error:
            if may_pass(error):
                raise
            log.error("what follows from delivery %s failed: %s", delivery.id, origin(error))


def may_pass(error: Exception) -> bool:
    """Whether the database had no time, or is gone, and the same may work later."""
    if isinstance(error, OperationalError | PoolTimeout):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated
