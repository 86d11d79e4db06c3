"""The line before the bag: a certain question next, or on a certain day; what is in line, and out of it again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import render as discord
from adapters.slack import render as slack
from bot.chat.refs import MAX_LENGTH, encode
from bot.daily.refs import ClearLine, LinePage, PutInLine, Swap, TakeOut, mark
from bot.members import audit
from bot.storage.engine import Database
from tests.daily.mornings import change
from tests.daily.sent import PLENTY, asked, dates
from tests.support.rooms import Room, Seen, Someone, bank, shipped


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database, bank=PLENTY)


@pytest.fixture
def ana(room: Room) -> Someone:
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC mon-fri")
    return ana


def in_line(ana: Someone) -> list[str]:
    """The rows of the line, as `daily queue` shows it."""
    return [row for row in ana.types("daily queue").text.splitlines() if row[:1].isdigit()]


def about(question: str) -> str:
    return f"Could you tell me about {question}?"


def first(seen: Seen) -> str:
    """What it says first: when the question comes."""
    return seen.text.partition("\n\n")[0]


# Putting in


def test_a_certain_question_comes_next(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC mon-fri culture")
    assert ana.types("daily queue pay.q7").text == f"It comes next, on Wed, Mar 5:\n\n{about('q7')}"
    assert ana.types("daily queue pay.q8").text == f"It comes on Thu, Mar 6, after one other:\n\n{about('q8')}"
    assert first(ana.types("daily queue pay.q9")) == "It comes on Fri, Mar 7, after 2 others:"
    room.forward(days=3)
    assert asked(room) == ["q7", "q8", "q9"]


@pytest.mark.parametrize("line", ["friday pay.q7", "pay.q7 friday", "on 7 mar pay.q7", "7 Mar small:pay.q7"])
def test_a_certain_question_comes_on_a_certain_day(ana: Someone, line: str) -> None:
    assert ana.types(f"daily queue {line}").text == "It comes on Fri, Mar 7:\n\nCould you tell me about q7?"
    ana.room.forward(days=4)
    assert asked(ana.room)[2] == "q7" and dates(ana.room)[2] == "Fri, Mar 7"


@pytest.mark.parametrize("line", ["1 friday pay.q7", "friday 1 pay.q7", "pay.q7 1 friday", "pay.q7 friday 1"])
def test_where_there_are_several_the_number_may_stand_on_either_side(ana: Someone, line: str) -> None:
    ana.types("daily add 18:00 UTC every day")
    assert ana.types(f"daily queue {line}").text.startswith("It comes on Fri, Mar 7:")
    assert ana.types("daily queue pay.q8 2").text.startswith("It comes next, on Tue, Mar 4:")
    assert "about q7?" in ana.types("daily show 1").text
    assert "about q8?" in ana.types("daily show 2").text


def test_words_that_are_no_question_are_asked_about_first(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank("a.holidays", "a.salaries", "a.mentors"))
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC")
    seen = ana.types("daily queue salaries")
    assert seen.text == f"Did you mean: {about('salaries')}" and seen.labels == ["Queue it"]
    assert in_line(ana) == []
    assert first(ana.presses("Queue it")) == "It comes next, on Wed, Mar 5:"
    assert in_line(ana) == ["1. Wed, Mar 5: Could you tell me about salaries?"]


def test_words_that_fit_several_are_asked_about_on_their_day(ana: Someone) -> None:
    seen = ana.types("daily queue friday could you tell me about")
    assert "Did you mean one of these?" in seen.text and seen.labels == ["Queue 1", "Queue 2", "Queue 3"]
    assert in_line(ana) == []
    assert first(ana.presses("Queue 2")) == "It comes on Fri, Mar 7:"


def test_words_that_fit_nothing_say_where_to_look(ana: Someone) -> None:
    assert ana.types("daily queue xyzzy").text == "I know no question like that. Look for one with /askq."


@pytest.mark.parametrize("typed", ["Could you tell me about salaries?", "could you  tell me about SALARIES"])
def test_the_very_words_of_a_question_are_enough(sqlite_database: Database, typed: str) -> None:
    ana = Room(sqlite_database, bank=bank("a.holidays", "a.salaries")).person("ana", admin=True)
    ana.types("daily set 09:00 UTC")
    assert first(ana.types(f"daily queue {typed}")) == "It comes next, on Wed, Mar 5:"


def test_the_very_words_of_several_questions_are_asked_about(ana: Someone) -> None:
    assert "Did you mean one of these?" in ana.types(f"daily queue {about('q7')}").text


def test_a_day_alone_asks_which_question(ana: Someone) -> None:
    said = "Say which question: /askq daily queue 2031-03-07 culture.q0"
    assert ana.types("daily queue friday").text == said


def test_a_question_moves_in_line_and_is_asked_once(ana: Someone) -> None:
    ana.types("daily queue friday pay.q7")
    seen = ana.types("daily queue thursday pay.q7")
    assert first(seen) == "It comes on Thu, Mar 6:" and "Moved from Fri, Mar 7." in seen.text
    rows = ana.types("daily show").text
    assert rows.count("about q7?") == 1
    ana.room.forward(days=2)
    assert asked(ana.room)[1] == "q7"


def test_a_day_without_a_question_takes_none_in_line(ana: Someone) -> None:
    ana.types("daily skip friday")
    assert ana.types("daily queue friday pay.q7").text == "There is no question on Fri, Mar 7: a day off."
    assert "not one of its days" in ana.types("daily queue sunday pay.q7").text
    assert "too late for Tue, Mar 4" in ana.types("daily queue today pay.q7").text


def test_what_was_in_line_for_a_day_that_was_left_out_comes_as_soon_as_it_can(ana: Someone) -> None:
    ana.types("daily queue wednesday pay.q7")
    ana.types("daily skip wednesday")
    ana.room.forward(days=3)
    assert asked(ana.room)[0] == "q7" and dates(ana.room)[0] == "Thu, Mar 6"


def test_a_question_that_left_the_bank_while_in_line_holds_nothing_up(sqlite_database: Database) -> None:
    ana = Room(sqlite_database, bank=bank("a.one", "a.two")).person("ana", admin=True)
    ana.types("daily set 09:00 UTC")
    ana.types("daily queue a.two")
    room = ana.room.restarted(bank=bank("a.one", retired=["a.two"]))
    room.forward(days=1)
    assert asked(room) == ["one"]


def test_a_question_that_is_in_line_already_keeps_its_place(ana: Someone) -> None:
    for question in ("pay.q7", "pay.q8"):
        ana.types(f"daily queue {question}")
        ana.room.clock.forward(seconds=1)
    seen = ana.types("daily queue pay.q7")
    assert first(seen) == "It comes next, on Wed, Mar 5:"
    assert "It was in line already." in seen.text and "Moved" not in seen.text


def test_a_question_that_was_asked_says_when(ana: Someone) -> None:
    ana.types("daily queue pay.q7")
    ana.room.forward(days=1)
    seen = ana.types("daily queue pay.q7")
    assert first(seen) == "It comes next, on Thu, Mar 6:"
    assert "It was asked on Wed, Mar 5." in seen.text


def test_a_question_without_a_day_goes_round_the_days_of_others_and_days_off(ana: Someone) -> None:
    ana.types("daily queue wednesday pay.q7")
    ana.types("daily skip thursday")
    assert first(ana.types("daily queue pay.q8")) == "It comes on Fri, Mar 7, after one other:"
    ana.room.forward(days=4)
    assert (asked(ana.room), dates(ana.room)) == (["q7", "q8"], ["Wed, Mar 5", "Fri, Mar 7"])


# A day that is taken


def test_a_day_that_is_taken_says_by_what_and_keeps_it(ana: Someone) -> None:
    ana.types("daily queue friday pay.q7")
    seen = ana.types("daily queue friday pay.q8")
    assert first(seen) == f"For Fri, Mar 7 there is one in line already: {about('q7')}"
    assert seen.labels == ["Swap them", "Have it come next"]
    assert in_line(ana) == [f"1. Fri, Mar 7: {about('q7')}"]
    assert first(ana.presses("Have it come next")) == "It comes next, on Wed, Mar 5:"


def test_a_swap_gives_the_day_to_the_new_one_and_has_the_other_come_as_soon_as_it_can(ana: Someone) -> None:
    ana.types("daily queue friday pay.q7")
    ana.types("daily queue friday pay.q8")
    seen = ana.presses("Swap them")
    assert first(seen) == "It comes on Fri, Mar 7:"
    assert f"Instead of {about('q7')}, which comes on Wed, Mar 5." in seen.text
    ana.room.forward(days=3)
    assert [asked(ana.room)[at] for at in (0, 2)] == ["q7", "q8"]


def test_a_swap_of_two_that_have_days_swaps_their_days(ana: Someone) -> None:
    ana.types("daily queue friday pay.q7")
    ana.types("daily queue thursday pay.q8")
    ana.types("daily queue friday pay.q8")
    seen = ana.presses("Swap them")
    assert "which comes on Thu, Mar 6." in seen.text and "Moved from Thu, Mar 6." in seen.text
    assert in_line(ana) == [f"1. Thu, Mar 6: {about('q7')}", f"2. Fri, Mar 7: {about('q8')}"]


def test_a_swap_with_what_is_gone_meanwhile_just_puts_it_there(ana: Someone) -> None:
    ana.types("daily queue friday pay.q7")
    ana.types("daily queue friday pay.q8")
    ana.types("daily queue remove pay.q7")
    assert first(ana.presses("Swap them")) == "It comes on Fri, Mar 7:"
    assert len(in_line(ana)) == 1


# In a pause, and while it is stopped


def test_a_day_within_a_pause_takes_none_in_line(ana: Someone) -> None:
    ana.types("daily pause until 2031-03-10")
    said = "There is no question on Fri, Mar 7: it is paused until Mon, Mar 10, 2031."
    assert ana.types("daily queue friday pay.q7").text == f"{said} Have it go on first: /askq daily resume"
    assert first(ana.types("daily queue 2031-03-10 pay.q7")) == "It comes on Mon, Mar 10:"
    assert first(ana.types("daily queue pay.q8")) == "It comes on Tue, Mar 11, after one other:"
    ana.room.forward(days=7)
    assert (asked(ana.room), dates(ana.room)) == (["q7", "q8"], ["Mon, Mar 10", "Tue, Mar 11"])


def test_a_pause_without_an_end_promises_no_day(ana: Someone) -> None:
    ana.types("daily pause")
    assert ana.types("daily queue friday pay.q7").text.startswith("There is no question on Fri, Mar 7: it is paused.")
    assert first(ana.types("daily queue pay.q7")) == "It comes first once it goes on:"
    ana.room.clock.forward(seconds=1)
    assert first(ana.types("daily queue pay.q8")) == "It comes once it goes on, after one other:"
    assert in_line(ana) == [f"1. {about('q7')}", f"2. {about('q8')}"]
    assert "It is paused." in ana.types("daily queue").text
    ana.room.forward(days=6)
    ana.types("daily resume")
    assert in_line(ana)[0] == f"1. Tue, Mar 11: {about('q7')}"


def test_what_is_stopped_promises_no_day_either(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank("culture.one", "pay.two"))
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC every day culture")
    change(room, when_empty="Stop")
    room.forward(days=2)
    said = "There is no question on Fri, Mar 7: it is stopped: every question has been asked."
    assert ana.types("daily queue friday pay.two").text.startswith(said)
    assert first(ana.types("daily queue pay.two")) == "It comes first once it goes on:"
    ana.types("daily resume")
    room.forward(days=1)
    assert asked(room) == ["one", "two"]


# Looking, and taking out


@pytest.mark.parametrize("line", ["daily queue", "daily queue list", "daily queue LIST", "daily queue show"])
def test_the_line_is_listed_with_the_day_that_each_comes_on(ana: Someone, line: str) -> None:
    assert "Nothing is in line" in ana.types(line).text
    for each in ("pay.q7", "friday pay.q8", "pay.q9"):
        ana.types(f"daily queue {each}")
        ana.room.clock.forward(seconds=1)
    seen = ana.types(line)
    assert seen.text.startswith("In line for question of the day 1")
    rows = [f"1. Wed, Mar 5: {about('q7')}", f"2. Thu, Mar 6: {about('q9')}", f"3. Fri, Mar 7: {about('q8')}"]
    assert in_line(ana) == rows
    assert seen.labels == ["Take out 1", "Take out 2", "Take out 3", "Take all out"]


def test_what_is_taken_out_does_not_come_and_can_be_put_back(ana: Someone) -> None:
    for each in ("friday pay.q7", "thursday pay.q8"):
        ana.types(f"daily queue {each}")
    ana.types("daily queue")
    seen = ana.presses("Take out 2")
    assert seen.replaced and f"Out of the line: {about('q7')}" in seen.text
    assert in_line(ana) == [f"1. Thu, Mar 6: {about('q8')}"]
    assert first(ana.presses("Put it back")) == "It comes on Fri, Mar 7:"
    ana.presses("Take it out again")
    ana.room.forward(days=3)
    assert asked(ana.room)[1] == "q8" and "q7" not in asked(ana.room)


def test_what_is_out_of_line_is_not_taken_out_twice(ana: Someone) -> None:
    ana.types("daily queue pay.q7")
    old = ana.room.messages[-1].view
    ana.presses("Take it out again")
    ref = old.elements[-1].items[0].ref  # type: ignore[union-attr]
    assert ana.presses_ref(ref).text == "That one is not in line any more."


@pytest.mark.parametrize(
    "line", ["remove pay.q7", "remove q7", "delete small:pay.q7", "1 remove pay.q7", "drop pay.q7"]
)
def test_a_question_is_taken_out_by_its_name(ana: Someone, line: str) -> None:
    ana.types("daily queue pay.q7")
    ana.types("daily queue pay.q8")
    assert f"Out of the line: {about('q7')}" in ana.types(f"daily queue {line}").text
    assert in_line(ana) == [f"1. Wed, Mar 5: {about('q8')}"]


@pytest.mark.parametrize("line", ["remove pay.q9", "remove xyzzy", "remove could you tell"])
def test_what_names_none_in_line_takes_none_out(ana: Someone, line: str) -> None:
    ana.types("daily queue pay.q7")
    ana.types("daily queue pay.q8")
    seen = ana.types(f"daily queue {line}")
    assert seen.text == "Which one in line do you mean? Take it out by its button: /askq daily queue"
    assert len(in_line(ana)) == 2


def test_to_remove_without_a_name_shows_the_line(ana: Someone) -> None:
    ana.types("daily queue pay.q7")
    assert ana.types("daily queue remove").labels == ["Take out 1"]


@pytest.mark.parametrize(
    "line", ["daily queue clear", "daily queue empty", "daily queue 1 clear", "daily queue clear 1"]
)
def test_the_line_is_emptied_only_when_that_is_meant(ana: Someone, line: str) -> None:
    assert "Nothing is in line" in ana.types(line).text
    for each in ("pay.q7", "friday pay.q8", "pay.q9"):
        ana.types(f"daily queue {each}")
    assert ana.types(line).text == "Take all 3 questions out of the line?"
    assert len(in_line(ana)) == 3
    assert ana.presses("Take all out").text == "Take all 3 questions out of the line?"
    assert "Nothing is in line" in ana.presses("Take all out").text
    assert in_line(ana) == []


def test_a_long_line_is_paged(ana: Someone) -> None:
    for number in range(12):
        ana.types(f"daily queue pay.q{number}")
        ana.room.clock.forward(seconds=1)
    seen = ana.types("daily queue")
    assert seen.labels[-3:] == ["Take out 10", "Next", "Take all out"]
    seen = ana.presses("Next")
    assert seen.replaced and "11. Wed, Mar 19: " in seen.text and "12. Thu, Mar 20: " in seen.text
    assert seen.labels == ["Take out 11", "Take out 12", "Previous", "Take all out"]
    ana.presses("Take out 12")
    assert (
        "11. Wed, Mar 19: " in ana.presses("Take out 11").text.partition("Out of the line")[0]
        or len(in_line(ana)) == 10
    )


def test_what_left_the_bank_is_not_listed(sqlite_database: Database) -> None:
    ana = Room(sqlite_database, bank=bank("a.one", "a.two", "a.three")).person("ana", admin=True)
    ana.types("daily set 09:00 UTC")
    for question in ("a.two", "a.three"):
        ana.types(f"daily queue {question}")
        ana.room.clock.forward(seconds=1)
    later = ana.via(ana.room.restarted(bank=bank("a.one", "a.three", retired=["a.two"])))
    assert in_line(later) == ["1. Wed, Mar 5: Could you tell me about three?"]
    assert (
        later.presses_ref(TakeOut(schedule(later), mark("small:a.two"), 1)).text
        == "That question was taken out of the bank."
    )


def test_the_fullest_line_fits_one_message(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=shipped())
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC every day")
    longest = sorted(room.app.bank.questions.values(), key=lambda each: -len(each.headline))
    for question in longest[:11]:
        ana.types(f"daily queue {question.id}")
    ana.types("daily queue")
    seen = ana.presses("Take out 1")
    assert len(discord.messages(seen.view)) == len(slack.messages(seen.view)) == 1


@given(st.text(min_size=1, max_size=73))
def test_a_button_of_the_line_takes_a_question_with_the_longest_id(question: str) -> None:
    for ref in (PutInLine("s" * 13, mark(question), 999_999), Swap("s" * 13, mark(question), 999_999)):
        assert len(encode(ref)) <= MAX_LENGTH
    assert len(encode(TakeOut("s" * 13, mark(question), 9999))) <= MAX_LENGTH


# Who may, and who did


def test_the_buttons_of_the_line_do_nothing_for_others(ana: Someone) -> None:
    ana.types("daily queue pay.q7")
    id, question = schedule(ana), mark("small:pay.q7")
    cem, eve = ana.room.person("cem"), ana.room.person("eve", group="play:two", admin=True)
    for ref in (
        PutInLine(id, question, 0), Swap(id, question, 0), TakeOut(id, question, 1), LinePage(id, 1),
        ClearLine(id, False), ClearLine(id, True),
    ):  # fmt: skip
        assert cem.presses_ref(ref).text == "Only organisers can change that. Ask one of them, or an admin here."
        assert "removed, or belongs elsewhere" in eve.presses_ref(ref).text
    assert "Only organisers" in cem.types("daily queue").text
    assert len(in_line(ana)) == 1


@pytest.mark.parametrize("on", [-1, 10**12])
def test_a_button_with_a_day_that_there_is_not_is_refused(ana: Someone, on: int) -> None:
    assert "older version of askq" in ana.presses_ref(PutInLine(schedule(ana), mark("small:pay.q7"), on)).text


def test_what_was_done_to_the_line_is_kept(ana: Someone) -> None:
    for line in ("pay.q7", "pay.q7", "friday pay.q8", "remove pay.q7", "clear"):
        ana.types(f"daily queue {line}")
        ana.room.clock.forward(seconds=1)
    ana.presses("Take all out")
    with ana.room.app.database.read() as db:
        kept = [change.about for change in audit.latest(db, "play:one", "daily queue", 9)]
    assert kept[::-1] == ["1: small:pay.q7", "1: small:pay.q8 2031-03-07", "1: small:pay.q7 out", "1: all out"]


def schedule(ana: Someone) -> str:
    """Whatever the buttons of its overview name."""
    seen = ana.types("daily show")
    buttons = [item for element in seen.view.elements if element.kind == "controls" for item in element.items]
    return str(buttons[0].ref.split("|")[2])  # type: ignore[union-attr]
