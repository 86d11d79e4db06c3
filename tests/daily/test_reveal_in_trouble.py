"""Answers that do not come out by themselves: held back, refused, late, or lost on the way."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.chat.plain import plain
from bot.daily.refs import BringOut
from bot.delivery.sender import Post
from bot.errors import Doubtful, Undeliverable, Unknowable
from bot.storage.engine import Database
from tests.daily.mornings import SLOT, answers, morning, organiser, post, schedule_id
from tests.daily.sent import in_person, notices
from tests.support.rooms import Room, Someone, open_of

QUESTIONS = tuple(open_of(f"culture.q{number}") for number in range(30))
"""So many that nobody is told that they come to an end."""

FORBIDDEN = Undeliverable("no", forbidden=True, fix="/invite @askq")


def answered(database: Database) -> Room:
    """Six have given long answers: three messages will come out."""
    room = morning(database, *QUESTIONS)
    for number in range(6):
        person = room.person(f"m{number}")
        person.presses("Answer")
        person.fills(answer=f"Answer {number}. " + "So it was. " * 50, show="named")
    return room


def ana(room: Room) -> Someone:
    """In her direct messages, where she is told."""
    return in_person(organiser(room))


class Against:
    """What the platform has against messages that begin in some way, as long as it does."""

    def __init__(self, room: Room, beginning: str, problem: Exception, *, arrives: bool = False) -> None:
        self.problem: Exception | None = problem
        self._beginning = beginning
        self._arrives = arrives
        self._send = room.sender.send
        room.sender.send = self._refuse  # type: ignore[method-assign]

    async def _refuse(self, sent: Post, doubtful_since: datetime | None) -> str:
        if self.problem is None or not plain(sent.view).startswith(self._beginning):
            return await self._send(sent, doubtful_since)
        if doubtful_since is not None:
            raise Unknowable("nobody can look")
        if self._arrives:
            await self._send(sent, doubtful_since)
        raise self.problem


def heads(room: Room) -> list[str]:
    return [plain(message.view).partition("\n")[0] for message in answers(room)]


ALL = ["The answers", "What people said", "More of what people said"]

# Held back


def test_answers_that_were_held_back_come_out_when_it_goes_on(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(hours=8)
    assert heads(room) == []
    del room.sender.refuses["general"]
    organiser(room).types("daily resume")
    room.forward(minutes=1)
    assert heads(room) == ALL
    assert "The answers are out" in plain(post(room).view)


def test_the_answers_to_each_of_the_last_questions_come_out_when_it_goes_on(sqlite_database: Database) -> None:
    room = morning(sqlite_database, *QUESTIONS)
    for _ in range(2):
        organiser(room).types("daily now")
        organiser(room).presses("Post another one")
        room.forward(minutes=1)
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(hours=8)
    del room.sender.refuses["general"]
    organiser(room).types("daily resume")
    room.forward(minutes=1)
    assert heads(room) == ["The answers"] * 3
    assert all("The answers are out" in plain(post(room, nth).view) for nth in range(3))


def test_the_rest_of_the_answers_comes_though_the_first_had_come_before_the_trouble(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    trouble = Against(room, "What people said", FORBIDDEN)
    room.forward(hours=8)
    assert heads(room) == ALL[:1]
    trouble.problem = None
    organiser(room).types("daily resume")
    room.forward(minutes=1)
    assert heads(room) == ALL


def test_what_was_tried_again_and_is_held_back_then_comes_when_it_goes_on(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    trouble = Against(room, "What people said", Undeliverable("too odd"))
    room.forward(hours=8)
    trouble.problem = FORBIDDEN
    ana(room).presses("Bring the answers out")
    room.forward(minutes=1)
    assert "stopped" in organiser(room).types("daily show").text
    trouble.problem = None
    organiser(room).types("daily resume")
    room.forward(minutes=1)
    assert heads(room) == ALL


# Refused


def test_that_answers_were_refused_is_told_once_and_they_can_be_brought_out(database: Database) -> None:
    room = answered(database)
    trouble = Against(room, "The answers", Undeliverable("too odd"))
    room.forward(hours=10)
    (told,) = notices(room)
    assert told.startswith(
        "@play:ana: Question of the day\n\n"
        "The answers to the question of Wed, Mar 5 have not come out in #general: the platform refused it (too odd)."
    )
    trouble.problem = None
    assert ana(room).presses("Bring the answers out").text == "The answers come out now."
    room.forward(minutes=1)
    assert heads(room) == ALL
    assert ana(room).presses("Bring the answers out").text == "That is settled already."
    assert "@ana, daily reveal 1: 2031-03-05" in organiser(room).types("daily show").text
    room.forward(hours=10)
    assert (len(notices(room)), heads(room)) == (1, ALL)


def test_the_command_brings_them_out_as_well_and_nothing_comes_twice(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    trouble = Against(room, "The answers", Undeliverable("too odd"))
    room.forward(hours=8)
    trouble.problem = None
    organiser(room).types("daily reveal")
    organiser(room).types("daily reveal")
    assert ana(room).presses("Bring the answers out").text == "That is settled already."
    room.forward(minutes=1)
    assert heads(room) == ALL


def test_each_try_that_an_organiser_makes_is_told_of_when_it_fails(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    Against(room, "The answers", Undeliverable("too odd"))
    room.forward(hours=8)
    for tries in (2, 3):
        ana(room).presses("Bring the answers out")
        room.forward(minutes=1)
        assert len(notices(room)) == tries


def test_that_the_rest_of_the_answers_was_refused_is_told_and_it_can_be_brought_out(database: Database) -> None:
    room = answered(database)
    trouble = Against(room, "What people said", Undeliverable("too odd"))
    room.forward(hours=8)
    assert heads(room) == ALL[:1]
    (told,) = notices(room)
    assert "Not all answers to the question of Wed, Mar 5 have come out in #general: the platform refused it" in told
    trouble.problem = None
    for said in ("The answers come out now.", "That is settled already."):
        assert ana(room).presses("Bring the answers out").text == said
    room.forward(minutes=1)
    assert heads(room) == ALL


def test_a_mistake_of_our_own_is_not_blamed_on_the_platform(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    Against(room, "The answers", ZeroDivisionError())
    room.forward(hours=8)
    (told,) = notices(room)
    assert "in #general: something went wrong on my side; whoever runs me finds it in the log." in told


def test_the_notice_names_the_channel_where_they_should_have_come_out(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    elsewhere = room.person("ana", channel="random", admin=True)
    elsewhere.types("daily change 1")
    elsewhere.picks("Where", "random")
    elsewhere.presses("Save")
    Against(room, "The answers", Undeliverable("too odd"))
    room.forward(hours=8)
    assert "in #general:" in notices(room)[0]


def test_what_was_brought_out_meanwhile_is_not_told(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    quiet = organiser(room)
    quiet.types("settings me")
    quiet.presses("Quiet hours")
    quiet.fills(quiet="16-22")
    quiet.presses("Time zone")
    quiet.fills(zone="UTC")
    quiet.presses("Save")
    trouble = Against(room, "The answers", Undeliverable("too odd"))
    room.forward(hours=8)
    trouble.problem = None
    organiser(room).types("daily reveal")
    room.forward(hours=6)
    assert (notices(room), heads(room)) == ([], ALL)


# Late


def test_answers_that_are_late_after_a_downtime_still_come_out(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    room.clock.forward(days=2)  # nobody is there to send them
    room.forward(minutes=1)
    assert heads(room) == ALL
    assert not [told for told in notices(room) if "answers" in told]


def test_that_answers_were_too_late_is_told_once_and_they_can_be_brought_out(database: Database) -> None:
    room = answered(database)
    room.clock.forward(days=2, hours=9)
    room.forward(minutes=1)
    (told,) = [each for each in notices(room) if "answers" in each]
    assert (
        "The answers to the question of Wed, Mar 5 have not come out in #general: I was away until it was too late."
        in told
    )
    assert heads(room) == []
    ana(room).presses("Bring the answers out")
    room.forward(minutes=1)
    assert heads(room) == ALL


# Lost on the way


def test_answers_that_may_have_come_out_are_not_said_twice_and_the_organiser_looks(database: Database) -> None:
    room = answered(database)
    Against(room, "The answers", Doubtful("broken", retry_after=1), arrives=True)
    room.forward(hours=8)
    assert heads(room) == ALL, "what follows comes"
    assert "The answers are out" in plain(post(room).view)
    (told,) = notices(room)
    assert (
        "The connection broke while I posted answers to the question of Wed, Mar 5 to #general."
        " Please look if they are all there." in told
    )


def test_answers_that_have_not_come_out_are_posted_again_without_what_followed(sqlite_database: Database) -> None:
    room = answered(sqlite_database)
    trouble = Against(room, "The answers", Doubtful("broken", retry_after=1))
    room.forward(hours=8)
    assert heads(room) == ALL[1:]
    trouble.problem = None
    ana(room).presses("Post them again")
    room.forward(minutes=1)
    assert heads(room) == [*ALL[1:], ALL[0]]
    assert ana(room).presses("Post them again").text == "That is settled already."


# Who may


@pytest.mark.parametrize("page", [-1, 0, 1, 7])
def test_what_did_not_fail_cannot_be_brought_out_by_a_forged_press(sqlite_database: Database, page: int) -> None:
    room = answered(sqlite_database)
    forged = BringOut("play:one", schedule_id(room), SLOT, page)
    assert ana(room).presses_ref(forged).text == "That is settled already."
    eve = room.person("eve", group="play:dm:eve", channel="")
    assert eve.presses_ref(forged).text == "Only organisers of that group can do that."
    room.forward(hours=8)
    assert ana(room).presses_ref(forged).text == "That is settled already."
    room.forward(minutes=1)
    assert heads(room) == ALL
