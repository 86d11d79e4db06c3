"""A practice under way: the parts, the clock, and how roles are swapped."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.practice.rooms import agreed, alone, buttons, finished, posts, public, room_of, running, told
from tests.support.rooms import Room


def test_the_candidate_reads_the_question_when_it_has_been_asked(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    running(room, "practice <@ben> strengths")
    ana, ben = alone(room, "ana"), alone(room, "ben")
    assert all("Tell me about" not in message for message in told(room, "ana"))
    ben.presses("I have asked it")
    room.delivers()
    assert "Tell me about" in told(room, "ana")[-1]
    assert "Names a case" not in told(room, "ana")[-1]
    assert "I have asked it" not in ben.presses_ref(_ref("show")).labels
    assert "Tell me about" in ana.presses_ref(_ref("show")).text


def test_one_starts_the_clock_for_both(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    agreed(room, "practice <@ben> 10")
    assert "The clock runs." in alone(room, "ana").presses("Start").text
    room.delivers()
    assert told(room, "ben")[-1].startswith("It has begun.")
    before = len(posts(room))
    alone(room, "ben").presses_ref(_ref("start", 1))
    room.delivers()
    assert len(posts(room)) == before


def test_both_hear_at_half_time_and_at_the_end(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    running(room, "practice <@ben> 10")
    room.forward(minutes=4)
    assert not any("Half" in message for message in told(room, "ben"))
    room.forward(minutes=1)
    for name in ("ana", "ben"):
        assert told(room, name)[-1] == "Half of the time is over: 5 minutes are left."
    room.forward(minutes=5)
    for name in ("ana", "ben"):
        assert told(room, name)[-1].startswith("The time is over.")
    assert buttons(posts(room)[-1])[-2:] == ["Swap roles", "Finish"]
    assert "The time is over" in alone(room, "ana").presses_ref(_ref("show")).text


def test_the_clock_of_a_turn_that_was_swapped_says_nothing_any_more(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    running(room, "practice <@ben> 10")
    alone(room, "ben").presses("Swap roles")
    room.delivers()
    room.forward(minutes=20)
    assert not any("Half" in message or "over" in message for message in told(room, "ana"))


def test_a_swap_deals_the_other_parts_with_another_question(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    running(room, "practice <@ben> strengths")
    shown = alone(room, "ben").presses("Swap roles")
    assert "@ana interviews you" in shown.text
    room.delivers()
    assert "The roles are swapped." in told(room, "ana")[-1]
    assert "You interview @ben" in told(room, "ana")[-1]
    questions = {line for line in "\n".join(_all(room)).splitlines() if line.startswith("Tell me about")}
    assert len(questions) == 2


def test_a_swap_pressed_twice_swaps_once(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    running(room)
    alone(room, "ben").presses_ref(_ref("swap", 1))
    again = alone(room, "ana").presses_ref(_ref("swap", 1))
    assert again.text.startswith("That was about what went before.")
    assert "You interview @ben" in again.text


def test_quiet_hours_do_not_hold_back_what_belongs_to_the_clock(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    agreed(room, "practice <@ben> 10")
    ben = room.person("ben")
    ben.types("settings me")
    ben.presses("Time zone")
    ben.fills(zone="UTC")
    ben.presses("Quiet hours")
    ben.fills(quiet="9-12")
    ben.presses("Save")
    alone(room, "ana").presses("Start")
    room.forward(minutes=10)
    assert told(room, "ben")[-1].startswith("The time is over.")


def test_a_clock_that_ran_out_while_nobody_was_there_is_told_within_reason(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    running(room, "practice <@ben> 10")
    room.clock.forward(minutes=12)
    room.delivers()
    messages = told(room, "ana")
    assert messages[-1].startswith("The time is over.")
    assert not any("Half" in message for message in messages)


def test_who_never_says_that_it_is_finished_is_asked_for_feedback_in_the_end(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    running(room, "practice <@ben> 10")
    room.forward(hours=3, minutes=11)
    assert "What did you see in @ben?" in told(room, "ana")[-1]


def test_what_was_agreed_and_never_begun_lapses_in_a_week(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    agreed(room)
    room.forward(days=7, minutes=1)
    assert "Nobody began this practice" in alone(room, "ana").presses_ref(_ref("start", 1)).text


def test_either_calls_it_off_before_it_begins(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    agreed(room)
    assert "It is called off" in alone(room, "ben").presses("Call it off").text
    room.delivers()
    assert told(room, "ana")[-1] == "This practice was called off."
    assert public(room) == []


def test_the_question_may_be_another_one_until_the_clock_runs(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    agreed(room, "practice <@ben> strengths")
    ben = alone(room, "ben")
    first = ben.presses_ref(_ref("show")).text
    assert ben.presses("Another question").text != first
    assert "Another question" not in alone(room, "ana").presses_ref(_ref("show")).labels
    ana = alone(room, "ana").presses_ref(_ref("another", 1))
    assert "You hear the question when it is asked." in ana.text


def test_in_a_reverse_interview_one_plays_somebody_and_the_other_asks(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    agreed(room, "practice <@ben> reverse")
    ben = alone(room, "ben").presses_ref(_ref("show")).text
    assert "You are the head of" in ben
    assert "What you would rather not say" in ben
    assert "What to listen for in their questions" in ben
    ana = alone(room, "ana").presses_ref(_ref("show")).text
    assert "Questions to ask" in ana
    assert "The last one fled" not in ana
    assert sum(line[:1].isdigit() for line in ana.splitlines()) == 4


def test_the_questions_of_ones_own_list_come_first_as_one_words_them(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    ana = room.person("ana")
    ana.types("small:pay.nine")
    ana.presses("Save")
    ana.presses("Make it yours")
    ana.fills(wording="I read about bands. Which one is this?")
    agreed(room, "practice <@ben> reverse")
    shown = alone(room, "ana").presses_ref(_ref("show")).text
    assert "1. I read about bands. Which one is this?" in shown
    assert "Those from your list come first." in shown


def test_each_has_a_half_of_a_reverse_interview_dealt_anew(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    agreed(room, "practice <@ben> reverse")
    ana, ben = alone(room, "ana"), alone(room, "ben")
    asked, played = ana.presses_ref(_ref("show")).text, ben.presses_ref(_ref("show")).text
    assert ben.presses("Play somebody else").text != played
    assert ana.presses_ref(_ref("show")).text == asked


def test_the_way_may_change_until_the_clock_runs(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    agreed(room)
    assert "Questions to ask" in alone(room, "ana").presses("Reverse interview").text
    room.delivers()
    assert told(room, "ben")[-1].startswith("The other way round now.")
    alone(room, "ana").presses("Start")
    assert "Usual interview" not in alone(room, "ana").presses_ref(_ref("show")).labels


@pytest.mark.parametrize("step", ["start", "swap", "asked", "another", "cancel", "reverse", "met"])
def test_old_buttons_of_what_is_over_show_how_it_ended(sqlite_database: Database, step: str) -> None:
    room = room_of(sqlite_database)
    finished(room)
    before = len(posts(room))
    assert "What did you see in @ben?" in alone(room, "ana").presses_ref(_ref(step, 1)).text
    room.delivers()
    assert len(posts(room)) == before


def test_somebody_else_s_practice_is_nobody_s_business(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    running(room)
    for step in ("show", "finish", "swap"):
        assert alone(room, "cleo").presses_ref(_ref(step, 1)).text == "That is between others."


def test_what_was_forgotten_is_said_to_be(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    finished(room)
    room.forward(days=3)
    room.clock.forward(days=500)
    room.app.tidy()
    assert "over and forgotten" in alone(room, "ana").presses_ref(_ref("show")).text


def test_it_survives_a_restart_between_all_steps(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    for seed, (name, press) in enumerate(
        (("ben", "Accept"), ("ana", "Start"), ("ben", "I have asked it"), ("ben", "Swap roles"), ("ana", "Start")), 2
    ):
        if press == "Accept":
            room.person("ana").types("practice <@ben> 10")
            room.delivers()
        alone(room, name).presses(press)
        room = room.restarted(seed=seed)
        room.delivers()
    room.forward(minutes=5)
    assert told(room, "ana")[-1].startswith("Half of the time is over")
    room = room.restarted(seed=20)
    room.forward(minutes=5)
    assert told(room, "ben")[-1].startswith("The time is over.")


def _ref(step: str, turn: int = 0) -> str:
    """The button of that step on the practice that was made first."""
    return f"1|p-do|play:one|1id1|{step}|{turn}"


def _all(room: Room) -> list[str]:
    return [*told(room, "ana"), *told(room, "ben"), *alone(room, "ana").screen(), *alone(room, "ben").screen()]
