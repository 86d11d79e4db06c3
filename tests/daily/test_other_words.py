"""What people type who do not know what a command is called: it is offered, and nothing is done by itself."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.daily.mornings import EVERY_DAY
from tests.support.rooms import Room, Someone, shipped


@pytest.fixture
def ana(sqlite_database: Database) -> Someone:
    ana = Room(sqlite_database, bank=shipped()).person("ana", admin=True)
    ana.types(EVERY_DAY)
    return ana


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("daily delete", ["daily remove"]),
        ("daily delete 1", ["daily remove 1"]),
        ("daily cancel", ["daily remove"]),
        ("daily cancel friday please", ["daily remove"]),
        ("daily off", ["daily pause", "daily remove"]),
        ("daily stop", ["daily pause", "daily remove"]),
        ("daily stop until friday", ["daily pause until friday", "daily remove"]),
        ("daily list", ["daily show"]),
        ("daily status", ["daily show"]),
        ("daily next", ["daily show"]),
        ("daily edit", ["daily change"]),
        ("daily edit 2", ["daily change 2"]),
        ("daily unpause", ["daily resume"]),
        ("daily continue", ["daily resume"]),
        ("daily 9:00", ["daily set 9:00"]),
        ("daily 9am berlin mon-fri", ["daily set 9am berlin mon-fri"]),
        ("daily noon", ["daily set noon"]),
    ],
)
def test_other_words_offer_the_command_and_do_nothing(ana: Someone, line: str, offered: list[str]) -> None:
    before = ana.types("daily show").text
    seen = ana.types(line)
    assert seen.text.startswith("There is no such command. Did you mean ")
    rows = [row.partition(": ")[0] for row in seen.text.splitlines() if row.startswith("/askq ")]
    assert rows == [f"/askq {each}" for each in offered]
    assert "All that begins so: /askq help daily" in seen.text
    assert seen.labels == []
    assert ana.types("daily show").text == before


def test_help_behind_daily_shows_what_there_is_to_type(ana: Someone) -> None:
    assert ana.types("daily help").text == ana.types("daily").text
    assert "/askq daily queue" in ana.types("daily help").text


def test_help_about_another_word_offers_the_command(ana: Someone) -> None:
    assert "/askq daily remove: Take a question of the day away" in ana.types("help daily delete").text


def test_a_misspelt_other_word_is_guessed(ana: Someone) -> None:
    assert "Did you mean: /askq daily remove" in ana.types("daily delte").text


def test_words_of_a_question_are_searched_for_as_before(ana: Someone) -> None:
    assert ana.types("daily standups").text.startswith("Closest to “daily standups”:")
