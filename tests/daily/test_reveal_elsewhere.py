"""Answers that cannot come out where their question stands: its channel is lost, its post or its thread is gone."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.bank.kinds import AnyQuestion
from bot.chat.keys import Place
from bot.chat.plain import plain
from bot.delivery.sender import Post
from bot.errors import ThreadEnd, Undeliverable
from bot.storage.engine import Database
from tests.daily.mornings import answers, morning, organiser, post
from tests.daily.sent import in_person, notices
from tests.support.rooms import Room, Someone, open_of

QUESTIONS = tuple(open_of(f"culture.q{number}") for number in range(30))
"""So many that nobody is told that they come to an end."""

FORBIDDEN = Undeliverable("not_in_channel", forbidden=True, fix="/invite @askq")
GONE = Undeliverable("channel_not_found", gone=True)

OUT = "The answers come out now."


def answered(database: Database, *questions: AnyQuestion, people: int = 1) -> Room:
    """Of six people three messages come out."""
    room = morning(database, *(questions or QUESTIONS))
    for number in range(people):
        person = room.person(f"m{number}")
        person.presses("Answer")
        person.fills(answer=f"Answer {number}. " + "So it was. " * 50, show="named")
    return room


def ana(room: Room) -> Someone:
    """In her direct messages, where she is told."""
    return in_person(organiser(room))


def moved(room: Room) -> None:
    """It posts to #random from now on."""
    elsewhere = room.person("ana", channel="random", admin=True)
    elsewhere.types("daily change 1")
    elsewhere.picks("Where", "random")
    elsewhere.presses("Save")


def places(room: Room) -> list[tuple[str, bool]]:
    """The channel of each message of answers, and whether it stands in a thread."""
    return [(message.place.channel, message.place.thread is not None) for message in answers(room)]


def headline(room: Room) -> str:
    return plain(post(room).view).split("\n\n")[1]


# Its channel is lost


@pytest.mark.parametrize("lost", [FORBIDDEN, GONE], ids=["forbidden", "gone"])
def test_where_the_schedule_has_moved_they_come_out_in_its_new_channel(database: Database, lost: Undeliverable) -> None:
    room = answered(database)
    moved(room)
    room.sender.refuses["general"] = lost
    room.forward(hours=8)
    (told,) = notices(room)
    why = "I cannot find that channel any more" if lost is GONE else "I may no longer post there"
    assert (
        f"The answers to the question of Wed, Mar 5 have not come out in #general: {why}."
        " Press “Bring the answers out”, and they come out in #random." in told
    )
    assert "State: on" in organiser(room).types("daily show 1").text
    assert ana(room).presses("Bring the answers out").text == OUT
    room.forward(minutes=1)
    assert places(room) == [("random", False)] * 2
    assert headline(room) in plain(answers(room)[0].view)
    assert ana(room).presses("Bring the answers out").text == "That is settled already."
    assert len(notices(room)) == 1


def test_the_command_brings_them_out_there_too(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    moved(room)
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(hours=8)
    assert organiser(room).types("daily reveal 1").text.endswith(OUT)
    room.forward(minutes=1)
    assert places(room) == [("random", False)] * 2


def test_moving_it_as_the_notice_advises_brings_out_what_was_held_back(database: Database) -> None:
    room = answered(database, people=6)
    room.sender.refuses["general"] = GONE
    room.forward(hours=8)
    (told,) = notices(room)
    assert "I cannot find #general any more" in told
    moved(room)
    room.forward(minutes=1)
    assert places(room) == [("random", False)] * 3
    assert len(notices(room)) == 1


def test_the_rest_of_them_says_what_it_belongs_to(sqlite_database: Database) -> None:
    room = answered(sqlite_database, people=6)
    send = room.sender.send

    async def lost_after_the_first(sent: Post, doubtful_since: object) -> str:
        if isinstance(sent.to, Place) and sent.to.channel == "general" and plain(sent.view).startswith("What people"):
            raise FORBIDDEN
        return await send(sent, None)

    room.sender.send = lost_after_the_first  # type: ignore[assignment, method-assign]
    room.forward(hours=8)
    moved(room)
    room.forward(minutes=1)
    assert places(room) == [("general", True), ("random", False), ("random", False)]
    assert plain(answers(room)[1].view).startswith(f"What people said\n\n{headline(room)}\n\n• @m0: Answer 0.")


def test_where_it_had_stopped_for_another_reason_that_is_told_too(database: Database) -> None:
    room = morning(database, open_of("culture.one"), reveal="never", when_empty="Stop and tell me")
    room.forward(days=1)
    assert "every question has been asked" in organiser(room).types("daily show").text
    before = len(notices(room))
    room.sender.refuses["general"] = FORBIDDEN
    for tries in (1, 2):
        assert organiser(room).types("daily reveal").text.endswith(OUT)
        room.forward(minutes=1)
        assert len(notices(room)) == before + tries
    assert "have not come out in #general: I may no longer post there." in notices(room)[-1]
    room.sender.refuses.clear()
    assert ana(room).presses("Bring the answers out").text == OUT
    room.forward(minutes=1)
    assert places(room) == [("general", True)], "the thread is as good as before"


def test_what_was_held_back_for_too_long_is_not_blamed_on_an_absence(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(hours=8)
    room.sender.refuses.clear()
    room.clock.forward(days=3)
    organiser(room).types("daily resume")
    room.forward(minutes=1)
    assert "in #general: they were not taken there until it was too late." in notices(room)[-1]
    ana(room).presses("Bring the answers out")
    room.forward(minutes=1)
    assert places(room) == [("general", True)] * 2


# The post or its thread is gone


class NoThread:
    """Takes messages, but none below another."""

    def __init__(self, room: Room, problem: Undeliverable) -> None:
        self._send, self._problem = room.sender.send, problem
        room.sender.send = self.send  # type: ignore[method-assign]

    async def send(self, sent: Post, doubtful_since: datetime | None) -> str:
        if isinstance(sent.to, Place) and sent.to.thread:
            raise self._problem
        return await self._send(sent, doubtful_since)


@pytest.mark.parametrize(
    ("end", "why"),
    [(ThreadEnd.POST_DELETED, "the post was deleted"), (ThreadEnd.CLOSED, "its thread takes nothing any more")],
)
def test_where_nothing_goes_below_the_post_they_come_into_the_channel(
    database: Database, end: ThreadEnd, why: str
) -> None:
    room = answered(database, people=6)
    NoThread(room, Undeliverable("http 404, code 10008", thread=end))
    room.forward(hours=8)
    (told,) = notices(room)
    assert (
        f"The answers to the question of Wed, Mar 5 have not come out in #general: {why}."
        " Press “Bring the answers out”, and they come into the channel itself." in told
    )
    assert "10008" not in told
    assert ana(room).presses("Bring the answers out").text == OUT
    room.forward(minutes=1)
    assert places(room) == [("general", False)] * 3
    assert headline(room) in plain(answers(room)[0].view)
    assert "The answers are out.\n" in plain(post(room).view), "nothing is said of a thread"
    assert len(notices(room)) == 1


def test_the_command_does_not_fail_for_ever_either(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    NoThread(room, Undeliverable("the platform's own word"))
    room.forward(hours=8)
    assert "the platform refused it (the platform's own word)" in notices(room)[-1]
    assert organiser(room).types("daily reveal").text.endswith(OUT)
    room.forward(minutes=1)
    assert places(room) == [("general", False)] * 2
