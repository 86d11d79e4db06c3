"""Answers are private, can be changed until they come out, and do not count afterwards."""

from __future__ import annotations

import asyncio
import threading
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.bank.kinds import AnyQuestion
from bot.chat.elements import Button, Paragraph, Pick
from bot.chat.elements import Line as OneLine
from bot.chat.plain import controls, plain
from bot.daily import answers as answer_store
from bot.daily import store
from bot.daily.refs import Choose, LookAtMine, MarkMine, ShowMine, TakeBack
from bot.delivery.sender import Post
from bot.storage.engine import Database
from tests.daily.mornings import (
    ASK,
    CHOICE,
    OPEN,
    RECALL,
    SEVERAL,
    SLOT,
    answers,
    change,
    count_line,
    edits,
    labels,
    morning,
    organiser,
    post,
    schedule_id,
)
from tests.support.rooms import Room, Someone, bank


def visible(person: Someone) -> str:
    return "\n\n".join(person.screen())


# By button and by form


def test_a_press_on_a_letter_is_kept_and_said_back_privately(database: Database) -> None:
    room = morning(database, CHOICE)
    bo, cy = room.person("bo"), room.person("cy")
    seen = bo.presses("B")
    assert seen.text.startswith("Kept: B  Coffee\n\nWhen the answers come out, yours is shown to nobody.")
    assert not seen.public
    assert not seen.replaced
    assert "Kept" not in visible(cy)


