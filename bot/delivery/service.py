"""Everything askq sends unasked, worked off for as long as the process runs.

Two things give work: what the calendar says (planners turn it into rows of the ledger), and the ledger itself.
Planning stops while there is enough to send, so that a big morning neither fills the ledger nor holds up the
people who type.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Protocol

from bot.app import App
from bot.delivery import store
from bot.delivery.attempts import OUTAGE
from bot.delivery.courier import DATABASE_PAUSE, Courier
from bot.delivery.failpoints import reach
from bot.delivery.loop import Loop
from bot.delivery.model import Room
from bot.origin import origin

log = logging.getLogger(__name__)

PLANNED_AT_ONCE = 10
"""How much of the calendar one transaction takes on: few enough for a command that waits behind it not to notice."""

ENOUGH = 100
"""So many messages that could go to a home at once are enough: no more are planned for it until some are gone."""

LONGEST_PAUSE = 15.0
"""Seconds after which the clock is looked at again, whatever was to be expected: a machine may have been asleep, a
clock moved, another process may have planned something."""

PLANNER_PAUSE = 15.0
"""Seconds that a planner rests after it failed."""

GRACE_SECONDS = 5.0


class Side(Protocol):
    """What begins the deliveries that are due: `bot.delivery.loop` on SQLite, `bot.delivery.replicas` on PostgreSQL.

    `under_way` holds the ids of those it has begun, and `alone` says that nobody else begins any; `patience` is in how
    many seconds to look again at what is due and was not begun, where no event tells.
    """

    alone: bool
    patience: float

    @property
    def under_way(self) -> Collection[str]: ...

    async def begin(self) -> int:
        """Begin what is due and has room; how much that was. Raises what the database raises."""

    async def close(self, grace: float) -> None:
        """Wait `grace` seconds for what is under way, then leave it."""


class Deliveries:
    """`again_in_doubt`: send again what may have arrived and cannot be looked for; otherwise it is left.
    `monotonic` counts seconds, for the pace of what is sent."""

    def __init__(
        self, app: App, *, again_in_doubt: bool = False, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._courier = Courier(app, again_in_doubt=again_in_doubt, monotonic=monotonic)
        self._wake: Callable[[], None] = _nobody
        self._waiting: list[asyncio.Future[None]] = []
        self._resting: dict[int, float] = {}

    async def run(self) -> None:
        """Until cancelled. On SQLite no other process may do the same (`bot.delivery.loop.alone`)."""
        with self._listening() as woken:
            await self._work(self._side(), woken)

    async def work_off(self) -> None:
        """Until nothing is due any more: for a front that has no running loop of its own. On PostgreSQL, too, this
        process alone does it, and finds what is due by itself."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        with self._listening() as woken:
            await self._work(self._loop(), woken, until=done)

    async def settled(self) -> None:
        """Until what `run` has to do at this moment is done: nothing is under way here, and nothing is due for a
        connected home that is not told to wait. What other processes have under way is theirs. For ever, where `run`
        does not run."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        self._wake()
        await done

    def next_due(self) -> datetime | None:
        """When there is something to do next, by the ledger and the calendar."""
        moments = self._next_moments(self._courier.homes, (), True)
        return min((moment for moment in moments if moment), default=None)

    def _side(self) -> Side:
        if not self._app.database.shared:
            return self._loop()
        from bot.delivery.replicas import Worker  # PgQueuer comes with the extra `postgres`

        return Worker(self._app.database, self._courier, self._app.clock, lambda: self._wake())

    def _loop(self) -> Loop:
        return Loop(self._app.database, self._courier, self._app.clock, lambda: self._wake())

    async def _work(self, side: Side, woken: asyncio.Event, until: asyncio.Future[None] | None = None) -> None:
        try:
            while True:
                woken.clear()  # before looking: whatever comes from here on is another reason to look
                try:
                    begun = await side.begin()
                    homes, rooms = self._courier.homes, self._courier.rooms
                    if await asyncio.to_thread(self._plan, homes, rooms) or begun:
                        continue  # planning goes on beside sending: a home must not wait behind a busy one's
                    due, planned = await asyncio.to_thread(self._next_moments, homes, side.under_way, side.alone)
                except OUTAGE as error:
                    log.warning("deliveries wait for the database: %s", type(error).__name__)
                    await asyncio.sleep(DATABASE_PAUSE)
                    continue
                now = self._app.clock()
                if not side.under_way and not woken.is_set() and (due is None or due > now):
                    self._tell_waiting()
                    if until is not None and until.done():
                        break
                await self._pause(woken, side, now, due, planned)
        finally:
            await side.close(GRACE_SECONDS)

    async def _pause(
        self, woken: asyncio.Event, side: Side, now: datetime, due: datetime | None, planned: datetime | None
    ) -> None:
        """Until something is due, becomes free, is over, or was made due by somebody."""
        waits = [LONGEST_PAUSE]
        if due is not None:  # what is due already waits for its lane, or for room
            waits.append((due - now).total_seconds() if due > now else side.patience)
        if planned is not None and planned > now:
            waits.append((planned - now).total_seconds())
        if (free := self._courier.next_free()) is not None:
            waits.append(free)
        with suppress(TimeoutError):
            async with asyncio.timeout(min(waits)):  # `wait_for` of Python 3.11 may lose a cancellation
                await woken.wait()

    def _tell_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if not each.done():
                each.set_result(None)

    def _plan(self, homes: Collection[str], rooms: Iterable[Room]) -> int:
        """Let every planner do a little, unless each of the homes has as much to send as it can; how much that was."""
        now = self._app.clock()
        with self._app.database.read() as db:
            if homes and all(store.enough(db, now, room, ENOUGH) for room in rooms):
                return 0
        return sum(self._plan_with(number, now) for number in range(len(self._app.planners)))

    def _plan_with(self, number: int, now: datetime) -> int:
        planner = self._app.planners[number]
        reach("before the plan")
        soonest = self._next_planned(number)
        if soonest is None or soonest > now:
            return 0
        try:
            with self._app.database.write(behind=True) as db:
                done = planner.plan(self._courier.occasion(db, now), PLANNED_AT_ONCE)
        except OUTAGE:
            raise
        except Exception as error:  # noqa: BLE001 - a mistake in one planner must not stop what is planned already
            self._rest(number, error)
            return 0
        reach("after the plan")
        return done

    def _next_planned(self, number: int) -> datetime | None:
        """When the planner has something to do, unless it rests."""
        if self._resting.get(number, 0.0) > time.monotonic():
            return None
        try:
            with self._app.database.read() as db:
                return self._app.planners[number].next_due(db)
        except OUTAGE:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            self._rest(number, error)
            return None

    def _rest(self, number: int, error: Exception) -> None:
        log.error("planning failed, it goes on in %.0f s: %s", PLANNER_PAUSE, origin(error))
        self._resting[number] = time.monotonic() + PLANNER_PAUSE

    def _next_moments(
        self, homes: Collection[str], under_way: Collection[str], alone: bool
    ) -> tuple[datetime | None, datetime | None]:
        """When the ledger and when the calendar has something to do."""
        due = None
        if homes:
            with self._app.database.read() as db:
                due = store.next_due(db, homes, under_way, begun_too=alone)
        planned = [moment for number in range(len(self._app.planners)) if (moment := self._next_planned(number))]
        return due, min(planned, default=None)

    @contextmanager
    def _listening(self) -> Iterator[asyncio.Event]:
        """Be woken by whatever makes something due, for as long as there is a loop to wake."""
        running = asyncio.get_running_loop()
        woken = asyncio.Event()  # an event stays with the loop that first waited for it

        def from_any_thread() -> None:
            with suppress(RuntimeError):  # the loop has just ended
                running.call_soon_threadsafe(woken.set)

        self._app.database.on_news = from_any_thread
        self._app.senders.changed = self._wake = woken.set
        try:
            yield woken
        finally:
            self._app.database.on_news = self._app.senders.changed = self._wake = _nobody


def _nobody() -> None:
    pass
