"""Sharing puts a question before everyone: once, with a name, and only where the group allows it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.ask.model import Share
from bot.storage.engine import Database
from tests.support.rooms import Room, Someone


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


def only_organisers_share(room: Room) -> None:
    boss = room.person("boss", admin=True)
    boss.types("settings group")
    boss.picks("Who may share", "Organisers only")
    boss.presses("Save")


def test_a_shared_question_is_for_everyone_and_says_who_shared_it(room: Room) -> None:
    ana, ben = room.person("ana"), room.person("ben")
    ana.types("culture.one")
    seen = ana.presses("Share")
    assert seen.public
    assert seen.text.startswith("@ana shares a question")
    assert seen.labels == ["Why ask it", "Listen for", "Use the answer", "Save", "Another"]
    assert ben.screen() == [seen.text], "the private card is not among them"


def test_here_shares_at_once(room: Room) -> None:
    ana = room.person("ana")
    assert ana.types("here").public
    assert "Team · " in ana.types("here team").text
    assert ana.calls("", here=True, topic="culture.one").public


def test_a_search_is_private_even_with_here(room: Room) -> None:
    assert not room.person("ana").types("here zeppelins").public
    assert not room.person("ana").types("here the truth").public


def test_sharing_the_same_twice_is_a_double_press(room: Room) -> None:
    ana, ben = room.person("ana"), room.person("ben")
    ana.types("culture.one")
    ana.presses("Share")
    assert "shared here a moment ago" in ana.presses_ref(Share("small:culture.one")).text
    assert "shared here a moment ago" in ben.types("here culture.one").text


def test_ten_minutes_later_it_is_a_wish(room: Room) -> None:
    ana = room.person("ana")
    ana.types("here culture.one")
    room.clock.forward(minutes=9, seconds=59)
    assert not ana.types("here culture.one").public
    room.clock.forward(seconds=1)
    assert ana.types("here culture.one").public


def test_the_same_question_may_be_shared_elsewhere(room: Room) -> None:
    room.person("ana").types("here culture.one")
    assert room.person("ana", channel="random").types("here culture.one").public


def test_where_only_organisers_share_nobody_else_does(room: Room) -> None:
    only_organisers_share(room)
    ana = room.person("ana")
    assert "Share" not in ana.types("culture.one").labels
    for seen in (ana.presses_ref(Share("small:culture.one")), ana.types("here"), ana.types("here culture.one")):
        assert seen.text == "In this group only organisers share questions. You can still ask for yourself."
        assert not seen.public


def test_a_refused_share_does_not_use_up_a_question(room: Room) -> None:
    only_organisers_share(room)
    room.person("ana").types("here pay")
    assert "again" not in room.person("boss", admin=True).types("here pay").text


def test_organisers_share_where_only_they_may(room: Room) -> None:
    only_organisers_share(room)
    assert room.person("boss", admin=True).types("here culture.one").public
    room.person("boss", admin=True).types("settings organisers <@ana>")
    assert room.person("ana").types("here culture.two").public


def test_in_a_direct_message_there_is_nobody_to_share_with(room: Room) -> None:
    assert "Share" not in room.person("ana", group="play:dm:ana").types("culture").labels


def test_a_used_up_topic_starts_over_for_everyone_instead_of_being_refused(room: Room) -> None:
    ana = room.person("ana")
    shown = [ana.types("here pay") for _ in range(3)]
    assert all(seen.public for seen in shown)
    assert "here it is again" in shown[1].text


def test_two_who_share_the_same_at_once_post_it_once(room: Room) -> None:
    ana, ben = room.person("ana"), room.person("ben")
    for person in (ana, ben):
        person.types("culture.one")
    both = Barrier(2)

    def share(person: Someone) -> bool:
        both.wait()
        return person.presses_ref(Share("small:culture.one")).public

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(share, (ana, ben))) == [False, True]


def test_what_is_not_one_question_yet_says_how_to_post_it(room: Room) -> None:
    assert "Nothing is posted yet" in room.person("ana").types("here what is the truth of four").text


def test_between_two_there_is_nobody_to_share_with(room: Room) -> None:
    ana = room.person("ana", group="play:dm:ana")
    seen = ana.types("here culture.one")
    assert not seen.public
    assert "shares" not in seen.text
