"""On PostgreSQL: PgQueuer tells each of several processes which deliveries are its own, and notices one that died.

Each process renews the claims it holds every five seconds; what nobody has renewed for ten goes to another one.
PgQueuer's worker ends when the database restarts, so it is started again until the process ends.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import psycopg
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import FailingListenerError, PgqException, RetryRequested
from pgqueuer.executors import EntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Job

from bot.delivery import jobs, queue, shares
from bot.delivery.attempts import OUTAGE
from bot.delivery.courier import DATABASE_PAUSE, Courier
from bot.delivery.failpoints import reach
from bot.delivery.model import DOUBT
from bot.origin import origin
from bot.storage.engine import Database, cause

log = logging.getLogger(__name__)

TAKEN_OVER_AFTER = timedelta(seconds=10)
POLL = timedelta(seconds=2)
AT_ONCE = 10
IN_FLIGHT = 64
RESTART_PAUSE = 1.0
CLOSING_SECONDS = 2.0

SHARED_EVERY = 5.0
MENDED_EVERY = 30.0

_CONNECTION: Mapping[str, Any] = {
    "autocommit": True,
    "connect_timeout": 3,
    # A server that has gone without a word is noticed in about ten seconds instead of two hours.
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


class Worker:
    """Fulfils `bot.delivery.service.Side`: works this process's share off from the first `begin` until `close`.

    `ended` is called whenever a delivery that was under way is over.
    """

    alone = False  # PgQueuer knows what another process has begun, and whether it is still at it
    patience = 1.0

    def __init__(
        self, database: Database, courier: Courier, clock: Callable[[], datetime], ended: Callable[[], None]
    ) -> None:
        self._database = database
        self._url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._courier = courier
        self._clock = clock
        self._ended = ended
        self._under_way: dict[asyncio.Task[float | None], str] = {}
        self._running: asyncio.Task[None] | None = None
        self._grace = 0.0
        self._upgraded = False
        # Of an outage PgQueuer tells many times a second; here it is told once.
        logging.getLogger("pgqueuer").setLevel(logging.CRITICAL)

    @property
    def under_way(self) -> Collection[str]:
        return list(self._under_way.values())

    async def begin(self) -> int:
        """PgQueuer begins the deliveries by itself; none of them is begun here."""
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return 0

    async def close(self, grace: float) -> None:
        """Wait `grace` seconds for what is under way, then leave it: it is in doubt, and looked after next time."""
        self._grace = grace
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait({self._running})
        left = list(self._under_way)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._work()
            except FailingListenerError:  # the line is dead, or the process was asleep; the queue was read meanwhile
                log.info("the queue was not heard; it is listened to anew")
                continue
            except (psycopg.Error, PgqException, OSError) as error:
                log.warning("the queue stopped (%s); it is started again", type(error).__name__)
            except Exception as error:  # noqa: BLE001 - whatever it is, deliveries have to go on
                log.error("the queue stopped: %s", origin(error))
            await asyncio.sleep(RESTART_PAUSE)

    async def _work(self) -> None:
        """Until it is cancelled, or fails with whatever the database or PgQueuer raise."""
        connect = psycopg.AsyncConnection.connect
        async with (
            await connect(self._url, **_CONNECTION) as working,
            await connect(self._url, **_CONNECTION) as listening,
        ):
            queries = queue.queries(working, listening)
            if not self._upgraded:  # a newer PgQueuer may want more of its tables than the migration has made
                await queries.upgrade()
                self._upgraded = True
            manager = QueueManager(queries, channel=queue.names().channel)
            executor = EntrypointExecutor(EntrypointExecutorParameters(concurrency_limit=0, func=self._deliver))
            manager.entrypoint_registry = _Homes(self._courier, executor)  # type: ignore[assignment]
            managing = asyncio.create_task(
                manager.run(
                    dequeue_timeout=POLL,
                    batch_size=AT_ONCE,
                    max_concurrent_tasks=IN_FLIGHT,
                    heartbeat_timeout=TAKEN_OVER_AFTER,
                    shutdown_on_listener_failure=True,
                    log_aggregation_interval=timedelta(),  # statistics that nobody reads
                )
            )
            caring = [asyncio.create_task(self._share(working)), asyncio.create_task(self._mend())]
            try:
                over, _ = await asyncio.wait({managing, *caring}, return_when=asyncio.FIRST_COMPLETED)
                for task in over:
                    task.result()
            finally:
                for task in caring:
                    task.cancel()
                manager.shutdown.set()
                for listens in queries.driver.tm.tasks:
                    listens.cancel()  # it would take its time
                await self._finish(managing)
                await asyncio.gather(*caring, return_exceptions=True)

    async def _finish(self, managing: asyncio.Task[None]) -> None:
        """Let what is under way come to its end; after the grace, when it is to stop, cut it short."""
        stopping = self._running is not None and self._running.cancelling() > 0
        await asyncio.wait({managing}, timeout=self._grace if stopping else None)
        for task in self._under_way:
            task.cancel()
        await asyncio.wait({managing}, timeout=CLOSING_SECONDS)
        managing.cancel()
        await asyncio.gather(managing, return_exceptions=True)

    async def _deliver(self, job: Job) -> None:
        ticket = jobs.ticket_of(job.payload or b"")
        delivering = asyncio.create_task(self._courier.deliver(ticket))
        self._under_way[delivering] = ticket.id
        try:
            again = await delivering
            reach("before the job ends", ticket.id)
        except asyncio.CancelledError:  # of a cancelled job PgQueuer would keep nothing
            again = DOUBT.total_seconds()
        except OUTAGE as error:
            log.warning("a delivery waits for the database: %s", cause(error))
            again = DATABASE_PAUSE
        except Exception as error:  # noqa: BLE001 - of a failed job, too, PgQueuer would keep nothing
            log.error("delivery %s stopped: %s", ticket.id, origin(error))
            again = DOUBT.total_seconds()
        finally:
            del self._under_way[delivering]
            self._ended()
        if again is not None:
            raise RetryRequested(timedelta(seconds=again))

    async def _share(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Know how many processes post to the same homes."""
        held: set[str] = set()
        while True:
            homes = set(self._courier.connected)
            self._courier.share(await shares.look_round(connection, held, homes))
            held = homes
            await asyncio.sleep(SHARED_EVERY)

    async def _mend(self) -> None:
        def mend() -> int:
            with self._database.write() as db:
                return jobs.mend(db, self._clock())

        while True:
            if mended := await asyncio.to_thread(mend):
                log.warning("%d deliveries had been lost to the queue; they are in it again", mended)
            await asyncio.sleep(MENDED_EVERY)


class _Homes(Mapping[str, EntrypointExecutor]):
    """PgQueuer looks here for what it may fetch, each time anew: what is for the homes that have room for more."""

    def __init__(self, courier: Courier, executor: EntrypointExecutor) -> None:
        self._courier = courier
        self._executor = executor

    def __getitem__(self, name: str) -> EntrypointExecutor:
        return self._executor  # for every home: one that was fetched for may be gone or busy by now

    def __iter__(self) -> Iterator[str]:
        return (jobs.entrypoint(room.home) for room in self._courier.rooms)

    def __len__(self) -> int:
        return len(self._courier.rooms)
