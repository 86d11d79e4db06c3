"""Fronts side by side: what fails is started again, what cannot work is left, and SIGTERM ends all of it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

import pytest
import sqlalchemy as sa
from aiohttp import ClientConnectionError

from bot import run
from bot.app import App
from bot.chat.command import Catalogue
from bot.errors import ConfigError
from bot.fronts import Finding, Report, State
from bot.health import Health
from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.presence import presence
from tests.support.rooms import Room


@dataclass
class HandMadeFront:
    """A front whose runs do what the test says, one after the other; then it serves until cancelled."""

    name: str = "paper"
    runs: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    begun: int = 0
    serving: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: bool = False

    def configured(self, settings: Settings) -> bool:
        return settings.discord_token is not None

    async def run(self, app: App, settings: Settings, report: Report) -> None:
        self.begun += 1
        if self.runs:
            await self.runs.pop(0)()
            return
        report(State.CONNECTED)
        self.serving.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled = True

    def manifest(self, catalogue: Catalogue, settings: Settings) -> str:
        return "paper"

    async def checkup(self, catalogue: Catalogue, settings: Settings) -> list[Finding]:
        return [Finding("the paper is dry", True)]


async def breaks() -> None:
    raise ConnectionError("the line was cut")


async def ends() -> None:
    pass


async def is_revoked() -> None:
    raise ConfigError(["ASKQ_DISCORD_TOKEN: Discord does not know it"])


class Waits:
    """Stands in for sleeping: notes how long, and gives way to the loop."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


class NoChance(Random):
    """Always the longest wait."""

    def uniform(self, a: float, b: float) -> float:
        return b


@pytest.fixture
def app(sqlite_database: Database) -> App:
    return Room(sqlite_database).app


async def supervised(app: App, front: HandMadeFront, waits: Waits, **more) -> Health:
    """Supervise until the front serves or is given up."""
    health = Health(app.database, [front.name])
    more = {"monotonic": lambda: 0.0, **more}
    work = asyncio.create_task(
        run.supervise(front, app, Settings(), health, more.pop("rng", NoChance()), sleep=waits, **more)
    )
    serving = asyncio.create_task(front.serving.wait())
    await asyncio.wait((work, serving), return_when=asyncio.FIRST_COMPLETED)
    serving.cancel()
    if not work.done():
        work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    return health


async def test_a_front_that_fails_is_started_again_after_ever_longer_waits(app: App) -> None:
    front, waits = HandMadeFront(runs=[breaks] * 12), Waits()
    health = await supervised(app, front, waits)
    assert waits.seconds == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert health.fronts == {"paper": State.CONNECTED}


async def test_a_front_that_ends_without_a_word_is_started_again_as_well(app: App) -> None:
    front, waits = HandMadeFront(runs=[ends, ends]), Waits()
    await supervised(app, front, waits)
    assert front.begun == 3
    assert waits.seconds == [1, 2]


async def test_waits_are_scattered_so_that_processes_do_not_return_in_step(app: App) -> None:
    waits = Waits()
    await supervised(app, HandMadeFront(runs=[breaks] * 5), waits, rng=Random(1))
    longest = (1, 2, 4, 8, 16)
    assert all(most / 2 <= wait <= most for wait, most in zip(waits.seconds, longest, strict=True))
    assert len({wait / most for wait, most in zip(waits.seconds, longest, strict=True)}) == 5


async def test_after_a_steady_run_the_next_failure_counts_as_the_first(app: App) -> None:
    now = [0.0]

    async def serves_a_while() -> None:
        now[0] += run.STEADY
        raise ConnectionError

    waits = Waits()
    await supervised(app, HandMadeFront(runs=[breaks, breaks, serves_a_while, breaks]), waits, monotonic=lambda: now[0])
    assert waits.seconds == [1, 2, 1, 2]


async def test_what_no_retry_can_help_is_given_up(app: App, caplog: pytest.LogCaptureFixture) -> None:
    front, waits = HandMadeFront(runs=[is_revoked]), Waits()
    health = await supervised(app, front, waits)
    assert (front.begun, waits.seconds) == (1, [])
    assert health.fronts == {"paper": State.BROKEN}
    assert "paper gave up: ASKQ_DISCORD_TOKEN: Discord does not know it" in caplog.text


