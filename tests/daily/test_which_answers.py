"""Where only an organiser brings answers out: which question `daily reveal` means, however long ago it was."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.daily.mornings import OPEN, answers, morning, organiser
from tests.support.rooms import Room, open_of

LATER = (OPEN, open_of("culture.two"), open_of("culture.three"))


@pytest.fixture
def room(database: Database) -> Room:
    return morning(database, *LATER, reveal="never")


def test_the_answers_to_a_question_before_a_row_of_days_off_come_out(room: Room) -> None:
    for day in range(6, 11):
        organiser(room).types(f"daily skip 2031-03-{day:02}")
    room.forward(days=5)
    seen = organiser(room).types("daily reveal")
    assert seen.text.startswith("Wed, Mar 5: Tell me about ")
    assert "answers" in seen.text
    room.delivers()
    assert len(answers(room)) == 1


def test_where_several_wait_one_presses_which(room: Room) -> None:
    room.forward(days=2)
    seen = organiser(room).types("daily reveal")
    assert seen.text.startswith("Several questions wait for their answers. Which are to come out?")
    rows = [row.partition(": ")[0] for row in seen.text.splitlines() if row.startswith("•")]
    assert rows == ["• Fri, Mar 7", "• Thu, Mar 6", "• Wed, Mar 5"]
    assert all("Tell me about " in row for row in seen.text.splitlines() if row.startswith("•"))
    assert seen.labels == ["Fri, Mar 7", "Thu, Mar 6", "Wed, Mar 5"]
    assert answers(room) == []
    organiser(room).presses("Wed, Mar 5")
    room.delivers()
    (out,) = answers(room)
    assert out.place.thread is not None
    assert organiser(room).types("daily reveal").labels == ["Fri, Mar 7", "Thu, Mar 6"]


def test_two_questions_of_one_day_are_told_apart(room: Room) -> None:
    organiser(room).types("daily now")
    organiser(room).presses("Post another one")
    room.delivers()
    assert organiser(room).types("daily reveal").labels == ["Wed, Mar 5 (2)", "Wed, Mar 5"]


def test_the_overview_leads_to_each_of_them(room: Room) -> None:
    assert "Bring the answers out" in organiser(room).types("daily show").labels
    room.forward(days=1)
    organiser(room).types("daily show")
    assert organiser(room).presses("Bring the answers out").labels == ["Thu, Mar 6", "Wed, Mar 5"]


def test_where_none_waits_it_says_so(room: Room) -> None:
    organiser(room).types("daily reveal")
    room.delivers()
    assert organiser(room).types("daily reveal").text == "There are no answers to bring out."
    assert "Bring the answers out" not in organiser(room).types("daily show").labels


def test_removing_says_that_answers_of_long_ago_will_not_come_out(room: Room) -> None:
    organiser(room).types("daily pause")
    room.forward(days=20)
    organiser(room).types("daily resume")
    assert "will not come out" in organiser(room).types("daily remove").text
