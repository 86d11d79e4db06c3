"""Who changed what, kept so that organisers can ask each other why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.members import audit
from bot.members.audit import KEPT, Change
from bot.storage.engine import Database
from tests.support.rooms import START, Room, Someone

SET = "daily set 09:00 UTC"


@pytest.fixture
def ana(database: Database) -> Someone:
    return Room(database).person("ana", admin=True)


def changes(who: Someone, group: str = "play:one", what: str = "", most: int = 20, about: str = "") -> list[Change]:
    with who.room.app.database.read() as db:
        return list(audit.latest(db, group, what, most, about=about))


def test_a_change_is_kept_with_who_made_it_what_about_and_when(ana: Someone) -> None:
    ana.types(SET)
    ana.room.clock.forward(hours=1)
    ben = ana.room.person("ben", admin=True)
    ben.types("daily pause until 2031-04-01")
    assert changes(ana) == [
        Change(ben.person, "daily pause", "1: 2031-04-01", START + timedelta(hours=1)),
        Change(ana.person, "daily set", "1: time=09:00 zone=UTC", START),
    ]


def test_the_newest_come_first_and_only_so_many(ana: Someone) -> None:
    ana.types(SET)
    for hour in range(10, 15):
        ana.room.clock.forward(minutes=1)
        ana.types(f"daily set {hour}:00")
    assert [change.about for change in changes(ana, most=2)] == ["1: time=14:00", "1: time=13:00"]


def test_changes_of_one_command_or_about_one_thing_can_be_asked_for(ana: Someone) -> None:
    for _ in range(11):
        ana.types("daily add 09:00 UTC")
    ana.types("daily pause 1")
    ana.types("daily pause 11")
    assert [change.about for change in changes(ana, what="daily pause", about="1:")] == ["1:"]
    assert [change.about for change in changes(ana, what="daily pause", about="11:")] == ["11:"]
    assert changes(ana, what="daily_pause") == changes(ana, about="%") == []


def test_the_numbers_that_changes_were_about_are_known(ana: Someone) -> None:
    ana.types(SET)
    ana.types("daily add 10:00 UTC")
    ana.types("daily pause 2")
    ana.types("daily set me 07:00 UTC")
    with ana.room.app.database.read() as db:
        assert audit.numbers(db, "play:one", "daily") == {1, 2}
        assert audit.numbers(db, "play:one", "daily pause") == {2}
        assert audit.numbers(db, "play:one", "practice") == audit.numbers(db, "play:two", "daily") == set()


def test_each_group_has_its_own(ana: Someone) -> None:
    ana.types(SET)
    elsewhere = ana.room.person("ana", group="play:two", admin=True)
    assert changes(elsewhere, "play:two") == []
    ana.types("daily set me 07:00 UTC")
    assert [change.about for change in changes(ana)] == ["1: time=09:00 zone=UTC"]
    assert [change.about for change in changes(ana, "play:dm:ana")] == ["1: time=07:00 zone=UTC"]


def test_the_same_event_again_is_kept_once(ana: Someone) -> None:
    ana.types(SET)
    ana.again()
    assert len(changes(ana)) == 1


def test_a_long_change_is_cut_and_not_refused(ana: Someone) -> None:
    ana.types("daily set 09:00 UTC culture, team")
    ana.room.clock.forward(minutes=1)
    ana.types("daily change")
    ana.presses("Days off")
    ana.fills(skips=", ".join(f"2031-{month:02}-{day}" for month in range(4, 12) for day in (11, 13, 15)))
    assert "It is changed." in ana.presses("Save").text
    assert len(changes(ana)[0].about) == 200


def test_it_is_forgotten_after_a_good_year(ana: Someone) -> None:
    ana.types(SET)
    ana.types("daily pause")
    ana.room.clock.now = START + KEPT
    ana.room.app.tidy()
    assert len(changes(ana)) == 2
    ana.room.clock.forward(seconds=1)
    ana.room.app.tidy()
    assert changes(ana) == []
