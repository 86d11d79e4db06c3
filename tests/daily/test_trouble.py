"""When a channel does not take the question: the organiser hears of it once, in plain words, and puts it right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.discord import render as discord
from bot.chat.messages import Lack, Standing
from bot.chat.plain import plain
from bot.errors import Doubtful, Undeliverable, Unknowable
from bot.storage.engine import Database
from tests.daily.sent import PLENTY, dates, in_person, notices, questions, where
from tests.support.rooms import Room, Someone, bank

MEMBER = Standing({Lack.MEMBER: "/invite @askq"})
FORBIDDEN = Undeliverable("not_in_channel", forbidden=True, fix="/invite @askq")
GONE = Undeliverable("channel_not_found", gone=True)
REFUSED = Undeliverable("msg_too_long")
CLOSED = Undeliverable("cannot_dm_bot", forbidden=True)


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database, bank=PLENTY)


@pytest.fixture
def ana(room: Room) -> Someone:
    return set_up(room)


def set_up(room: Room, line: str = "daily set 09:00 UTC every day") -> Someone:
    """Ana sets it up; ben is an organiser as well."""
    ana = room.person("ana", admin=True)
    ana.types(line)
    ana.types("settings organisers <@ben>")
    return ana


def headline(room: Room) -> str:
    """What the first post asks."""
    return plain(questions(room)[0].view).split("\n\n")[1]


# It stops, and is put right


def test_a_lost_permission_is_told_once_with_the_fix_and_stops_it(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = set_up(room)
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=4)
    (told,) = notices(room)
    assert told == (
        "@play:ana: Question of the day\n\n"
        "I may no longer post in #general, so its question of the day has stopped."
        " Put that right, then press “Resume”.\n\n"
        "To put it right: /invite @askq\n\n"
        "You get this because you set it up. All about it, from the channel: /askq daily show 1"
    )
    seen = ana.types("daily show")
    assert (
        "State: stopped: I may not post in the channel\nTo put it right: /invite @askq, then press “Resume”"
        in seen.text
    )
    assert "Wed, Mar 5, 09:00: not posted: the channel did not take it" in seen.text
    assert seen.labels == ["Resume", "Post now", "Change", "Remove"]


def test_resume_from_direct_messages_posts_what_was_held_back(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = set_up(room)
    announced = ana.types("daily preview").text
    room.sender.refuses["general"] = FORBIDDEN
    room.standings["general"] = MEMBER
    room.forward(days=1)
    room.forward(minutes=20)
    alone = in_person(ana)
    assert "I am not in that channel yet." in alone.presses("Resume").text  # nothing has been put right yet
    assert questions(room) == []
    room.sender.refuses.clear()
    room.standings.clear()
    seen = alone.presses("Resume")
    assert "It goes on. The question that was held back is posted now." in seen.text
    assert "Next: Thu, Mar 6, 09:00" in seen.text
    room.forward(days=1)
    assert dates(room) == ["Wed, Mar 5", "Thu, Mar 6"]
    assert headline(room) in announced
    assert len(notices(room)) == 1


def test_what_was_held_back_too_long_is_left_out(ana: Someone) -> None:
    room = ana.room
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1, hours=4)
    room.sender.refuses.clear()
    seen = in_person(ana).presses("Resume")
    assert seen.text.startswith("It goes on.\n\nNext: Thu, Mar 6")
    room.forward(days=1)
    assert dates(room) == ["Thu, Mar 6"]


def test_resuming_twice_posts_once(ana: Someone) -> None:
    room = ana.room
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    room.sender.refuses.clear()
    alone = in_person(ana)
    alone.presses("Resume")
    assert alone.presses("Resume").text == "It is on already."
    ana.types("daily now")
    room.forward(hours=1)
    assert dates(room) == ["Wed, Mar 5"]


def test_posting_now_leaves_nothing_held_back_to_come_as_well(ana: Someone) -> None:
    room = ana.room
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    room.sender.refuses.clear()
    assert "Otherwise nothing has changed: it is stopped: I may not post in the channel." in ana.types("daily now").text
    ana.types("daily resume")
    room.forward(hours=1)
    assert dates(room) == ["Wed, Mar 5"]


def test_a_channel_that_is_gone_can_be_exchanged_and_todays_question_comes_there(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = set_up(room)
    announced = ana.types("daily preview").text
    room.sender.refuses["general"] = GONE
    room.forward(days=1)
    (told,) = notices(room)
    assert "I cannot find #general any more, so its question of the day has stopped." in told
    assert "choose another channel with /askq daily change 1." in told
    elsewhere = room.person("ana", channel="random", admin=True)
    elsewhere.types("daily change 1")
    elsewhere.picks("Where", "random")
    assert "The question that was held back is posted now." in elsewhere.presses("Save").text
    room.forward(days=1)
    assert where(room) == ["random", "random"]
    assert dates(room) == ["Wed, Mar 5", "Thu, Mar 6"]
    assert headline(room) in announced
    assert len(notices(room)) == 1


def test_the_old_channel_troubles_the_new_one_no_more(ana: Someone) -> None:
    """The answers to what was posted there still go there, and cannot: that is told, and nothing stops."""
    room = ana.room
    room.forward(days=1)
    ana.types("daily change")
    ana.picks("Where", "random")
    ana.presses("Save")
    room.sender.refuses["general"] = GONE
    room.forward(days=2)
    assert where(room) == ["general", "random", "random"]
    (told,) = notices(room)
    assert (
        "The answers to the question of Wed, Mar 5 have not come out in #general: I cannot find that channel any more."
        " Press “Bring the answers out”, and they come out in #random." in told
    )


def test_answers_that_cannot_come_out_stop_it_as_well(ana: Someone) -> None:
    room = ana.room
    room.forward(days=1)
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    assert len(notices(room)) == 1
    room.sender.refuses.clear()
    in_person(ana).presses("Resume")
    room.delivers()
    assert any("The answers" in screen for screen in ana.screen())


def test_only_what_is_concerned_stops(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = set_up(room)
    room.person("ana", channel="random", admin=True).types("daily set 09:00 UTC every day")
    room.person("cem", group="play:two", channel="far").types("daily set me 09:00 UTC every day")
    room.sender.refuses["general"] = GONE
    room.forward(days=2)
    assert sorted(where(room)) == ["@play:cem", "@play:cem", "random", "random"]
    assert "State: stopped" in ana.types("daily show").text


def test_trouble_is_known_after_a_restart_between_every_two_steps(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = set_up(room)
    room = room.restarted(seed=2)
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    room = room.restarted(seed=3)
    room.forward(minutes=5)
    room = room.restarted(seed=4)
    assert len(notices(room)) == 1
    room.sender.refuses.clear()
    in_person(ana.via(room)).presses("Resume")
    room = room.restarted(seed=5)
    room.forward(days=1)
    assert dates(room) == ["Wed, Mar 5", "Thu, Mar 6"]


# One question only


def test_what_the_platform_refuses_is_told_and_the_next_one_comes(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = set_up(room)
    room.sender.refuses["general"] = REFUSED
    room.forward(days=1)
    (told,) = notices(room)
    refused = "I could not post the question of Wed, Mar 5 to #general: the platform refused it (msg_too_long)."
    assert refused in told
    room.sender.refuses.clear()
    assert "It is posted now." in in_person(ana).presses("Post it again").text
    room.forward(days=1)
    assert dates(room) == ["Wed, Mar 5", "Thu, Mar 6"]


def test_posting_again_brings_the_same_question(ana: Someone) -> None:
    room = ana.room
    announced = ana.types("daily preview").text
    room.sender.refuses["general"] = REFUSED
    room.forward(days=1)
    room.sender.refuses.clear()
    room.clock.forward(hours=20)  # on the next day, before its own question
    in_person(ana).presses("Post it again")
    assert in_person(ana).presses("Post it again").text == "That is settled already."
    room.forward(hours=8)
    assert dates(room) == ["Wed, Mar 5", "Thu, Mar 6"]
    assert headline(room) in announced
    assert "Wed, Mar 5, 09:00: not posted: it was posted again" in ana.types("daily show").text


def test_a_broken_connection_is_asked_about_and_left_alone(database: Database) -> None:
    room = unknown(database)
    ana = room.person("ana", admin=True)
    (told,) = notices(room)
    assert (
        "The connection broke while I posted the question of Wed, Mar 5 to #general. Please look if it is there."
        in told
    )
    assert "perhaps posted: I could not find out" in ana.types("daily show").text
    assert "Today's question may be out already" in ana.types("daily now").text
    alone = in_person(ana)
    assert alone.presses("It is there").text == "Noted: the question arrived."
    assert alone.presses("It is there").text == alone.presses("Post it again").text == "That is settled already."
    room.forward(days=1)
    assert dates(room) == ["Thu, Mar 6"]
    assert "Wed, Mar 5, 09:00: posted" in ana.types("daily show").text


def test_what_did_not_arrive_is_posted_again(sqlite_database: Database) -> None:
    room = unknown(sqlite_database)
    in_person(room.person("ana")).presses("Post it again")
    room.forward(days=1)
    assert dates(room) == ["Wed, Mar 5", "Thu, Mar 6"]


def unknown(database: Database) -> Room:
    """A room whose first question went into the dark."""
    room = Room(database, bank=PLENTY)
    set_up(room)
    room.sender.refuses["general"] = Doubtful("timeout")
    room.clock.now = datetime(2031, 3, 5, 9, tzinfo=UTC)
    room.delivers()
    room.sender.refuses["general"] = Unknowable("no history")
    room.forward(minutes=1)
    room.sender.refuses.clear()
    return room


# The questions come to an end


def test_two_weeks_before_the_last_question_the_organiser_hears_of_it(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(*(f"a.q{number}" for number in range(16))))
    set_up(room)
    room.forward(days=1)
    assert notices(room) == []
    room.forward(days=3)
    (told,) = notices(room)
    assert "For #general 14 questions are left that were not asked. After that I start again with the oldest." in told
    assert "For more, add topics with /askq daily change 1." in told


def test_where_it_stops_at_the_end_it_says_so_and_does_not_go_on_without_a_reason(database: Database) -> None:
    room = Room(database, bank=bank("a.one", "b.two"))
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC every day a")
    ana.types("daily change")
    ana.picks("When all were asked", "Stop and tell me")
    ana.presses("Save")
    room.forward(days=3)
    assert dates(room) == ["Wed, Mar 5"]
    assert "Every question for #general has been asked, so it has stopped." in notices(room)[-1]
    seen = ana.types("daily show")
    assert "To put it right: press “Change”: choose more topics, or let it start again" in seen.text
    said = "Every question has been asked. Choose more topics, or let it start again: /askq daily change 1"
    assert ana.types("daily resume").text == ana.types("daily now").text == said
    ana.types("daily set a, b")
    room.forward(days=1)
    assert len(questions(room)) == 2


@pytest.mark.parametrize("problem", [FORBIDDEN, GONE, REFUSED])
def test_a_notice_fits_a_message(ana: Someone, problem: Undeliverable) -> None:
    ana.room.sender.refuses["general"] = replace(problem, reason="x" * 300, fix="y" * 300)
    ana.room.forward(days=1)
    told = [post for post in ana.room.sender.sent if post not in questions(ana.room)]
    assert len(told) == 1 and len(discord.messages(told[0].view)) == 1


def test_a_clear_word_where_the_platform_has_none(ana: Someone) -> None:
    ana.room.sender.refuses["general"] = Undeliverable("forbidden", forbidden=True)
    ana.room.forward(days=1)
    assert "To put it right: let me post there, then press “Resume”" in ana.types("daily show").text
