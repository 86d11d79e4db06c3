"""Everything askq sends unasked, worked off for as long as the process runs.

Two things give work: what the calendar says (planners turn it into rows of the ledger), and the ledger itself.
Each home has its share of the planning, and only while it is connected and has not enough to send: so a big morning
neither fills the ledger nor holds up another home or the people who type, and a home that is away is dealt with when it
is back.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Protocol

from bot.app import App
from bot.delivery import store
from bot.delivery.attempts import OUTAGE, may_pass
from bot.delivery.courier import DATABASE_PAUSE, Courier
from bot.delivery.failpoints import reach
from bot.delivery.loop import Loop
from bot.delivery.model import Room
from bot.origin import origin
from bot.storage.engine import cause

log = logging.getLogger(__name__)

PLANNED_AT_ONCE = 10
"""How much of a calendar is taken on at once: few enough for a command that waits behind it not to notice."""

ENOUGH = 100
"""So many messages that could go to a home at once are enough: no more are planned for it until some are gone."""

LONGEST_PAUSE = 15.0
"""Seconds after which the clock is looked at again, whatever was to be expected: a machine may have been asleep, a
clock moved, another process may have planned something."""

PLANNER_PAUSE = 15.0
"""Seconds that a planner rests after it failed."""

REST = 0.025
"""Seconds between two looks at most, and never longer than a look takes: what becomes due meanwhile is seen together,
and whoever types does not stand in line behind one look after the other."""

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
        """When there is something to do next for a connected home, by the ledger and the calendar."""
        homes = self._courier.homes
        moments = _moments(self._calendars(homes))
        due = self._next_in_ledger(homes, (), True)
        return min([*moments, due] if due else moments, default=None)

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
                looked, since = self._app.clock(), time.monotonic()
                try:
                    begun = await side.begin()
                    homes, rooms = self._courier.homes, self._courier.rooms
                    planned, moments = await asyncio.to_thread(self._plan, homes, rooms)
                    if planned or begun:  # planning goes on beside sending: a home must not wait behind a busy one's
                        await asyncio.sleep(min(time.monotonic() - since, REST))
                        continue
                    due = await asyncio.to_thread(self._next_in_ledger, homes, side.under_way, side.alone)
                except OUTAGE as error:
                    log.warning("deliveries wait for the database: %s", cause(error))
                    await asyncio.sleep(DATABASE_PAUSE)
                    continue
                if not side.under_way and not woken.is_set() and (due is None or due > looked):
                    self._tell_waiting()
                    if until is not None and until.done():
                        break
                await self._pause(woken, side, looked, due, moments)
        finally:
            await side.close(GRACE_SECONDS)

    async def _pause(
        self, woken: asyncio.Event, side: Side, looked: datetime, due: datetime | None, moments: Iterable[datetime]
    ) -> None:
        """Until something is due that was not so when it was `looked`, becomes free, is over, or was made due by
        somebody."""
        to_come = [moment for moment in (due, *moments) if moment is not None and moment > looked]
        waits = [LONGEST_PAUSE, *((moment - self._app.clock()).total_seconds() for moment in to_come)]
        if due is not None and due <= looked:  # it waits for its lane, or for room
            waits.append(side.patience)
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

    def _plan(self, homes: Collection[str], rooms: Collection[Room]) -> tuple[int, list[datetime]]:
        """Let every planner do a little for the homes that could send more than there is. How much that was, and when
        there is something in the calendars."""
        now = self._app.clock()
        calendars = self._calendars(homes)
        due = {number: _due_by(now, calendar) for number, calendar in calendars.items()}
        lacking = self._lacking([room for room in rooms if room.home in set().union(*due.values())], now)
        done = 0
        for number, of_planner in due.items():  # each by what was lacking before: the first must not take it all
            if self._app.planners[number].puts_off:
                shares = self._draw({home: lots for home, lots in lacking.items() if home in of_planner})
            else:
                shares = dict.fromkeys(of_planner, PLANNED_AT_ONCE)
            done += sum(self._plan_for(number, home, most, now) for home, most in shares.items())
        return done, _moments(calendars)

    def _lacking(self, rooms: Collection[Room], now: datetime) -> Mapping[str, int]:
        """How many messages more each of the homes could have."""
        if not rooms:
            return {}
        with self._app.database.read() as db:
            return {room.home: store.lacking(db, now, room, ENOUGH) for room in rooms}

    def _draw(self, lots: Mapping[str, int]) -> Mapping[str, int]:
        """How much is planned at once for which home.

        The places are drawn by lot, and a home has as many lots as it could send messages more. So none waits until
        another one's morning is over, and where not all can be planned as fast as the platforms would take it, each
        has its share of what is planned.
        """
        places = min(sum(lots.values()), PLANNED_AT_ONCE)
        return Counter(self._app.rng.sample(list(lots), places, counts=list(lots.values()))) if places else {}

    def _plan_for(self, number: int, home: str, most: int, now: datetime) -> int:
        """One transaction: of several homes together two processes might wait for each other's groups."""
        reach("before the plan")
        try:
            with self._app.database.write(behind=True) as db:
                done = self._app.planners[number].plan(self._courier.occasion(db, now, home=home), home, most)
        except Exception as error:
            if may_pass(error):
                raise
            self._rest(number, error)  # a mistake in one planner must not stop what is planned already
            return 0
        reach("after the plan")
        return done

    def _calendars(self, homes: Collection[str]) -> Mapping[int, Mapping[str, datetime]]:
        """When each of the planners that do not rest has something to do for which of the homes."""
        found: dict[int, Mapping[str, datetime]] = {}
        asked = 0
        try:
            with self._app.database.read() as db:
                for asked, planner in enumerate(self._app.planners if homes else ()):
                    if self._resting.get(asked, 0.0) <= time.monotonic():
                        found[asked] = planner.next_due(db, homes)
        except Exception as error:
            if may_pass(error):
                raise
            self._rest(asked, error)
            return self._calendars(homes)
        return found

    def _rest(self, number: int, error: Exception) -> None:
        log.error("planning failed, it goes on in %.0f s: %s", PLANNER_PAUSE, origin(error))
        self._resting[number] = time.monotonic() + PLANNER_PAUSE

    def _next_in_ledger(self, homes: Collection[str], under_way: Collection[str], alone: bool) -> datetime | None:
        if not homes:
            return None
        with self._app.database.read() as db:
            return store.next_due(db, homes, under_way, begun_too=alone)

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


def _due_by(now: datetime, calendar: Mapping[str, datetime]) -> Collection[str]:
    return {home for home, moment in calendar.items() if moment <= now}


def _moments(calendars: Mapping[int, Mapping[str, datetime]]) -> list[datetime]:
    return [moment for calendar in calendars.values() for moment in calendar.values()]


def _nobody() -> None:
    pass
