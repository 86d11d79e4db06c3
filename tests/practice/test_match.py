"""The match: who is in it, when it makes pairs, and what becomes of those who miss each other."""

from __future__ import annotations

import pytest

from bot.chat.messages import Lack, Standing
from bot.storage.engine import Database
from tests.practice.rooms import alone, closed_to_all, posts, public, room_of, told
from tests.support.rooms import Room

WEEKLY = "practice match weekly mon 10:00 UTC"
"""The next one is Monday, 10 March 2031, in six days and half an hour."""


def joined(database: Database, *names: str, line: str = WEEKLY) -> Room:
    room = room_of(database)
    if line:
        room.person("ana", admin=True).types(line)
    for name in names:
        room.person(name).types("practice match join")
    return room


def matched(database: Database, *names: str) -> Room:
    """Pairs have just been made."""
    room = joined(database, *names)
    room.forward(days=6, hours=0, minutes=30)
    return room


def partners(room: Room, name: str) -> set[str]:
    """Whom they were told that they practise with, last."""
    news = [message for message in told(room, name) if message.startswith("This time you practise with")]
    return {word.strip("@,") for word in news[-1].splitlines()[0].split() if word.startswith("@")} if news else set()


def test_an_organiser_settles_a_day_and_an_hour(database: Database) -> None:
    room = room_of(database)
    settled = room.person("ana", admin=True).types("practice match weekly 10am monday Berlin")
    assert "Each week, Mon at 10:00 Europe/Berlin" in settled.text
    assert "Mon, Mar 10, 10:00" in settled.text
    assert "You are in." in room.person("ana").presses("Join").text


def test_others_do_not(database: Database) -> None:
    room = room_of(database)
    for line in (WEEKLY, "practice match now", "practice match off"):
        assert "Only organisers" in room.person("ben").types(line).text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("practice match weekly mon 10:00", "I need a time zone"),
        ("practice match weekly mon", "Name one day of the week and a time"),
        ("practice match weekly mon-fri 10:00 UTC", "Name one day of the week and a time"),
        ("practice match off", "No pairs are made by themselves"),
        ("practice match now", "Nobody is in the match yet"),
        ("practice match", "practice match join"),
    ],
)
def test_what_is_missing_is_said_with_what_to_type(sqlite_database: Database, line: str, said: str) -> None:
    assert said in room_of(sqlite_database).person("ana", admin=True).types(line).text


