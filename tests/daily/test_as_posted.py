"""People answer what they have read: a posted question stays as it was posted, whatever becomes of it in the bank."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.bank.kinds import AnyQuestion
from bot.chat.plain import plain
from bot.daily.store import days
from bot.errors import Doubtful, Undeliverable, Unknowable
from bot.storage.engine import Database
from tests.daily.mornings import CHOICE, KINDS, OPEN, SLOT, answers, labels, morning, organiser, post
from tests.daily.sent import in_person, notices, questions
from tests.support.rooms import Room, bank, choice_of, open_of, recall_of

REORDERED = choice_of("culture.one", "Coffee", "Tea", right="A")
"""`CHOICE` is "Tea", "Coffee", "Water", and B is right."""

OTHERS = tuple(open_of(f"team.q{number}") for number in range(30))


def corrected(room: Room, *questions: AnyQuestion, retired: tuple[str, ...] = ()) -> Room:
    """askq starts again with another bank."""
    return room.restarted(bank=bank(*questions, *OTHERS, retired=retired))


def out(room: Room) -> list[str]:
    return [plain(message.view) for message in answers(room)]


# Retired


@pytest.mark.parametrize("question", KINDS, ids=lambda question: question.kind)
def test_the_answers_to_a_question_that_was_retired_come_out_all_the_same(
    database: Database, question: AnyQuestion
) -> None:
    room = morning(database, question)
    again = corrected(room, retired=("culture.one",))
    bo = room.person("bo").via(again)
    if question is CHOICE:
        assert "Kept: B" in bo.presses("B").text
        bo.presses("Show mine with my name")
    else:
        bo.presses("Answer")
        assert "Kept: PostgreSQL" in bo.fills(answer="PostgreSQL", show="named").text
    again.forward(seconds=6)
    assert "one answer so far" in plain(post(again).view)
    again.forward(hours=8)
    first, said = out(again)
    assert first.startswith("The answers")
    assert said.endswith("@bo" if question is CHOICE else "@bo: PostgreSQL")
    assert "The answers are out, in the thread." in plain(post(again).view)
    assert bo.presses("My answer").text.startswith(("You had it right.", "Your answer"))


def test_what_is_no_longer_there_is_not_offered_to_be_saved(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    again = corrected(room, retired=("culture.one",))
    again.forward(hours=8)
    assert labels(answers(again)[0].view) == labels(post(again).view) == ["My answer"]


def test_an_organiser_brings_them_out_as_well(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE, reveal="never")
    again = corrected(room, retired=("culture.one",))
    assert organiser(room).via(again).types("daily reveal").text.endswith("The answers come out now.")
    again.forward(minutes=1)
    assert len(out(again)) == 1


def test_where_nobody_has_the_question_any_more_that_is_said(database: Database) -> None:
    """A row of an askq that kept no copy, or kept it in a way that cannot be read any more."""
    room = morning(database, CHOICE)
    with database.write() as db:
        db.execute(sa.update(days).values(asked={"id": "small:culture.one", "pack": "small", "topic": "c", "text": {}}))
    again = corrected(room, retired=("culture.one",))
    ana = organiser(room).via(again)
    assert ana.types("daily reveal").text == "There are no answers to bring out: I have that question no more."
    again.forward(hours=8)
    (told,) = [each for each in notices(again) if "answers" in each]
    assert "have not come out in #general: I have that question no more." in told
    assert "not in use any more" in room.person("bo").via(again).presses("A").text
    assert out(again) == []


def test_a_copy_that_cannot_be_read_gives_way_to_what_the_bank_has(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    with sqlite_database.write() as db:
        db.execute(sa.update(days).values(asked={"id": "small:culture.one", "pack": "small", "topic": "c", "text": {}}))
    assert "Kept: B  Coffee" in room.person("bo").presses("B").text


# Changed


def test_letters_stand_for_what_they_stood_for_in_the_post(database: Database) -> None:
    room = morning(database, CHOICE)
    for name, letter in (("bo", "B"), ("cy", "A")):
        room.person(name).presses(letter)
    room.person("bo").presses("Show mine with my name")
    again = corrected(room, REORDERED)
    assert "Kept: B  Coffee" in room.person("dee").via(again).presses("B").text
    assert "A  Tea\nB  Coffee\nC  Water" in plain(post(again).view)
    again.forward(hours=8)
    first, said = out(again)
    assert "The right answer: B\n" in first
    assert "• A  Tea: 1\n• B  Coffee: 2 (right)\n• C  Water: 0" in first
    assert "2 of 3 had it right." in first
    assert said.endswith("• B: @bo")
    assert room.person("bo").via(again).presses("My answer").text.startswith("You had it right. Your answer: B")
    assert "A  Tea\nB  Coffee\nC  Water" in plain(post(again).view)


def test_an_option_that_is_gone_from_the_bank_still_counts(sqlite_database: Database) -> None:
    room = morning(sqlite_database, choice_of("culture.one", "Tea", "Coffee", "Water", "Milk", right="B"))
    again = corrected(room, CHOICE)
    for name in ("bo", "cy"):
        assert "Kept: D  Milk" in room.person(name).via(again).presses("D").text
    again.forward(hours=8)
    assert "D  Milk: 2" in out(again)[0]


def test_answers_in_words_are_not_lost_where_the_kind_changes(database: Database) -> None:
    room = morning(database, OPEN)
    bo = room.person("bo")
    bo.presses("Answer")
    bo.fills(answer="in my own words", show="named")
    again = corrected(room, CHOICE)
    cy = room.person("cy").via(again)
    cy.presses("Answer")
    assert "Kept: mine too" in cy.fills(answer="mine too", show="named").text
    again.forward(hours=8)
    assert out(again)[1].endswith("• @bo: in my own words\n• @cy: mine too")
    bo.via(again).presses("My answer")
    assert "1 of 3 so far." in bo.via(again).presses("1").text


def test_what_was_right_when_it_was_asked_stays_right(sqlite_database: Database) -> None:
    room = morning(sqlite_database, recall_of("culture.one", "Postgres"))
    for name in ("bo", "cy"):
        person = room.person(name)
        person.presses("Answer")
        person.fills(answer="Postgres")
    again = corrected(room, recall_of("culture.one", "PostgreSQL 18"))
    again.forward(hours=8)
    assert "2 of 2 had it right." in out(again)[0]
    assert "You had it right." in room.person("bo").via(again).presses("My answer").text


def test_a_correction_before_the_post_is_what_is_posted_and_asked(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(CHOICE))
    organiser(room).types("daily set 09:00 UTC every day")
    held = Undeliverable("busy", retry_after=60)
    room.sender.refuses["general"] = held
    room.forward(hours=23, minutes=30)  # it is planned, and waits
    again = room.restarted(bank=bank(REORDERED))
    again.sender.refuses.clear()
    again.forward(minutes=5)
    assert "A  Coffee\nB  Tea" in plain(post(again).view)
    assert "Kept: A  Coffee" in room.person("bo").via(again).presses("A").text


# In doubt


def test_what_arrived_before_a_restart_is_made_to_say_what_is_asked(database: Database) -> None:
    room = Room(database, bank=bank(CHOICE))
    organiser(room).types("daily set 09:00 UTC every day")
    send = room.sender.send

    async def breaks(sent: object, doubtful_since: object) -> str:
        await send(sent, doubtful_since)  # type: ignore[arg-type]
        raise Doubtful("broken", retry_after=1)  # it arrived, and nobody knows

    room.sender.send = breaks  # type: ignore[assignment, method-assign]
    room.forward(hours=23, minutes=30)
    assert "A  Tea\nB  Coffee\nC  Water" in plain(post(room).view)
    again = room.restarted(bank=bank(REORDERED))
    again.forward(minutes=5)
    assert "A  Coffee\nB  Tea" in plain(post(again).view)
    assert "Kept: A  Coffee" in room.person("bo").via(again).presses("A").text


def test_what_may_have_been_posted_is_kept_as_it_was_sent(database: Database) -> None:
    room = Room(database, bank=bank(CHOICE))
    organiser(room).types("daily set 09:00 UTC every day")
    room.sender.refuses["general"] = Doubtful("timeout")
    room.forward(hours=23, minutes=29, seconds=59)
    room.clock.forward(seconds=1)
    room.delivers()
    room.sender.refuses["general"] = Unknowable("no history")
    room.forward(minutes=1)
    room.sender.refuses.clear()
    again = corrected(room, REORDERED)
    in_person(organiser(room)).via(again).presses("It is there")
    with database.read() as db:
        (schedule,) = db.execute(sa.select(days.c.schedule)).scalars()
    bo = room.person("bo").via(again)
    assert "Kept: B  Coffee" in bo.presses_ref(f"1|d-choose|{schedule}|{SLOT}|1").text
    assert questions(again) == []
