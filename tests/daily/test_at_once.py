"""Several things that come together: trouble in a pause, a broken schedule with answers to come, a name taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.chat.plain import plain
from bot.daily import store
from bot.daily.refs import Choose
from bot.errors import Undeliverable
from bot.storage.engine import Database
from tests.daily.mornings import morning, organiser, public
from tests.daily.sent import PLENTY, dates, in_person, notices, where
from tests.daily.test_in_doubt import here, in_the_dark
from tests.support.rooms import Room, choice_of

QUESTIONS = tuple(choice_of(f"culture.q{number}", "Tea", "Coffee", right="B") for number in range(20))
FORBIDDEN = Undeliverable("is_archived", forbidden=True, fix="/unlock")
EVERY_DAY = "daily set 09:00 UTC every day"


def change(database: Database, **values: str) -> None:
    """The schedule of #general, as an update of the machine's zones, or a newer askq, may leave it."""
    with database.write() as db:
        db.execute(sa.update(store.schedules).where(store.schedules.c.channel == "general").values(**values))


def set_up_in_two_channels(database: Database) -> Room:
    room = Room(database, bank=PLENTY)
    organiser(room).types(EVERY_DAY)
    room.person("ana", channel="random", admin=True).types(EVERY_DAY)
    return room


def test_now_knows_what_was_posted_today_whatever_went_before(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    ana = organiser(room)
    ana.types(EVERY_DAY)
    ana.types("daily pause")
    room.forward(days=1)
    ana.types("daily resume")
    assert "posted now" in ana.types("daily now").text
    room.forward(minutes=1)
    assert "posted now" not in ana.types("daily now").text
    room.forward(minutes=1)
    assert len(dates(room)) == 1


def test_answers_of_a_broken_schedule_that_cannot_come_out_are_told_of(sqlite_database: Database) -> None:
    room = morning(sqlite_database, *QUESTIONS, reveal="never")
    change(sqlite_database, zone="Mars/Base")
    room.forward(days=1)
    before = len(notices(room))
    room.sender.refuses["general"] = FORBIDDEN
    organiser(room).types("daily reveal")
    room.forward(hours=1)
    assert "have not come out in #general" in notices(room)[before]


def test_of_a_broken_schedule_a_channel_tells_where_no_direct_message_does(sqlite_database: Database) -> None:
    room = set_up_in_two_channels(sqlite_database)
    change(sqlite_database, zone="Mars/Base")
    room.sender.refuses["@play:ana"] = Undeliverable("cannot_dm_bot", forbidden=True)
    room.forward(days=2)
    assert any("has to be put right by an organiser" in plain(each.view) for each in public(room))


def test_days_off_of_a_broken_schedule_are_refused_with_what_to_do(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    organiser(room).types(EVERY_DAY)
    change(sqlite_database, zone="Mars/Base")
    assert "I no longer know the time zone Mars/Base." in organiser(room).types("daily skip 24 dec to 2 jan").text


def test_a_letter_pressed_on_what_may_have_arrived_is_kept_in_a_zone_that_is_gone(sqlite_database: Database) -> None:
    room = in_the_dark(sqlite_database, *QUESTIONS)
    slot = here(room)
    change(sqlite_database, zone="Mars/Base")
    assert "Kept: B" in room.person("bo").presses_ref(Choose(*slot, 1)).text
    assert "went wrong" not in in_person(organiser(room)).presses("It is there").text


def test_a_letter_that_comes_too_late_for_what_may_have_arrived_promises_nothing(sqlite_database: Database) -> None:
    room = in_the_dark(sqlite_database, *QUESTIONS)
    slot = here(room)
    room.forward(hours=9)
    said = room.person("bo").presses_ref(Choose(*slot, 1)).text
    assert said == "Time is up for this one. I did not know that it arrived: tell an organiser it is there."


@pytest.mark.parametrize("how", ["by command", "by the hour"])
def test_answers_that_come_out_early_cost_nobody_a_streak(sqlite_database: Database, how: str) -> None:
    room = morning(sqlite_database, *QUESTIONS)
    ana, bo = organiser(room), room.person("bo")

    def come_out(at: str) -> None:
        ana.types("daily change 1")
        ana.presses("Answers come out")
        ana.fills(reveal=at)
        ana.presses("Save")

    bo.presses("B")
    for _ in range(2):
        room.forward(days=1)
        if how == "by command":
            ana.types("daily reveal")
        else:
            come_out(f"{room.clock.now + timedelta(minutes=1):%H:%M}")
        room.forward(minutes=2)
        come_out("17:00")
    room.forward(days=1)
    bo.presses("B")
    assert bo.types("daily streak").text.startswith("2 days in a row")


def test_a_pause_that_is_over_does_not_come_back_with_the_channel(sqlite_database: Database) -> None:
    room = morning(sqlite_database, *QUESTIONS)
    ana = organiser(room)
    ana.types("daily pause until 2031-03-10")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=10)
    room.sender.refuses.clear()
    ana.types("daily change 1")
    ana.picks("Where", "random")
    assert "It is changed." in ana.presses("Save").text
    assert "State: on" in ana.types("daily show 1").text


def test_an_admin_who_takes_back_their_own_name_still_hears_of_trouble(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    ana = organiser(room)
    ana.types(EVERY_DAY)
    for _ in range(2):
        ana.types("settings organisers <@ana>")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=1)
    assert "has stopped" in notices(room)[-1] or "I may no longer post" in notices(room)[-1]


def test_removing_speaks_of_every_question_that_waits_for_its_answers(sqlite_database: Database) -> None:
    room = morning(sqlite_database, *QUESTIONS, reveal="never")
    ana = organiser(room)
    room.forward(days=12)
    asked = ana.types("daily remove")
    assert "The answers to its last questions will not come out then." in asked.text
    assert "Which are to come out?" in ana.presses("Bring the answers out").text
    ana.presses("Remove it")
    room.forward(minutes=1)
    posts = [text for each in public(room) if (text := plain(each.view)).startswith("Question of the day")]
    assert len(posts) == 13
    assert all("It was taken away" in each for each in posts)


def test_a_question_for_a_channel_that_was_left_meanwhile_is_not_lost_without_a_word(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    organiser(room).types(EVERY_DAY)
    room.sender.refuses["general"] = Undeliverable("external_channel_migrating", retry_after=0.01)
    room.forward(hours=23, minutes=32)
    change(sqlite_database, channel="random")
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(hours=1)
    assert len(notices(room)) == 1


def test_a_schedule_that_cannot_be_read_keeps_no_other_waiting(sqlite_database: Database) -> None:
    room = set_up_in_two_channels(sqlite_database)
    change(sqlite_database, when_empty="newer")
    room.forward(days=2)
    assert where(room) == ["random"] * 2


def test_a_refusal_that_may_pass_counts_only_with_its_like(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=PLENTY)
    organiser(room).types(EVERY_DAY)
    unreached = Undeliverable("ClientConnectorError", retry_after=0.01)
    odd = Undeliverable("http 403, code 7777", retry_after=0.01, forbidden=True)
    trouble, send = [unreached, unreached, unreached, odd], room.sender.send

    async def sends(sent: object, since: object) -> str:
        if trouble:
            raise trouble.pop(0)
        return await send(sent, since)  # type: ignore[arg-type]

    room.sender.send = sends  # type: ignore[method-assign]
    room.forward(days=1)
    assert where(room) == ["general"]
    assert notices(room) == []
