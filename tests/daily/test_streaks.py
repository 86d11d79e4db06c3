"""A streak survives days without a question and one bad day a week, and no more than that."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.daily.streaks import Streak, streak

DAY = timedelta(days=1)
MONDAY = date(2031, 3, 10)

days = st.integers(-10, 40).map(lambda ahead: date(2030, 12, 9) + timedelta(days=ahead))  # across a new year
some_days = st.sets(days, max_size=45)
todays = st.integers(0, 35).map(lambda ahead: date(2030, 12, 9) + timedelta(days=ahead))


def week(marks: str, first: date = MONDAY) -> tuple[set[date], set[date]]:
    """Answered and asked, a mark a day: `a` answered, `-` missed, `.` no question."""
    marked = {first + timedelta(days=ahead): mark for ahead, mark in enumerate(marks.replace(" ", ""))}
    return {day for day, mark in marked.items() if mark == "a"}, {day for day, mark in marked.items() if mark != "."}


def on(weekday: int, weeks: int = 0) -> date:
    return MONDAY + timedelta(days=weekday, weeks=weeks)


def going_back(answered: set[date], asked: set[date], today: date) -> tuple[int, tuple[date, ...]]:
    """The rule as it is told: day by day, from today into the past."""
    count, frozen, since, day = 0, list[date](), list[date](), today
    while day >= min(answered | asked | {today}):
        if day in answered:
            count += 1
            frozen += since
            since = []
        elif day in asked and day != today:
            if day.isocalendar()[:2] in {other.isocalendar()[:2] for other in frozen + since}:
                break
            if since and since[0] - day >= 7 * DAY:
                break
            since.append(day)
        day -= DAY
    return count, tuple(sorted(frozen))


@settings(deadline=None)
@given(some_days, some_days, todays)
def test_a_streak_is_what_one_finds_going_back_from_today(answered: set[date], asked: set[date], today: date) -> None:
    found = streak(answered, asked, today)
    assert (found.days, found.frozen) == going_back(answered, asked, today)
    past = (date(2030, 11, 29) + timedelta(days=ahead) for ahead in range(60))
    assert found.longest == max(going_back(answered, asked, day)[0] for day in past if day <= today)


@settings(deadline=None)
@given(some_days, some_days, todays)
def test_a_streak_is_never_longer_than_the_number_of_answers(
    answered: set[date], asked: set[date], today: date
) -> None:
    found = streak(answered, asked, today)
    assert found.days <= found.longest <= len({day for day in answered if day <= today})


@settings(deadline=None)
@given(some_days, some_days, todays, days)
def test_one_more_answer_never_shortens_a_streak(
    answered: set[date], asked: set[date], today: date, more: date
) -> None:
    before, after = streak(answered, asked, today), streak(answered | {more}, asked, today)
    assert after.days >= before.days
    assert after.longest >= before.longest


@settings(deadline=None)
@given(some_days, some_days, todays, days)
def test_excusing_a_day_never_shortens_a_streak(
    answered: set[date], asked: set[date], today: date, excused: date
) -> None:
    before, after = streak(answered, asked, today), streak(answered, asked - {excused}, today)
    assert after.days >= before.days
    assert after.longest >= before.longest


@settings(deadline=None)
@given(some_days, some_days, todays)
def test_a_week_has_one_freeze(answered: set[date], asked: set[date], today: date) -> None:
    found = streak(answered, asked, today)
    weeks = [day.isocalendar()[:2] for day in found.frozen]
    assert len(set(weeks)) == len(weeks)
    assert set(found.frozen) <= asked - answered


@settings(deadline=None)
@given(some_days, some_days, todays)
def test_a_freeze_is_left_where_missing_today_would_cost_nothing(
    answered: set[date], asked: set[date], today: date
) -> None:
    before = {day for day in answered if day < today}
    now, tomorrow = streak(before, asked, today), streak(before, asked | {today}, today + DAY)
    assert now.freeze_left == (tomorrow.days == now.days)


@settings(deadline=None)
@given(some_days, some_days, todays)
def test_a_question_that_is_still_open_changes_nothing(answered: set[date], asked: set[date], today: date) -> None:
    assert streak(answered, asked | {today}, today) == streak(answered, asked - {today}, today)


def test_who_never_answered_has_no_streak_and_all_of_the_freeze() -> None:
    assert streak((), (), MONDAY) == Streak(0, (), 0, freeze_left=True)
    assert streak((), week("-----")[1], on(5)) == Streak(0, (), 0, freeze_left=True)


def test_weekends_and_holidays_are_excused() -> None:
    answered, asked = week("aaaaa.. .aaaa..")
    assert streak(answered, asked, on(0, weeks=2)) == Streak(9, (), 9, freeze_left=True)


def test_one_missed_day_is_frozen() -> None:
    answered, asked = week("aa-a")
    assert streak(answered, asked, on(3)) == Streak(3, (on(2),), 3, freeze_left=False)


def test_the_second_miss_of_a_week_ends_the_streak() -> None:
    answered, asked = week("aaa-a-a")
    assert streak(answered, asked, on(6)) == Streak(2, (on(5),), 4, freeze_left=False)


def test_two_misses_side_by_side_are_forgiven_across_a_new_week() -> None:
    answered, asked = week("aaaaaa- -a")
    assert streak(answered, asked, on(1, weeks=1)) == Streak(7, (on(6), on(0, weeks=1)), 7, freeze_left=False)


def test_of_one_question_a_week_one_may_be_missed_but_not_the_next_as_well() -> None:
    answered, asked = week("a...... a...... -...... a......")
    assert streak(answered, asked, on(0, weeks=3)) == Streak(3, (on(0, weeks=2),), 3, freeze_left=True)
    answered, asked = week("a...... a...... -...... -...... a......")
    assert not streak(answered, asked, on(0, weeks=3)).freeze_left
    assert streak(answered, asked, on(0, weeks=4)) == Streak(1, (), 2, freeze_left=True)


def test_who_stopped_answering_has_no_streak_for_ever() -> None:
    answered, asked = week("a...... a...... -...... -...... -......")
    for later in range(4, 9):
        assert streak(answered, asked, on(0, weeks=later)).days == 0


def test_a_new_week_has_a_new_freeze() -> None:
    answered, asked = week("aaa-a.. a")
    assert streak(answered, asked, on(2)).freeze_left
    assert not streak(answered, asked, on(4)).freeze_left
    assert streak(answered, asked, on(0, weeks=1)).freeze_left


def test_a_freeze_is_not_spent_where_there_is_nothing_to_keep() -> None:
    answered, asked = week("--a")
    assert streak(answered, asked, on(2)) == Streak(1, (), 1, freeze_left=True)
    answered, asked = week("--a-a")
    assert streak(answered, asked, on(4)) == Streak(2, (on(3),), 2, freeze_left=False)


def test_today_is_not_lost_before_it_is_over() -> None:
    answered, asked = week("aa--")
    assert streak(answered, asked, on(3)) == Streak(2, (on(2),), 2, freeze_left=False)
    assert streak(answered, asked, on(4)).days == 0


def test_the_freezes_around_new_year_follow_the_iso_weeks() -> None:
    monday = date(2030, 12, 30)  # week 1 of 2031
    answered, asked = week("a-a-a", monday)
    assert streak(answered, asked, monday + 4 * DAY) == Streak(2, (monday + 3 * DAY,), 2, freeze_left=False)


def test_answers_after_today_are_not_counted_yet() -> None:
    answered, asked = week("aaaaa")
    assert streak(answered, asked, on(1)).days == 2