def test_another_letter_takes_the_place_of_the_first(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    bo = room.person("bo")
    bo.presses("A")
    assert "Kept: C  Water" in bo.presses("C").text
    room.person("cy").presses("C")
    room.forward(hours=8)
    assert "C  Water: 2" in plain(answers(room)[0].view)
    assert "A  Tea: 0" in plain(answers(room)[0].view)


def test_where_several_are_right_letters_add_up_and_go_again(sqlite_database: Database) -> None:
    room = morning(sqlite_database, SEVERAL)
    bo = room.person("bo")
    assert "Kept: A\n" in bo.presses("A").text
    assert "Kept: A and B\n" in bo.presses_ref(Choose(schedule_id(room), SLOT, 1), on=post(room)).text
    assert "Kept: A and B\n" in bo.screen()[-1]
    # On one's own answer the letters change it in its place.
    before = len(room.messages)
    assert "Kept: A, B, and C\n" in bo.presses("C").text
    assert "Kept: A and C\n" in bo.presses("B").text
    assert len(room.messages) == before
    assert "Press more letters, or one again to take it out." in bo.screen()[-1]
    room.person("cy").presses_ref(Choose(schedule_id(room), SLOT, 1))
    room.forward(hours=8)
    assert "1 of 2 had it right." in plain(answers(room)[0].view)


def test_the_last_letter_taken_out_takes_the_answer_back(sqlite_database: Database) -> None:
    room = morning(sqlite_database, SEVERAL)
    bo = room.person("bo")
    bo.presses("A")
    assert "Your answer is gone." in bo.presses("A").text
    assert labels(room.messages[-1].view) == ["A", "B", "C"]
    assert "Kept: B" in bo.presses("B").text


@pytest.mark.parametrize("question", [RECALL, OPEN, ASK], ids=lambda question: question.kind)
def test_what_is_written_is_kept_and_can_be_written_anew(database: Database, question: AnyQuestion) -> None:
    room = morning(database, question)
    bo = room.person("bo")
    bo.presses("Answer")
    assert "Kept: my first idea\n\nWhen the answers come out, yours is shown with your name." in (
        bo.fills(answer="my first idea", show="named").text
    )
    form = bo.presses("Change it").form
    line, how = form.fields
    assert isinstance(line, OneLine if question.kind == "recall" else Paragraph)
    assert line.value == "my first idea"
    assert isinstance(how, Pick)
    assert how.value == "named"
    assert "Kept: my second\n\nWhen the answers come out, yours is shown to nobody." in (
        bo.fills(answer="my second", show="no").text
    )
    assert bo.presses("Answer").form.fields[0].value == "my second"


def test_whether_it_is_shown_is_settled_by_a_press_as_well(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    bo = room.person("bo")
    bo.presses("A")
    seen = bo.presses("Show mine with my name")
    assert "yours is shown with your name" in seen.text
    assert seen.replaced
    assert seen.labels == ["Show mine to nobody", "Show mine without my name", "Take it back"]
    assert "yours is shown with your name" in bo.presses("B").text, "another letter does not change that"
    assert "yours is shown without your name" in bo.presses("Show mine without my name").text


def test_an_answer_can_be_taken_back(database: Database) -> None:
    room = morning(database, OPEN)
    bo = room.person("bo")
    bo.presses("Answer")
    bo.fills(answer="too private", show="named")
    assert "Your answer is gone." in bo.presses("Take it back").text
    assert bo.presses("Answer").form.fields[0].value == ""
    room.forward(hours=8)
    assert "Nobody answered this one." in plain(answers(room)[0].view)
    assert "too private" not in "".join(plain(message.view) for message in room.messages if message.owner is None)


def test_what_is_not_there_cannot_be_taken_back_or_shown(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    bo, here = room.person("bo"), (schedule_id(room), SLOT)
    assert bo.presses_ref(TakeBack(*here)).text == "You have no answer to take back."
    assert bo.presses_ref(ShowMine(*here, "named")).text == "You have no answer to show. Answer first."
    bo.presses("A")
    bo.presses("Take it back")
    assert bo.presses_ref(TakeBack(*here)).text == "You have no answer to take back."


def test_an_answer_survives_a_restart(database: Database) -> None:
    room = morning(database, OPEN)
    bo = room.person("bo")
    bo.presses("Answer")
    bo.fills(answer="before", show="named")
    again = room.restarted()
    assert bo.via(again).presses("Change it").form.fields[0].value == "before"
    again.forward(hours=8)
    assert "@bo: before" in plain(answers(again)[1].view)


# Who sees what


@pytest.mark.parametrize("question", [CHOICE, RECALL, OPEN, ASK], ids=lambda question: question.kind)
def test_nobody_sees_an_answer_before_it_comes_out(sqlite_database: Database, question: AnyQuestion) -> None:
    room = morning(sqlite_database, question)
    zoe, cy, ana = room.person("zoe"), room.person("cy"), organiser(room)
    here = (schedule_id(room), SLOT)
    if question is CHOICE:
        zoe.presses("B")
        zoe.presses("Show mine with my name")
    else:
        zoe.presses("Answer")
        zoe.fills(answer="zoe's thought", show="named")
    for other in (cy, ana):
        assert other.presses_ref(LookAtMine(*here)).text.startswith("The answers have not come out yet.")
        other.types("daily show")
        if question is not CHOICE:
            assert other.presses("Answer").form.fields[0].value == ""
    room.forward(minutes=5)
    for other in (cy, ana):
        assert "zoe" not in visible(other)
    assert "The answers have not come out yet." in zoe.presses_ref(LookAtMine(*here)).text


def test_only_organisers_are_told_how_to_bring_the_answers_out(sqlite_database: Database) -> None:
    room = morning(sqlite_database)
    look = LookAtMine(schedule_id(room), SLOT)
    assert "/askq daily reveal" in organiser(room).presses_ref(look).text
    assert "/askq daily reveal" not in room.person("bo").presses_ref(look).text


# The count


def test_the_post_counts_answers_and_not_who_gave_them(database: Database) -> None:
    room = morning(database, CHOICE)
    zoe, cy = room.person("zoe"), room.person("cy")
    assert count_line(post(room)) == ""
    zoe.presses("A")
    room.forward(seconds=6)
    assert count_line(post(room)) == "one answer so far"
    cy.presses("B")
    cy.presses("C")
    room.forward(seconds=6)
    assert count_line(post(room)) == "2 answers so far"
    assert "zoe" not in plain(post(room).view)
    assert "cy" not in plain(post(room).view)
    zoe.presses("Take it back")
    room.forward(seconds=6)
    assert count_line(post(room)) == "one answer so far"


def test_however_many_press_the_post_changes_once_in_five_seconds(database: Database) -> None:
    room = morning(database, CHOICE)
    changed: list[datetime] = []
    send = room.sender.send

    async def noting(sent: Post, doubtful_since: datetime | None) -> str:
        if sent.edits:
            changed.append(room.clock.now)
        return await send(sent, doubtful_since)

    room.sender.send = noting  # type: ignore[method-assign]
    for number in range(23):
        room.person(f"m{number}").presses("ABC"[number % 3])
        room.forward(seconds=1)
    room.forward(seconds=6)
    assert count_line(post(room)) == "23 answers so far"
    assert all(later - earlier >= timedelta(seconds=5) for earlier, later in pairwise(changed))
    assert 2 <= len(changed) <= 6


def test_whom_the_post_woke_stays_in_it_whatever_is_settled_later(database: Database) -> None:
    room = Room(database, bank=bank(CHOICE))
    ana = organiser(room)
    ana.types("daily set 09:00 UTC every day")
    ana.types("daily ping <@&R1>")
    room.forward(days=1)
    room.person("bo").presses("A")
    room.forward(seconds=6)
    ana.types("daily ping")
    room.person("cy").presses("A")
    room.forward(hours=8)
    assert [each.ping for each in room.sender.sent if each.edits] == ["R1"] * 3
    assert [each.ping for each in room.sender.sent if each.ping and not each.edits] == ["R1"]


def test_another_letter_of_the_same_person_does_not_touch_the_post(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    bo = room.person("bo")
    bo.presses("A")
    room.forward(seconds=10)
    before = len(edits(room))
    bo.presses("B")
    bo.presses("Show mine with my name")
    room.forward(seconds=10)
    assert len(edits(room)) == before


def test_one_person_is_counted_once_however_often_they_press(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    bo = room.person("bo")
    for _ in range(3):
        bo.presses("A")
        assert bo.again().text == bo.screen()[-1]
    room.forward(seconds=6)
    assert count_line(post(room)) == "one answer so far"


def test_two_presses_at_the_same_moment_are_one_answer_each(database: Database) -> None:
    room = morning(database, CHOICE)
    people = [room.person(f"m{number % 4}") for number in range(12)]
    threads = [threading.Thread(target=each.presses, args=("AB"[n % 2],)) for n, each in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room.forward(seconds=6)
    assert count_line(post(room)) == "4 answers so far"


def test_who_is_quicker_than_the_platform_is_counted(sqlite_database: Database) -> None:
    """A press can come before askq knows the id of the message that it stands on, and another process can be at it."""
    room = Room(sqlite_database, bank=bank(CHOICE))
    organiser(room).types("daily set 09:00 UTC every day")
    bo, send = room.person("bo"), room.sender.send

    async def pressing(sent: Post, doubtful_since: datetime | None) -> str:
        room.sender.send = send  # type: ignore[method-assign]
        message = await send(sent, doubtful_since)
        assert "Kept: A" in bo.presses("A").text
        await asyncio.to_thread(room.restarted().delivers)
        return message

    room.sender.send = pressing  # type: ignore[method-assign]
    room.forward(days=1)
    assert count_line(post(room)) == "one answer so far"


# Alone


@pytest.mark.parametrize("question", [CHOICE, SEVERAL, OPEN], ids=["one", "all", "open"])
def test_who_studies_alone_hears_nothing_of_others(sqlite_database: Database, question: AnyQuestion) -> None:
    room = Room(sqlite_database, bank=bank(question))
    bo = room.person("bo", group="play:dm:bo", channel="")
    bo.types("daily set 09:00 UTC every day")
    room.forward(days=1)
    posted = bo.screen()[-1]
    assert "Nobody sees it" not in posted
    if question is OPEN:
        assert [field.name for field in bo.presses("Answer").form.fields] == ["answer"]
        said = bo.fills(answer="mine")
        assert "You can change it until the answers come out." in said.text
    else:
        said = bo.presses("A")
    assert "Kept: " in said.text
    assert "shown to" not in said.text
    assert not [label for label in said.labels if label.startswith("Show")]
    room.forward(minutes=1)
    assert posted in bo.screen(), "it does not make room for what was said"
    assert edits(room) == [], "nor does it count to one"


def test_in_direct_messages_the_post_stays_when_its_answer_is_taken_back(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(SEVERAL))
    bo = room.person("bo", group="play:dm:bo", channel="")
    bo.types("daily set 09:00 UTC every day")
    room.forward(days=1)
    posted = next(each for each in room.messages if plain(each.view).startswith("Question of the day\n\nWhich"))
    shown, letter = plain(posted.view), controls(posted.view)[0]
    assert isinstance(letter, Button)
    bo.presses_ref(letter.ref, on=posted)
    assert "Your answer is gone." in bo.presses_ref(letter.ref, on=posted).text
    assert plain(posted.view) == shown


# What is kept


def test_answers_are_forgotten_with_their_days(database: Database) -> None:
    room = morning(database, CHOICE)
    room.person("bo").presses("A")
    group, schedule = "play:one", schedule_id(room)

    def kept() -> int:
        with room.app.database.read() as db:
            day = store.day_of(db, group, schedule, SLOT)
            return -1 if day is None else answer_store.count(db, day)

    organiser(room).types("daily pause")
    room.clock.forward(days=729)
    room.app.tidy()
    assert kept() == 1
    room.clock.forward(days=2)
    room.app.tidy()
    with room.app.database.read() as db:
        assert db.scalar(answer_store.answers.select().limit(1)) is None


def test_marks_are_for_answers_that_are_out(sqlite_database: Database) -> None:
    room = morning(sqlite_database, OPEN)
    bo = room.person("bo")
    bo.presses("Answer")
    bo.fills(answer="mine", show="no")
    assert bo.presses_ref(MarkMine(schedule_id(room), SLOT, 0)).text == "The answers have not come out yet."


def test_the_way_the_answers_go_can_change_until_then(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    change(room, go="Into the channel")
    room.forward(hours=8)
    assert answers(room)[0].place.thread is None
    assert "The answers are out." in plain(post(room).view)
