"""When answers come out: changed while a question is open, or so near that nobody could answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.calendar.plan import WEEK, Plan
from bot.chat.keys import Person
from bot.chat.plain import plain
from bot.daily.model import TIME_TO_ANSWER, Schedule, closing
from bot.storage.engine import Database
from tests.daily.mornings import CHOICE, answers, morning, organiser, post
from tests.support.rooms import Room, bank, choice_of

CHOICES = tuple(choice_of(f"culture.q{number}", "Tea", "Coffee", right="B") for number in range(9))


def settles(room: Room, reveal: str) -> str:
    """The organiser changes the hour; what is said to that."""
    ana = organiser(room)
    ana.types("daily change")
    ana.presses("Answers come out")
    ana.fills(reveal=reveal)
    return ana.presses("Save").text


def line(room: Room) -> str:
    """What the post says of its answers."""
    return next(part for part in plain(post(room).view).split("\n\n") if part.startswith("The answers"))


# Changed while it is open


def test_an_earlier_hour_holds_for_the_question_that_is_open(database: Database) -> None:
    room = morning(database, CHOICE)
    said = settles(room, "11:00")
    assert "It is changed." in said
    assert "The answers to the question of Wed, Mar 5 come out: Wed, Mar 5, 11:00" in said
    room.forward(seconds=10)
    assert line(room) == "The answers come out: 11:00 UTC"
    room.forward(hours=1, minutes=29)
    assert answers(room) == []
    assert "Kept" in room.person("bo").presses("A").text
    room.forward(minutes=1)
    assert len(answers(room)) == 1
    room.forward(hours=12)
    assert len(answers(room)) == 1


def test_a_later_hour_as_well(sqlite_database: Database) -> None:
    room = morning(sqlite_database, *CHOICES)
    settles(room, "18:00")
    room.forward(hours=8)
    assert answers(room) == []
    assert "Kept" in room.person("bo").presses("A").text
    room.forward(minutes=30)
    assert len(answers(room)) == 1


def test_an_hour_that_has_passed_is_for_the_next_day_and_that_is_said(sqlite_database: Database) -> None:
    room = morning(sqlite_database, *CHOICES)
    assert "the question of Wed, Mar 5 come out: Thu, Mar 6, 09:15" in settles(room, "09:15")
    room.forward(seconds=10)
    assert line(room) == "The answers come out: Thu, Mar 6, 09:15 UTC"
    room.forward(hours=23)
    assert answers(room) == []


def test_never_keeps_them_back_until_an_organiser_says_so(database: Database) -> None:
    room = morning(database, CHOICE)
    assert "The answers to the question of Wed, Mar 5 come out when an organiser says so." in settles(room, "never")
    room.forward(hours=10)
    assert answers(room) == []
    assert line(room) == "The answers come out when an organiser says so."
    assert "Kept" in room.person("bo").presses("A").text
    assert organiser(room).types("daily reveal").text.endswith("The answers come out now.")
    room.forward(minutes=1)
    assert len(answers(room)) == 1


def test_it_can_be_changed_to_and_fro(database: Database) -> None:
    room = morning(database, CHOICE)
    for reveal in ("never", "11:00", "never", "12:00", "11:00"):
        settles(room, reveal)
    room.forward(hours=1, minutes=29)
    assert answers(room) == []
    room.forward(minutes=1)
    assert len(answers(room)) == 1
    assert answers(room)[0].place.thread is not None
    room.forward(hours=12)
    assert len(answers(room)) == 1


def test_another_zone_moves_it_too(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    seen = organiser(room).types("daily set 09:00 Asia/Tokyo every day")
    assert "The answers to the question of Wed, Mar 5 come out: Thu, Mar 6, 17:00" in seen.text
    room.forward(hours=8)
    assert answers(room) == []


def test_what_does_not_concern_it_moves_nothing(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    assert "come out" not in organiser(room).types("daily set 18:00 UTC every day").text
    room.forward(hours=8)
    assert len(answers(room)) == 1


def test_whose_time_is_up_or_whose_answers_are_out_stays_as_it_is(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    room.clock.now = datetime(2031, 3, 5, 17, tzinfo=UTC)
    assert "come out" not in settles(room, "18:00")
    room.forward(minutes=1)
    assert len(answers(room)) == 1
    assert "come out" not in settles(room, "20:00")
    room.forward(hours=6)
    assert len(answers(room)) == 1


def test_of_those_that_wait_for_a_word_only_the_newest_gets_a_time(sqlite_database: Database) -> None:
    room = morning(sqlite_database, *CHOICES, reveal="never")
    room.forward(days=2)
    assert settles(room, "17:00").count("The answers to the question of") == 1
    room.forward(hours=8)
    assert len(answers(room)) == 1


# So near that nobody could answer


def came(database: Database, minutes_before: float) -> Room:
    """Planned for 15:00; askq is back so long before 17:00."""
    room = Room(database, bank=bank(CHOICE))
    organiser(room).types("daily set 15:00 UTC every day")
    room.clock.now = datetime(2031, 3, 4, 17, tzinfo=UTC) - timedelta(minutes=minutes_before)
    room.delivers()
    return room


@pytest.mark.parametrize("minutes_before", [0.5, 29])
def test_a_question_that_comes_late_is_not_answered_before_anybody_can(
    sqlite_database: Database, minutes_before: float
) -> None:
    room = came(sqlite_database, minutes_before)
    assert line(room) == "The answers come out: Wed, Mar 5, 17:00 UTC"
    assert "Kept" in room.person("bo").presses("A").text
    room.forward(hours=1)
    assert answers(room) == []


def test_half_an_hour_is_enough(sqlite_database: Database) -> None:
    room = came(sqlite_database, 30)
    assert line(room) == "The answers come out: 17:00 UTC"
    room.forward(hours=1)
    assert len(answers(room)) == 1


def test_what_is_posted_at_once_leaves_time_as_well(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(CHOICE))
    organiser(room).types("daily set 09:00 UTC every day")
    room.clock.now = datetime(2031, 3, 4, 16, 58, tzinfo=UTC)
    organiser(room).types("daily now")
    room.forward(seconds=1)
    assert line(room) == "The answers come out: Wed, Mar 5, 17:00 UTC"


def test_the_post_says_what_holds_though_the_platform_was_slow(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(CHOICE))
    organiser(room).types("daily set 15:00 UTC every day")
    send = room.sender.send

    async def slow(sent: object, doubtful_since: object) -> str:
        room.clock.forward(seconds=20)
        return await send(sent, doubtful_since)  # type: ignore[arg-type]

    room.sender.send = slow  # type: ignore[assignment, method-assign]
    room.clock.now = datetime(2031, 3, 4, 16, 29, 50, tzinfo=UTC)
    room.delivers()
    assert line(room) == "The answers come out: 17:00 UTC"
    room.forward(minutes=31)
    assert len(answers(room)) == 1


def test_a_group_may_want_less_time_every_day() -> None:
    at = datetime(2031, 3, 4, 16, 50, tzinfo=UTC)
    short = Schedule("g", "s", 1, "C1", Person("play", "", "ana"), "en", Plan(at.time(), "UTC", WEEK))
    out = datetime(2031, 3, 4, 17, tzinfo=UTC)
    assert closing(short, "2031-03-04", at + timedelta(seconds=40)) == out
    assert closing(short, "2031-03-04", at + timedelta(minutes=6)) == out + timedelta(days=1)
    assert closing(short, "2031-03-04", out - TIME_TO_ANSWER) == out
