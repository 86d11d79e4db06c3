"""Days without a question: several at once, a pause of so many days, and what is said to come next."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from tests.daily.sent import PLENTY, dates, filled
from tests.support.rooms import Room, Someone


@pytest.fixture
def ana(sqlite_database: Database) -> Someone:
    ana = Room(sqlite_database, bank=PLENTY).person("ana", admin=True)
    ana.types("daily set 09:00 UTC mon-fri")
    return ana


# Several days


@pytest.mark.parametrize(
    "days", ["thu to mon", "from 6 mar until 10 mar", "2031-03-06 to 2031-03-10", "6 Mar - 10 Mar"]
)
def test_several_days_are_left_out_together(ana: Someone, days: str) -> None:
    assert ana.types(f"daily skip {days}").text == "No question from Thu, Mar 6 to Mon, Mar 10."
    assert "Days off: Thu, Mar 6, 2031 – Mon, Mar 10, 2031" in ana.types("daily change").text
    ana.room.forward(days=7)
    assert dates(ana.room) == ["Wed, Mar 5", "Tue, Mar 11"]


def test_several_days_over_new_year_are_left_out_and_are_on_again(ana: Someone) -> None:
    said = ana.types("daily skip 24 dec to 2 jan").text
    assert said == "No question from Wed, Dec 24 to Fri, Jan 2, 2032."
    assert "The days from Wed, Dec 24 to Fri, Jan 2, 2032 are on again." in ana.presses("Have it after all").text
    assert "Days off: none" in ana.types("daily change").text
    assert ana.presses("Have it after all").text == "That day is on already."


def test_of_several_one_is_left_out_for_some_days_by_its_number(ana: Someone) -> None:
    ana.types("daily add 18:00 UTC")
    assert ana.types("daily skip thu to fri").text.endswith("Say which one: /askq daily skip thu to fri 1")
    ana.types("daily skip thu to fri 2")
    assert "Days off: none" in ana.types("daily change 1").text
    assert "Days off: Thu" in ana.types("daily change 2").text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("sat to sun", "There is no question to come from Sat, Mar 8 to Sun, Mar 9."),
        ("2031-02-01 to 2031-03-04", "There is no question to come from Tue, Mar 4 to Tue, Mar 4."),
        ("2031-12-24 to 2031-12-20", "“2031-12-24 to 2031-12-20” is no run of days I can leave out."),
        ("24 dec to 31 feb", "There is no such day as “31 feb”."),
        ("31 feb", "There is no such day as “31 feb”."),
        ("2031-02-29", "There is no such day as “2031-02-29”."),
    ],
)
def test_days_that_cannot_be_left_out_say_why(ana: Someone, days: str, said: str) -> None:
    assert ana.types(f"daily skip {days}").text.startswith(said)
    assert "Days off: none" in ana.types("daily change").text


# So long


@pytest.mark.parametrize(
    ("span", "day"),
    [
        ("2 weeks", "Tue, Mar 18"), ("for 10 days", "Fri, Mar 14"), ("a week", "Tue, Mar 11"),
        ("until next week", "Mon, Mar 10"), ("1 month", "Fri, Apr 4"), ("until next month", "Tue, Apr 1"),
    ],
)  # fmt: skip
def test_a_pause_may_be_so_long(ana: Someone, span: str, day: str) -> None:
    assert ana.types(f"daily pause {span}").text == f"Paused until {day}."


def test_a_pause_of_one_of_several_may_be_so_long(ana: Someone) -> None:
    ana.types("daily add 18:00 UTC")
    assert ana.types("daily pause 2 weeks").text.endswith("Say which one: /askq daily pause 2 weeks 1")
    assert ana.types("daily pause 2 weeks 1").text == "Paused until Tue, Mar 18."
    assert ana.types("daily pause 2 1 week").text == "Paused until Tue, Mar 11."


# What comes next


def test_what_comes_next_is_a_day_with_a_question_and_those_without_are_named(ana: Someone) -> None:
    ana.types("daily skip")
    seen = ana.types("daily set 09:15").text
    assert "Next: Thu, Mar 6, 09:15" in seen and "None on: Wed, Mar 5 (a day off)\n" in seen
    ana.types("daily pause")
    seen = ana.types("daily resume").text
    assert "Next: Thu, Mar 6, 09:15" in seen and "None on: Wed, Mar 5 (a day off)" in seen
    ana.types("daily skip thu to fri")
    ana.types("daily skip 10 mar to 11 mar")
    seen = ana.types("daily set 09:30").text
    assert "Next: Wed, Mar 12, 09:30" in seen
    assert "None on: Wed, Mar 5 (a day off), Thu, Mar 6 (a day off), Fri, Mar 7 (a day off), and 2 days more" in seen


def test_a_holiday_is_not_what_comes_next(ana: Someone) -> None:
    ana.room.clock.forward(days=37)  # Thursday, before Good Friday
    ana.types("daily change")
    filled(ana, "Holidays off", country="DE")
    seen = ana.presses("Save").text
    assert "Next: Tue, Apr 15, 09:00" in seen
    assert "None on: Fri, Apr 11 (Good Friday) and Mon, Apr 14 (Easter Monday)" in seen
