"""Answers in one's own words: given in private, marked by peers without names."""

from __future__ import annotations

from bot.chat.plain import control_label, controls
from bot.quiz import store
from bot.quiz.model import Phase
from bot.quiz.refs import MarkPoint
from bot.storage.engine import Database
from tests.quiz.nights import about, begun, people, quiz, said, scores
from tests.support.rooms import Room, Someone


def answered(room: Room, *names: str) -> None:
    for name in names:
        person = room.person(name)
        person.presses("Answer")
        person.fills(answer=f"What {name} would say")
    room.forward(seconds=150)


def marks(person: Someone, *points: str) -> None:
    """Mark everything that is theirs to mark with these points."""
    person.presses("Read and mark")
    while True:
        for point in points:
            person.presses(point)
        seen = person.presses("Done, the next one" if "Done, the next one" in person_labels(person) else "Done")
        if "Thank you" in seen.text:
            return


def person_labels(person: Someone) -> list[str]:
    mine = [message for message in person.room.messages if message.owner == person.person]
    return [control_label(each) for each in controls(mine[-1].view)]


def test_peers_mark_what_they_read_without_names_and_that_brings_the_points(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start talk", ("ben", "cy"))
    ana, ben, cy = people(room, "ana", "ben", "cy")
    answered(room, "ana", "ben", "cy")
    assert "3 answers to question 1 are in." in said(room)[-1]
    read = ana.presses("Read and mark")
    assert "Answer 1 of 2" in read.text and "What ana" not in read.text
    assert "ben" not in read.text.replace("What ben would say", "")
    marks(ana, "1", "2")
    marks(ben, "1")
    assert quiz(room).phase is Phase.MARKING
    marks(cy, "1", "2", "3")
    room.delivers()
    assert "What the others found in your answers" in said(room)[-1]
    assert scores(room) == {"ana": 67, "ben": 83, "cy": 50}
    assert "ben: 8.3 points" in said(room)[-1]


def test_one_peer_marks_the_one_answer_and_nobody_else_does(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start talk")
    answered(room, "ana")
    assert "nothing for you to mark" in room.person("ana").presses("Read and mark").text
    marks(room.person("ben"), "1", "2", "3")
    room.delivers()
    assert scores(room)["ana"] == 100


def test_with_nobody_else_there_one_marks_ones_own(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start talk", ())
    answered(room, "ana")
    assert "mark it yourself" in room.person("ana").presses("Read and mark").text
    marks(room.person("ana"), "1")
    room.delivers()
    assert "Marked by its own author" in said(room)[-1]


def test_what_nobody_marked_in_time_gives_and_takes_nothing_and_that_is_said(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start talk")
    answered(room, "ana", "ben")
    marks(room.person("ana"), "1", "2", "3")
    room.forward(seconds=90)
    assert about(room, "Nobody marked ana in time, so this question gives and takes nothing there.")
    assert scores(room) == {"ana": 0, "ben": 100}


def test_ticks_count_though_the_marker_was_not_done_and_later_ones_do_not(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start talk")
    answered(room, "ana", "ben")
    ben = room.person("ben")
    ben.presses("Read and mark")
    ben.presses("1")
    room.forward(seconds=90)
    assert scores(room)["ana"] == 33
    assert "The time for marking is up." in ben.presses_ref(MarkPoint(quiz(room).id, 1, 0, 1)).text
    assert scores(room)["ana"] == 33


def test_without_an_answer_there_is_nothing_to_mark(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start talk")
    room.forward(seconds=150)
    assert "Nobody answered this one." in said(room)[-1]
    assert "A good answer" in said(room)[-1]


def test_open_questions_come_only_where_topics_are_named(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start 20")
    with room.app.database.read() as db:
        kinds = {store.round_of(db, quiz(room), number).question.kind for number in range(1, 21)}  # type: ignore[union-attr]
    assert "open" not in kinds and "choice" in kinds
