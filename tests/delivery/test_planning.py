"""The calendar becomes messages little by little, and a mistake in one planner is nothing to the rest."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.delivery import service
from bot.delivery.kinds import Occasion, Planner
from bot.errors import Undeliverable
from bot.storage.engine import Database, announce
from tests.delivery.conftest import MakeOffice
from tests.support.office import HOME, Office
from tests.support.rooms import START


@dataclass(frozen=True)
class Appointment:
    at: datetime
    name: str
    home: str = HOME


class Calendar:
    """Appointments, each of which becomes a note. `planned` holds for whom, in order; `backlog` is the most that ever
    waited to be sent, `asked` how often somebody wanted to know when the next one is."""

    def __init__(self) -> None:
        self.office: Office | None = None
        self.appointments: list[Appointment] = []
        self.planned: list[str] = []
        self.backlog = 0
        self.asked = 0
        self._batches: Counter[sa.RootTransaction | None] = Counter()

    @property
    def most(self) -> int:
        """The most that became of it in one transaction."""
        return max(self._batches.values())

    def planner(self) -> Planner:
        return Planner(self._plan, self._next_due)

    def _plan(self, occasion: Occasion, home: str, most: int) -> int:
        assert self.office is not None
        due = [each for each in self.appointments if each.home == home and each.at <= occasion.now][:most]
        for each in due:
            self.appointments.remove(each)
            self.planned.append(home)
            self.office.write_in(occasion.db, each.name, each.name, home=home)
        waiting = sa.text("SELECT count(*) FROM deliveries WHERE state = 'waiting'")
        self.backlog = max(self.backlog, occasion.db.scalar(waiting) or 0)
        self._batches[occasion.db.get_transaction()] += len(due)
        return len(due)

    def _next_due(self, _: sa.Connection, homes: Collection[str]) -> dict[str, datetime]:
        self.asked += 1
        due = {home: [each.at for each in self.appointments if each.home == home] for home in homes}
        return {home: min(moments) for home, moments in due.items() if moments}


def with_calendar(
    office_of: MakeOffice, names: Iterable[str], *others: Planner, **more: object
) -> tuple[Office, Calendar]:
    """Appointments of these names in an hour; a name of the form `home/name` is for another home than `play`."""
    calendar = Calendar()
    office = calendar.office = office_of(planners=(*others, calendar.planner()), **more)
    for name in names:
        home = name.partition("/")[0] if "/" in name else HOME
        calendar.appointments.append(Appointment(office.clock() + timedelta(hours=1), name, home))
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
            calendar.appointments.append(Appointment(office.clock(), "a"))
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


async def test_a_morning_with_very_much_due_for_one_home_does_not_hold_up_another(office_of: MakeOffice) -> None:
    office, calendar = with_calendar(office_of, [*(f"{n}" for n in range(300)), *(f"discord/{n}" for n in range(9))])
    async with office.open(HOME, "discord"):
        await office.forward(hours=1)
        await office.platform.until(lambda: len(office.platform.arrived) == 309)
    assert "discord" not in calendar.planned[150:]
    assert calendar.most <= service.PLANNED_AT_ONCE


async def test_a_planner_with_very_much_to_do_does_not_hold_up_another_one(
    office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "ENOUGH", 10)
    busy = Calendar()
    office, calendar = with_calendar(office_of, [f"other {number}" for number in range(5)], busy.planner())
    busy.office = office
    busy.appointments = [Appointment(office.clock() + timedelta(hours=1), f"{number}") for number in range(300)]
    async with office.open():
        await office.forward(hours=1)
        await office.platform.until(lambda: len(office.platform.arrived) == 305)
    assert len(calendar.planned) == 5
    assert not [text for text in office.platform.texts[250:] if text.startswith("other")]


async def test_what_nobody_here_can_send_stays_in_the_calendar_until_somebody_can(
    office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LONGEST_PAUSE", 3600.0)
    office, calendar = with_calendar(office_of, ["a", "discord/b", "discord/c"])
    async with office.open():
        await office.forward(hours=1)
        assert (office.platform.texts, calendar.planned) == (["a"], [HOME])
        asked = calendar.asked
        await office.settled()
        assert calendar.asked - asked <= 5, "it is not looked for without end"
        with office.serving("discord"):
            await office.platform.until(lambda: len(office.platform.arrived) == 3)
            await office.settled()
    assert sorted(office.platform.texts) == ["a", "discord/b", "discord/c"]


async def test_nothing_is_planned_for_a_home_that_is_told_to_wait(office_of: MakeOffice) -> None:
    office, calendar = with_calendar(office_of, ["a", "discord/b"])
    office.platform.will["first"] = [Undeliverable("ratelimited", retry_after=7200.0, everywhere=True)]
    office.write("first", "first", home="discord")
    async with office.open(HOME, "discord"):
        await office.settled()
        await office.forward(hours=1)
        assert (office.platform.texts, calendar.planned) == (["a"], [HOME])
        await office.forward(hours=1, seconds=1)
    assert sorted(office.platform.texts) == ["a", "discord/b", "first"]


async def test_a_moment_that_comes_while_somebody_looks_is_not_overslept(
    office_of: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LONGEST_PAUSE", 3600.0)
    office, calendar = with_calendar(office_of, [])
    at = office.clock() + timedelta(seconds=90)
    calendar.appointments.append(Appointment(at, "a"))
    look = calendar.planner().next_due

    def slow(db: sa.Connection, homes: Collection[str]) -> Mapping[str, datetime]:
        office.clock.forward(minutes=2)
        return look(db, homes)

    office.app.planners = (Planner(calendar.planner().plan, slow),)
    async with office.open():
        await office.platform.until(lambda: office.platform.texts == ["a"])


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
@pytest.mark.parametrize(
    "mistake", [KeyError("what somebody typed"), sa.exc.IntegrityError("INSERT", {}, Exception("what somebody typed"))]
)
async def test_a_planner_that_fails_stops_neither_the_others_nor_what_is_written(
    office_of: MakeOffice, caplog: pytest.LogCaptureFixture, part: str, mistake: Exception
) -> None:
    asked = 0

    def fails(*_: object) -> int:
        nonlocal asked
        asked += 1
        raise mistake

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
    def half(occasion: Occasion, *_: object) -> int:
        office.write_in(occasion.db, "half", "half")
        raise ZeroDivisionError

    office = office_of(planners=(Planner(half, always),))
    async with office.open():
        await office.settled()
        await office.forward(hours=1)
    assert office.platform.tries == []


async def test_a_planner_that_has_nothing_to_do_after_all_is_not_asked_without_end(office_of: MakeOffice) -> None:
    """On PostgreSQL another process may just be doing it."""
    asked = 0

    def nothing(*_: object) -> int:
        nonlocal asked
        asked += 1
        return 0

    office = office_of(planners=(Planner(nothing, always),))
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


def always(_: sa.Connection, homes: Collection[str]) -> Mapping[str, datetime]:
    """There is something to do for everybody, at any time."""
    return dict.fromkeys(homes, START)


async def _a_moment() -> None:
    """Long enough for a loop that spins to go round many times."""
    for _ in range(200):
        await asyncio.to_thread(int)


def service_down() -> Undeliverable:
    return Undeliverable("ratelimited", retry_after=1e6, everywhere=True)