@pytest.mark.parametrize("error", [ConnectionError("x"), TimeoutError(), ClientConnectionError("x")])
async def test_trouble_with_the_connection_is_one_line_in_the_log(
    app: App, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    async def cut_off() -> None:
        raise error

    await supervised(app, HandMadeFront(runs=[cut_off]), Waits())
    (record,) = (each for each in caplog.records if each.levelno >= logging.ERROR)
    assert record.getMessage() == f"paper failed, next try in 1.0 s: {type(error).__name__}"
    assert record.exc_info is None


async def test_any_other_failure_is_logged_with_where_it_came_from_and_not_what_it_says(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    async def has_a_mistake() -> None:
        raise KeyError("what somebody typed")

    await supervised(app, HandMadeFront(runs=[has_a_mistake]), Waits())
    assert "paper failed, next try in 1.0 s: KeyError" in caplog.text
    assert "in has_a_mistake" in caplog.text
    assert "what somebody typed" not in caplog.text.replace('KeyError("what somebody typed")', "")


async def test_one_front_given_up_does_not_touch_another_and_sigterm_ends_well(app: App) -> None:
    revoked, well = HandMadeFront("rock", [is_revoked]), HandMadeFront("paper")
    serving = asyncio.create_task(run.serve(app, Settings(http_port=0), [revoked, well], Random(1)))
    await well.serving.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    assert await serving == 0
    assert well.cancelled
    assert (revoked.begun, well.begun) == (1, 1)


async def test_when_every_front_gave_up_that_is_a_failure(app: App) -> None:
    fronts = [HandMadeFront("rock", [is_revoked]), HandMadeFront("paper", [is_revoked])]
    assert await run.serve(app, Settings(http_port=0), fronts, Random(1)) == 1


async def test_signals_are_given_back_afterwards(app: App) -> None:
    before = signal.getsignal(signal.SIGTERM)
    await run.serve(app, Settings(http_port=0), [HandMadeFront(runs=[is_revoked])], Random(1))
    assert signal.getsignal(signal.SIGTERM) == before


async def test_old_receipts_are_tidied_away_while_it_runs(sqlite_database: Database) -> None:
    room, front = Room(sqlite_database), HandMadeFront()
    room.person("ana").types("culture")
    room.clock.forward(days=2)
    tidied = asyncio.Event()
    loop, tidy = asyncio.get_running_loop(), room.app.tidy

    def tidy_and_tell() -> None:
        tidy()
        loop.call_soon_threadsafe(tidied.set)

    room.app.tidy = tidy_and_tell  # type: ignore[method-assign]
    serving = asyncio.create_task(run.serve(room.app, Settings(http_port=0), [front], Random(1)))
    await tidied.wait()
    os.kill(os.getpid(), signal.SIGINT)
    assert await serving == 0
    with sqlite_database.read() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM receipts").scalar() == 0


async def test_that_it_is_there_is_noted_while_a_front_is_connected(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "ATTEND_EVERY", 0)
    room, front = Room(sqlite_database), HandMadeFront()
    noted = asyncio.Event()
    loop, attend = asyncio.get_running_loop(), room.app.attend

    def fails_once() -> None:
        room.app.attend = attend_and_tell  # type: ignore[method-assign]
        raise RuntimeError

    def attend_and_tell() -> None:
        attend()
        loop.call_soon_threadsafe(noted.set)

    room.app.attend = fails_once  # type: ignore[method-assign]
    serving = asyncio.create_task(run.serve(room.app, Settings(http_port=0), [front], Random(1)))
    await front.serving.wait()
    with room.app.senders.serving("play", room.sender):
        await noted.wait()
    os.kill(os.getpid(), signal.SIGINT)
    assert await serving == 0
    with sqlite_database.read() as db:
        assert db.execute(sa.select(presence)).all() == [("play", room.clock.now, room.clock.now)]


def test_without_a_token_it_says_what_to_set_and_how_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.run(Settings(), [HandMadeFront()]) == 2
    said = capsys.readouterr().err
    for name in ("ASKQ_SLACK_BOT_TOKEN", "ASKQ_SLACK_APP_TOKEN", "ASKQ_DISCORD_TOKEN", "askq play"):
        assert name in said


def test_a_run_upgrades_a_new_database_first(tmp_path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    settings = Settings(discord_token="x", database_url=f"sqlite:///{tmp_path / 'new.db'}", http_port=0)
    assert run.run(settings, [HandMadeFront(runs=[is_revoked])]) == 1
    database = Database(settings.database_url)
    assert Room(database).person("ana").types("culture").labels
    database.close()
    assert "no front is left" in caplog.text
