"""What the settings change for a person and for a group."""

from __future__ import annotations

import pytest

from bot.bank.bank import Question
from bot.preferences.model import fitting
from bot.storage.engine import Database
from tests.support.rooms import Room, asks

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
def room(database: Database) -> Room:
    return Room(database)


def test_the_settings_of_a_person_are_theirs_in_one_group(room: Room) -> None:
    ana = room.person("ana")
    ana.types("settings me")
    ana.picks("Level", "My first job")
    ana.presses("Save")
    assert "Level: My first job" in ana.types("settings me").text
    for other in (room.person("ben"), room.person("ana", group="play:two")):
        assert "Level: Any level" in other.types("settings me").text


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