def test_where_askq_may_not_post_it_says_so_first(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    room.standings["general"] = Standing({Lack.POST: "/invite @askq"})
    assert "Put that right, then try again: /invite @askq" in room.person("ana", admin=True).types(WEEKLY).text


def test_five_people_are_a_pair_and_a_three(database: Database) -> None:
    names = ("ana", "ben", "cleo", "dan", "eva")
    room = matched(database, *names)
    assert sorted(len(partners(room, name)) for name in names) == [1, 1, 2, 2, 2]
    assert all(name in partners(room, other) for name in names for other in partners(room, name))
    (post,) = public(room)
    assert post.startswith("Practice match")
    assert all(f"@{name}" in post for name in names)


def test_everybody_meets_everybody_before_anybody_twice(database: Database) -> None:
    room = joined(database, "ana", "ben", "cleo", "dan")
    had = []
    for _ in range(3):
        room.forward(days=7)
        had.append(partners(room, "ana"))
    assert had[0] | had[1] | had[2] == {"ben", "cleo", "dan"}


def test_who_is_alone_waits_and_whoever_joins_then_is_paired_at_once(database: Database) -> None:
    room = matched(database, "ana")
    assert "@ana waits for somebody" in public(room)[0]
    assert "there is nobody free for you" in told(room, "ana")[-1]
    shown = room.person("ben").presses("Join")
    assert not shown.public
    assert "You are in, and somebody was waiting already:" in shown.text
    assert "You interview @ana" in shown.text
    room.delivers()
    assert partners(room, "ana") == {"ben"}
    assert told(room, "ben") == []  # it stands before them


def test_who_leaves_is_paired_no_more(database: Database) -> None:
    room = joined(database, "ana", "ben", "cleo")
    room.person("cleo").types("practice match leave")
    room.forward(days=7)
    assert partners(room, "cleo") == set()
    assert partners(room, "ana") == {"ben"}
    assert "You are not in the match." in room.person("cleo").types("practice match leave").text


def test_with_nobody_in_it_nothing_is_posted(database: Database) -> None:
    room = matched(database)
    assert posts(room) == []


def test_a_button_in_the_channel_shows_everybody_their_own(database: Database) -> None:
    room = matched(database, "ana", "ben")
    assert "interview" in room.person("ana").presses("Show me mine").text
    assert "You are not in the match." in room.person("cleo").presses("Show me mine").text


def test_off_ends_it_and_those_who_are_in_stay_in(database: Database) -> None:
    room = joined(database, "ana", "ben")
    assert "Those who are in stay in." in room.person("ana", admin=True).types("practice match off").text
    room.forward(days=8)
    assert posts(room) == []
    assert "2 are in" in room.person("ben").types("practice match show").text


def test_now_makes_pairs_at_once_and_typed_twice_no_second_ones(database: Database) -> None:
    room = joined(database, "ana", "ben", "cleo", line="")
    ana = room.person("ana", admin=True)
    assert ana.types("practice match now").text.strip() == "One group is made and told."
    assert "Everybody who is in has somebody already." in ana.types("practice match now").text
    room.delivers()
    assert partners(room, "ana") == {"ben", "cleo"}


def test_pairs_of_an_hour_that_is_long_over_are_left_out(database: Database) -> None:
    room = joined(database, "ana", "ben")
    room.clock.forward(days=7, hours=13)
    room.delivers()
    assert posts(room) == []
    room.forward(days=6)
    assert partners(room, "ana") == {"ben"}


def test_an_hour_that_was_missed_by_little_is_made_up_for_once(database: Database) -> None:
    room = joined(database, "ana", "ben")
    room.clock.forward(days=6, hours=3)
    room = room.restarted()
    room.delivers()
    room.restarted(seed=3).delivers()
    assert len(public(room)) == 1
    assert len(told(room, "ana")) == 1


def test_clocks_that_change_do_not_move_the_hour(database: Database) -> None:
    room = joined(database, "ana", "ben", line="practice match weekly mon 10:00 Europe/Berlin")
    shown = room.person("ana").types(
        "practice match show",
    )
    assert "Mon, Mar 10, 10:00" in shown.text
    room.forward(days=26)
    assert "Mon, Mar 31, 10:00" in room.person("ana").types("practice match show").text


def test_next_day_they_are_asked_whether_they_met(database: Database) -> None:
    room = matched(database, "ana", "ben")
    room.forward(days=1)
    assert told(room, "ana")[-1].startswith("Did you meet?")
    assert "Would you like to tell each other" in alone(room, "ana").presses("We met").text
    assert "What did you see in @ben?" in alone(room, "ana").presses("Give feedback").text
    room.delivers()
    assert "What did you see in @ana?" in told(room, "ben")[-1]


def test_whoever_has_begun_is_not_asked(database: Database) -> None:
    room = matched(database, "ana", "ben")
    alone(room, "ana").presses("Start")
    alone(room, "ana").presses("Finish")
    room.forward(days=4)
    assert not any("Did you meet?" in message for message in told(room, "ben"))


def test_not_yet_is_asked_once_more(database: Database) -> None:
    room = matched(database, "ana", "ben")
    room.forward(days=1)
    assert "I ask once more in two days." in alone(room, "ana").presses("Not yet").text
    room.forward(days=2)
    assert len([message for message in told(room, "ana") if message.startswith("Did you meet?")]) == 2
    assert "I do not ask again." in alone(room, "ana").presses("Not yet").text
    room.forward(days=1)
    assert len([message for message in told(room, "ana") if message.startswith("Did you meet?")]) == 2


def test_who_waited_in_vain_is_paired_anew_and_the_other_is_told_kindly_and_nobody_else(database: Database) -> None:
    room = matched(database, "ana", "ben")
    room.forward(days=1)
    before = len(public(room))
    answer = alone(room, "ana").presses("They did not come")
    assert "I am sorry that you waited in vain." in answer.text
    room.delivers()
    assert "That happens to everybody, and stays between you." in told(room, "ben")[-1]
    assert len(public(room)) == before
    room.person("cleo").types("practice match join")
    room.delivers()
    assert partners(room, "ana") == {"cleo"}
    assert "nobody free for you" in alone(room, "ben").presses("Pair me anew").text
    room.person("dan").types("practice match join")
    room.delivers()
    assert partners(room, "ben") == {"dan"}


def test_two_who_missed_each_other_are_not_thrown_together_at_once(database: Database) -> None:
    room = matched(database, "ana", "ben")
    room.forward(days=1)
    alone(room, "ana").presses("They did not come")
    room.delivers()
    alone(room, "ben").presses("Pair me anew")
    room.delivers()
    assert len([message for message in told(room, "ana") if message.startswith("This time")]) == 1
    room.forward(days=7)
    assert len([message for message in told(room, "ana") if message.startswith("This time")]) == 2


def test_when_one_says_that_they_met_the_other_need_not_wait(database: Database) -> None:
    room = matched(database, "ana", "ben")
    room.forward(days=1)
    alone(room, "ben").presses("We met")
    assert "told me that you met" in alone(room, "ana").presses("They did not come").text


def test_of_three_the_two_who_came_go_on(database: Database) -> None:
    room = matched(database, "ana", "ben", "cleo")
    room.forward(days=1)
    shown = alone(room, "ana").presses("cleo did not come")
    assert "Then it is the two of you." in shown.text
    assert "cleo" not in shown.text
    room.delivers()
    assert "It is the two of you now." in told(room, "ben")[-1]
    assert "The two others have gone on without you this time." in told(room, "cleo")[-1]
    assert "nobody free for you" in alone(room, "cleo").presses("Pair me anew").text
    assert "between others" in alone(room, "cleo").presses("Not yet").text


def test_of_three_one_may_call_it_off_and_the_others_stay_together(database: Database) -> None:
    room = matched(database, "ana", "ben", "cleo")
    assert "You are out of it for this time." in alone(room, "cleo").presses("Call it off").text
    room.delivers()
    for name in ("ana", "ben"):
        assert "It is the two of you now." in told(room, name)[-1]
    alone(room, "ana").presses("Start")
    assert "What did you see in" in alone(room, "ana").presses("Finish").text


def test_a_clock_that_had_run_ahead_does_not_put_the_pairs_off_for_years(database: Database) -> None:
    room = joined(database, "ana", "ben")
    room.clock.forward(days=1000)
    room.delivers()
    room.clock.forward(days=-1000)
    room.app.tidy()
    room.forward(days=7)
    assert partners(room, "ana") == {"ben"}


def test_calling_it_off_leaves_the_other_free_for_somebody_else(database: Database) -> None:
    room = matched(database, "ana", "ben")
    assert "Next time you are paired again." in alone(room, "ana").presses("Call it off").text
    room.delivers()
    assert "You are paired anew as soon as somebody else is free." in told(room, "ben")[-1]
    room.person("cleo").types("practice match join")
    room.delivers()
    assert partners(room, "ben") == {"cleo"}


def test_what_nobody_began_is_over_when_the_next_pairs_are_made(database: Database) -> None:
    room = matched(database, "ana", "ben")
    room.forward(days=7)
    alone_with = alone(room, "ana").screen()
    assert len([message for message in alone_with if message.strip().startswith("This time you practise")]) == 2
    assert len(public(room)) == 2


def test_who_cannot_be_written_to_is_nudged(database: Database) -> None:
    room = joined(database, "ana", "ben")
    room.sender.refuses["@play:ben"] = closed_to_all()
    room.forward(days=7)
    assert any(message.startswith("@ben: I have something for you") for message in public(room))
    assert "interview" in room.person("ben").presses("Show me").text


def test_the_organiser_hears_that_the_channel_does_not_take_it(database: Database) -> None:
    room = joined(database, "cleo", "ben")
    room.sender.refuses["general"] = closed_to_all()
    room.forward(days=6, hours=1)
    assert "could not post to #general" in told(room, "ana")[-1]
    assert partners(room, "ben") == {"cleo"}


def test_the_match_is_for_channels(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    for line in ("practice match join", "practice match show", WEEKLY):
        assert "Type it in a channel" in alone(room, "ana").types(line).text


def test_groups_do_not_know_each_other(database: Database) -> None:
    room = joined(database, "ana", line="")
    room.person("ben", group="play:two").types("practice match join")
    room.person("eva", group="play:two", admin=True).types("practice match now")
    room.delivers()
    assert partners(room, "ana") == set()
    assert "from the channel" in room.person("cleo", group="play:two").presses_ref("1|p-pool|play:one|join").text


def test_three_people_rotate_and_the_third_listens(database: Database) -> None:
    room = matched(database, "ana", "ben", "cleo")
    listeners = [name for name in ("ana", "ben", "cleo") if any("you listen" in each for each in told(room, name))]
    assert len(listeners) == 1
    (listener,) = listeners
    alone(room, listener).presses("Start")
    room.delivers()
    shown = alone(room, listener).presses("Finish").text
    assert "What did you see in" in shown
    once = alone(room, listener).presses("Rather not").text
    assert "What did you see in" in once
    assert "Thank you, that is kept." in alone(room, listener).presses("Rather not").text
