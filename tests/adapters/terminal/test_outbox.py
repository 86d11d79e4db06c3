"""What askq sends unasked, on the room's screen."""

from __future__ import annotations

import pytest

from adapters.terminal.clock import Clock
from adapters.terminal.outbox import Outbox
from adapters.terminal.room import Room
from bot.chat.elements import View, text, view
from bot.chat.keys import Person, Place
from bot.delivery.sender import Post, Sender
from bot.errors import Undeliverable
from tests.support.rooms import START

HERE = Place("play:study", "general")
ANA = Person("play", "study", "ana")


def says(words: str) -> View:
    return view(text(words))


def opened(session: str = "one") -> tuple[Room, Sender]:
    room = Room("study", ["ana", "ben"], session=session)
    return room, Outbox(room, Clock(lambda: START))


async def test_a_post_to_the_channel_is_there_for_everyone() -> None:
    room, outbox = opened()
    id = await outbox.send(Post("a", HERE, says("Hello")), None)
    (message,) = room.messages
    assert (message.view, message.place, message.audience) == (says("Hello"), HERE, None)
    assert room.by_id(id) is message


async def test_news_for_the_group_as_a_whole_go_to_its_channel() -> None:
    room, outbox = opened()
    await outbox.send(Post("a", Place("play:study", ""), says("Hello")), None)
    assert room.messages[0].place == HERE


async def test_the_same_post_again_is_the_same_message() -> None:
    room, outbox = opened()
    first = await outbox.send(Post("a", HERE, says("Hello")), None)
    assert await outbox.send(Post("a", HERE, says("Hello")), START) == first
    assert len(room.messages) == len(room.arrivals) == 1


@pytest.mark.parametrize("to", [ANA, Place(ANA.alone, "")])
async def test_a_direct_message_only_its_reader_sees(to: Person | Place) -> None:
    room, outbox = opened()
    await outbox.send(Post("a", to, says("Psst")), None)
    ana, ben = room.members
    (message,) = room.seen_by(ana)
    assert message.place == room.direct(ana)
    assert room.seen_by(ben) == []


async def test_who_is_not_here_cannot_be_written_to_until_they_come() -> None:
    room, outbox = opened()
    cora = Person("play", "study", "cora")
    with pytest.raises(Undeliverable) as refused:
        await outbox.send(Post("a", cora, says("Psst")), None)
    assert (refused.value.forbidden, refused.value.fix) == (True, "/as cora")
    room.bring("cora")
    assert await outbox.send(Post("a", cora, says("Psst")), None)


async def test_a_channel_that_the_room_has_not_is_gone() -> None:
    _, outbox = opened()
    with pytest.raises(Undeliverable) as refused:
        await outbox.send(Post("a", Place("play:study", "random"), says("Hello")), None)
    assert refused.value.gone


async def test_a_locked_room_takes_no_post_and_no_edit_but_people_are_still_written_to() -> None:
    room, outbox = opened()
    id = await outbox.send(Post("a", HERE, says("Before")), None)
    room.locked = True
    for post in (Post("b", HERE, says("Now")), Post("c", HERE, says("After"), edits=id)):
        with pytest.raises(Undeliverable) as refused:
            await outbox.send(post, None)
        assert (refused.value.forbidden, refused.value.fix) == (True, "/unlock")
    assert await outbox.send(Post("d", ANA, says("Psst")), None)
    room.locked = False
    assert await outbox.send(Post("b", HERE, says("Now")), None)
    assert [message.view for message in room.messages] == [says("Before"), says("Psst"), says("Now")]


async def test_an_edit_changes_the_message_in_place_and_making_it_twice_shows_it_once() -> None:
    room, outbox = opened()
    id = await outbox.send(Post("a", HERE, says("Before"), ping="here"), None)
    for _ in range(2):
        assert await outbox.send(Post("b", HERE, says("After"), edits=id), None) == id
    assert [(message.view, message.ping) for message in room.messages] == [(says("After"), "here")]
    assert [(each.message.view, each.changed) for each in room.arrivals] == [
        (says("Before"), False),
        (says("After"), True),
    ]


async def test_where_a_kept_room_is_opened_again_an_old_message_is_not_taken_for_a_new_one() -> None:
    _, before = opened("one")
    old = await before.send(Post("a", HERE, says("Before")), None)
    room, outbox = opened("two")
    await outbox.send(Post("b", HERE, says("Another")), None)
    stand_in = await outbox.send(Post("c", HERE, says("After"), edits=old), None)
    assert await outbox.send(Post("d", HERE, says("Much later"), edits=old), None) == stand_in
    assert [message.view for message in room.messages] == [says("Another"), says("Much later")]


async def test_a_reply_stands_below_the_message_it_answers_where_that_is_known() -> None:
    room, outbox = opened()
    id = await outbox.send(Post("a", HERE, says("Question")), None)
    await outbox.send(Post("b", Place("play:study", "general", id), says("Answer")), None)
    await outbox.send(Post("c", Place("play:study", "general", "gone-7"), says("Answer")), None)
    question, known, unknown = room.messages
    assert room.parent(known) is question
    assert room.parent(unknown) is None
