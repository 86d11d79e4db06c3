"""The course of a quiz night: who looks after it, who leaves, pauses, and how it ends."""

from __future__ import annotations

from bot.chat.plain import plain
from bot.quiz.model import End, Phase
from bot.quiz.refs import Choose, Do, What
from bot.storage.engine import Database
from tests.quiz.nights import (
    BANK,
    about,
    begun,
    labels,
    lobby,
    people,
    play_on,
    players,
    question,
    quiz,
    right,
    said,
    scores,
    team_scores,
    to_the_end,
    wrong,
)
from tests.support.rooms import Room


def test_each_answer_comes_with_its_reasons_who_had_it_and_the_standing(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ana, ben = people(room, "ana", "ben")
    ana.presses(right(room))
    ben.presses(wrong(room))
    room.forward(seconds=30)
    text = said(room)[-1]
    assert f"The right answer: {right(room)}  Tea" in text
    assert "Why it matters" in text
    assert "Had it: ana" in text
    assert "1. ana: 10 points\n2. ben: 0 points" in text
    assert "The next question comes in 12 seconds." in text


def test_why_not_is_said_of_what_was_picked_and_of_nothing_else(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    picked, correct = wrong(room), right(room)
    room.person("ana").presses(picked)
    room.forward(seconds=30)
    for letter in "ABCD":
        assert (f"\n{letter}  Because of" in said(room)[-1]) is (letter in (picked, correct))


def test_at_the_end_there_is_a_scoreboard_and_what_was_missed_most(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ana, ben = people(room, "ana", "ben")
    for _ in range(3):
        ana.presses(right(room))
        ben.presses(right(room) if quiz(room).number == 1 else wrong(room))
        play_on(room)
    text = said(room)[-1]
    assert text.startswith("The quiz is over\n\nana wins with 30 points.")
    assert "1. ana: 30 points\n2. ben: 10 points" in text
    assert "Missed most" in text
    assert quiz(room).end is End.DONE


def test_who_has_as_many_points_wins_together(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    for _ in range(3):
        for person in people(room, "ana", "ben"):
            person.presses(right(room))
        play_on(room)
    assert "ana and ben share the first place with 30 points." in said(room)[-1]
    assert "Missed most" not in said(room)[-1]


def test_what_one_missed_is_shown_privately_with_save(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ana, ben = people(room, "ana", "ben")
    ana.presses(wrong(room))
    play_on(room)
    ana.presses(right(room))
    to_the_end(room)
    first = ana.presses("What I missed")
    assert "1 of 2 that you missed" in first.text and "You answered: " in first.text
    assert first.labels == ["Next", "Save"]
    second = ana.presses("Next")
    assert second.replaced and "You gave no answer." in second.text
    assert "Saved" in ana.presses("Save").text
    assert "1 of 3" in ben.presses("What I missed").text
    assert "nothing that you missed so far" in room.person("cy").presses("What I missed").text


def test_again_asks_other_questions(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    to_the_end(room)
    asked = {plain(question(room, nth).view).partition("\n\n")[2] for nth in (0, 1)}
    assert "Your quiz is open" in room.person("ben").presses("Again").text
    room.delivers()
    room.person("ben").presses("Start")
    room.delivers()
    assert plain(question(room).view).partition("\n\n")[2] not in asked


def test_a_late_comer_plays_from_the_open_question_on(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    play_on(room)
    cy = room.person("cy")
    cy.types("quiz join")
    cy.presses(right(room))
    play_on(room)
    assert scores(room)["cy"] == 100
    assert players(room)["cy"].joined == 2


def test_who_leaves_keeps_what_they_had_and_may_come_back(sqlite_database: Database) -> None:
    room = begun(sqlite_database, others=("ben", "cy"))
    ben = room.person("ben")
    ben.presses(right(room))
    play_on(room)
    assert "What you had stays yours." in ben.types("quiz leave").text
    assert "You are not in this quiz." in ben.types("quiz leave").text
    assert scores(room)["ben"] == 100
    assert "You are in." in ben.presses("Join again").text
    assert scores(room)["ben"] == 100


def test_the_next_one_looks_after_it_when_the_host_leaves(sqlite_database: Database) -> None:
    room = begun(sqlite_database, others=("ben", "cy"))
    room.person("ana").types("quiz leave")
    room.delivers()
    assert about(room, "ana has left; ben looks after the quiz from now on.")
    assert "It is paused." in room.person("ben").types("quiz pause").text


def test_a_host_who_vanishes_is_replaced_and_that_is_said(sqlite_database: Database) -> None:
    room = begun(sqlite_database, others=("ben", "cy"))
    for _ in range(2):
        room.person("cy").presses("A")
        play_on(room)
    assert about(room, "ana is silent, so cy looks after the quiz from now on.")
    assert quiz(room).host.id == "cy"


def test_a_host_who_does_not_play_but_looks_after_it_stays(sqlite_database: Database) -> None:
    room = begun(sqlite_database, others=("ben",))
    for _ in range(2):
        room.person("ben").presses("A")
        room.person("ana").types("quiz skip")
        room.forward(seconds=12)
    assert quiz(room).host.id == "ana"


def test_with_nobody_answering_it_stops_by_itself_and_says_so(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start 7 culture")
    to_the_end(room)
    assert quiz(room).end is End.SILENT
    assert about(room, "Nobody has answered 2 questions in a row, so I stop here.")
    assert "Nobody answered 2 questions in a row" in said(room)[-1]
    assert len(about(room, "The answer to question")) == 2


def test_when_all_have_left_it_ends(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    for person in people(room, "ana", "ben"):
        person.types("quiz leave")
    room.delivers()
    assert "Everybody has left" in said(room)[-1]


def test_a_pause_keeps_the_time_that_was_left_and_the_answers(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ana, ben = people(room, "ana", "ben")
    ana.presses("B")
    room.forward(seconds=20)
    ana.presses("More")
    ana.presses("Pause")
    room.delivers()
    assert "The quiz is paused." in plain(question(room).view) and labels(question(room)) == ["More"]
    assert about(room, "ana has paused the quiz.")
    id = quiz(room).id
    assert "The quiz is paused. Your answer is kept" in ana.presses_ref(Choose(id, 1, 0)).text
    assert "You can answer when it goes on" in ben.presses_ref(Choose(id, 1, 0)).text
    room.forward(hours=3)
    ana.presses("Resume")
    room.delivers()
    assert "A" in labels(question(room))
    room.forward(seconds=9)
    assert quiz(room).phase is Phase.ASKING
    room.forward(seconds=1)
    assert quiz(room).phase is Phase.TOLD


def test_paused_for_a_day_it_is_over(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    room.person("ana").types("quiz pause")
    room.forward(hours=24)
    assert quiz(room).end is End.IDLE
    assert about(room, "The quiz did not go on for 24 hours, so it has ended.")


def test_skip_ends_a_question_at_once_and_what_was_answered_counts(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ana = room.person("ana")
    ana.presses(right(room))
    assert "What had been answered counts." in ana.types("quiz skip").text
    assert "The next message is on its way." in ana.types("quiz skip").text
    room.delivers()
    assert scores(room)["ana"] == 100
    ana.types("quiz skip")
    room.delivers()
    assert quiz(room).number == 2 and quiz(room).phase is Phase.ASKING


def test_stopped_what_was_told_counts_and_an_open_question_does_not(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ana, ben = people(room, "ana", "ben")
    ana.presses(right(room))
    play_on(room)
    ben.presses(right(room))
    ana.presses("More")
    ana.presses("Stop")
    ana.presses("Stop it now")
    room.delivers()
    assert "ana has stopped it. The questions before count" in said(room)[-1]
    assert scores(room) == {"ana": 100, "ben": 0}


def test_only_whoever_looks_after_it_and_organisers_manage_it(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ben = room.person("ben")
    for line in ("pause", "resume", "skip", "stop"):
        assert "ana looks after this quiz." in ben.types(f"quiz {line}").text
    assert "Pause" not in ben.presses("More").labels
    assert "It is paused." in room.person("boss", admin=True).types("quiz pause").text


def test_what_does_not_fit_the_moment_is_refused(sqlite_database: Database) -> None:
    room = lobby(sqlite_database)
    ana = room.person("ana")
    assert "It has not begun yet." in ana.types("quiz skip").text
    ana.presses("Start")
    room.delivers()
    assert "It has begun already." in ana.presses_ref(Do(quiz(room).id, What.START)).text
    assert "It is not paused." in ana.types("quiz resume").text
    ana.types("quiz pause")
    assert "It is paused already." in ana.types("quiz pause").text
    assert "It is paused. Resume it first." in ana.types("quiz skip").text


def test_where_there_is_none_commands_say_how_to_begin_one(sqlite_database: Database) -> None:
    room = lobby(sqlite_database)
    elsewhere = room.person("ana", channel="random")
    for line in ("join", "leave", "pause", "resume", "skip", "stop", "scores"):
        assert "Begin one with /askq quiz start." in elsewhere.types(f"quiz {line}").text


def test_scores_are_there_at_any_time_and_after_it(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ana = room.person("ana")
    assert "No question is over yet" in ana.types("quiz scores").text
    ana.presses(right(room))
    play_on(room)
    assert "After one question" in ana.types("quiz scores").text
    to_the_end(room)
    assert "1. ana: 10 points" in ana.types("quiz scores").text


def test_two_people_are_one_against_one(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start teams 3 culture")
    assert sorted(player.team for player in players(room).values()) == [1, 2]


def test_teams_of_uneven_size_are_even(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start teams 3 culture", ("ben", "cy"))
    for person in people(room, "ana", "ben", "cy"):
        person.presses(right(room))
    room.forward(seconds=30)
    assert team_scores(room) == {1: 100, 2: 100}
    assert "Teams\n\n1. Oaks: 10 points" in said(room)[-1]
    to_the_end(room)
    assert "The Oaks and Pines share the first place with 10 points." in said(room)[-1]


def test_a_reported_question_is_kept_for_the_organisers_until_it_is_settled(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    ben, boss = room.person("ben"), room.person("boss", admin=True)
    ben.presses("A")
    room.forward(seconds=30)
    ben.presses("Report")
    assert "Thank you." in ben.fills(text="Coffee is right, too").text
    assert "Only organisers" in ben.types("quiz reports").text
    assert "Coffee is right, too" in boss.types("quiz reports").text
    assert "No question has been reported" in boss.presses("Settled").text


def test_five_at_once_in_five_channels_do_not_touch_each_other(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=BANK)
    channels = [f"c{number}" for number in range(5)]
    for channel in channels:
        room.person("ana", channel=channel).types("quiz start 3 culture")
        room.delivers()
        room.person("ana", channel=channel).presses("Start")
    room.delivers()
    for number, channel in enumerate(channels):
        if number % 2:
            room.person("ana", channel=channel).presses("A")
    room.forward(minutes=5)
    assert {quiz(room, channel).end for channel in channels} == {End.SILENT}
    told = {channel: [m for m in room.messages if m.place.channel == channel] for channel in channels}
    counts = [sum(plain(each.view).startswith("The answer to") for each in told[channel]) for channel in channels]
    assert counts == [2, 3, 2, 3, 2]
