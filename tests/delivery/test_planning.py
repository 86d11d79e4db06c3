"""The calendar becomes messages little by little, and a mistake in one planner is nothing to the rest."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.delivery import service
from bot.delivery.kinds import Occasion, Planner
from bot.errors import Undeliverable
from bot.storage.engine import Database, announce
from tests.delivery.conftest import MakeOffice
from tests.support.office import Office


class Calendar:
    """Appointments, each of which becomes a note. `most` is the most it was asked to do at once."""

    def __init__(self, *appointments: tuple[datetime, str]) -> None:
        self.office: Office | None = None
        self.appointments = list(appointments)
        self.most = 0
        self.backlog = 0

    def planner(self) -> Planner:
        return Planner(self._plan, self._next_due)

    def _plan(self, occasion: Occasion, most: int) -> int:
        assert self.office is not None
        due = [each for each in self.appointments if each[0] <= occasion.now][:most]
        for appointment in due:
            self.appointments.remove(appointment)
            self.office.write_in(occasion.db, appointment[1], appointment[1])
        waiting = sa.text("SELECT count(*) FROM deliveries WHERE state = 'waiting'")
        self.backlog = max(self.backlog, occasion.db.scalar(waiting) or 0)
        self.most = max(self.most, len(due))
        return len(due)

    def _next_due(self, _: sa.Connection) -> datetime | None:
        return min((at for at, _ in self.appointments), default=None)


def with_calendar(office_of: MakeOffice, names: list[str], *others: Planner, **more: object) -> tuple[Office, Calendar]:
    calendar = Calendar()
    office = calendar.office = office_of(planners=(*others, calendar.planner()), **more)
    calendar.appointments = [(office.clock() + timedelta(hours=1), name) for name in names]
    return office, calendar


async def test_what_the_calendar_says_is_sent_when_its_time_comes(office_of: MakeOffice) -> None:
    office, _ = with_calendar(office_of, ["a", "b"])
    async with office.open():
        await office.forward(minutes=59)
        assert office.platform.tries == []
        await office.forward(minutes=1)
        await office.settled()
    assert sorted(office.platform.texts) == ["a", "b"]


async def test_an_appointment_made_while_it_waits_is_not_overslept(
    office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LONGEST_PAUSE", 3600.0)
    office, calendar = with_calendar(office_of, [])
    async with office.open():
        await office.settled()
        with office.database.write() as db:
            calendar.appointments.append((office.clock(), "a"))
            announce(db)
        await office.platform.until(lambda: office.platform.texts == ["a"])


async def test_a_big_morning_is_planned_little_by_little_while_it_is_sent(
    office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "ENOUGH", 20)
    office, calendar = with_calendar(office_of, [f"{number}" for number in range(300)])
    async with office.open():
        await office.forward(hours=1)
        await office.platform.until(lambda: len(office.platform.arrived) == 300)
    assert calendar.most <= service.PLANNED_AT_ONCE
    assert calendar.backlog <= 20 + service.PLANNED_AT_ONCE + 64


async def test_messages_for_a_home_that_is_told_to_wait_do_not_stop_the_planning_for_others(
    office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "ENOUGH", 5)
    office, _ = with_calendar(office_of, ["a", "b"])
    office.platform.will["first"] = [service_down()]
    office.write("first", "first", home="slack:T1")
    async with office.open("play", "slack:T1"):
        await office.settled()
        for number in range(20):
            office.write(f"stuck {number}", f"{number}", home="slack:T1")
        await office.forward(hours=1)
        await office.settled()
    assert sorted(office.platform.texts) == ["a", "b"]


@pytest.mark.parametrize("part", ["plan", "next_due"])
async def test_a_planner_that_fails_stops_neither_the_others_nor_what_is_written(
    office_of: MakeOffice, caplog: pytest.LogCaptureFixture, part: str
) -> None:
    asked = 0

    def fails(*_: object) -> int:
        nonlocal asked
        asked += 1
        raise KeyError("what somebody typed")

    def always(_: sa.Connection) -> datetime:
        return office.clock()

    bad = Planner(fails, always) if part == "plan" else Planner(lambda *_: 0, fails)  # type: ignore[arg-type]
    office, _ = with_calendar(office_of, ["a"], bad)
    async with office.open():
        office.write("b", "other")
        await office.settled()
        await office.forward(hours=1)
        await office.settled()
    assert sorted(office.platform.texts) == ["a", "b"]
    assert asked == 1, "it rests after that"
    assert "planning failed" in caplog.text
    assert "what somebody typed" not in caplog.text.replace('KeyError("what somebody typed")', "")


async def test_what_a_planner_that_fails_had_begun_is_taken_back(office_of: MakeOffice) -> None:
    def half(occasion: Occasion, _: int) -> int:
        office.write_in(occasion.db, "half", "half")
        raise ZeroDivisionError

    office = office_of(planners=(Planner(half, lambda _: office.clock()),))
    async with office.open():
        await office.settled()
        await office.forward(hours=1)
    assert office.platform.tries == []


async def test_a_planner_that_has_nothing_to_do_after_all_is_not_asked_without_end(office_of: MakeOffice) -> None:
    """On PostgreSQL another process may just be doing it."""
    asked = 0

    def nothing(_: Occasion, __: int) -> int:
        nonlocal asked
        asked += 1
        return 0

    office = office_of(planners=(Planner(nothing, lambda _: office.clock()),))
    async with office.open():
        for number in range(5):
            office.write(f"{number}", f"{number}")
            await office.settled()
    assert asked <= 40


async def test_waiting_takes_no_work(office_of: MakeOffice, database: Database) -> None:
    """One message waits for its channel, another for its time, and a third front is away: nobody spins meanwhile."""
    office = office_of()
    go = office.platform.holds("general")
    statements = 0

    @sa.event.listens_for(database.engine, "before_cursor_execute")
    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    async with office.open():
        office.write("under way")
        office.write("behind it")
        office.write("later", "other", wait=5)
        office.write("away", home="discord")
        await office.platform.until(lambda: office.platform.under_way == 1)
        before = statements
        for _ in range(20):  # other things happen in the process
            await _a_moment()
        assert statements - before <= 60
        go.set()
        await office.settled()
    assert sorted(office.platform.texts) == ["behind it", "under way"]


async def test_a_database_that_takes_nothing_is_asked_now_and_then(sqlite_database: Database) -> None:
    office = Office(sqlite_database)
    refused = 0

    @sa.event.listens_for(sqlite_database.engine, "handle_error")
    def count(_: object) -> None:
        nonlocal refused
        refused += 1

    with sqlite_database.write() as db:
        db.execute(sa.text("CREATE TRIGGER full BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'full'); END"))
    async with office.open():
        office.write("a")
        while not refused:
            await _a_moment()
        for _ in range(5):
            await _a_moment()
        assert refused <= 5
        with sqlite_database.write() as db:
            db.execute(sa.text("DROP TRIGGER full"))
        await office.platform.until(lambda: office.platform.texts == ["a"])
        await office.settled()
    assert len(office.platform.tries) == 1


async def _a_moment() -> None:
    """Long enough for a loop that spins to go round many times."""
    for _ in range(200):
        await asyncio.to_thread(int)


def service_down() -> Undeliverable:
    return Undeliverable("ratelimited", retry_after=1e6, everywhere=True)
