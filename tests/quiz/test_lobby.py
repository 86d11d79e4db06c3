"""Beginning a quiz: what can be typed, who can start it, and what is said where there can be none."""

from __future__ import annotations

import pytest

from bot.chat.messages import Lack, Standing
from bot.chat.plain import plain
from bot.quiz.model import Phase
from bot.storage.engine import Database
from tests.quiz.nights import BANK, about, begun, labels, lobby, people, players, public, question, quiz, said
from tests.support.rooms import Room


def test_whoever_begins_it_is_in_and_others_join_by_a_button(sqlite_database: Database) -> None:
    room = lobby(sqlite_database, others=())
    ana, ben = people(room, "ana", "ben")
    assert "ana invites you to 3 questions about Culture." in said(room)[0]
    assert labels(public(room)[0]) == ["Join", "Leave", "Start", "More"]
    assert "You are in." in ben.presses("Join").text
    room.forward(seconds=6)
    assert "Playing: ana and ben" in said(room)[0]
    assert "You are in already." in ben.presses("Join").text
    assert "You have left." in ben.presses("Leave").text
    assert "Here it goes" in ana.presses("Start").text
    room.delivers()
    assert "Question 1 of 3" in plain(question(room).view)
    assert "You can still join" in about(room, "A quiz")[0]


@pytest.mark.parametrize(
    "line",
    ["quiz start 5 20s race teams culture", "quiz start culture", "quiz start teams race 5 20s culture",
     "quiz start 20s culture", "quiz start race 5 culture", "quiz start 20 s 5 teams culture"],
)  # fmt: skip
def test_what_is_typed_may_stand_in_any_order(sqlite_database: Database, line: str) -> None:
    made = quiz(lobby(sqlite_database, line))
    assert made.count == (5 if "5" in line.split() else 7)
    assert made.pace.total_seconds() == (20 if "20" in line else 30)
    assert (made.race, made.teams) == ("race" in line, "teams" in line)
    assert made.source == "culture"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quiz start 2 culture", "A quiz has 3 to 20 questions."),
        ("quiz start 21 culture", "A quiz has 3 to 20 questions."),
        ("quiz start 5s culture", "between 10 seconds and 10 minutes"),
        ("quiz start 11m culture", "between 10 seconds and 10 minutes"),
        ("quiz start cultrue", "Did you mean culture"),
        ("quiz start pay", "too few for a quiz"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(sqlite_database: Database, line: str, said: str) -> None:
    assert said in Room(sqlite_database, bank=BANK).person("ana").types(line).text


def test_where_there_are_fewer_questions_it_says_so_and_plays_them(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=BANK)
    assert "only 3 questions like that" in room.person("ana").types("quiz start 7 names").text


def test_one_at_a_time_in_a_channel_and_others_elsewhere(sqlite_database: Database) -> None:
    room = begun(sqlite_database)
    cy = room.person("cy")
    seen = cy.types("quiz start culture")
    assert "There is a quiz in this channel, at question 1 of 3; ana looks after it." in seen.text
    assert "You are in." in cy.presses("Join").text
    assert "Your quiz is open" in room.person("cy", channel="random").types("quiz start culture").text


def test_in_direct_messages_there_is_none_and_it_says_what_to_do_alone(sqlite_database: Database) -> None:
    alone = Room(sqlite_database, bank=BANK).person("ana", group="play:dm:ana", channel="")
    for line in ("quiz start", "quiz join", "quiz scores"):
        assert "A quiz is for a channel" in alone.types(line).text


def test_where_askq_may_not_post_nothing_is_begun(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=BANK)
    room.standings["general"] = Standing({Lack.MEMBER: "/invite @askq"})
    ana = room.person("ana")
    assert "Put that right, then try again: /invite @askq" in ana.types("quiz start culture").text
    room.standings.clear()
    assert "Your quiz is open" in ana.types("quiz start culture").text


def test_where_only_organisers_share_only_they_begin_one(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=BANK)
    boss = room.person("boss", admin=True)
    boss.types("settings group")
    boss.picks("Who may share", "Organisers only")
    boss.presses("Save")
    assert "only organisers share" in room.person("ana").types("quiz start culture").text
    assert "Your quiz is open" in boss.types("quiz start culture").text


def test_the_host_starts_it_and_after_two_minutes_anyone_who_has_joined(sqlite_database: Database) -> None:
    room = lobby(sqlite_database)
    ben, cy = people(room, "ben", "cy")
    assert "ana starts it. If ana does not, anyone who has joined can, in 2 minutes." in ben.presses("Start").text
    room.forward(minutes=2)
    assert "Join first." in cy.presses("Start").text
    assert "Here it goes" in ben.presses("Start").text


def test_it_begins_by_itself_after_ten_minutes(sqlite_database: Database) -> None:
    room = lobby(sqlite_database)
    room.forward(minutes=9, seconds=59)
    assert quiz(room).phase is Phase.LOBBY
    room.forward(seconds=1)
    assert quiz(room).phase is Phase.ASKING


def test_with_nobody_left_it_does_not_begin_and_says_so(sqlite_database: Database) -> None:
    room = lobby(sqlite_database, others=())
    room.person("ana").presses("Leave")
    assert "Nobody has joined yet" in room.person("boss", admin=True).presses("Start").text
    room.forward(minutes=10)
    assert about(room, "Nobody joined within 10 minutes, so the quiz does not begin.")
    assert labels(public(room)[0]) == []


def test_who_comes_into_an_empty_lobby_looks_after_it(sqlite_database: Database) -> None:
    room = lobby(sqlite_database, others=())
    ana, ben = people(room, "ana", "ben")
    ana.presses("Leave")
    ben.presses("Join")
    assert quiz(room).host == ben.person
    assert "Here it goes" in ben.presses("Start").text


def test_teams_are_dealt_when_it_begins_and_who_comes_later_goes_to_the_smaller_one(sqlite_database: Database) -> None:
    room = begun(sqlite_database, "quiz start teams 3 culture", ("ben", "cy"))
    dealt = [player.team for player in players(room).values()]
    assert sorted([dealt.count(1), dealt.count(2)]) == [1, 2]
    assert "Oaks: " in plain(question(room).view) and "Pines: " in plain(question(room).view)
    smaller = 1 if dealt.count(1) == 1 else 2
    assert f"You are with the {'Oaks' if smaller == 1 else 'Pines'}." in room.person("dee").types("quiz join").text
    assert players(room)["dee"].team == smaller


def test_it_can_be_called_off_before_it_begins(sqlite_database: Database) -> None:
    room = lobby(sqlite_database)
    ana = room.person("ana")
    assert "Call the quiz off?" in ana.presses("Call it off").text
    ana.presses("Call it off now")
    room.delivers()
    assert about(room, "ana has called the quiz off.")
