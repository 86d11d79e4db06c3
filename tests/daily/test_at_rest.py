"""Days that go by in a pause, or while trouble has stopped it: afterwards they are told of, as other days without."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.plan import Plan, planned
from bot.chat.keys import Person
from bot.daily.model import LOOKED_BACK, Fate, Running, Schedule, Why, days_at_rest
from bot.errors import Undeliverable
from bot.storage.engine import Database
from tests.daily.mornings import CHOICE, morning, organiser
from tests.daily.sent import PLENTY, dates
from tests.support.rooms import START, Room, Seen, Someone

FORBIDDEN = Undeliverable("is_archived", forbidden=True, fix="/unlock")
PLAN = Plan(START.time(), "UTC", frozenset((0, 2, 4)))
SCHEDULE = Schedule("play:one", "s1", 1, "general", Person("play", "", "ana"), "en", PLAN)


@pytest.fixture
def ana(database: Database) -> Someone:
    ana = Room(database, bank=PLENTY).person("ana", admin=True)
    ana.types("daily set 09:00 UTC mon-fri")
    ana.room.forward(days=1)
    return ana


def lately(seen: Seen) -> list[str]:
    return seen.text.partition("Lately\n\n")[2].partition("\n\n")[0].splitlines()


def test_the_day_of_a_pause_is_told_of_when_it_has_ended(ana: Someone) -> None:
    ana.types("daily pause until friday")
    ana.room.forward(days=3)
    assert lately(ana.types("daily show")) == [
        "• Fri, Mar 7, 09:00: posted",
        "• Thu, Mar 6, 09:00: skipped: it was paused",
        "• Wed, Mar 5, 09:00: posted",
    ]


def test_a_pause_that_is_resumed_is_one_line(ana: Someone) -> None:
    ana.types("daily pause")
    ana.room.forward(days=12)
    assert lately(ana.types("daily show")) == ["• Wed, Mar 5, 09:00: posted"]
    ana.types("daily resume")
    ana.room.forward(days=1)
    assert lately(ana.types("daily show")) == [
        "• Tue, Mar 18, 09:00: posted",
        "• Thu, Mar 6 to Mon, Mar 17: skipped: it was paused",
        "• Wed, Mar 5, 09:00: posted",
    ]


def test_a_pause_that_was_named_anew_is_told_of_from_its_beginning(ana: Someone) -> None:
    ana.types("daily pause")
    ana.room.forward(days=5)
    ana.types("daily pause until 2031-03-13")
    ana.room.forward(days=5)
    assert "• Thu, Mar 6 to Wed, Mar 12: skipped: it was paused" in lately(ana.types("daily show"))
    assert dates(ana.room) == ["Wed, Mar 5", "Thu, Mar 13", "Fri, Mar 14"]


def test_a_pause_that_ends_early_leaves_nothing_out_that_is_to_come(ana: Someone) -> None:
    ana.types("daily pause until 2031-03-20")
    ana.room.forward(days=1)
    ana.types("daily resume")
    ana.room.forward(days=1)
    assert dates(ana.room) == ["Wed, Mar 5", "Fri, Mar 7"]
    assert "• Thu, Mar 6, 09:00: skipped: it was paused" in lately(ana.types("daily show"))


def test_what_was_paused_before_its_first_day_tells_of_no_earlier_ones(sqlite_database: Database) -> None:
    ana = Room(sqlite_database, bank=PLENTY).person("ana", admin=True)
    ana.types("daily set 09:00 UTC every day")
    ana.types("daily pause")
    ana.room.forward(days=2)
    ana.types("daily resume")
    assert lately(ana.types("daily show")) == ["• Wed, Mar 5 to Thu, Mar 6: skipped: it was paused"]


def test_days_in_a_pause_that_a_change_of_the_hour_lies_in_are_told_of(ana: Someone) -> None:
    ana.types("daily pause until 2031-03-10")
    ana.room.forward(days=1, hours=2)
    ana.types("daily set 10:00")
    ana.room.forward(days=5)
    assert "• Thu, Mar 6 to Fri, Mar 7: skipped: it was paused" in lately(ana.types("daily show"))


@pytest.mark.parametrize("again", ["daily resume", "daily set 10:00"])
def test_days_that_went_by_while_it_was_stopped_are_told_of(ana: Someone, again: str) -> None:
    room = ana.room
    room.sender.refuses["general"] = FORBIDDEN
    room.forward(days=4)
    room.sender.refuses.clear()
    ana.types(again)
    room.forward(days=1, hours=1)
    hour = "09:00" if again == "daily resume" else "10:00"
    assert lately(ana.types("daily show")) == [
        f"• Mon, Mar 10, {hour}: posted",
        "• Thu, Mar 6 to Fri, Mar 7: skipped: it had stopped",
        "• Wed, Mar 5, 09:00: posted",
    ]


def test_members_read_that_an_organiser_has_to_put_it_right(ana: Someone) -> None:
    ana.room.sender.refuses["general"] = FORBIDDEN
    ana.room.forward(days=1)
    assert "To put it right: /unlock, then press “Resume”" in ana.types("daily show").text
    seen = ana.room.person("cem").types("daily show")
    assert "To put it right: an organiser has to do that" in seen.text and "Resume" not in seen.text


def test_nobody_loses_a_streak_to_a_pause(database: Database) -> None:
    room = morning(database, CHOICE)
    cem = room.person("cem")
    cem.presses("B")
    organiser(room).types("daily pause until 2031-03-12")
    room.forward(days=7)
    cem.presses("B")
    assert "2 days" in cem.types("daily streak").text


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from((Running.PAUSED, Running.STOPPED)))
def test_the_days_at_rest_are_the_planned_days_since_then(before: int, ago: int, running: Running) -> None:
    now = START + timedelta(days=before)
    since = now - timedelta(days=ago)
    schedule = replace(SCHEDULE, running=running, since=since)
    found = days_at_rest(schedule, now)
    first = max(since, now - LOOKED_BACK).date() + timedelta(days=1)
    span = [first + timedelta(days=ahead) for ahead in range((now.date() - first).days + 1)]
    assert [each.day for each in found] == [day for day in span if planned(PLAN, day)]
    why = Why.PAUSED if running is Running.PAUSED else Why.STOPPED
    assert all((each.fate, each.why) == (Fate.SKIPPED, why) for each in found)
