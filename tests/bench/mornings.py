"""Big mornings: very many schedules due in the same minute, and very many stored. `make bench-mornings` does it alone.

The platforms are simulated (`tests.bench.platforms`); everything else is the real thing, in this one process.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import platform
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from adapters.discord.outbox import PACE as DISCORDS_PACE
from adapters.slack.outbox import SLACKS_PACE
from bot.app import App
from bot.bootstrap import build
from bot.chat.keys import Person, Place
from bot.chat.messages import Reply, Said, Spelling
from bot.delivery.sender import Pace
from bot.delivery.service import Deliveries
from bot.settings import load
from bot.storage.upgrade import upgrade
from tests.bench.crowd import MORNING, Crowd, fill, fill_ledger
from tests.bench.platforms import DISCORD, SLACK, Platform
from tests.bench.timing import Timing, once_each, summary, table

ASKED_EVERY = 0.05
"""Seconds from one `/askq culture` to the next."""

STUCK_AFTER = 30.0

FULL = (
    Crowd("slack", groups=20, schedules=3_200, channels=800, name="T"),
    Crowd("discord", groups=34_800, schedules=1, channels=1, name="1"),
    Crowd("discord", groups=10, schedules=20, channels=5, name="2"),
    Crowd("discord", groups=1, schedules=1_000, channels=100, name="3"),
)
"""100,000 schedules, which take 800 seconds at the pace that every home is allowed: 125 a second over all."""

SMALLER = (
    Crowd("slack", groups=4, schedules=600, channels=150, name="T"),
    Crowd("discord", groups=6_050, schedules=1, channels=1, name="1"),
    Crowd("discord", groups=10, schedules=20, channels=5, name="2"),
    Crowd("discord", groups=1, schedules=500, channels=100, name="3"),
)
"""9,150 schedules, which take 150 seconds: 61 a second over all."""

SHORT = (
    Crowd("slack", groups=10, schedules=12, channels=6, name="T"),
    Crowd("discord", groups=100, schedules=1, channels=1, name="1"),
    Crowd("discord", groups=1, schedules=35, channels=10, name="3"),
)


class Clock:
    """The real time, but for where it begins."""

    def __init__(self) -> None:
        self.set(MORNING - timedelta(hours=1))

    def set(self, moment: datetime) -> None:
        self._moment, self._begun = moment, time.monotonic()

    def __call__(self) -> datetime:
        return self._moment + timedelta(seconds=time.monotonic() - self._begun)


@dataclass(slots=True)
class Asking:
    """Somebody new types `/askq culture` every so often, whether or not the one before was answered yet."""

    app: App
    seconds: list[float] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    @asynccontextmanager
    async def during(self) -> AsyncIterator[None]:
        self.seconds = []
        asking = asyncio.create_task(self._go_on())
        try:
            yield
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    async def _go_on(self) -> None:
        async with asyncio.TaskGroup() as questions:
            while True:
                questions.create_task(self._ask(next(self._numbers)))
                await asyncio.sleep(ASKED_EVERY)

    async def _ask(self, number: int) -> None:
        person = Person("slack", "T1", f"U{number}")
        said = Said(
            receipt=f"r{number}", place=Place("slack:T1", "C1"), person=person, name="Ana",
            spelling=Spelling.LINE, line="culture",
        )  # fmt: skip
        begun = time.perf_counter()
        answer = await asyncio.to_thread(self.app.handle, said)
        self.seconds.append(time.perf_counter() - begun)
        assert isinstance(answer, Reply)


async def drain(url: str, crowds: Sequence[Crowd], idle: float) -> None:
    """Send what all of them have due, and print how that went."""
    clock = Clock()
    app = build(load(_env_file=None, database_url=url), clock=clock)
    upgrade(app.database)
    fill(app.database, crowds)
    platforms = {home: _platform(home) for crowd in crowds for home in crowd.homes()}
    asking, deliveries = Asking(app), Deliveries(app)
    with ExitStack() as serving:
        for home, each in platforms.items():
            serving.enter_context(app.senders.serving(home, each))
        clock.set(MORNING - timedelta(seconds=idle))
        begun = time.monotonic() + idle
        running = asyncio.create_task(deliveries.run())
        async with asking.during():
            await asyncio.sleep(begun - time.monotonic())
        idle_answers, idle_memory = summary(asking.seconds, idle), _resident()
        async with asking.during():
            await _all_sent(sum(crowd.size for crowd in crowds), list(platforms.values()), running)
        busy_answers = summary(asking.seconds, time.monotonic() - begun)
        memory = _resident()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    app.database.close()
    _print_homes(crowds, platforms, begun)
    print(f"  429s: {sum(each.refused for each in platforms.values())};", end=" ")
    print(f"memory: {idle_memory:.0f} MB idle, {memory:.0f} MB afterwards")
    _print_fairness(crowds, platforms, begun)
    table("/askq culture, a new one every 50 ms", {"with nothing to send": idle_answers, "meanwhile": busy_answers})


async def _all_sent(number: int, platforms: Sequence[Platform], running: asyncio.Task[None]) -> None:
    begun = time.monotonic()
    while sum(each.sent for each in platforms) < number:
        assert not running.done(), running.result()
        latest = max(begun, *(each.latest for each in platforms))
        assert time.monotonic() - latest < STUCK_AFTER, "nothing goes any more"
        await asyncio.sleep(0.1)


def _platform(home: str) -> Platform:
    limits, pace = (SLACK, SLACKS_PACE) if home.startswith("slack") else (DISCORD, DISCORDS_PACE)
    return Platform(limits, pace, Random(home))


def _print_homes(crowds: Sequence[Crowd], platforms: dict[str, Platform], begun: float) -> None:
    print(f"  {'':28}{'messages':>10}{'allowed':>10}{'sent':>10}{'share':>8}")
    sent = {home: each.sent for home, each in platforms.items()}
    rows = {"Slack": "slack", "Discord": "discord", "over all": ""}
    for name, prefix in rows.items():
        homes = [home for home in platforms if home.startswith(prefix)]
        took = max(platforms[home].latest for home in homes) - begun
        number, allowed = sum(sent[home] for home in homes), sum(platforms[home].pace.all for home in homes)
        least = max(sent[home] / platforms[home].pace.all for home in homes)
        called = f"{name}, {len(homes)} home{'s' * (len(homes) > 1)}"
        print(f"  {called:28}{number:10}{allowed:8.0f}/s{number / took:8.0f}/s{least / took:8.0%}   {took:.0f} s")


def _print_fairness(crowds: Sequence[Crowd], platforms: dict[str, Platform], begun: float) -> None:
    """On Discord, where groups share a home: when each crowd's groups had their first message."""
    print(f"  {'Discord: first message of':28}{'groups':>10}{'first':>10}{'median':>10}{'last':>10}")
    first = platforms["discord"].first
    for crowd in crowds:
        if crowd.platform == "discord":
            came = sorted(first[group] - begun for group in crowd.members)
            called = f"groups with {crowd.schedules}"
            print(f"  {called:28}{len(came):10}{came[0]:8.1f} s{came[len(came) // 2]:8.1f} s{came[-1]:8.1f} s")
    print(f"  {'the second message of any':28}{'':10}{platforms['discord'].second - begun:8.1f} s")


