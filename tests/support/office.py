"""Deliveries at work, with a platform that does what the test says and a clock in the test's hand.

office = Office(database)
async with office.open():
    office.write("a")
    await office.settled()
assert office.platform.texts == ["a"]
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import sqlalchemy as sa

from bot.ambient import utc_now
from bot.app import App
from bot.chat.command import Catalogue
from bot.chat.elements import text, view
from bot.chat.keys import Person, Place
from bot.chat.messages import Spelling
from bot.chat.plain import plain
from bot.delivery import store
from bot.delivery.kinds import Kind, Occasion, Planner
from bot.delivery.model import Delivery, Failure, State
from bot.delivery.sender import AboutToPost, Pace, Post, at_once
from bot.delivery.service import Deliveries
from bot.errors import Doubtful, NotThere, Undeliverable, Unknowable
from bot.storage.engine import Database
from tests.support.rooms import SMALL, Clock

GROUP = "play:one"
HOME = "play"
AT_ONCE = Pace(each=0.0, all=1e6)

Step = Exception | Callable[[Post], Awaitable[None]]


@dataclass(frozen=True)
class Try:
    """One call of `send`; `at` by the event loop's clock."""

    post: Post
    doubtful_since: datetime | None
    at: float


async def _at_once(_: Post) -> None:
    pass


class Platform:
    """Fulfils `bot.delivery.sender.Sender`. `will` holds, for a channel, what happens to the next posts to it before
    they leave, and `leaves` to each as it does."""

    spelling = Spelling.LINE

    def __init__(self, pace: Pace = AT_ONCE) -> None:
        self.pace = pace
        self.tries: list[Try] = []
        self.arrived: list[Post] = []
        self.will: defaultdict[str, list[Step]] = defaultdict(list)
        self.always: dict[str, Undeliverable] = {}
        self.leaves: Callable[[Post], Awaitable[None]] = _at_once
        self.under_way = 0
        self._ids: dict[str, str] = {}
        self._news = asyncio.Event()

    async def send(
        self,
        post: Post,
        doubtful_since: datetime | None,
        *,
        look_only: bool = False,
        about_to_post: AboutToPost = at_once,
    ) -> str:
        channel = post.to.channel if isinstance(post.to, Place) else post.to.id
        self.tries.append(Try(post, doubtful_since, asyncio.get_running_loop().time()))
        self._news.set()
        self.under_way += 1
        try:
            if channel in self.always:
                raise self.always[channel]
            step = self.will[channel].pop(0) if self.will[channel] else None
            if isinstance(step, Exception):
                raise step
            if step is not None:
                await step(post)
            if look_only and post.id not in self._ids:
                raise NotThere("did not arrive")
            if doubtful_since is None or post.id not in self._ids:
                await about_to_post()
                await self.leaves(post)
                self.take(post)
            return self._ids[post.id]
        finally:
            self.under_way -= 1
            self._news.set()

    def take(self, post: Post) -> None:
        """It is on people's screens now."""
        self.arrived.append(post)
        self._ids[post.id] = f"m{len(self.arrived)}"
        self._news.set()

    async def takes_and_breaks(self, post: Post) -> None:
        """The connection goes after the platform has carried it out."""
        self.take(post)
        raise Doubtful("cut off")

    def holds(self, channel: str) -> asyncio.Event:
        """The next post to the channel takes until the event is set."""
        go = asyncio.Event()

        async def wait(_: Post) -> None:
            await go.wait()

        self.will[channel].append(wait)
        return go

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that a post brings about."""
        while not condition():
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 30)

    @property
    def texts(self) -> list[str]:
        return [plain(post.view).strip() for post in self.arrived]

    def tries_in(self, channel: str) -> list[Try]:
        return [each for each in self.tries if isinstance(each.post.to, Place) and each.post.to.channel == channel]


@dataclass
class Told:
    """What the feature behind the notes heard."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, Failure]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


