"""Several questions of the day in one group: which one is set, and what their numbers mean."""

from __future__ import annotations

import pytest

from bot.daily.model import HIGHEST, free_number
from bot.storage.engine import Database
from tests.support.rooms import Room, Someone

BERLIN = "daily set 09:00 Europe/Berlin"


@pytest.fixture
def ana(sqlite_database: Database) -> Someone:
    return Room(sqlite_database).person("ana", admin=True)


# Setting again


def test_setting_again_where_there_are_several_asks_which(ana: Someone) -> None:
    ana.types(BERLIN)
    ana.types("daily add 18:00 Berlin")
    for line, time in (("daily set", "18:00"), ("daily set 10:00", "10:00")):
        seen = ana.types(line)
        assert "1: #general · 09:00 Europe/Berlin, Mon–Fri · on\n2: #general · 18:00" in seen.text
        assert seen.labels == ["Change 1", "Change 2"]
        assert "Another one: /askq daily add 18:00" in seen.text
        seen = ana.presses("Change 2")
        assert seen.text.startswith("Question of the day, number 2") and f"Time: {time}" in seen.text


def test_what_was_typed_where_there_are_several_is_in_the_panel_and_saved_by_it(ana: Someone) -> None:
    ana.types(BERLIN)
    ana.types("daily add 18:00 Berlin")
    ana.types("daily set 10:00 tue culture")
    seen = ana.presses("Change 1")
    assert seen.replaced and "Not saved yet." in seen.text
    assert "Time: 10:00" in seen.text and "Days: Tue" in seen.text and "Topics: culture" in seen.text
    assert "When: 10:00 Europe/Berlin, Tue" in ana.presses("Save").text
    assert "When: 18:00 Europe/Berlin, Mon–Fri" in ana.types("daily show 2").text


@pytest.mark.parametrize("line", ["daily set", "daily set 10:00"])
def test_where_there_are_several_others_are_not_asked_which(ana: Someone, line: str) -> None:
    ana.types(BERLIN)
    ana.types("daily add 18:00 Berlin")
    seen = ana.room.person("cem").types(line)
    assert seen.text == "Only organisers can change that. Ask one of them, or an admin here."
    assert seen.labels == []


# Numbers


def test_numbers_go_on_where_one_is_removed(ana: Someone) -> None:
    for line in (BERLIN, "daily add 10:00 Berlin", "daily add 11:00 Berlin"):
        ana.types(line)
    ana.types("daily remove 2")
    ana.presses("Remove it")
    ana.types("daily add 12:00 Berlin")
    assert ana.types("daily show").labels == ["Show 1", "Show 3", "Show 4"]


def test_the_number_of_what_was_removed_is_given_to_nothing_else(database: Database) -> None:
    room = Room(database)
    ana = room.person("ana", admin=True)
    ana.types(BERLIN)
    ana.types("daily add 18:00 Berlin")
    ana.types("daily remove 2")
    ana.presses("Remove it")
    assert "number 3" in ana.types("daily add 20:00 Berlin").text
    assert "daily remove" not in ana.types("daily show 3").text
    for number in (1, 3):
        ana.types(f"daily remove {number}")
        ana.presses("Remove it")
    assert "number 4" in ana.types(BERLIN).text
    elsewhere = room.person("eve", group="play:two", admin=True)
    assert "number 1" in elsewhere.types(BERLIN).text


def test_numbers_that_cannot_be_typed_are_not_given() -> None:
    assert free_number(set(), set()) == 1
    assert free_number({1, 3}, {2}) == 4
    assert free_number({1}, {1, 2, HIGHEST}) == 2


def test_organisers_see_who_removed_one_under_its_number(ana: Someone) -> None:
    ana.types(BERLIN)
    ana.types("daily add 18:00 Berlin")
    ana.room.clock.forward(minutes=1)
    ana.types("daily remove 2")
    assert ana.presses("Remove it").text == (
        "It is removed.\n\nOrganisers still find who changed what: /askq daily show 2"
    )
    assert ana.types("daily show 2").text == (
        "Question of the day, number 2\n\nIt was removed.\n\nLast changes\n\n"
        "• Tue, Mar 4, 09:31 UTC: @ana, daily remove 2\n"
        "• Tue, Mar 4, 09:30 UTC: @ana, daily set 2: time=18:00 zone=Europe/Berlin"
    )
    cem = ana.room.person("cem")
    assert cem.types("daily show 2").text == "There is no number 2 here, but 1 (09:00)."
    ana.types("daily remove 1")
    ana.presses("Remove it")
    assert "daily remove 1" in ana.types("daily show 1").text, "also when it was the last one"
