"""A schedule that cannot be planned: it stops and says so, and no other waits for it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot import doctor
from bot.daily import planning, store
from bot.daily.model import Running
from bot.storage.engine import Database
from tests.daily.mornings import organiser
from tests.daily.sent import PLENTY, notices, questions, where
from tests.support.rooms import Room, Someone


def two(database: Database) -> tuple[Someone, Someone]:
    """Ana's place in a channel whose time zone is not known any more, and in another one."""
    room = Room(database, bank=PLENTY)
    ana = organiser(room)
    ana.types("daily set 09:00 UTC every day")
    elsewhere = room.person("ana", channel="random", admin=True)
    elsewhere.types("daily set 09:00 UTC every day")
    with database.write() as db:
        poisoned = sa.update(store.schedules).where(store.schedules.c.channel == "general")
        db.execute(poisoned.values(zone="Mars/Base"))
    return ana, elsewhere


def test_a_time_zone_that_is_not_known_any_more_stops_its_schedule_alone(database: Database) -> None:
    ana, _ = two(database)
    ana.room.forward(days=2)
    assert where(ana.room) == ["random", "random"]
    (told,) = notices(ana.room)
    assert told.startswith("@play:ana: Question of the day")
    assert "I no longer know the time zone Mars/Base" in told
    assert "daily change" in told


def test_what_it_needs_is_shown_and_another_time_zone_repairs_it(database: Database) -> None:
    ana, _ = two(database)
    assert "Mars/Base" in ana.types("daily show").text, "before anybody has noticed"
    ana.room.forward(days=1)
    shown = ana.types("daily show").text
    assert "stopped: I do not know its time zone" in shown
    assert "choose another time zone" in shown
    assert "Mars/Base" in ana.types("daily change").text
    for line in ("daily resume", "daily now", "daily skip friday", "daily set 10:00"):
        assert "Choose another: /askq daily set 09:00 Europe/Berlin" in ana.types(line).text, line
    ana.types("daily set 09:00 Europe/Berlin")
    ana.room.forward(days=1)
    assert sorted(where(ana.room)) == ["general", "random", "random"]


def test_saving_it_in_the_panel_asks_for_another_time_zone(sqlite_database: Database) -> None:
    ana, _ = two(sqlite_database)
    ana.room.forward(days=1)
    ana.types("daily change")
    assert "I no longer know the time zone Mars/Base" in ana.presses("Save").text
    ana.types("daily change")
    ana.presses("Time zone")
    ana.fills(zone="Europe/Berlin")
    ana.presses("Save")
    assert "State: on" in ana.types("daily show").text


def test_whatever_else_goes_wrong_with_one_the_others_post_and_it_can_go_on(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    room = Room(database, bank=PLENTY)
    ana, elsewhere = organiser(room), room.person("ana", channel="random", admin=True)
    for each in (ana, elsewhere):
        each.types("daily set 09:00 UTC every day")
    choose = planning.choose

    def broken(bank: object, schedule: store.Schedule, *more: object) -> object:
        if schedule.channel == "general":
            raise LookupError
        return choose(bank, schedule, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(planning, "choose", broken)
        room.forward(days=1)
    assert where(room) == ["random"]
    (told,) = notices(room)
    assert "Something went wrong on my side" in told
    assert "LookupError" in caplog.text
    assert "could not be planned" in doctor._stopped(database)[0].what
    assert "stopped: something went wrong" in ana.types("daily show").text
    ana.types("daily resume")
    room.forward(days=1)
    assert sorted(where(room)) == ["general", "random", "random"]


def test_what_was_done_for_it_before_it_broke_is_undone(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(database, bank=PLENTY)
    ana = organiser(room)
    ana.types("daily set 09:00 UTC every day")

    def broken(*_: object) -> bool:
        raise LookupError

    with monkeypatch.context() as patched:
        patched.setattr(planning, "runs_low", broken)
        room.forward(days=1)
    assert questions(room) == []
    with database.read() as db:
        (schedule,) = store.of_group(db, "play:one")
        assert store.latest_days(db, "play:one", schedule.id, 5) == []
    assert schedule.running is Running.STOPPED
