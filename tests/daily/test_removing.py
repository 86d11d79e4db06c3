"""Taking a question of the day away while people wait for its answers."""

from __future__ import annotations

from bot.chat.plain import plain
from bot.storage.engine import Database
from tests.daily.mornings import CHOICE, answers, labels, morning, organiser, post
from tests.support.rooms import Room, bank

GONE = "It was taken away; its answers do not come out."


def removed(room: Room) -> None:
    organiser(room).types("daily remove")
    assert organiser(room).presses("Remove it").text.startswith("It is removed.")
    room.forward(seconds=10)


def test_its_answers_can_be_brought_out_first(database: Database) -> None:
    room = morning(database, CHOICE)
    room.person("bo").presses("B")
    ana = organiser(room)
    seen = ana.types("daily remove")
    assert "The answers to its last question will not come out then. To have them, bring them out first." in seen.text
    assert seen.labels == ["Bring the answers out", "Remove it"]
    assert ana.presses("Bring the answers out").text == "The answers come out now."
    assert (
        ana.presses("Remove it").text == "The answers to its last question are just coming out. Try again in a moment."
    )
    room.forward(minutes=1)
    assert len(answers(room)) == 1
    removed(room)
    assert "The answers are out, in the thread." in plain(post(room).view)


def test_the_post_promises_nothing_any_more(database: Database) -> None:
    room = morning(database, CHOICE)
    room.person("bo").presses("B")
    removed(room)
    said = plain(post(room).view)
    assert GONE in said
    assert "The answers come out" not in said and "Press" not in said
    assert "A  Tea\nB  Coffee" in said, "what was asked stays to be read"
    assert labels(post(room).view) == []
    room.forward(days=2)
    assert answers(room) == []


def test_it_says_so_in_direct_messages_too(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(CHOICE))
    bo = room.person("bo", group="play:dm:bo", channel="")
    bo.types("daily set 09:00 UTC every day")
    room.forward(days=1)
    bo.types("daily remove")
    bo.presses("Remove it")
    room.forward(seconds=10)
    assert [each for each in bo.screen() if GONE in each]


def test_where_the_answers_are_out_nothing_more_is_asked_or_said(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    room.forward(hours=8)
    assert organiser(room).types("daily remove").labels == ["Remove it"]
    removed(room)
    assert GONE not in plain(post(room).view)


def test_a_question_that_left_the_bank_is_taken_away_as_well(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    again = room.restarted(bank=bank("team.four", retired=["culture.one"]))
    removed(again)
    assert GONE in plain(post(again).view)
