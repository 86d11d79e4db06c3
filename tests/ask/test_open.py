"""Questions answered aloud: what the asker looks for, and an answer to compare with, behind buttons."""

from __future__ import annotations

import pytest

from bot.ask.model import Look, Part
from bot.storage.engine import Database
from tests.support.rooms import Room, bank, open_of

BANK = bank(open_of("past.mistake", source="Our own notes"), open_of("past.bare", hints=(), follow_ups=()))


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database, bank=BANK)


def test_it_is_asked_and_gives_nothing_away(room: Room) -> None:
    seen = room.person("ana").types("past.mistake")
    assert seen.text == "Tell me about mistake.\n\nPast · answer aloud, then compare"
    assert seen.labels == [
        *("What they look for", "Hints", "A model answer", "What they ask next"),
        *("Save", "Another", "Share"),
    ]


def test_without_hints_and_follow_ups_there_are_no_buttons_for_them(room: Room) -> None:
    ana = room.person("ana")
    assert ana.types("past.bare").labels[:3] == ["What they look for", "A model answer", "Save"]
    for part in (Part.HINTS, Part.NEXT, Part.ANSWER):
        assert "no longer works" in ana.presses_ref(Look("small:past.bare", part)).text


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (
            "What they look for",
            (
                "Why they ask it\nWhy past.mistake is asked.\n\nA good answer\n\n"
                "• Names a case\n• Says what they did\n• Says what came of it\n\nSource: Our own notes"
            ),
        ),
        ("Hints", "Hints\n\n• Begin with the place."),
        ("A model answer", "A model answer\nThis is how past.mistake is answered."),
        ("What they ask next", "What they may ask next\n\n• And then?"),
    ],
)
def test_each_button_opens_its_part_in_the_card(room: Room, label: str, said: str) -> None:
    ana = room.person("ana")
    before = ana.types("past.mistake")
    seen = ana.presses(label)
    assert seen.replaced
    assert seen.text.endswith(said)
    assert label not in seen.labels
    assert ana.presses("Hide").text == before.text


def test_why_says_what_they_look_for(room: Room) -> None:
    assert "Why they ask it" in room.person("ana").types("why past.mistake").text


def test_on_a_shared_one_everyone_compares_alone(room: Room) -> None:
    room.person("ana").types("here past.mistake")
    ben = room.person("ben")
    seen = ben.presses("A model answer")
    assert not seen.public
    assert seen.text.startswith("Tell me about mistake.")
    assert "This is how" not in "".join(room.person("zoe").screen())


def test_a_model_answer_may_have_paragraphs_and_lists(sqlite_database: Database) -> None:
    text = open_of("past.mistake", model_answer="- First\n- Then\n\nSo it ended.")
    ana = Room(sqlite_database, bank=bank(text)).person("ana")
    ana.types("past.mistake")
    assert ana.presses("A model answer").text.endswith("A model answer\n\n• First\n• Then\n\nSo it ended.")
