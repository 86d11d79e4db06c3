"""On SQLite: one process reads the ledger and works it off. A lock on a file keeps a second one away."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.delivery import store
from bot.delivery.attempts import OUTAGE
from bot.delivery.courier import DATABASE_PAUSE, Courier
from bot.delivery.model import DOUBT, Room, Ticket
from bot.errors import ConfigError, StorageError
from bot.origin import origin
from bot.storage.engine import Database, cause

log = logging.getLogger(__name__)

IN_FLIGHT = 500
"""Deliveries under way at once, over all homes."""


class Loop:
    """Fulfils `bot.delivery.service.Side`. `clock` is the time of day that deliveries are due by; `ended` is called
    whenever a delivery that was under way is over."""

    alone = True
    patience = 15.0

    def __init__(
        self, database: Database, courier: Courier, clock: Callable[[], datetime], ended: Callable[[], None]
    ) -> None:
        self._database = database
        self._courier = courier
        self._clock = clock
        self._ended = ended
        self._under_way: dict[Ticket, asyncio.Task[None]] = {}

    @property
    def under_way(self) -> Collection[str]:
        return [ticket.id for ticket in self._under_way]

    async def begin(self) -> int:
        """Begin what is due and has room; how much that was."""
        most = IN_FLIGHT - len(self._under_way)
        busy = frozenset(ticket.lane for ticket in self._under_way)
        rooms = [replace(room, blocked=room.blocked | busy) for room in self._courier.rooms]
        if not rooms or most <= 0:
            return 0
        tickets = await asyncio.to_thread(self._due, rooms, most)
        for ticket in tickets:
            self._under_way[ticket] = asyncio.create_task(self._deliver(ticket))
        await asyncio.sleep(0)  # until each of them has reserved its lane: there is less room then
        return len(tickets)

    async def close(self, grace: float) -> None:
        """Wait `grace` seconds for what is under way, then leave it: it is in doubt, and looked after next time."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way.values(), timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _deliver(self, ticket: Ticket) -> None:
        """When it comes again stands in its row, except where the database could not be asked."""
        try:
            await self._courier.deliver(ticket)
        except OUTAGE as error:
            log.warning("a delivery waits for the database: %s", cause(error))
            await asyncio.sleep(DATABASE_PAUSE)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one must not end the others
            log.error("delivery %s stopped: %s", ticket.id, origin(error))
            await asyncio.sleep(DOUBT.total_seconds())
        finally:
            del self._under_way[ticket]
            self._ended()

    def _due(self, rooms: Sequence[Room], most: int) -> list[Ticket]:
        with self._database.read() as db:
            return _one_a_lane(store.due(db, self._clock(), rooms, most))


def _one_a_lane(tickets: list[Ticket]) -> list[Ticket]:
    """The first of each: the others would only stand in line."""
    first: dict[str, Ticket] = {}
    for ticket in tickets:
        first.setdefault(ticket.lane, ticket)
    return list(first.values())


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Hold the lock that says: this process works the SQLite file's ledger off. Raises `ConfigError` if another does,
    `StorageError` where there can be no file.

    The system lets go of it when the process ends, however it ends. A database that can be shared has no such lock.
    """
    if database.shared:
        yield
        return
    import fcntl  # not on every system, and needed here alone

    name = str(database.engine.url.database).removeprefix("file:").partition("?")[0]
    try:
        descriptor = os.open(Path(f"{name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StorageError(f"The database cannot be used: {error.strerror} ({name})") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            problem = f"ASKQ_DATABASE_URL: another askq runs on {name}"
            raise ConfigError([f"{problem}; stop it, or use PostgreSQL, which several can share"]) from None
        yield
    finally:
        os.close(descriptor)
