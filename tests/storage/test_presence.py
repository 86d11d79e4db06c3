"""What is kept of when askq was there, and what that says of when it was not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.storage import presence
from bot.storage.engine import Database

NOON = datetime(2031, 3, 5, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def noted(database: Database, *minutes: float, home: str = "play") -> None:
    for each in minutes:
        with database.write() as db:
            presence.note(db, [home], at(each))


def away(database: Database, now: float, *, since: float = -600, home: str = "play") -> list[tuple[float, float]]:
    with database.read() as db:
        found = presence.absences(db, home, at(since), at(now))
    return [((gone - NOON) / timedelta(minutes=1), (back - NOON) / timedelta(minutes=1)) for gone, back in found]


def test_where_nothing_was_noted_it_was_there(database: Database) -> None:
    assert away(database, 10) == []


def test_what_goes_on_is_one_row_however_often_it_is_noted(database: Database) -> None:
    noted(database, *range(60))
    with database.read() as db:
        assert db.execute(sa.select(presence.presence)).all() == [("play", at(0), at(59))]
    assert away(database, 60) == []


def test_a_gap_is_an_absence_and_a_moment_is_none(database: Database) -> None:
    noted(database, 0, 1, 5, 30, 31, 90)
    assert away(database, 91) == [(5, 30), (31, 90)]
    assert away(database, 91, since=31) == [(31, 90)]


def test_it_is_away_until_it_is_noted_again(database: Database) -> None:
    noted(database, 0)
    assert away(database, 5) == []
    assert away(database, 200) == [(0, 200)]


def test_each_home_has_its_own_absences(database: Database) -> None:
    noted(database, 0, 60)
    noted(database, *range(0, 61, 5), home="slack:T1")
    assert away(database, 60) == [(0, 60)]
    assert away(database, 60, home="slack:T1") == []


def test_two_processes_that_come_back_together_are_back(database: Database) -> None:
    noted(database, 0, 60, 60, 61, 60.5, 64)
    assert away(database, 64) == [(0, 60)]


@pytest.mark.parametrize("ahead", [60, 60 * 24 * 365])
def test_a_clock_that_ran_ahead_for_a_while_leaves_no_absence(database: Database, ahead: int) -> None:
    noted(database, 0, ahead, 1)
    with database.write() as db:
        presence.forget_old(db, at(1))
    noted(database, *range(2, 100))
    assert away(database, 100) == []


def test_what_is_years_old_is_forgotten(database: Database) -> None:
    noted(database, 0, 60)
    with database.write() as db:
        assert presence.forget_old(db, at(30) + presence.KEPT) == 1
