"""Writers take turns, readers do not wait, and what fails leaves nothing behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import pytest
import sqlalchemy as sa

from bot.errors import ConfigError
from bot.storage.engine import Database, inserted
from bot.welcome.store import greeted
from tests.support.rooms import START

T = TypeVar("T")


@pytest.fixture
def second_process(database_url: str) -> Iterator[Database]:
    """What another process has: an own `Database` on the same data."""
    made = Database(database_url)
    yield made
    made.close()


def greet(db: sa.Connection, channel: str) -> bool:
    return inserted(db, greeted, group="play:one", channel=channel, at=START)


def channels(database: Database) -> list[str]:
    with database.read() as db:
        return sorted(db.scalars(sa.select(greeted.c.channel)))


def test_a_block_that_ends_well_is_kept(database: Database, second_process: Database) -> None:
    with database.write() as db:
        greet(db, "a")
    assert channels(second_process) == ["a"]


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as db:
        greet(db, "a")
        raise ZeroDivisionError
    assert channels(database) == []


def test_after_a_block_that_raised_the_next_writer_has_its_turn(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), database.write():
            raise ZeroDivisionError
    with database.write() as db:
        assert greet(db, "a")


def test_inserting_twice_says_so_and_keeps_one(database: Database) -> None:
    with database.write() as db:
        assert [greet(db, "a"), greet(db, "a")] == [True, False]
    assert channels(database) == ["a"]


def test_many_writers_at_once_all_succeed(database: Database, second_process: Database) -> None:
    def write(number: int) -> bool:
        with (database, second_process)[number % 2].write() as db:
            return greet(db, f"{number:02}")

    with ThreadPoolExecutor(12) as pool:
        assert all(pool.map(write, range(60)))
    assert channels(database) == [f"{number:02}" for number in range(60)]


def test_writers_who_read_before_they_write_lose_no_update(sqlite_database: Database) -> None:
    """On SQLite a transaction that began by reading could not become a writer; ours take the lock first."""

    def count_up(_: int) -> None:
        with sqlite_database.write() as db:
            count = db.scalar(sa.select(sa.func.count()).select_from(greeted)) or 0
            assert greet(db, f"{count:02}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(40)))
    assert len(channels(sqlite_database)) == 40


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.write() as db:
        greet(db, "a")
        with in_another_thread(lambda: channels(database)) as seen:
            assert seen() == [], "what is not committed is not seen"
    assert channels(database) == ["a"]


def test_a_second_process_waits_for_its_turn(database: Database, second_process: Database) -> None:
    with database.write() as db:
        greet(db, "a")
        with in_another_thread(lambda: _greeted_by(second_process, "a")) as seen:
            db.commit()
            assert seen() is False, "the other one was first"


def test_foreign_keys_count_on_sqlite(sqlite_database: Database) -> None:
    with sqlite_database.read() as db:
        assert db.scalar(sa.text("PRAGMA foreign_keys")) == 1
        assert db.scalar(sa.text("PRAGMA journal_mode")) == "wal"


def test_what_was_committed_on_sqlite_outlasts_a_power_cut(sqlite_database: Database) -> None:
    with sqlite_database.write() as db:
        full = 2
        assert db.scalar(sa.text("PRAGMA synchronous")) == full


def test_an_error_does_not_repeat_what_was_to_be_stored(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError) as caught, database.write() as db:
        db.execute(greeted.insert().values(group="my secret wish", channel="general", at=None))
    assert "my secret wish" not in str(caught.value).partition("DETAIL")[0]


def test_a_url_that_cannot_be_read_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(ConfigError, match="ASKQ_DATABASE_URL") as caught:
        Database("postgresql://ana:pass/word@host:port/name")
    assert "pass/word" not in str(caught.value)


def _greeted_by(database: Database, channel: str) -> bool:
    with database.write() as db:
        return greet(db, channel)


@contextmanager
def in_another_thread(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Start the work; the function given waits for its result."""
    with ThreadPoolExecutor(1) as pool:
        started = threading.Event()

        def begin() -> T:
            started.set()
            return work()

        future = pool.submit(begin)
        started.wait(10)
        yield lambda: future.result(10)
