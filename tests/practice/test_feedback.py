"""What people saw in each other: given by buttons and a line, read when all of it is there."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.practice.rooms import alone, finished, posts, public, room_of, running, told


def test_each_is_asked_what_the_other_did_by_the_points_of_the_rubric(database: Database) -> None:
    room = room_of(database)
    finished(room)
    ana, ben = told(room, "ana"), told(room, "ben")
    assert ana == [message for message in ana if "What did you see" not in message]  # she pressed, so she saw it there
    assert "What did you see in @ana?" in ben[-1]
    assert "Names a case" in ben[-1]
    shown = alone(room, "ana").screen()[-1]
    assert "What did you see in @ben?" in shown
    assert "Made it easy to begin" in shown
    assert "Names a case" not in shown


def test_after_a_swap_there_is_something_to_see_of_both_parts(database: Database) -> None:
    room = room_of(database)
    running(room)
    alone(room, "ana").presses("Swap roles")
    room.delivers()
    alone(room, "ben").presses("Start")
    shown = alone(room, "ben").presses("Finish").text
    assert "Names a case" in shown
    assert "Made it easy to begin" in shown


def test_a_turn_that_was_dealt_and_not_begun_is_forgotten(database: Database) -> None:
    room = room_of(database)
    running(room)
    alone(room, "ana").presses("Swap roles")
    shown = alone(room, "ana").presses("Finish").text
    assert "Made it easy to begin" in shown
    assert "Names a case" not in shown


def test_nobody_reads_anything_before_both_have_given(database: Database) -> None:
    room = room_of(database)
    finished(room)
    ana, ben = alone(room, "ana"), alone(room, "ben")
    ben.presses("1")
    ben.presses("Write a line")
    ben.fills(line="You *began* calmly. <b>Really</b>")
    assert "Thank you, that is kept." in ben.presses("Give it").text
    room.delivers()
    assert not any("calmly" in message for message in (*told(room, "ana"), *ana.screen()))
    ana.presses("3")
    shown = ana.presses("Give it").text
    assert "What @ben saw in you" in shown
    assert "• Names a case" in shown
    assert "You *began* calmly. <b>Really</b>" in shown
    assert "Not seen this time:" in shown
    room.delivers()
    assert "What @ana saw in you" in told(room, "ben")[-1]
    assert public(room) == []


def test_ticks_are_put_in_and_taken_out_until_it_is_given(database: Database) -> None:
    room = room_of(database)
    finished(room)
    ben = alone(room, "ben")
    assert "Names a case  (seen)" in ben.presses("1").text
    assert "Names a case  (seen)" not in ben.presses("1").text
    assert "Give it" not in ben.presses("2").labels or ben.presses("Give it")
    kept = ben.presses_ref("1|p-tick|play:one|1id1|0|2")
    assert "Thank you, that is kept." in kept.text


def test_when_the_time_for_it_is_over_what_was_given_is_shown(database: Database) -> None:
    room = room_of(database)
    finished(room)
    ben = alone(room, "ben")
    ben.presses("1")
    ben.presses("Give it")
    alone(room, "ana").presses("2")  # and never gives it
    room.forward(days=2, minutes=1)
    assert "What @ben saw in you" in told(room, "ana")[-1]
    assert "@ana left nothing for you." in told(room, "ben")[-1]
    late = alone(room, "ana").presses_ref("1|p-give|play:one|1id1|1|n")
    assert "It is too late for that" in late.text


def test_who_would_rather_not_need_not_and_nobody_is_written_to_about_nothing(database: Database) -> None:
    room = room_of(database)
    finished(room)
    before = len(posts(room))
    alone(room, "ben").presses("Rather not")
    assert "Nobody left anything to read" in alone(room, "ana").presses("Rather not").text
    room.delivers()
    assert len(posts(room)) == before


def test_what_is_empty_is_not_given_by_mistake(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    finished(room)
    assert "There is nothing in it yet" in alone(room, "ben").presses_ref("1|p-give|play:one|1id1|0|n").text


@pytest.mark.parametrize(
    "ref", ["1|p-tick|play:one|1id1|1|0", "1|p-tick|play:one|1id1|7|0", "1|p-line|play:one|1id1|1"]
)
def test_nobody_says_anything_of_themselves_or_of_nobody(sqlite_database: Database, ref: str) -> None:
    room = room_of(sqlite_database)
    finished(room)
    assert "between others" in alone(room, "ben").presses_ref(ref).text


def test_a_point_that_there_is_not_cannot_be_ticked(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    finished(room)
    assert "(seen)" not in alone(room, "ben").presses_ref("1|p-tick|play:one|1id1|0|8").text


def test_there_is_a_time_for_it(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    running(room)
    assert "It is not time for feedback yet" in alone(room, "ben").presses_ref("1|p-tick|play:one|1id1|0|0").text


def test_it_is_forgotten_after_some_months(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    finished(room)
    for name in ("ana", "ben"):
        person = alone(room, name)
        person.presses("1")
        person.presses("Give it")
    room.clock.forward(days=100)
    room.app.tidy()
    shown = alone(room, "ana").presses_ref("1|p-do|play:one|1id1|show|1")
    assert "Nobody left anything to read" in shown.text
