"""PgQueuer is told of new jobs by PostgreSQL, and asks now and then whether it still hears."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from pgqueuer.core.qm import QueueManager

from bot.delivery import queue
from bot.storage.engine import Database
from tests.support.office import Office


@pytest.fixture
def backend() -> str:
    return "postgresql"


async def test_what_asks_whether_it_is_heard_waits_until_somebody_listens(database_url: str) -> None:
    """Both begin at the same moment, on a connection each; what is said too early is never heard."""
    heard: asyncio.Queue[str | bytes | bytearray] = asyncio.Queue()
    connect = psycopg.AsyncConnection.connect
    url = sa.make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    async with await connect(url, autocommit=True) as working, await connect(url, autocommit=True) as listening:
        queries = queue.queries(working, listening)
        async with queries.driver:
            asking = asyncio.create_task(queries.notify_health_check(uuid4()))  # type: ignore[arg-type]
            await asyncio.sleep(0)
            await queries.driver.fetch("SELECT 1")  # in line behind the question, if that was asked
            await queries.driver.add_listener(queue.names().channel, heard.put_nowait)
            await asyncio.wait_for(heard.get(), 30)
            await asking
            for listens in queries.driver.tm.tasks:
                listens.cancel()


async def test_a_process_that_hears_nothing_any_more_listens_anew_without_a_word(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    often = (timedelta(seconds=0.3),)
    monkeypatch.setattr(QueueManager._run_periodic_health_check, "__defaults__", often)
    caplog.set_level(logging.INFO, "bot.delivery")
    office = Office(database)
    async with office.open():
        office.write("before")
        await office.platform.until(lambda: office.platform.texts == ["before"])
        deaf = await asyncio.to_thread(_listeners_are_cut_off, database)
        assert len(deaf) == 1
        async with asyncio.timeout(30):
            while (them := await asyncio.to_thread(_listeners, database)) == deaf or not them:
                await asyncio.sleep(0.05)
        office.write("after", "other")
        await office.platform.until(lambda: office.platform.texts == ["before", "after"])
        await office.settled()
    assert [record.levelname for record in caplog.records] == ["INFO"]


_LISTENERS = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"


def _listeners(database: Database) -> list[int]:
    with database.read() as db:
        return list(db.scalars(sa.text(f"SELECT pid {_LISTENERS}")))


def _listeners_are_cut_off(database: Database) -> list[int]:
    with database.read() as db:
        return list(db.scalars(sa.text(f"SELECT pid {_LISTENERS} AND pg_terminate_backend(pid)")))
