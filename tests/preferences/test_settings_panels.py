"""What the settings change for a person and for a group."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.bank.bank import Question
from bot.preferences import store as preferences
from bot.preferences.courtesy import calm_at
from bot.preferences.model import fitting
from bot.storage.engine import Database
from tests.support.rooms import Room, Someone, asks

LEVELS = [
    Question(f"small:a.{level}", "small", "a", asks(f"a.{level}", level=level))
    for level in ("any", "first-job", "senior", "manager")
]


@pytest.mark.parametrize("level", ["first-job", "senior", "manager"])
def test_a_level_fits_what_is_for_it_and_what_is_for_all(level: str) -> None:
    assert [question.text.level.value for question in fitting(LEVELS, level)] == ["any", level]


def test_without_a_level_only_what_is_for_all_fits() -> None:
    assert [question.text.level.value for question in fitting(LEVELS, "")] == ["any"]


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


def test_the_settings_of_a_person_are_theirs_in_one_group(room: Room) -> None:
    ana = room.person("ana")
    ana.types("settings me")
    ana.picks("Level", "My first job")
    ana.presses("Save")
    assert "Level: My first job" in ana.types("settings me").text
    for other in (room.person("ben"), room.person("ana", group="play:two")):
        assert "Level: Any level" in other.types("settings me").text


def test_zone_and_quiet_hours_are_read_from_whatever_is_clear(room: Room) -> None:
    ana = room.person("ana")
    ana.types("settings me")
    ana.presses("Time zone")
    assert "Time zone: America/New_York" in ana.fills(zone="new york").text
    ana.presses("Quiet hours")
    assert "Quiet hours: 22:00-07:30" in ana.fills(quiet="10pm to 7:30").text
    ana.picks("Direct messages", "Only what I set up for myself")
    ana.picks("My streak", "Do not count for me")
    ana.presses("Save")
    text = ana.types("settings me").text
    for row in (
        "Time zone: America/New_York",
        "Quiet hours: 22:00-07:30",
        "Direct messages: Only what I set up for myself",
        "My streak: Do not count for me",
    ):
        assert row in text


@pytest.mark.parametrize(
    ("button", "field", "typed", "said"),
    [
        ("Time zone", "zone", "EST", "“EST” is no time zone that I know. Did you mean America/New_York"),
        ("Time zone", "zone", "GMT+3", "“GMT+3” is no time zone that I know."),
        ("Quiet hours", "quiet", "at night", "“at night” is no span of hours. Write it like 22:00-07:00."),
        ("Quiet hours", "quiet", "22:00", "“22:00” is no span of hours."),
        ("Quiet hours", "quiet", "22:00-22:00", "“22:00-22:00” is no span of hours."),
    ],
)
def test_what_is_not_clear_is_said_and_not_kept(room: Room, button: str, field: str, typed: str, said: str) -> None:
    ana = room.person("ana")
    ana.types("settings me")
    ana.presses(button)
    seen = ana.fills(**{field: typed})
    assert said in seen.text
    assert f"{button}: nothing yet" in seen.text


def test_zone_and_quiet_hours_can_be_emptied_again(room: Room) -> None:
    ana = room.person("ana")
    for zone, quiet in (("Berlin", "22-7"), ("", "")):
        ana.types("settings me")
        ana.presses("Time zone")
        ana.fills(zone=zone)
        ana.presses("Quiet hours")
        ana.fills(quiet=quiet)
        ana.presses("Save")
    assert "Time zone: nothing yet\nQuiet hours: nothing yet" in ana.types("settings me").text


@pytest.mark.parametrize("zone", ["", "Moon/Tranquility"])
def test_quiet_hours_are_not_saved_while_nobody_knows_whose_clock_they_go_by(room: Room, zone: str) -> None:
    ana = room.person("ana", zone=zone)
    quiet(ana, "22-7")
    said = ana.presses("Save").text
    assert "I need your time zone for quiet hours, to know when 22:00-07:00 is. Press “Time zone”, write" in said
    assert "Quiet hours: 22:00-07:00" in said, "nothing is lost"
    ana.presses("Time zone")
    ana.fills(zone="berlin")
    assert "Saved." in ana.presses("Save").text


def test_quiet_hours_go_by_the_zone_that_the_platform_tells(room: Room) -> None:
    ana = room.person("ana", zone="Europe/Berlin")
    assert "Time zone: Europe/Berlin\nQuiet hours: nothing yet" in ana.types("settings me").text
    quiet(ana, "22-7")
    assert "Time zone: Europe/Berlin\nQuiet hours: 22:00-07:00" in ana.presses("Save").text
    now = datetime(2031, 3, 4, 21, 30, tzinfo=UTC)
    with room.app.database.read() as db:
        assert calm_at(db, "play:one", ana.person, now) == datetime(2031, 3, 5, 6, tzinfo=UTC)


def test_the_zone_that_the_platform_tells_is_kept_for_nothing_but_quiet_hours(room: Room) -> None:
    ana = room.person("ana", zone="Europe/Berlin")
    ana.types("settings me")
    ana.presses("Save")
    ana.zone = "Asia/Tokyo"
    assert "Time zone: Asia/Tokyo" in ana.types("settings me").text


def test_what_is_settled_in_direct_messages_is_shown_and_holds_where_nothing_else_is(room: Room) -> None:
    alone, ana = room.person("ana", group="play:dm:ana", channel=""), room.person("ana", zone="Asia/Tokyo")
    alone.types("settings me")
    alone.presses("Time zone")
    alone.fills(zone="berlin")
    alone.presses("Quiet hours")
    alone.fills(quiet="22-7")
    alone.presses("Save")
    assert "Time zone: Europe/Berlin\nQuiet hours: 22:00-07:00" in ana.types("settings me").text
    assert "Time zone: Asia/Tokyo" in room.person("cy", zone="Asia/Tokyo").types("settings me").text
    quiet(ana, "20-8")
    ana.presses("Save")
    alone.types("settings me")
    alone.presses("Time zone")
    alone.fills(zone="")
    assert "I need your time zone" in alone.presses("Save").text


def test_who_wants_nothing_else_hears_that_ones_own_question_still_comes(room: Room) -> None:
    ana = room.person("ana")
    ana.types("settings me")
    assert "still comes" not in ana.presses("Save").text
    ana.types("settings me")
    ana.picks("Direct messages", "Only what I set up for myself")
    said = "A question of the day that you set up for yourself still comes. To pause it, type /askq daily pause in our"
    assert said in ana.presses("Save").text


def quiet(person: Someone, hours: str) -> None:
    person.types("settings me")
    person.presses("Quiet hours")
    person.fills(quiet=hours)


def test_at_first_direct_messages_and_streak_are_on(room: Room) -> None:
    text = room.person("ana").types("settings me").text
    assert "Direct messages: Write to me when something concerns me\nMy streak: Tell me my streak" in text


def test_settings_from_before_there_were_zones_read_as_they_were(sqlite_database: Database) -> None:
    """A row that the migration filled up."""
    room = Room(sqlite_database)
    ana = room.person("ana")
    with sqlite_database.write() as db:
        preferences.save(db, "play:one", "play:ana", {"level": "senior"})
    assert "Level: A senior role" in (text := ana.types("settings me").text)
    assert "Direct messages: Write to me" in text


def test_the_rules_of_a_group_hold_for_all_its_channels_and_for_no_other_group(room: Room) -> None:
    boss = room.person("boss", admin=True)
    boss.types("settings group")
    boss.picks("Who may share", "Organisers only")
    boss.presses("Save")
    assert not room.person("ana", channel="random").types("here").public
    assert room.person("ana", group="play:two").types("here").public


def test_the_rules_can_be_changed_back(room: Room) -> None:
    boss = room.person("boss", admin=True)
    for choice, public in (("Organisers only", False), ("Everyone", True)):
        boss.types("settings group")
        boss.picks("Who may share", choice)
        boss.presses("Save")
        assert room.person("ana").types("here").public is public


def test_whoever_is_no_organiser_does_not_even_see_the_panel(room: Room) -> None:
    assert "Only organisers" in room.person("ana").types("settings group").text


def test_the_part_is_checked_again_when_the_panel_is_saved(room: Room) -> None:
    boss, ana = room.person("boss", admin=True), room.person("ana")
    boss.types("settings organisers <@ana>")
    ana.types("settings group")
    ana.picks("Who may share", "Organisers only")
    boss.types("settings organisers <@ana>")
    assert "Only organisers" in ana.presses("Save").text
    assert room.person("ben").types("here").public


def test_settings_alone_is_searched_for(room: Room) -> None:
    assert "Did you mean: /askq settings me" in room.person("ana").types("settings m").text
