"""A question that may have been posted: the connection broke, and nobody can look. Its closing time counts all the
same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.bank.kinds import AnyQuestion
from bot.chat.plain import plain
from bot.daily import store
from bot.daily.refs import Choose, LookAtMine, Ref, Write
from bot.errors import Doubtful, Unknowable
from bot.storage.engine import Database
from tests.daily.mornings import SLOT, answers, change, organiser
from tests.daily.sent import dates, in_person, notices
from tests.support.rooms import Room, bank, choice_of

CHOICES = tuple(choice_of(f"culture.q{number}", "Tea", "Coffee", right="B") for number in range(30))


def in_the_dark(database: Database, *questions: AnyQuestion, told: bool = True, reveal: str = "") -> Room:
    """It went into the dark at nine. Half a minute later the organiser is told, if anybody can be."""
    room = Room(database, bank=bank(*(questions or CHOICES)))
    organiser(room).types("daily set 09:00 UTC every day")
    if reveal:
        change(room, reveal=reveal)
    room.sender.refuses["general"] = Doubtful("timeout")
    room.clock.now = datetime(2031, 3, 5, 9, tzinfo=UTC)
    room.delivers()
    room.sender.refuses["general"] = Unknowable("no history")
    if not told:
        room.sender.refuses["@play:ana"] = Doubtful("timeout")
    room.forward(seconds=30)
    room.sender.refuses.clear()
    return room


def here(room: Room) -> tuple[str, str]:
    with room.app.database.read() as db:
        (schedule,) = store.of_group(db, "play:one")
    return schedule.id, SLOT


def said(room: Room) -> list[str]:
    return [plain(message.view) for message in answers(room)]


def test_once_it_is_known_to_be_there_its_answers_come_out_at_their_time_in_the_channel(database: Database) -> None:
    room = in_the_dark(database)
    in_person(organiser(room)).presses("It is there")
    bo = room.person("bo")
    for name in ("bo", "cy"):
        assert "Kept: B" in room.person(name).presses_ref(Choose(*here(room), 1)).text
    room.forward(hours=7, minutes=59)
    assert said(room) == []
    room.forward(minutes=1)
    (out,) = said(room)
    assert out.startswith("The answers\n\nWhich one is"), "it stands alone, so that it names the question"
    assert "2 of 2 had it right." in out
    assert answers(room)[0].place.thread is None, "nobody knows the message to put it below"
    assert "You had it right." in bo.presses_ref(LookAtMine(*here(room))).text


def test_if_that_is_known_only_after_the_closing_time_they_come_out_at_once(database: Database) -> None:
    room = in_the_dark(database)
    room.forward(hours=9)
    assert in_person(organiser(room)).presses("It is there").text == "Noted: the question arrived."
    late = room.person("bo").presses_ref(Choose(*here(room), 1))
    assert late.text == "Time is up for this one: its answers are about to come out."
    room.forward(minutes=1)
    (out,) = said(room)
    assert "Nobody answered this one." in out
    assert "The answers are out" in room.person("bo").presses_ref(Choose(*here(room), 1)).text


def test_whoever_answers_it_has_seen_it(database: Database) -> None:
    room = in_the_dark(database)
    assert "Kept: A" in room.person("bo").presses_ref(Choose(*here(room), 0)).text
    ana = in_person(organiser(room))
    for button in ("It is there", "Post it again"):
        assert ana.presses(button).text == "That is settled already."
    room.person("cy").presses_ref(Choose(*here(room), 0))
    room.forward(hours=8)
    assert "A  Tea: 2" in said(room)[0]
    assert "Wed, Mar 5, 09:00: posted" in organiser(room).types("daily show").text


def test_then_the_organiser_need_not_look(sqlite_database: Database) -> None:
    room = in_the_dark(sqlite_database, told=False)
    room.person("bo").presses_ref(Choose(*here(room), 0))
    room.forward(minutes=30)
    assert notices(room) == []


def test_a_press_after_the_closing_time_is_too_late_there_too(sqlite_database: Database) -> None:
    room = in_the_dark(sqlite_database)
    room.forward(hours=8)
    late = room.person("bo").presses_ref(Choose(*here(room), 1))
    assert late.text == "Time is up for this one. I did not know that it arrived: tell an organiser it is there."


def test_where_no_time_is_settled_it_is_open_until_an_organiser_says_so(sqlite_database: Database) -> None:
    room = in_the_dark(sqlite_database, reveal="never")
    room.person("bo").presses_ref(Choose(*here(room), 1))
    room.forward(hours=20)
    assert "Kept: B" in room.person("cy").presses_ref(Choose(*here(room), 1)).text
    assert said(room) == []
    organiser(room).types("daily reveal")
    room.forward(minutes=1)
    assert "B  Coffee: 2 (right)" in said(room)[0]


@pytest.mark.parametrize("ref", [Choose, Write, LookAtMine])
def test_once_it_was_posted_again_its_old_buttons_point_to_the_new_one(
    sqlite_database: Database, ref: type[Ref]
) -> None:
    room = in_the_dark(sqlite_database)
    in_person(organiser(room)).presses("Post it again")
    room.forward(minutes=1)
    old = Choose(*here(room), 0) if ref is Choose else ref(*here(room))
    assert room.person("bo").presses_ref(old).text == "That question was posted once more. Answer the newer one."
    assert "Kept: A" in room.person("bo").presses("A").text
    room.forward(hours=8)
    assert len(said(room)) == 1
    assert dates(room) == ["Wed, Mar 5"]
