"""Answers: private, changeable until the close, and never wrongly taken or silently lost."""

from __future__ import annotations

import pytest

from bot.chat.plain import plain
from bot.quiz.model import Phase
from bot.quiz.refs import Choose, Do, Marked, MarkPoint, Missed, ReadNext, ReportIt, Settled, Tick, What, Write
from bot.storage.engine import Database
from tests.quiz.nights import (
    about,
    begun,
    labels,
    people,
    players,
    question,
    quiz,
    right,
    said,
    scores,
    to_the_end,
    wrong,
)


def test_an_answer_is_kept_privately_and_can_be_changed_until_the_close(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ana, ben = people(room, "ana", "ben")
    seen = ana.presses(wrong(room))
    assert seen.text.startswith(f"Kept: {wrong(room)}")
    assert not seen.public
    room.forward(seconds=29)
    assert ana.presses(right(room)).text.startswith(f"Kept: {right(room)}")
    assert not any("Kept" in text for text in ben.screen())
    room.forward(seconds=1)
    assert scores(room) == {"ana": 100, "ben": 0}


def test_others_see_how_many_have_answered_and_nothing_else(sqlite_database: Database) -> None:
    room = begun(sqlite_database, others=("ben", "cy"))
    before = plain(question(room).view)
    room.person("ana").presses("A")
    room.person("ben").presses("B")
    room.forward(seconds=6)
    assert plain(question(room).view) == f"{before}\n\n2 of 3 have answered"


def test_however_many_press_the_message_changes_once_in_five_seconds(sqlite_database: Database) -> None:
    crowd = tuple(f"p{number}" for number in range(30))
    room = begun(sqlite_database, others=crowd)
    posts = len(room.sender.sent)
    for name in crowd:
        room.person(name).presses("A")
        room.forward(seconds=0.5)
    assert len(room.sender.sent) - posts <= 4


def test_the_same_letter_twice_is_one_answer(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ana = room.person("ana")
    assert ana.presses("B").text == ana.presses("B").text
    ana.again()
    room.forward(seconds=6)
    assert "1 of 2 has answered" in plain(question(room).view)


def test_who_is_not_in_it_is_asked_to_join_and_plays_from_then_on(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    cy = room.person("cy")
    assert "You are not in this quiz yet." in cy.presses("A").text
    assert "You play from this question on" in cy.presses("Join").text
    assert "Kept" in cy.presses("A").text
    assert players(room)["cy"].joined == 1


def test_a_press_that_comes_too_late_is_told_so(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    old = Choose(quiz(room).id, 1, 0)
    ana = room.person("ana")
    room.forward(seconds=31)
    assert "Time is up for this question." in ana.presses_ref(old).text
    room.forward(seconds=12)
    assert "the quiz is at question 2 by now" in ana.presses_ref(old).text
    to_the_end(room)
    room.forward(days=7)
    seen = ana.presses_ref(old)
    assert "That quiz is over, it was on Tue, Mar 4." in seen.text
    assert seen.labels == ["What I missed"]
    assert "That quiz is over" in room.person("cy").presses_ref(old).text


def test_a_press_at_the_very_close_is_too_late_though_nobody_has_closed_it_yet(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    room.clock.forward(seconds=30)
    assert "Time is up" in room.person("ana").presses("A").text


@pytest.mark.parametrize("number", [-1, 0, 2, 3, 4, 10**9])
def test_nobody_answers_or_reads_a_question_that_is_still_to_come(sqlite_database: Database, number: int) -> None:
    room = begun(sqlite_database)
    id = quiz(room).id
    for ref in (Choose(id, number, 0), Tick(id, number, 0), Write(id, number), ReportIt(id, number),
                ReadNext(id, number), MarkPoint(id, number, 0, 0), Marked(id, number, 0)):  # fmt: skip
        assert "There is no such quiz here any more." in room.person("ana").presses_ref(ref).text


@pytest.mark.parametrize("id", ["", "nothing", "\x00", "x" * 60])
def test_a_forged_press_gets_a_sentence(database: Database, id: str) -> None:
    room = begun(database)
    for ref in (Choose(id, 1, 0), Write(id, 1), ReadNext(id, 1), Missed(id, 1), *(Do(id, what) for what in What)):
        assert "There is no such quiz here any more." in room.person("ana").presses_ref(ref).text
    assert room.person("boss", admin=True).presses_ref(Settled(id)).text


def test_a_press_from_another_group_finds_nothing(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    id = quiz(room).id
    eve = room.person("eve", group="play:two", admin=True)
    for ref in (Choose(id, 1, 0), Tick(id, 1, 0), Write(id, 1), Missed(id, 1), ReportIt(id, 1),
                *(Do(id, what) for what in What)):  # fmt: skip
        assert "There is no such quiz here any more." in eve.presses_ref(ref).text
    assert set(players(room)) == {"ana", "ben"}


@pytest.mark.parametrize("option", [-1, 4, 99])
def test_a_letter_that_is_not_there_is_refused(sqlite_database: Database, option: int) -> None:
    room = begun(sqlite_database)
    assert "no such letter" in room.person("ana").presses_ref(Choose(quiz(room).id, 1, option)).text


def test_several_letters_are_ticked_and_taken_out(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start several")
    ana = room.person("ana")
    assert "Kept: A" in ana.presses("A").text
    assert "Kept: A and B" in ana.presses("B").text
    assert "Kept: B" in ana.presses("A").text
    assert "No letter is left" in ana.presses("B").text
    room.forward(seconds=30)
    assert about(room, "Nobody answered this one.")


def test_a_recall_is_typed_with_a_typo_and_the_accepted_form_is_shown(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start names")
    ana, ben = people(room, "ana", "ben")
    assert labels(question(room)) == ["Answer", "More"]
    ana.presses("Answer")
    assert "Kept: postgresqll" in ana.fills(answer="postgresqll").text
    ben.presses("Answer")
    assert "There was nothing in it" in ben.fills(answer="  ").text
    ben.presses("Answer")
    ben.fills(answer="MySQL")
    room.forward(seconds=45)
    assert "The answer: PostgreSQL" in said(room)[-1]
    assert "Had it: ana" in said(room)[-1]
    assert "MySQL" not in said(room)[-1]


def test_in_a_race_the_first_answer_counts_and_all_answers_end_the_round(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start race 3 culture")
    ana, ben = people(room, "ana", "ben")
    correct = right(room)
    assert "In a race the first answer counts" in ana.presses(correct).text
    assert "the first answer counts, and yours is" in ana.presses(wrong(room)).text
    assert f"Kept: {correct}" in ana.presses(correct).text
    assert quiz(room).phase is Phase.ASKING
    ben.presses(correct)
    room.delivers()
    assert scores(room) == {"ana": 150, "ben": 130}
    assert "Had it: ana (+15) and ben (+13)" in said(room)[-1]


def test_a_race_does_not_wait_for_who_left(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start race 3 culture")
    ana, ben = people(room, "ana", "ben")
    ana.presses("A")
    ben.types("quiz leave")
    assert quiz(room).phase is Phase.TOLD
