"""Takes one delivery after the other to its platform: count the attempt, send, settle.

It decides nothing: what a failure means is `bot.delivery.model`'s, when a post may go is `bot.delivery.pacing`'s,
what it says is its kind's. Both sides that tell it which delivery is next, the loop on SQLite and PgQueuer on
PostgreSQL, may tell it twice: the row says whether there is still something to do.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from bot.app import App
from bot.chat.words import Words
from bot.delivery.attempts import OUTAGE, Attempt, Attempts, NotNow, Outcome
from bot.delivery.batches import Batches
from bot.delivery.failpoints import reach
from bot.delivery.kinds import Occasion
from bot.delivery.model import DOUBT, INCIDENT, Delivery, Room, Ticket, late
from bot.delivery.pacing import AHEAD, Pacing
from bot.delivery.sender import AboutToPost, Sender
from bot.errors import Doubtful, Undeliverable
from bot.origin import origin
from bot.storage.engine import cause

log = logging.getLogger(__name__)

NOBODY_THERE = 5.0
"""Seconds until a delivery looks again whether its front is connected."""

LONGEST_SEND = 120.0
"""Seconds after which a send that has not come back counts as broken: fronts give up much sooner by themselves."""

DATABASE_PAUSE = 1.0

FRESH = 3.0
"""Seconds after it was counted in which an attempt may leave without another look at its row: the rest of `DOUBT` is
for the platform."""


class _Overtaken(Exception):
    """Another process has taken the delivery over meanwhile, and will find what was sent of it."""


class Courier:
    """`monotonic` counts seconds, for the pace. `again_in_doubt` as in `bot.delivery.service`."""

    def __init__(self, app: App, *, again_in_doubt: bool, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._monotonic = monotonic
        self._pacings: dict[str, tuple[Sender, Pacing]] = {}
        self._shares: Mapping[str, int] = {}
        self._since = None if app.database.shared else app.clock()
        attempts = Attempts(
            app.database, app.kinds, self._occasion_of, app.clock, app.rng, again_in_doubt=again_in_doubt
        )
        self._refresh = attempts.refresh
        self._beginning = Batches(attempts.begin)
        self._settling = Batches(attempts.settle)

    @property
    def connected(self) -> frozenset[str]:
        return self._app.senders.homes

    @property
    def homes(self) -> list[str]:
        """The connected ones that nothing keeps from sending, though they may have enough to do."""
        now = self._monotonic()
        return [home for home, pacing in self._connected() if not pacing.closed(now)]

    @property
    def rooms(self) -> list[Room]:
        """Those of them that can take something on. To be asked in the event loop, where posts come and go."""
        now = self._monotonic()
        open = [(home, pacing) for home, pacing in self._connected() if not pacing.closed(now)]
        return [Room(home, most, pacing.blocked(now)) for home, pacing in open if (most := pacing.room(now))]

    def next_free(self) -> float | None:
        """In how many seconds a lane is free or a home open that is not so now; None where that waits for an event."""
        now = self._monotonic()
        pacings = [pacing for _, pacing in self._connected()]
        waits = [pacing.opens(now) if pacing.closed(now) else pacing.next_free(now) for pacing in pacings]
        return min((wait for wait in waits if wait is not None), default=None)

    def share(self, shares: Mapping[str, int]) -> None:
        """How many processes post to each home, this one included: each takes its part of what is allowed."""
        self._shares = shares
        for home, pacing in self._connected():
            pacing.shared_by = max(shares.get(home, 1), 1)

    def occasion(self, db: sa.Connection, now: datetime, locale: str = "en", home: str = "") -> Occasion:
        """What a kind or a planner gets to work with."""
        app = self._app
        sender = app.senders.of(home)
        spell = partial(app.catalogue.spell, sender.spelling) if sender else _unspelt
        return Occasion(db, now, app.bank, Words(locale, spell), app.new_id, app.rng, self._since)

    async def deliver(self, ticket: Ticket) -> float | None:
        """Do what there is to do about it now. In how many seconds to come again, or None where it is over.

        Raises what the database raises while nothing is sent yet; what a platform may do it never raises.
        """
        pacing = self._pacing(ticket.home)
        if pacing is None:
            return NOBODY_THERE
        while (wait := pacing.reserve(ticket.lane, self._monotonic())) is not None:
            if wait > AHEAD or not pacing.full(self._monotonic()):
                return wait
            await asyncio.sleep(wait)  # this home has enough to do, and soon room for more
        try:
            return await self._attempt(ticket, pacing)
        finally:
            pacing.release(ticket.lane, self._monotonic())

    async def _attempt(self, ticket: Ticket, pacing: Pacing) -> float | None:
        reach("before the attempt is counted", ticket.id)
        started = self._monotonic()
        begun = await self._beginning.do(ticket.id)
        if isinstance(begun, NotNow):
            return begun.seconds
        if isinstance(begun, Outcome):
            return await self._settling.do(begun)
        reach("after the attempt is counted", ticket.id)
        await self._slot(ticket.lane, pacing)
        try:
            outcome = Outcome(begun.delivery, await self._send(begun, ticket, pacing, started))
        except _Overtaken:
            return DOUBT.total_seconds()
        reach("before it is settled", ticket.id)
        again = await self._settled(outcome)
        reach("after it is settled", ticket.id)
        return again

    async def _slot(self, lane: str, pacing: Pacing) -> None:
        """Wait until it is to leave."""
        now = self._monotonic()
        wait = pacing.slot(lane, now)
        while True:
            if wait > 0:
                await asyncio.sleep(wait)
            now = max(self._monotonic(), now + wait)
            wait = pacing.leave(lane, now)
            if not wait:
                return

    async def _settled(self, outcome: Outcome) -> float | None:
        """What the platform did is known here alone: keep it until it is written."""
        while True:
            try:
                return await self._settling.do(outcome)
            except OUTAGE as error:
                log.warning("an outcome waits for the database: %s", cause(error))
                await asyncio.sleep(DATABASE_PAUSE)

    def _about_to_post(self, attempt: Attempt, counted: float) -> AboutToPost:
        """Whoever finds the row counts from its last attempt how long the platform may still be at it. So an attempt
        that leaves late, after a wait or because the process was put to sleep, is counted anew, if it is still ours."""

        clock = self._app.clock
        read = clock()

        async def check() -> None:
            nonlocal counted, read
            now, moment = self._monotonic(), clock()
            # By both: while a machine sleeps the one stands still, and the other may be put right at any time.
            if now - counted <= FRESH and (moment - read).total_seconds() <= FRESH:
                return
            try:
                ours = await asyncio.to_thread(self._refresh, attempt)
            except OUTAGE as error:
                raise Undeliverable(cause(error), retry_after=DATABASE_PAUSE) from None
            if not ours:
                raise _Overtaken
            if late(attempt.delivery, moment) and not attempt.look_only:
                raise Undeliverable("too late by now", retry_after=DATABASE_PAUSE)
            counted, read = now, moment

        return check

    async def _send(self, attempt: Attempt, ticket: Ticket, pacing: Pacing, counted: float) -> str | Undeliverable:
        reach("before the send", ticket.id)
        now = self._monotonic
        check = self._about_to_post(attempt, counted)
        sender = self._app.senders.of(ticket.home)
        if sender is None:
            return Undeliverable("not connected", retry_after=NOBODY_THERE)
        try:
            async with asyncio.timeout(LONGEST_SEND):
                await check()
                message = await sender.send(
                    attempt.post, attempt.doubtful_since, look_only=attempt.look_only, about_to_post=check
                )
        except Undeliverable as problem:
            if isinstance(problem, Doubtful):
                pacing.broke(ticket.lane, now())
            elif problem.retry_after is None:
                pacing.worked()  # it answered
            if problem.retry_after is not None and _asks_for_more(problem, problem.retry_after):
                pacing.slow_down(ticket.lane, problem.retry_after, now(), everywhere=problem.everywhere)
            log.info("delivery %s was not taken: %s", attempt.delivery.id, problem)
            return problem
        except TimeoutError:
            pacing.broke(ticket.lane, now())
            return Doubtful("no answer")
        except _Overtaken:
            raise
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one message must not end the others
            log.error("delivery %s failed: %s", attempt.delivery.id, origin(error))
            return Undeliverable(INCIDENT)
        reach("after the send", ticket.id)
        pacing.worked()
        return message

    def _occasion_of(self, db: sa.Connection, now: datetime, delivery: Delivery) -> Occasion:
        return self.occasion(db, now, delivery.locale, delivery.home)

    def _connected(self) -> list[tuple[str, Pacing]]:
        return [(home, pacing) for home in self._app.senders.homes if (pacing := self._pacing(home)) is not None]

    def _pacing(self, home: str) -> Pacing | None:
        """The pace of the home while somebody serves it: a new connection keeps to what the last one began."""
        sender = self._app.senders.of(home)
        if sender is None:
            return None
        known_sender, pacing = self._pacings.get(home, (None, None))
        if pacing is None or pacing.pace != sender.pace:
            pacing = Pacing(sender.pace, max(self._shares.get(home, 1), 1))
        elif known_sender is not sender:
            pacing.reconnected()
        self._pacings[home] = sender, pacing
        return pacing


def _asks_for_more(problem: Undeliverable, seconds: float) -> bool:
    """Whether the pause is longer than that after a broken call."""
    return not isinstance(problem, Doubtful) or seconds > DOUBT.total_seconds()


def _unspelt(name: str, argument: str) -> str:
    return " ".join(part for part in (name, argument) if part)
