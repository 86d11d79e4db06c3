"""Inviting somebody to practise: how it reaches them, and how it ends where it does not begin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.storage.engine import Database
from tests.practice.rooms import agreed, alone, closed_to_all, public, room_of, told
from tests.support.rooms import Room


def test_an_invitation_reaches_the_other_one_alone(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    answer = room.person("ana").types("practice <@ben> 15 strengths")
    assert "I bring @ben your invitation" in answer.text
    room.delivers()
    assert public(room) == []
    (offer,) = told(room, "ben")
    assert "@ana would like to practise an interview with you" in offer
    assert "interview · 15 minutes a turn · Strengths" in offer


def test_who_accepts_has_their_part_at_once_and_the_other_hears_of_it(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    room.person("ana").types("practice <@ben> strengths")
    room.delivers()
    answer = alone(room, "ben").presses("Accept")
    assert answer.replaced
    assert "You interview @ana" in answer.text
    assert "Names a case" in answer.text
    room.delivers()
    (news,) = told(room, "ana")
    assert news.startswith("@ben will practise with you.")
    assert "It will be about: Strengths" in news
    assert "Tell me about" not in news


def test_accepting_twice_shows_the_same(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    agreed(room)
    ben = alone(room, "ben")
    again = ben.presses_ref(_ref(room, "accept"))
    assert "You interview @ana" in again.text
    room.delivers()
    assert len(told(room, "ana")) == 1


def test_nobody_accepts_for_the_other_one(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    room.person("ana").types("practice <@ben>")
    room.delivers()
    assert "for the other one to answer" in alone(room, "ana").presses_ref(_ref(room, "accept")).text
    assert "between others" in room.person("cleo").presses_ref(_ref(room, "accept")).text


def test_a_no_is_told_to_the_one_who_asked_and_to_nobody_else(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    room.person("ana").types("practice <@ben>")
    room.delivers()
    alone(room, "ben").presses("Not now")
    room.delivers()
    assert told(room, "ana") == ["@ben cannot this time. Ask somebody else: /askq practice @ben."]
    assert public(room) == []


def test_what_is_taken_back_in_time_never_arrives(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    ana = room.person("ana")
    ana.types("practice <@ben>")
    ana.presses("Take it back")
    room.delivers()
    assert told(room, "ben") == []


def test_what_is_taken_back_later_is_said(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    ana = room.person("ana")
    ana.types("practice <@ben>")
    room.delivers()
    ana.presses("Take it back")
    room.delivers()
    assert told(room, "ben")[-1] == "@ana took the invitation back."
    assert "took the invitation back" in alone(room, "ben").presses("Accept").text


def test_an_invitation_ends_after_two_days(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    room.person("ana").types("practice <@ben>")
    room.forward(days=2, minutes=1)
    assert "has not answered in two days" in told(room, "ana")[-1]
    assert "has ended" in alone(room, "ben").presses("Accept").text


def test_a_press_that_comes_before_anybody_has_looked_is_too_late_all_the_same(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    room.person("ana").types("practice <@ben>")
    room.delivers()
    room.clock.forward(days=3)
    assert "has ended" in alone(room, "ben").presses("Accept").text


def test_whoever_wants_no_direct_messages_is_nudged_without_a_word_of_what(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    ben = room.person("ben")
    ben.types("settings me")
    ben.picks("Direct messages", "Only what")
    ben.presses("Save")
    room.person("ana").types("practice <@ben>")
    room.delivers()
    assert told(room, "ben") == []
    (nudge,) = public(room)
    assert nudge.startswith("@ben: I have something for you and cannot write to you.")
    assert "practi" not in nudge
    assert "between others" in room.person("cleo").presses("Show me").text
    shown = ben.presses("Show me")
    assert not shown.public
    assert "@ana would like to practise" in shown.text
    assert "You interview @ana" in ben.presses("Accept").text


def test_whoever_cannot_be_written_to_is_nudged_as_well(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    room.sender.refuses["@play:ben"] = closed_to_all()
    room.person("ana").types("practice <@ben>")
    room.delivers()
    assert [nudge.partition(":")[0] for nudge in public(room)] == ["@ben"]
    assert "would like to practise" in room.person("ben").presses("Show me").text


def test_quiet_hours_are_waited_out_and_not_given_away(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    ben = room.person("ben")
    ben.types("settings me")
    ben.presses("Time zone")
    ben.fills(zone="UTC")
    ben.presses("Quiet hours")
    ben.fills(quiet="9-12")
    ben.presses("Save")
    answer = room.person("ana").types("practice <@ben>")
    assert "12:00" not in answer.text
    room.forward(hours=2)
    assert told(room, "ben") == []
    room.forward(hours=1)
    assert len(told(room, "ben")) == 1


def test_nor_is_anybody_nudged_in_their_quiet_hours(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    ben = room.person("ben")
    ben.types("settings me")
    ben.presses("Time zone")
    ben.fills(zone="UTC")
    ben.presses("Quiet hours")
    ben.fills(quiet="9-12")
    ben.picks("Direct messages", "Only what")
    ben.presses("Save")
    room.person("ana").types("practice <@ben>")
    room.forward(hours=2)
    assert public(room) == []
    room.forward(hours=1)
    assert len(public(room)) == 1


def test_two_have_one_practice_at_a_time_whoever_asks(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    room.person("ana").types("practice <@ben>")
    answer = room.person("ben").types("practice <@ana> reverse")
    assert answer.text.startswith("The two of you have one already.")
    assert "Accept" in answer.labels
    assert "Take it back" in room.person("ana").types("practice <@ben>").labels


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("practice <@ana>", "It takes two"),
        ("practice <@ben> 2", "3 to 90 minutes"),
        ("practice <@ben> python", "nothing in Python that one answers in an interview"),
        ("practice <@ben> reverse python", "nothing to ask an interviewer in Python"),
        ("practice <@ben> gardening", "“gardening” is no topic or pack"),
        ("practice ben", "write @ and choose the name"),
    ],
)
def test_what_cannot_be_is_said_with_what_to_do_instead(sqlite_database: Database, line: str, said: str) -> None:
    assert said in room_of(sqlite_database).person("ana").types(line).text


def test_alone_with_askq_there_is_nobody_to_practise_with(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    assert "It takes two" in alone(room, "ana").types("practice <@ben>").text


def test_askq_itself_does_not_practise(sqlite_database: Database) -> None:
    ana = room_of(sqlite_database).person("ana")
    ana.types("topics")
    assert ana.last is not None
    named = replace(ana.last, receipt="another", line="practice <@bot>", own="bot")
    assert "I keep the time, but I cannot talk" in ana.sends(named).text


def test_nobody_has_ever_so_many_invitations_out(sqlite_database: Database) -> None:
    ana = room_of(sqlite_database).person("ana")
    for number in range(5):
        ana.types(f"practice <@p{number}>")
    assert "You wait for 5 answers already" in ana.types("practice <@ben>").text


def test_one_looks_up_where_ones_practices_stand(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    ana = room.person("ana")
    assert "You have no practice under way" in ana.types("practice show").text
    ana.types("practice <@ben>")
    assert "I bring @ben" in ana.types("practice show").text
    ana.types("practice <@cleo>")
    listed = ana.types("practice show")
    assert "@ben · invited" in listed.text
    assert "@cleo" in listed.text
    assert "your invitation" in ana.presses("2").text


def test_it_survives_a_restart_between_all_steps(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    room.person("ana").types("practice <@ben>")
    room = room.restarted(seed=2)
    room.delivers()
    room = room.restarted(seed=3)
    alone(room, "ben").presses("Accept")
    room = room.restarted(seed=4)
    room.delivers()
    assert "will practise with you" in told(room, "ana")[-1]


def _ref(room: Room, step: str) -> str:
    """The button of that step on the practice that was made first."""
    return f"1|p-do|play:one|1id1|{step}|0"