class Office:
    """An App that knows one kind of message, and the deliveries of it. `composes` and `on_sent` hold, by key, what
    happens in place of the usual."""

    def __init__(
        self,
        database: Database,
        *,
        pace: Pace = AT_ONCE,
        planners: Sequence[Planner] = (),
        again_in_doubt: bool = False,
        clock: Clock | None = None,
        platform: Platform | None = None,
        seed: str = "",
    ) -> None:
        self.database = database
        self.clock = clock or Clock()
        self.platform = platform or Platform(pace)
        self.told = Told()
        self.composes: dict[str, Callable[[Occasion, Delivery], Post | None]] = {}
        self.on_sent: dict[str, Callable[[Occasion, Delivery], None]] = {}
        numbers = count(1)
        self.app = App(
            database=database,
            bank=SMALL,
            catalogue=Catalogue(()),
            joined=lambda _: None,
            addressed=lambda _: None,
            housekeeping=(),
            kinds={"note": Kind("note", self._compose, self._sent, self._failed, self._dropped)},
            planners=planners,
            clock=self.clock,
            rng=Random(1),
            new_id=lambda: f"{seed}n{next(numbers)}",
        )
        # At a pace time has to pass by itself; without one it stands as still as the clock.
        paced = {} if self.platform.pace is not AT_ONCE else {"monotonic": lambda: self.clock.now.timestamp()}
        self.deliveries = Deliveries(self.app, again_in_doubt=again_in_doubt, **paced)

    @asynccontextmanager
    async def open(self, *homes: str) -> AsyncIterator[None]:
        """The deliveries run, and the platform serves these homes (by default `play`), until the end of the block."""
        async with self.serving_while_running(*homes):
            yield

    @asynccontextmanager
    async def serving_while_running(self, *homes: str) -> AsyncIterator[asyncio.Task[None]]:
        """As `open`, with the task that does it."""
        with ExitStack() as serving:
            for home in homes or (HOME,):
                serving.enter_context(self.app.senders.serving(home, self.platform))
            async with self.running() as run:
                yield run

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        run = asyncio.create_task(self.deliveries.run())
        try:
            yield run
        finally:
            run.cancel()
            await asyncio.gather(run, return_exceptions=True)

    async def settled(self) -> None:
        await asyncio.wait_for(self.deliveries.settled(), 60)

    async def forward(self, **delta: float) -> None:
        """Let time pass and what falls due be done. PgQueuer counts real seconds: its jobs are put forward."""
        self.clock.forward(**delta)
        if self.database.shared:
            await self._put_jobs_forward(timedelta(**delta))
        await self.settled()

    def write(
        self,
        key: str,
        channel: str = "general",
        *,
        to: Place | Person | None = None,
        group: str = GROUP,
        home: str = HOME,
        wait: float = 0.0,
        lasts: float | None = None,
        turn: int = 0,
    ) -> bool:
        """A note that says its key. `wait` and `lasts`: in how many seconds it is due, and expires."""
        now = self.clock()
        with self.database.write() as db:
            return store.write(
                db,
                id=self.app.new_id(),
                group=group,
                key=key,
                kind="note",
                home=home,
                to=to or Place(group, channel),
                due=now + timedelta(seconds=wait),
                now=now,
                expires=None if lasts is None else now + timedelta(seconds=lasts),
                turn=turn,
            )

    def write_in(self, db: sa.Connection, key: str, channel: str = "general", home: str = HOME) -> None:
        """A note that is part of somebody's transaction."""
        to, now = Place(GROUP, channel), self.clock()
        store.write(db, id=self.app.new_id(), group=GROUP, key=key, kind="note", home=home, to=to, due=now, now=now)

    def write_again(self, key: str, channel: str = "general") -> None:
        """What changes with what people do."""
        with self.database.write() as db:
            to, now = Place(GROUP, channel), self.clock()
            store.write_again(db, id=self.app.new_id(), group=GROUP, key=key, kind="note", home=HOME, to=to, now=now)

    def hasten(self, key: str) -> bool:
        with self.database.write() as db:
            return store.hasten(db, GROUP, key, self.clock())

    def withdraw(self, key: str) -> bool:
        with self.database.write() as db:
            return store.withdraw(db, GROUP, key, "stopped", self.clock())

    def find(self, key: str, group: str = GROUP) -> Delivery:
        with self.database.read() as db:
            found = store.find(db, group, key)
        assert found is not None, f"there is no delivery {key!r}"
        return found

    def state(self, key: str) -> State:
        return self.find(key).state

    def reason(self, key: str) -> str:
        query = sa.select(store.deliveries.c.reason).where(store.deliveries.c.key == key)
        with self.database.read() as db:
            return str(db.scalar(query))

    @contextmanager
    def serving(self, home: str, platform: Platform | None = None) -> Iterator[None]:
        with self.app.senders.serving(home, platform or self.platform):
            yield

    def _compose(self, occasion: Occasion, delivery: Delivery) -> Post | None:
        if delivery.key in self.composes:
            return self.composes[delivery.key](occasion, delivery)
        return Post(delivery.id, delivery.to, view(text(delivery.key)))

    def _sent(self, occasion: Occasion, delivery: Delivery, message: str) -> None:
        self.told.sent.append((delivery.key, message))
        if delivery.key in self.on_sent:
            self.on_sent[delivery.key](occasion, delivery)

    def _dropped(self, _: Occasion, delivery: Delivery) -> None:
        self.told.dropped.append(delivery.key)

    def _failed(self, occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
        self.told.failed.append((delivery.key, failure))

    async def _put_jobs_forward(self, delta: timedelta) -> None:
        def move() -> bool:
            with self.database.write() as db:
                if db.scalar(sa.text("SELECT count(*) FROM pgqueuer WHERE status = 'picked'")):
                    return False  # about to be put off, or over
                db.execute(sa.text("UPDATE pgqueuer SET execute_after = execute_after - :delta"), {"delta": delta})
                db.execute(sa.text("SELECT pg_notify('ch_pgqueuer', :news)"), {"news": _NEWS})
                return True

        while not await asyncio.to_thread(move):
            await asyncio.sleep(0.01)


_NEWS = (
    '{"channel": "ch_pgqueuer", "operation": "update", "sent_at": "2031-01-01T00:00:00+00:00", "table": "pgqueuer",'
    ' "type": "table_changed_event"}'
)


def broken(seconds: float | None = 5.0, **more: Any) -> Undeliverable:
    """The platform does not take it now."""
    return Undeliverable("not_now", retry_after=seconds, **more)


class Today(Clock):
    """The real time of day, for processes that share it."""

    def __call__(self) -> datetime:
        return utc_now()


def broken_line() -> Doubtful:
    """Nobody knows whether the platform has taken it."""
    return Doubtful("cut off")


def unknowable() -> Unknowable:
    """It may have arrived, and nobody can look."""
    return Unknowable("no history")


def told(office: Office) -> Mapping[str, Failure]:
    assert len(dict(office.told.failed)) == len(office.told.failed), "somebody was told twice"
    return dict(office.told.failed)
