"""Whom askq tells of trouble, and when."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.chat.keys import Place
from bot.chat.plain import plain
from bot.daily import store
from bot.daily.refs import BringOut, ItArrived, PostAgain, Resume
from bot.delivery.sender import Post
from bot.errors import Undeliverable
from bot.storage.engine import Database
from tests.daily.sent import PLENTY, in_person, notices, where
from tests.support.rooms import Room, Someone, bank

FORBIDDEN = Undeliverable("not_in_channel", forbidden=True, fix="/invite @askq")
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


def settles(who: Someone, option: str, *, there: bool = False, quiet: str = "") -> None:
    who.types("settings me")
    if option:
        who.picks("Direct messages", option)
    if quiet:
        who.presses("Quiet hours")
        who.fills(quiet=quiet)
        who.presses("Time zone")
        who.fills(zone="UTC")
    who.presses("Save")


def test_whoever_cannot_be_reached_is_followed_by_the_next_organiser(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = set_up(room)
    room.sender.refuses |= {"general": FORBIDDEN, "@play:ana": CLOSED}
    room.forward(days=1)
    (told,) = notices(room)
    assert told.startswith("@play:ben: ")
    assert "You get this because you look after it: whoever set it up could not be reached, or is no organiser." in told
    room.sender.refuses.clear()
    assert "It goes on." in in_person(room.person("ben")).presses("Resume").text
    assert "State: on" in ana.types("daily show").text


def test_whoever_changed_it_lately_is_told_after_those_who_were_named(ana: Someone) -> None:
    """An admin need not be named, and whoever set it up may have left."""
    room = ana.room
    room.person("dan", admin=True).types("daily set 10:00")
    room.sender.refuses |= {"general": FORBIDDEN, "@play:ana": CLOSED, "@play:ben": CLOSED}
    room.forward(days=2)
    assert [told.partition(":")[2].partition(": ")[0] for told in notices(room)] == ["dan"]


# Where nobody takes direct messages

NUDGE = "Something about the question of the day has to be put right by an organiser."


def nudges(room: Room) -> list[str]:
    """The channels in which organisers were called, in order."""
    return [post.to.channel for post in room.sender.sent if isinstance(post.to, Place) and plain(post.view) == NUDGE]


def test_where_nobody_can_be_reached_organisers_are_called_where_another_one_runs(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = set_up(room)
    there = add(room, "ana", "daily add 10:00 UTC every day", channel="random")
    room.sender.refuses |= {"general": FORBIDDEN, "@play:ana": CLOSED, "@play:ben": CLOSED}
    room.forward(days=3)
    assert notices(room) == []
    assert nudges(room) == ["random"], "once"
    assert room.person("zoe", channel="random").presses("Show me").text.startswith("That is for organisers.")
    seen = room.person("ben", channel="random").presses("Show me")
    assert not seen.public
    assert "I may no longer post in #general, so its question of the day has stopped." in seen.text
    room.sender.refuses.clear()
    assert "It goes on." in room.person("ben", channel="random").presses("Resume").text
    assert "State: on" in ana.types("daily show 1").text
    assert there.presses("Show me").text == "That is settled already."


def test_whoever_wants_no_direct_messages_is_called_as_well(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    settles(room.person("ana"), "Only what I set up")
    room.person("ana", admin=True).types("daily set 09:00 UTC every day")
    add(room, "ana", "daily add 10:00 UTC every day", channel="random")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    assert nudges(room) == ["random"]


def test_what_is_not_the_channels_trouble_is_said_in_the_channel_itself(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank("a.one"))
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC every day")
    ana.types("daily change")
    ana.picks("When all were asked", "Stop and tell me")
    ana.presses("Save")
    room.sender.refuses["@play:ana"] = CLOSED
    room.forward(days=3)
    assert nudges(room) == ["general"]
    assert "Every question for #general has been asked" in ana.presses("Show me").text


def test_a_channel_that_takes_no_call_either_is_followed_by_the_next(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    set_up(room)
    for channel in ("random", "third"):
        add(room, "ana", "daily add 20:00 UTC fri", channel=channel)
    room.sender.refuses |= {"general": FORBIDDEN, "@play:ana": CLOSED, "@play:ben": CLOSED, "random": FORBIDDEN}
    room.forward(days=1)
    assert nudges(room) == ["third"]


def test_where_there_is_no_channel_left_the_log_says_so(ana: Someone, caplog: pytest.LogCaptureFixture) -> None:
    room = ana.room
    room.person("ana", group="play:two", admin=True).types("daily set 09:00 UTC every day")
    room.sender.refuses |= {"general": FORBIDDEN, "@play:ana": CLOSED, "@play:ben": CLOSED}
    room.forward(days=3)
    assert notices(room) == nudges(room) == []
    assert "nobody could be told of the question of the day 1 of play:one: stopped" in caplog.text
    assert "State: stopped" in ana.types("daily show").text


def test_what_nobody_has_to_put_right_calls_nobody(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    set_up(room)
    room.sender.refuses |= {"@play:ana": CLOSED, "@play:ben": CLOSED}
    room.clock.forward(days=3)
    room.forward(hours=1)
    assert nudges(room) == []


# Who is an organiser no more


def test_whoever_was_removed_is_not_told_and_cannot_press_but_whoever_removed_them_can(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    boss, cy = room.person("boss", admin=True), room.person("cy")
    boss.types("settings organisers <@cy>")
    cy.types("daily set 09:00 UTC every day")
    boss.types("settings organisers <@cy>")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    (told,) = notices(room)
    assert told.startswith("@play:boss: ")
    assert "whoever set it up could not be reached, or is no organiser." in told
    with database.read() as db:
        (schedule,) = store.of_group(db, "play:one")
    refused = in_person(cy).presses_ref(Resume("play:one", schedule.id)).text
    assert refused == "Only organisers of that group can do that."
    room.sender.refuses.clear()
    assert "It goes on." in in_person(boss).presses("Resume").text


def test_those_who_are_named_go_before_whoever_removed_the_owner(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    boss, cy = room.person("boss", admin=True), room.person("cy")
    for name in ("cy", "ben"):
        boss.types(f"settings organisers <@{name}>")
    cy.types("daily set 09:00 UTC every day")
    boss.types("settings organisers <@cy>")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    assert [told.partition(": ")[0] for told in notices(room)] == ["@play:ben"]


def test_whoever_is_named_again_is_told_again(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    boss, cy = room.person("boss", admin=True), room.person("cy")
    boss.types("settings organisers <@cy>")
    cy.types("daily set 09:00 UTC every day")
    for _ in range(2):
        boss.types("settings organisers <@cy>")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    assert [told.partition(": ")[0] for told in notices(room)] == ["@play:cy"]


# After an outage


def test_all_that_was_left_out_is_told_in_one(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    set_up(room)
    for number in range(2, 13):
        add(room, "ana", f"daily add {number + 7:02}:00 UTC every day", channel="random")
    room.clock.forward(days=2, hours=-6)  # until Thursday, 03:30
    room.forward(hours=1)
    (told,) = notices(room)
    assert "I was away when these questions were due, so they were left out:" in told
    assert "• #general, number 1: Wed, Mar 5\n• #random, number 2: Wed, Mar 5\n" in told
    assert "#random, number 12" in told
    assert told.count("\n• ") == 12


def test_each_hears_of_their_own_and_the_next_of_those_of_whom_cannot_be_reached(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    set_up(room)
    add(room, "ana", "daily add 10:00 UTC every day", channel="random")
    add(room, "dan", "daily add 11:00 UTC every day", channel="third")
    room.sender.refuses["@play:ana"] = CLOSED
    room.clock.forward(days=4)
    room.forward(hours=1)
    told = {each.partition(": ")[0]: each for each in notices(room)}
    assert sorted(told) == ["@play:ben", "@play:dan"]
    assert "• #general, number 1: Wed, Mar 5 to " in told["@play:ben"]
    assert "• #random, number 2: " in told["@play:ben"]
    assert "#third" not in told["@play:ben"]
    assert "due in #third" in told["@play:dan"]


def test_a_second_outage_of_a_day_is_told_of_by_itself(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    set_up(room, "daily set 00:30 UTC every day")
    add(room, "ana", "daily add 12:00 UTC every day", channel="random")
    room.clock.forward(hours=20)  # Wednesday, 05:30
    room.forward(hours=1)
    room.clock.forward(hours=10)
    room.forward(hours=1)
    first, second = notices(room)
    assert "• #general, number 1: Wed, Mar 5" in first
    assert "• #random, number 2: Tue, Mar 4" in first
    assert "the question of Wed, Mar 5 was due in #random" in second


# By choice


@pytest.mark.parametrize("alone", [False, True])
def test_whoever_wants_no_direct_messages_gets_none(ana: Someone, alone: bool) -> None:
    """Whether they said so in the group or in the direct messages."""
    settles(in_person(ana) if alone else ana, "Only what I set up for myself")
    ana.room.sender.refuses["general"] = FORBIDDEN
    ana.room.forward(days=1)
    assert [told.partition(": ")[0] for told in notices(ana.room)] == ["@play:ben"]


def test_ones_own_question_comes_without_other_messages(room: Room) -> None:
    cem = room.person("cem", group="play:dm:cem", channel="")
    settles(cem, "Only what I set up for myself")
    cem.types("daily set 09:00 UTC every day")
    room.forward(days=1)
    assert where(room) == ["@play:cem"]


@pytest.mark.parametrize("alone", [False, True])
def test_nobody_is_told_in_their_quiet_hours(ana: Someone, alone: bool) -> None:
    ana.types("daily set 03:00")
    settles(in_person(ana) if alone else ana, "", quiet="22-7")
    ana.room.sender.refuses["general"] = FORBIDDEN
    ana.room.forward(hours=21)  # 06:30
    assert notices(ana.room) == []
    ana.room.forward(minutes=29)
    assert notices(ana.room) == []
    ana.room.forward(minutes=1)
    assert len(notices(ana.room)) == 1


def test_what_is_over_before_the_quiet_hours_are_is_not_told(ana: Someone) -> None:
    ana.types("daily set 03:00")
    settles(ana, "", quiet="22-7")
    ana.room.sender.refuses["general"] = FORBIDDEN
    ana.room.forward(hours=18)
    ana.room.sender.refuses.clear()
    ana.types("daily resume")
    ana.room.forward(hours=6)
    assert notices(ana.room) == []


def add(room: Room, name: str, line: str, *, channel: str = "general") -> Someone:
    organiser = room.person(name, channel=channel, admin=True)
    organiser.types(line)
    return organiser


def test_all_that_stop_in_one_channel_are_told_of_in_one_and_each_is_resumed(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = set_up(room)
    add(room, "ana", "daily add 18:00 UTC every day")
    add(room, "ana", "daily set 09:00 UTC every day", channel="random")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=2)
    (told,) = notices(room)
    assert told == (
        "@play:ana: Question of the day\n\n"
        "I may no longer post in #general, so its questions of the day 1 (09:00) and 2 (18:00) have stopped."
        " Put that right, then resume them.\n\n"
        "To put it right: /invite @askq\n\n"
        "You get this because you set it up. All about it, from the channel: /askq daily show"
    )
    assert where(room) == ["random", "random"]
    room.sender.refuses.clear()
    alone = in_person(ana)
    assert "It goes on." in alone.presses("Resume 2").text
    assert "State: stopped" in ana.types("daily show 1").text
    assert "State: on" in ana.types("daily show 2").text
    assert "It goes on." in alone.presses("Resume 1").text
    room.forward(days=1)
    assert sorted(where(room)) == ["general", "general", "random", "random", "random"]


def test_the_same_where_the_channel_is_gone(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    set_up(room)
    add(room, "ana", "daily add 09:00 UTC every day")
    room.sender.refuses["general"] = Undeliverable("channel_not_found", gone=True)
    room.forward(days=1)
    (told,) = notices(room)
    assert "I cannot find #general any more, so its questions of the day 1 (09:00) and 2 (09:00) have stopped." in told
    assert "choose another channel for each, the first with /askq daily change 1." in told


def test_what_is_resumed_before_the_notice_can_be_sent_is_not_in_it(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    ana = set_up(room, "daily set 03:00 UTC every day")
    add(room, "ana", "daily add 04:00 UTC every day")
    settles(ana, "", quiet="22-7")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(hours=18)
    room.sender.refuses.clear()
    ana.types("daily resume 1")
    room.forward(hours=6)
    (told,) = notices(room)
    assert "so its question of the day has stopped" in told
    assert "It goes on." in in_person(ana).presses("Resume").text
    assert "State: on" in ana.types("daily show 2").text


def test_each_who_set_one_up_there_is_told_once(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    set_up(room)
    add(room, "dan", "daily add 09:00 UTC every day")
    add(room, "dan", "daily add 10:00 UTC every day")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    assert sorted(told.partition(": ")[0] for told in notices(room)) == ["@play:ana", "@play:dan"]
    assert all("1 (09:00), 2 (09:00), and 3 (10:00)" in told for told in notices(room))


def test_what_is_forbidden_in_threads_alone_stops_only_what_goes_there(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    ana = set_up(room)
    add(room, "ana", "daily add 09:00 UTC every day")
    add(room, "ana", "daily add 20:00 UTC every day")
    ana.types("daily change 2")
    ana.picks("Answers go", "Into the channel")
    ana.presses("Save")
    send = room.sender.send

    async def no_threads(post: Post, doubtful_since: datetime | None) -> str:
        if isinstance(post.to, Place) and post.to.thread and not post.edits:
            raise Undeliverable("no threads", forbidden=True, fix="Create Public Threads")
        return await send(post, doubtful_since)

    room.sender.send = no_threads  # type: ignore[method-assign]
    room.forward(days=1, hours=8)
    (told,) = notices(room)
    assert "1 (09:00) and 3 (20:00) have stopped" in told
    assert "State: on" in ana.types("daily show 2").text


def test_a_pause_is_not_ended_by_anothers_trouble(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    ana = set_up(room)
    add(room, "ana", "daily add 18:00 UTC every day")
    ana.types("daily pause 2031-04-01 2")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    assert "its question of the day has stopped" in notices(room)[0]
    assert "State: paused until Tue, Apr 1" in ana.types("daily show 2").text


def test_whoever_is_told_may_press_what_is_told_them(ana: Someone) -> None:
    """An admin whom nobody named is known as such in the group alone; the notice stands elsewhere."""
    room = ana.room
    room.person("dan", admin=True).types("daily set 10:00")
    room.sender.refuses |= {"general": FORBIDDEN, "@play:ana": CLOSED, "@play:ben": CLOSED}
    room.forward(days=1, hours=2)
    room.sender.refuses.clear()
    assert "It goes on." in in_person(room.person("dan")).presses("Resume").text


def test_the_buttons_of_a_notice_are_for_those_who_look_after_it(ana: Someone) -> None:
    room = ana.room
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    with room.app.database.read() as db:
        (schedule,) = store.of_group(db, "play:one")
    eve = room.person("eve", group="play:dm:eve", channel="")
    slot = "2031-03-05"
    for ref in (Resume("play:one", schedule.id), PostAgain("play:one", schedule.id, slot),
                ItArrived("play:one", schedule.id, slot), BringOut("play:one", schedule.id, slot, 0)):  # fmt: skip
        assert eve.presses_ref(ref).text == "Only organisers of that group can do that."
    assert "That question of the day was removed." in eve.presses_ref(Resume("play:two", schedule.id)).text


def test_what_is_done_from_direct_messages_is_in_the_audit_of_the_group(ana: Someone) -> None:
    room = ana.room
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    room.sender.refuses.clear()
    in_person(ana).presses("Resume")
    assert "@ana, daily resume 1" in ana.types("daily show").text
