"""Presses that are too late, come from elsewhere or are forged, and answers that are no answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.bank.kinds import AnyQuestion
from bot.chat.messages import Submitted
from bot.chat.plain import plain
from bot.daily.refs import Choose, LookAtMine, ShowMine, TakeBack, Tick, Write
from bot.storage.engine import Database
from tests.daily.mornings import (
    CHOICE,
    OPEN,
    RECALL,
    SLOT,
    answers,
    count_line,
    labels,
    morning,
    organiser,
    post,
    schedule_id,
)
from tests.support.rooms import Someone
from tests.support.views import TRICKY


def test_a_press_after_the_answers_came_out_does_not_count(database: Database) -> None:
    room = morning(database, CHOICE)
    bo, cy, here = room.person("bo"), room.person("cy"), (schedule_id(room), SLOT)
    bo.presses("A")
    room.forward(hours=8)
    closed = "The answers are out, so this one is closed. Press “My answer” to compare."
    for ref in (Choose(*here, 1), Tick(*here, 1), Write(*here), ShowMine(*here, "named"), TakeBack(*here)):
        assert bo.presses_ref(ref).text == closed
        assert cy.presses_ref(ref).text == closed
    assert "You did not answer this one." in cy.presses("My answer").text
    assert "Your answer: A" in bo.presses("My answer").text
    room.forward(seconds=10)
    assert count_line(post(room)) == "one answer"


def test_a_form_that_was_open_for_too_long_does_not_count_and_is_given_back(sqlite_database: Database) -> None:
    room = morning(sqlite_database, OPEN)
    bo, cy = room.person("bo"), room.person("cy")
    for person in (bo, cy):
        person.presses("Answer")
    room.clock.now = datetime.fromisoformat("2031-03-05T17:00:00+00:00")
    assert cy.fills(answer="I was\nlate.", show="named").text == (
        "Time is up for this one: its answers are about to come out. You wrote: I was\nlate."
    )
    room.forward(minutes=1)
    assert bo.fills(answer="late", show="named").text == (
        "The answers are out, so this one is closed. Press “My answer” to compare. You wrote: late"
    )
    assert "late" not in "".join(plain(each.view) for each in answers(room))


def test_after_the_closing_moment_nothing_counts_though_the_answers_are_delayed(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    bo = room.person("bo")
    room.clock.now = datetime.fromisoformat("2031-03-05T16:59:59+00:00")
    assert "Kept: A" in bo.presses("A").text
    assert "Kept: C" in room.person("dee").presses("C").text
    room.clock.forward(seconds=1)  # the platform is down: nothing can be sent
    assert bo.presses("B").text == "Time is up for this one: its answers are about to come out."
    assert room.person("cy").presses("B").text == "Time is up for this one: its answers are about to come out."
    room.forward(minutes=30)
    assert "A  Tea: 1" in plain(answers(room)[0].view)
    assert "B  Coffee: 0 (right)" in plain(answers(room)[0].view)


def test_a_press_from_another_group_finds_nothing(database: Database) -> None:
    room = morning(database, CHOICE)
    room.person("bo").presses("A")
    stranger = room.person("eve", group="play:two")
    here = (schedule_id(room), SLOT)
    for ref in (Choose(*here, 0), Write(*here), ShowMine(*here, "named"), TakeBack(*here), LookAtMine(*here)):
        assert stranger.presses_ref(ref).text == "That question of the day was taken away. Its buttons no longer work."
    room.forward(seconds=6)
    assert count_line(post(room)) == "one answer so far"


def test_a_press_on_a_question_of_the_day_that_was_removed_is_told_so(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    ana = organiser(room)
    ana.types("daily remove")
    ana.presses("Remove it")
    bo = room.person("bo")
    assert "was taken away" in bo.presses("A").text
    room.forward(days=2)
    assert answers(room) == []


FORGED = (
    "1|d-choose|{0}|{1}|99",
    "1|d-choose|{0}|{1}|-1",
    "1|d-choose|{0}|{1}|3",
    "1|d-choose|{0}|2031-03-06|0",
    "1|d-choose|{0}||0",
    "1|d-choose|%00|{1}|0",
    "1|d-choose|{0}|{1}%00|0",
    "1|d-choose|nobody|{1}|0",
    "1|d-tick|{0}|{1}|7",
    "1|d-write|{0}|{1}",
    "1|d-show|{0}|{1}|loud",
    "1|d-mark|{0}|{1}|0",
    "1|d-choose|{0}|{1}",
    "2|d-choose|{0}|{1}|0",
)


def test_forged_presses_change_nothing_and_get_an_answer(database: Database) -> None:
    room = morning(database, CHOICE)
    bo = room.person("bo")
    for forged in FORGED:
        seen = bo.presses_ref(forged.format(schedule_id(room), SLOT))
        assert seen.text, forged
        assert "went wrong" not in seen.text, forged
    room.forward(seconds=6)
    assert count_line(post(room)) == ""


def test_a_forged_form_cannot_answer_a_question_with_letters(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    bo = room.person("bo")
    seen = bo.submits(Write(schedule_id(room), SLOT), answer="0,1,nonsense", show="named")
    assert seen.text == "This question is answered with a letter. Press one below it."
    room.forward(hours=8)
    assert "Nobody answered this one." in plain(answers(room)[0].view)


def test_only_organisers_bring_answers_out(sqlite_database: Database) -> None:
    room = morning(sqlite_database, CHOICE)
    ana, bo = organiser(room), room.person("bo")
    ana.types("daily show")
    assert "Bring the answers out" in labels(room.messages[-1].view)
    assert "Only organisers" in bo.types("daily reveal").text
    assert "Only organisers" in bo.presses_ref(f"1|d-reveal|{schedule_id(room)}|{SLOT}").text
    assert answers(room) == []


# What people write


@pytest.mark.parametrize("question", [OPEN, RECALL], ids=lambda question: question.kind)
def test_an_answer_without_anything_in_it_is_refused(sqlite_database: Database, question: AnyQuestion) -> None:
    room = morning(sqlite_database, question)
    bo = room.person("bo")
    for nothing in ("", "   \n\t ", "\x00", "\x00\n\x1b", "\u200b", "\u2028"):
        bo.presses("Answer")
        assert bo.fills(answer=nothing, show="named").text.startswith("There was nothing in it.")
    room.forward(seconds=6)
    assert count_line(post(room)) == ""


def test_a_form_without_its_fields_is_refused(sqlite_database: Database) -> None:
    room = morning(sqlite_database, OPEN)
    assert room.person("bo").submits(Write(schedule_id(room), SLOT)).text.startswith("There was nothing in it.")


def test_an_unknown_way_of_showing_it_shows_it_to_nobody(sqlite_database: Database) -> None:
    room = morning(sqlite_database, OPEN)
    bo = room.person("bo")
    bo.presses("Answer")
    assert "yours is shown to nobody" in bo.fills(answer="mine", show="everyone!").text


@pytest.mark.parametrize("question", [OPEN, RECALL], ids=lambda question: question.kind)
def test_an_answer_that_is_far_too_long_is_cut(database: Database, question: AnyQuestion) -> None:
    room = morning(database, question)
    bo = room.person("bo")
    bo.presses("Answer")
    bo.fills(answer="word " * 20_000, show="named")
    room.forward(hours=8)
    (shown,) = [plain(message.view) for message in answers(room)[1:]]
    most = 600 if question is OPEN else 80
    assert len(shown.partition("@bo: ")[2]) <= most
    assert shown.endswith("word…")


def test_lines_stay_but_not_what_is_no_text(database: Database) -> None:
    room = morning(database, OPEN)
    bo = room.person("bo")
    bo.presses("Answer")
    bo.fills(answer="\n\nfirst\x00\x07\r\n\n\n\n\n  \t\n    - indented \x1b[31m\n", show="named")
    room.forward(hours=8)
    assert plain(answers(room)[1].view).endswith("@bo: first\n\n    - indented [31m")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.sampled_from(TRICKY) | st.text(max_size=700))
def test_whatever_is_written_is_kept_or_refused(with_a_form: Someone, typed: str) -> None:
    seen = with_a_form.submits(with_a_form.presses("Answer").form.ref, answer=typed, show="named")
    assert seen.text.startswith(("Kept: ", "There was nothing in it."))


@pytest.fixture
def with_a_form(database: Database) -> Someone:
    return morning(database, OPEN).person("bo")


def test_any_name_can_be_shown(database: Database) -> None:
    room = morning(database, OPEN)
    names = ("", "x" * 500, "*Bo* <!channel> @everyone", "nul\x00l", "\ud800half")
    for number, name in enumerate(names):
        bo = room.person(f"m{number}")
        fields = {"answer": f"mine is {number}", "show": "named"}
        event = Submitted(**bo._event(), ref=bo.presses("Answer").form.ref, fields=fields)
        assert f"Kept: mine is {number}" in bo.sends(replace(event, name=name)).text
    room.forward(hours=8)
    said = plain(answers(room)[1].view)
    assert all(f": mine is {number}" in said for number in range(len(names)))
    assert "@*Bo* <!channel> @everyone: mine is 2" in said