class Instant:
    """A front that takes everything at once."""

    spelling = Spelling.LINE
    pace = Pace(each=0.0, all=1e6)

    def __init__(self) -> None:
        self.sent = 0

    async def send(self, post: object, doubtful_since: object, **_: object) -> str:
        self.sent += 1
        return f"m{self.sent}"


def ticks(url: Callable[[], str], stored: Sequence[int], due: int, rounds: int) -> None:
    """What a look costs when nothing is due, and what it takes to send `due` of them, with so many stored."""
    looks: dict[str, Timing] = {}
    for number in stored:
        clock = Clock()
        app = build(load(_env_file=None, database_url=url()), clock=clock)
        upgrade(app.database)
        fill(app.database, [Crowd("discord", groups=number, schedules=1, channels=1)], due)
        fill_ledger(app.database, number // 5)
        deliveries, front = Deliveries(app), Instant()
        with app.senders.serving("discord", front):
            deliveries.next_due()  # warm up
            looks |= once_each({f"nothing due of {number:,}": deliveries.next_due}, rounds=rounds)
            clock.set(MORNING)
            looks |= once_each({f"{due:,} due of {number:,}": deliveries.next_due}, rounds=rounds)
            taken = asyncio.run(_until_sent(deliveries, front, due))
            print(f"  {due:,} due of {number:,} stored: {taken / due * 1000:.2f} ms each to plan and send")
        app.database.close()
    table("A look at calendar and ledger", looks)


async def _until_sent(deliveries: Deliveries, front: Instant, number: int) -> float:
    begun = time.perf_counter()
    running = asyncio.create_task(deliveries.run())
    while front.sent < number:
        assert not running.done(), running.result()
        await asyncio.sleep(0.01)
    taken = time.perf_counter() - begun
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return taken


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


@contextmanager
def _databases(name: str, folder: Path) -> Iterator[Callable[[], str]]:
    """Makes URLs of new databases."""
    numbers = count()
    if name == "sqlite":
        yield lambda: f"sqlite:///{folder}/mornings-{next(numbers)}.db"
        return
    from tests.support.postgres import running

    with running() as server, ExitStack() as opened:
        yield lambda: opened.enter_context(server.database())


def run(folder: Path, databases: Sequence[str], *, short: bool) -> None:
    for name in databases:
        crowds = SHORT if short else FULL if name == "sqlite" else SMALLER
        with _databases(name, folder) as url:
            print(f"\nA big morning on {name}: {sum(crowd.size for crowd in crowds):,} schedules due at once")
            asyncio.run(drain(url(), crowds, idle=1 if short else 30))
            print(f"\nMany schedules on {name}")
            ticks(url, (1_000, 5_000) if short else (1_000, 1_000_000), 100 if short else 1_000, 3 if short else 30)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("databases", nargs="*", help="sqlite, postgresql; by default both, short only the first")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    print(f"Python {platform.python_version()} on {platform.system()}; figures compare within this run only.")
    with tempfile.TemporaryDirectory(prefix="askq-bench-") as name:
        databases = arguments.databases or (["sqlite"] if arguments.short else ["sqlite", "postgresql"])
        run(Path(name), databases, short=arguments.short)
