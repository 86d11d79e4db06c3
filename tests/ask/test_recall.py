"""Questions whose answer is typed: it is compared as people spell, and the answer is shown with its reason."""

from __future__ import annotations

import pytest

from bot.ask.model import ANSWER, Look, Part, Recall
from bot.storage.engine import Database
from tests.support.rooms import Room, asks, bank, choice_of, recall_of

BANK = bank(recall_of("birds.hen", "chicken", "a young hen", "chick"), asks("talk.two"), choice_of("eggs.three"))


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database, bank=BANK)


def test_it_is_asked_with_a_button_to_answer(room: Room) -> None:
    seen = room.person("ana").types("birds.hen")
    assert seen.text.startswith("What is hen called?\n\nBirds · a word or a few")
    assert seen.labels == ["Answer", "Show the answer", "Save", "Another", "Share"]
    assert "chick" not in seen.text


def test_the_button_opens_a_form_of_one_line_that_repeats_the_question(room: Room) -> None:
    ana = room.person("ana")
    ana.types("birds.hen")
    (line,) = ana.presses("Answer").form.fields
    assert line.hint == "What is hen called?"
    assert line.max_length == ANSWER


@pytest.mark.parametrize("typed", ["chicken", " Chicken. ", "chciken", "A YOUNG HEN"])
def test_the_right_answer_is_told_so_with_the_form_that_is_shown(room: Room, typed: str) -> None:
    ana = room.person("ana")
    ana.types("birds.hen")
    ana.presses("Answer")
    seen = ana.fills(answer=typed)
    assert seen.replaced
    assert "That is right: chicken\n\nAlso accepted: a young hen or chick" in seen.text
    assert "How birds.hen came to its name.\n\nWhy it matters\nWhy birds.hen matters." in seen.text
    assert seen.labels == ["Save", "Another", "Share"]


def test_a_wrong_answer_is_told_the_right_one(room: Room) -> None:
    ana = room.person("ana")
    ana.types("birds.hen")
    ana.presses("Answer")
    assert "Not quite: you wrote “duck *tail*”, the answer is chicken" in ana.fills(answer="duck\n *tail*").text


def test_a_long_answer_is_repeated_in_part(room: Room) -> None:
    seen = room.person("ana").submits(Recall("small:birds.hen"), answer="duck " * 500)
    assert "Not quite" in seen.text
    assert len(seen.text) < 500


@pytest.mark.parametrize("nothing", ["", " \n ", "\x00"])
def test_an_empty_answer_is_not_graded(room: Room, nothing: str) -> None:
    seen = room.person("ana").submits(Recall("small:birds.hen"), answer=nothing)
    assert seen.text == "Nothing was written, so there is nothing to check."


def test_the_answer_can_be_shown_and_hidden_again(room: Room) -> None:
    ana = room.person("ana")
    before = ana.types("birds.hen")
    seen = ana.presses("Show the answer")
    assert "The answer: chicken" in seen.text
    assert "Why birds.hen matters." in seen.text
    assert seen.labels == ["Hide", "Save", "Another", "Share"]
    assert ana.presses("Hide").text == before.text


def test_why_shows_the_answer(room: Room) -> None:
    assert "The answer: chicken" in room.person("ana").types("why birds.hen").text


def test_a_shared_one_is_answered_alone(room: Room) -> None:
    room.person("ana").types("here birds.hen")
    ben = room.person("ben")
    ben.presses("Answer")
    seen = ben.fills(answer="chick")
    assert "That is right" in seen.text
    assert not seen.public
    assert not seen.replaced
    shown = ben.presses("Show the answer")
    assert "The answer: chicken" in shown.text
    assert not shown.public
    assert "chicken" not in "".join(room.person("zoe").screen())


@pytest.mark.parametrize("id", ["small:talk.two", "small:eggs.three"])
def test_what_is_not_typed_has_no_form(room: Room, id: str) -> None:
    ana = room.person("ana")
    assert "no longer works" in ana.presses_ref(Recall(id)).text
    assert "no longer works" in ana.submits(Recall(id), answer="A").text
    assert "no longer works" in ana.presses_ref(Look("small:birds.hen", Part.WHY)).text


def test_a_form_filled_in_after_the_question_left_the_bank_says_so(room: Room) -> None:
    ana = room.person("ana")
    ana.types("birds.hen")
    ana.presses("Answer")
    later = ana.via(room.restarted(bank=bank("talk.two", retired=("birds.hen",))))
    assert "taken out of the bank" in later.fills(answer="chick").text
