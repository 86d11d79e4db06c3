"""The guide, a section at a time."""

from __future__ import annotations

import pytest

from bot.guide.model import ShowGuide
from bot.storage.engine import Database
from tests.support.rooms import Room, bank, shipped


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


def test_the_guide_begins_with_its_contents(room: Room) -> None:
    seen = room.person("ana").types("guide")
    assert seen.text == "How to ask\n\nAsk little, listen much.\n\n1. When to ask\n2. How many"
    assert seen.labels == ["When to ask", "How many"]


def test_a_section_takes_the_place_of_the_contents_and_leads_to_the_others(room: Room) -> None:
    ana = room.person("ana")
    ana.types("guide")
    seen = ana.presses("How many")
    assert seen.replaced
    assert seen.text == "How many\n\nTwo or three."
    assert seen.labels == ["When to ask", "Ask me one"]


def test_a_section_that_is_gone_is_the_beginning(room: Room) -> None:
    assert room.person("ana").presses_ref(ShowGuide("gone")).text.startswith("How to ask\n\nAsk little")


def test_a_bank_without_a_guide_says_so(sqlite_database: Database) -> None:
    ana = Room(sqlite_database, bank=bank("a.b", guide=None)).person("ana")
    assert ana.types("guide").text == "The bank here has no guide."
    assert ana.presses_ref(ShowGuide("when")).text == "The bank here has no guide."


def test_every_section_of_the_guide_that_comes_with_askq_can_be_opened(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=shipped())
    guide = room.app.bank.guide
    assert guide is not None
    for section in guide.sections:
        assert room.person("ana").presses_ref(ShowGuide(section.id)).text.startswith(section.title)
