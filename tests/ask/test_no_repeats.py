"""Nobody gets the same question twice before the others had their turn; who "nobody" is depends on who sees it."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.ask.test_asking import question
from tests.support.rooms import Room, bank

CULTURE = {f"Could you tell me about {each}?" for each in ("one", "two", "three")}


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


@pytest.mark.parametrize("seed", range(3))
def test_a_topic_is_used_up_before_it_repeats(database: Database, seed: int) -> None:
    ana = Room(database, seed=seed).person("ana")
    assert {question(ana.types("culture").text) for _ in range(3)} == CULTURE


def test_when_a_topic_is_used_up_that_is_said_and_it_starts_over(room: Room) -> None:
    ana = room.person("ana")
    shown = []
    for _ in range(6):
        room.clock.forward(minutes=1)
        shown.append(ana.types("culture").text)
    assert ["so we start over" in text for text in shown] == [False, False, False, True, False, False]
    assert {question(text) for text in shown[3:]} == CULTURE, "the second round is complete as well"
    assert question(shown[3]) != question(shown[2]), "never the same twice in a row"


def test_a_topic_with_one_question_repeats_it_and_says_so(room: Room) -> None:
    ana = room.person("ana")
    ana.types("pay")
    assert "You have seen the one question on Pay, so here it is again." in ana.types("pay").text


def test_the_whole_bank_is_used_up_before_it_repeats(room: Room) -> None:
    ana = room.person("ana")
    shown = [ana.types("").text for _ in range(7)]
    assert len({question(text) for text in shown[:6]}) == 6
    assert "every question I have for you" in shown[6]


def test_a_question_found_by_its_name_counts_as_asked(room: Room) -> None:
    ana = room.person("ana")
    ana.types("culture.one")
    ana.types("culture.two")
    assert question(ana.types("culture").text) == "Could you tell me about three?"


def test_the_memory_outlives_the_process(room: Room) -> None:
    ana = room.person("ana")
    first = question(ana.types("culture").text)
    again = ana.via(room.restarted(seed=1))
    assert {first, question(again.types("culture").text), question(again.types("culture").text)} == CULTURE


def test_each_person_has_their_own_memory(room: Room) -> None:
    ana, ben = room.person("ana"), room.person("ben")
    for _ in range(3):
        ana.types("culture")
    assert {question(ben.types("culture").text) for _ in range(3)} == CULTURE


def test_what_is_shared_in_a_place_is_remembered_there(room: Room) -> None:
    ana, ben = room.person("ana"), room.person("ben")
    elsewhere = room.person("ana", channel="random")
    first, second = question(ana.types("here team").text), question(ben.types("here team").text)
    assert first != second, "the place has seen it, whoever asks"
    room.clock.forward(minutes=11)
    assert "start over" in ana.types("here team").text
    assert "start over" not in elsewhere.types("here team").text


def test_a_thread_is_a_place_of_its_own(room: Room) -> None:
    room.person("ana").types("here pay")
    assert room.person("ana", thread="77").types("here pay").public


def test_what_was_shared_may_still_be_asked_in_private(room: Room) -> None:
    ana = room.person("ana")
    ana.types("here pay")
    assert "here it is again" not in ana.types("pay").text


def test_new_questions_of_a_used_up_topic_come_first(room: Room) -> None:
    ana = room.person("ana")
    ana.types("pay")
    grown = ana.via(room.restarted(bank=bank("pay.six", "pay.seven")))
    assert question(grown.types("pay").text) == "Could you tell me about seven?"
