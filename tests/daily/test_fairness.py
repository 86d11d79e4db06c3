"""What nobody could answer, nobody has missed; and who takes part in what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.plan import Plan
from bot.chat.keys import Person
from bot.daily.fairness import ENOUGH, Had, cut_short, expected, missed
from bot.daily.model import Day, Fate, Running, Schedule, closing

NINE = datetime(2031, 3, 5, 9, tzinfo=UTC)  # a Wednesday
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIVE = NINE + 8 * HOUR
LATER = NINE + 90 * DAY
WEEKDAYS = Schedule(
    "play:one", "s1", 1, "general", Person("play", "", "ana"), "en", Plan(time(9), "UTC", frozenset(range(5)))
)


def week_of(*answered: int, every: int = 1, days: int = 40, schedule: str = "s1") -> list[Had]:
    """A question every so many days, from nine to five; on the days named the answer came after an hour."""
    moments = [(day, NINE + day * DAY) for day in range(0, days, every)]
    return [Had(schedule, at, at + 8 * HOUR, at + HOUR if day in answered else None) for day, at in moments]


def missed_days(had: list[Had], absences: list[tuple[datetime, datetime]] = [], now: datetime = LATER) -> list[int]:  # noqa: B006
    return [(posted - NINE).days for posted in missed(had, absences, now)]


# Who takes part


def test_what_came_before_the_first_answer_is_not_missed() -> None:
    assert missed_days(week_of(5, days=9)) == [6, 7, 8]


def test_what_comes_long_after_the_last_answer_is_not_missed_until_one_answers_again() -> None:
    assert missed_days(week_of(0, days=40)) == list(range(1, 16))
    assert missed_days(week_of(0, 30, days=33)) == [*range(1, 16), 31, 32]


def test_of_a_question_a_week_two_are_missed_however_far_apart() -> None:
    assert missed_days(week_of(0, every=7)) == [7, 14]
    assert missed_days(week_of(0, every=20, days=90)) == [20, 40]


def test_each_schedule_is_taken_part_in_by_itself() -> None:
    had = week_of(0, 1, days=3) + week_of(2, days=4, schedule="s2")
    assert missed_days(had) == [2, 3]


# What could be answered


def test_what_is_open_or_excused_is_not_missed() -> None:
    had = week_of(0, days=4)
    had[1] = replace(had[1], excused=True)
    had[2] = replace(had[2], closes=None)
    assert missed_days(had, now=NINE + 3 * DAY + HOUR) == []
    assert missed_days(had) == [3]


@pytest.mark.parametrize(
    ("gone", "back", "is_missed"),
    [
        (0.5, 10.5, False),  # and the answers come out late
        (7.5, 8, False),
        (0, 7.5, False),
        (2, 5, False),
        (2, 4, True),
        (-5, -1, True),
        (8, 12, True),
    ],
)
def test_whoever_could_not_answer_because_askq_was_away_has_missed_nothing(
    gone: float, back: float, is_missed: bool
) -> None:
    absence = (NINE + DAY + gone * HOUR, NINE + DAY + back * HOUR)
    assert missed_days(week_of(0, days=2), [absence]) == ([1] if is_missed else [])


def test_several_absences_of_a_day_count_together() -> None:
    gone = [(NINE + DAY + hour * HOUR, NINE + DAY + (hour + 1) * HOUR) for hour in (1, 3, 5)]
    assert missed_days(week_of(0, days=2), gone[:2]) == [1]
    assert missed_days(week_of(0, days=2), gone) == []


answers = st.sets(st.integers(0, 39), max_size=20)


@given(answers, st.integers(0, 39), st.sampled_from([1, 3, 7]))
def test_an_answer_adds_no_day_that_was_missed_before_it(answered: set[int], now: int, every: int) -> None:
    moment = NINE + now * DAY + 2 * HOUR
    so_far = [day for day in answered if day < now]
    before = missed_days(week_of(*so_far, every=every, days=now + 1), now=moment)
    after = missed_days(week_of(*so_far, now, every=every, days=now + 1), now=moment)
    assert set(after) <= set(before)


# What members could reckon with


def day_of(slot: str, at: datetime) -> Day:
    return Day("play:one", "s1", slot, "small:culture.one", Fate.DUE, "", at)


def is_expected(
    day: Day, posted: datetime, schedule: Schedule = WEEKDAYS, skips: frozenset[date] = frozenset()
) -> bool:
    return expected(schedule, day, posted, closing(schedule, day.slot, posted), skips)


def test_the_question_of_a_planned_day_is_expected_also_where_an_organiser_brings_it_early() -> None:
    assert is_expected(day_of("2031-03-05", NINE), NINE)
    early = NINE - HOUR
    assert is_expected(day_of("2031-03-05", early), early)


@pytest.mark.parametrize("slot", ["2031-03-05.2", "2031-03-08"])
def test_a_second_question_and_one_on_a_day_off_are_not(slot: str) -> None:
    at = datetime.fromisoformat(f"{slot[:10]}T10:00:00+00:00")
    assert not is_expected(day_of(slot, at), at)


def test_a_question_on_a_skip_date_a_holiday_or_in_a_pause_is_not() -> None:
    early, day = NINE - HOUR, day_of("2031-03-05", NINE - HOUR)
    assert not is_expected(day, early, skips=frozenset({date(2031, 3, 5)}))
    assert not is_expected(day, early, replace(WEEKDAYS, running=Running.PAUSED))
    christmas = datetime(2031, 12, 25, 8, tzinfo=UTC)
    assert not is_expected(day_of("2031-12-25", christmas), christmas, replace(WEEKDAYS, country="DE"))
    assert is_expected(day_of("2031-12-25", christmas), christmas)


def test_one_that_comes_with_little_time_left_is_not() -> None:
    assert is_expected(day_of("2031-03-05", NINE), NINE + 2 * HOUR)
    assert not is_expected(day_of("2031-03-05", NINE), NINE + 3 * HOUR)


def test_one_that_comes_just_before_the_reveal_has_until_the_next_day_and_is() -> None:
    late = FIVE - timedelta(minutes=2)
    assert is_expected(day_of("2031-03-05", late), late)


def test_answers_are_brought_out_too_early_before_their_time_or_at_once() -> None:
    day = replace(day_of("2031-03-05", NINE), posted=NINE, closes=FIVE)
    assert cut_short(day, FIVE - HOUR)
    assert not cut_short(day, FIVE)
    by_press = replace(day, closes=None)
    assert cut_short(by_press, NINE + HOUR)
    assert not cut_short(by_press, NINE + ENOUGH)
