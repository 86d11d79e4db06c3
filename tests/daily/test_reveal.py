"""The answers come out once, at their time or at an organiser's word, and show only what people agreed to show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.bank.kinds import AnyQuestion
from bot.chat.plain import plain
from bot.daily.refs import ReadOn
from bot.errors import Doubtful
from bot.storage.engine import Database
from tests.daily.mornings import (
    ASK,
    CHOICE,
    KINDS,
    OPEN,
    RECALL,
    SLOT,
    answers,
    change,
    count_line,
    labels,
    morning,
    organiser,
    post,
    public,
    schedule_id,
)
from tests.support.rooms import Room, bank, choice_of


def answer(room: Room, name: str, what: str, show: str = "no") -> None:
    """By letter or in words."""
    person = room.person(name)
    if what in ("A", "B", "C"):
        person.presses(what)
        label = {"named": "Show mine with my name", "nameless": "Show mine without my name"}.get(show)
        if label:
            person.presses(label)
    else:
        person.presses("Answer")
        person.fills(answer=what, show=show)


def out(room: Room) -> list[str]:
    return [plain(message.view) for message in answers(room)]


# When and where


def test_the_answers_come_out_at_their_time_and_only_then(database: Database) -> None:
    room = morning(database, CHOICE)
    answer(room, "bo", "A")
    assert "The answers come out: 17:00 UTC" in plain(post(room).view)
    room.forward(hours=7, minutes=29)
    assert answers(room) == []
    room.forward(minutes=1)
    assert len(answers(room)) == 1
    room.forward(hours=12)
    assert len(answers(room)) == 1


def test_they_come_out_in_the_thread_below_the_question(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    room.forward(hours=8)
    (sent,) = [each for each in room.sender.sent if plain(each.view).startswith("The answers")]
    thread = answers(room)[0].place.thread
    assert thread is not None
    assert room.sender._by_id[thread] is post(room)
    assert sent.title == "Question of the day, Wed, Mar 5"
    assert sent.ping == ""
    assert "Which one is one?" not in plain(sent.view), "it stands above"


def test_they_come_out_in_the_channel_where_that_is_settled(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE, go="Into the channel")
    room.forward(hours=8)
    assert answers(room)[0].place.thread is None
    assert out(room)[0].startswith("The answers\n\nWhich one is one?\n\nThe right answer: B")


def test_they_follow_the_question_and_not_a_schedule_that_has_moved_on(database: Database) -> None:
    room = morning(database, CHOICE)
    question = post(room)
    change(room, channel="random")
    answer(room, "bo", "A")
    room.forward(hours=8)
    assert answers(room)[0].place.channel == "general"
    assert answers(room)[0].place.thread is not None
    assert "The answers are out, in the thread." in plain(question.view)
    assert {each.to for each in room.sender.sent if each.edits} == {question.place}


def test_an_organiser_brings_them_out_earlier_and_they_do_not_come_again(database: Database) -> None:
    room = morning(database, CHOICE)
    answer(room, "bo", "A")
    ana = organiser(room)
    assert ana.types("daily reveal").text.endswith("The answers come out now.")
    assert room.person("cy").presses("B").text.startswith("Time is up")
    room.forward(seconds=1)
    assert len(answers(room)) == 1
    assert ana.presses_ref(f"1|d-reveal|{schedule_id(room)}|{SLOT}").text == "The answers are out already."
    assert "There are no answers to bring out." in ana.types("daily reveal").text
    room.forward(hours=12)
    assert len(answers(room)) == 1


def test_two_organisers_at_once_bring_them_out_once(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    ana = organiser(room)
    for _ in range(3):
        ana.types("daily reveal")
    room.forward(minutes=1)
    assert len(answers(room)) == 1


def test_where_no_time_is_settled_only_an_organiser_brings_them_out(database: Database) -> None:
    room = morning(database, CHOICE, reveal="never")
    assert "The answers come out when an organiser says so." in plain(post(room).view)
    answer(room, "bo", "B")
    room.forward(days=1)
    assert answers(room) == []
    ana = organiser(room)
    ana.types("daily show")
    ana.presses("Bring the answers out")
    ana.presses("Wed, Mar 5")
    room.forward(minutes=1)
    assert len(answers(room)) == 1


def test_who_brought_them_out_is_noted(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    ana = organiser(room)
    ana.types("daily reveal")
    assert "daily reveal" in ana.types("daily show").text


def test_a_question_that_came_late_is_answered_at_the_next_such_hour(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(CHOICE))
    organiser(room).types("daily set 15:00 UTC every day")
    room.clock.now = datetime.fromisoformat("2031-03-04T17:10:00+00:00")  # the machine was asleep until then
    room.delivers()
    assert "The answers come out: Wed, Mar 5, 17:00 UTC" in plain(post(room).view)


# Afterwards


def test_afterwards_the_post_says_so_and_opens_ones_own_answer(database: Database) -> None:
    room = morning(database, CHOICE)
    answer(room, "bo", "B")
    room.forward(hours=8)
    said = plain(post(room).view)
    assert "The answers are out, in the thread." in said
    assert "Press" not in said
    assert labels(post(room).view) == ["My answer", "Save"]
    assert count_line(post(room)) == "one answer"
    mine = room.person("bo").presses("My answer")
    assert mine.text.startswith("You had it right. Your answer: B")
    assert not mine.public


def test_ones_own_answer_stands_beside_the_right_one_with_both_reasons(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    answer(room, "bo", "C")
    room.forward(hours=8)
    seen = room.person("bo").presses("My answer").text
    assert seen.startswith("Not quite this time. Your answer: C\n\n———\n\nThe right answer: B")
    assert "Because of B in culture.one." in seen
    assert "Because of C in culture.one." in seen
    assert "Because of A in culture.one." not in seen


@pytest.mark.parametrize("question", KINDS, ids=lambda question: question.kind)
def test_who_did_not_answer_reads_the_answer_there_too(sqlite_database: Database, question: AnyQuestion) -> None:
    room = morning(sqlite_database, question)
    room.forward(hours=8)
    seen = room.person("bo").presses("My answer")
    assert seen.text.startswith("You did not answer this one.\n\n———\n\n")
    assert seen.labels == []


@pytest.mark.parametrize("question", [OPEN, ASK], ids=lambda question: question.kind)
def test_what_nobody_else_can_judge_is_marked_by_oneself(database: Database, question: AnyQuestion) -> None:
    room = morning(database, question)
    bo = room.person("bo")
    answer(room, "bo", "I would ask them.\nTwice.", "named")
    room.forward(hours=8)
    seen = bo.presses("My answer")
    assert seen.text.startswith("Your answer\nI would ask them.\nTwice.\n\n———\n\nWhich of these are in it?")
    seen = bo.presses("1")
    assert seen.replaced
    assert "(in mine)" in next(line for line in seen.text.splitlines() if line.startswith("1. "))
    points = 3 if question is OPEN else 2
    assert f"1 of {points} so far." in seen.text
    assert f"2 of {points} so far." in bo.presses("2").text
    assert f"1 of {points} so far." in bo.presses("1").text
    assert "(in mine)" in bo.presses("My answer").text, "it is kept"
    nothing_there = bo.presses_ref(f"1|d-mark|{schedule_id(room)}|{SLOT}|9")
    assert nothing_there.text == "There is nothing to mark any more."
    assert room.person("cy").presses_ref(f"1|d-mark|{schedule_id(room)}|{SLOT}|0").text == nothing_there.text


def test_marks_do_not_show_to_others(sqlite_database: Database) -> None:
    room = morning(sqlite_database, OPEN)
    answer(room, "bo", "mine", "named")
    room.forward(hours=8)
    bo = room.person("bo")
    bo.presses("My answer")
    bo.presses("1")
    assert "in mine" not in "".join(plain(message.view) for message in public(room))
    assert "in mine" not in room.person("cy").presses("My answer").text


# What they say


def test_letters_come_out_with_the_reasons_the_spread_and_how_many_were_right(database: Database) -> None:
    room = morning(database, CHOICE)
    for name, letter, show in (
        ("bo", "B", "named"),
        ("cy", "B", "nameless"),
        ("dee", "A", "no"),
        ("eli", "B", "named"),
    ):
        answer(room, name, letter, show)
    room.forward(hours=8)
    first, said = out(room)
    assert "The right answer: B" in first
    assert "Because of B in culture.one." in first
    assert "Because of A in culture.one." in first, "somebody chose it"
    assert "Because of C in culture.one." not in first
    assert "Why it matters\nWhy culture.one matters." in first
    assert "• A  Tea: 1\n• B  Coffee: 3 (right)\n• C  Water: 0" in first
    assert "3 of 4 had it right." in first
    assert said == "What people said\n\n• B: @bo, @eli, one without a name"


def test_of_several_letters_each_counts(sqlite_database: Database) -> None:
    room = morning(sqlite_database, choice_of("culture.one", "Tea", "Coffee", "Water", right="AC"))
    for letter in "AC":
        answer(room, "bo", letter)
    answer(room, "cy", "A", "named")
    room.forward(hours=8)
    first, said = out(room)
    assert "The right answers: A and C" in first
    assert "• A  Tea: 2 (right)\n• B  Coffee: 0\n• C  Water: 1 (right)" in first
    assert "1 of 2 had it right." in first
    assert said.endswith("• A: @cy")


def test_a_word_to_know_comes_out_with_how_many_knew_it(database: Database) -> None:
    room = morning(database, RECALL)
    answer(room, "bo", "postgresl", "named")
    answer(room, "cy", "MySQL", "nameless")
    answer(room, "dee", "Oracle")
    room.forward(hours=8)
    first, said = out(room)
    assert "The answer: PostgreSQL" in first
    assert "Also accepted: Postgres" in first
    assert "1 of 3 had it right." in first
    assert said == "What people said\n\n• @bo: postgresl\n• Somebody: MySQL"
    assert "Oracle" not in "".join(out(room))


@pytest.mark.parametrize(
    ("question", "reasons"),
    [
        (OPEN, ("A good answer", "• Names a case", "A model answer")),
        (ASK, ("Good signs", "• A good sign", "The truth")),
    ],
    ids=["open", "ask"],
)
def test_ones_own_words_come_out_as_each_has_settled(
    database: Database, question: AnyQuestion, reasons: tuple[str, ...]
) -> None:
    room = morning(database, question)
    answer(room, "bo", "a *named* one", "named")
    answer(room, "cy", "a nameless one", "nameless")
    answer(room, "dee", "a private one")
    room.forward(hours=8)
    first, said = out(room)
    for reason in reasons:
        assert reason in first
    assert "3 of us answered. Press “My answer” to mark your own." in first
    assert said == "What people said\n\n• @bo: a *named* one\n• Somebody: a nameless one"
    shown = "".join(plain(message.view) for message in public(room))
    assert "private" not in shown
    assert "cy" not in shown
    assert "dee" not in shown


@pytest.mark.parametrize(("question", "answered"), [(CHOICE, "A"), (RECALL, "Oracle")], ids=["choice", "recall"])
def test_of_one_alone_nothing_comes_out_that_would_tell_whose_it_was(
    sqlite_database: Database, question: AnyQuestion, answered: str
) -> None:
    room = morning(sqlite_database, question)
    assert "It is counted; nobody sees whose it is, unless you say so." in plain(post(room).view)
    answer(room, "bo", answered)
    room.forward(hours=8)
    (only,) = out(room)
    assert "One of us answered." in only
    assert "had it right" not in only
    assert "What people chose" not in only
    assert "Because of A" not in only, "why not A is for bo alone"
    assert "Because of A" in room.person("bo").presses("My answer").text or question is RECALL


def test_of_one_alone_who_shows_it_the_reasons_come_out_too(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    answer(room, "bo", "A", "named")
    room.forward(hours=8)
    first, said = out(room)
    assert "Because of A" in first
    assert said.endswith("• A: @bo")


@pytest.mark.parametrize("question", KINDS, ids=lambda question: question.kind)
def test_where_nobody_answered_the_reasons_come_out_all_the_same(
    sqlite_database: Database, question: AnyQuestion
) -> None:
    room = morning(sqlite_database, question)
    room.forward(hours=8)
    (only,) = out(room)
    assert "Nobody answered this one. There will be others." in only
    assert "culture.one" in only
    assert "What people" not in only


@pytest.mark.parametrize("question", [CHOICE, OPEN], ids=["choice", "open"])
def test_who_studies_alone_reads_their_own_verdict(sqlite_database: Database, question: AnyQuestion) -> None:
    room = Room(sqlite_database, bank=bank(question))
    bo = room.person("bo", group="play:dm:bo", channel="")
    bo.types("daily set 09:00 UTC every day")
    room.forward(days=1)
    if question is CHOICE:
        bo.presses("A")
    else:
        bo.presses("Answer")
        bo.fills(answer="mine")
    room.forward(hours=8)
    said = next(each for each in reversed(bo.screen()) if each.startswith("The answers\n"))
    assert "of us" not in said
    assert " had it right." not in said
    assert ("Not quite this time. Your answer: A" in said) == (question is CHOICE)
    assert "thread" not in "".join(bo.screen())
    assert "one answer" not in "".join(bo.screen())
    assert any("The answers are out." in each for each in bo.screen())


# Many and long ones


def test_many_and_long_answers_go_on_in_further_messages_in_order(database: Database) -> None:
    room = morning(database, OPEN)
    for number in range(12):
        room.clock.forward(seconds=1)
        answer(room, f"m{number:02}", f"Answer {number}. " + "So it was. " * 50, "named")
    room.forward(hours=8)
    pages = out(room)
    assert len(pages) > 3
    assert [page.partition("\n")[0] for page in pages[:3]] == [
        "The answers",
        "What people said",
        "More of what people said",
    ]
    shown = "\n".join(pages)
    at = [shown.index(f"@m{number:02}: Answer {number}.") for number in range(12)]
    assert at == sorted(at)
    assert len({message.place.thread for message in answers(room)}) == 1
    room.forward(days=1)
    assert out(room)[: len(pages)] == pages


def test_what_would_be_too_much_for_all_everybody_may_read_on_for_themselves(database: Database) -> None:
    room = morning(database, OPEN)
    for number in range(50):
        room.clock.forward(seconds=1)
        answer(room, f"m{number:02}", f"Answer {number}. " + "So it was. " * 50, "named")
    bo = room.person("bo")
    early = bo.presses_ref(ReadOn(schedule_id(room), SLOT, 1))
    assert early.text == "The answers have not come out yet."
    room.forward(hours=8)
    pages = out(room)
    assert len(pages) == 5
    assert "34 more answers would be too much here. Press “More answers” to read them." in pages[-1]
    assert [labels(message.view) for message in answers(room)[1:]] == [[], [], [], ["More answers"]]
    seen = bo.presses("More answers")
    assert not seen.public and not seen.replaced, "the thread stays as it is"
    read = [seen.text]
    while "Next" in seen.labels:
        seen = bo.presses("Next")
        assert seen.replaced
        read.append(seen.text)
    assert [text.rpartition("\n\n")[2] for text in read[::8]] == ["Page 5 of 13", "Page 13 of 13"]
    shown = "\n".join(pages + read)
    assert all(shown.count(f"@m{number:02}: Answer {number}.") == 1 for number in range(50))
    bo.presses("Previous")
    assert bo.screen()[-1] == read[-2]
    assert out(room) == pages


def test_a_page_that_is_not_there_is_the_nearest_one(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    answer(room, "bo", "A", "named")
    answer(room, "cy", "A")
    room.forward(hours=8)
    cy = room.person("cy")
    for page in (-1, 0, 99):
        seen = cy.presses_ref(ReadOn(schedule_id(room), SLOT, page))
        assert (seen.text, seen.labels) == ("What people said\n\n• A: @bo\n\nPage 1 of 1", [])


def test_where_nobody_shows_an_answer_there_is_nothing_to_read(sqlite_database: Database) -> None:
    room = morning(sqlite_database, OPEN)
    answer(room, "bo", "mine")
    room.forward(hours=8)
    assert room.person("cy").presses_ref(ReadOn(schedule_id(room), SLOT, 1)).text == "There is nothing more to read."


def test_a_restart_in_between_loses_and_doubles_nothing(sqlite_database: Database) -> None:
    room = morning(sqlite_database, OPEN)
    for number in range(12):
        answer(room, f"m{number:02}", f"Answer {number}. " + "So it was. " * 50, "named")
    send, sent = room.sender.send, []

    async def breaking(post: Any, doubtful_since: datetime | None) -> str:
        message = await send(post, doubtful_since)
        sent.append(message)
        if len(sent) % 2 and not post.edits:
            raise Doubtful("broken", retry_after=1)  # it arrived, and nobody knows
        return message

    room.sender.send = breaking  # type: ignore[method-assign]
    room.forward(hours=8)
    room.forward(hours=1)
    shown = "\n".join(out(room))
    assert all(shown.count(f"@m{number:02}: Answer {number}.") == 1 for number in range(12))
