"""Times in the database: aware in, aware out, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.ask import store
from bot.chat.keys import Person, Place
from bot.storage.engine import Database
from tests.support.rooms import START

PLACE = Place("play:one", "general")
ANA = store.memory_of("play:one", Person("play", "", "ana"))


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(sa.exc.StatementError, match="without a zone"), database.write() as db:
        store.note_seen(db, ANA, "small:a.b", START.replace(tzinfo=None))


def test_a_time_comes_back_aware(database: Database) -> None:
    with database.write() as db:
        store.note_seen(db, ANA, "small:a.b", START)
    with database.read() as db:
        read = store.seen(db, ANA)["small:a.b"]
    assert read == START
    assert read.utcoffset() == timedelta(0)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    when=st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001 - the zone follows
    minutes=st.integers(-14 * 60, 14 * 60),
)
def test_any_moment_in_any_zone_is_the_same_moment_afterwards(database: Database, when: datetime, minutes: int) -> None:
    moment = when.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    with database.write() as db:
        store.note_seen(db, ANA, "small:a.b", moment)
    with database.read() as db:
        assert store.seen(db, ANA) == {"small:a.b": moment.astimezone(UTC)}


def test_moments_compare_in_the_database_whatever_zone_they_were_written_in(database: Database) -> None:
    east = timezone(timedelta(hours=9))
    with database.write() as db:
        store.note_seen(db, ANA, "small:a.early", START.astimezone(east))
        store.note_seen(db, ANA, "small:a.late", START + timedelta(minutes=1))
        early = sa.select(store.asked.c.question).where(store.asked.c.at <= START)
        assert list(db.scalars(early)) == ["small:a.early"]
