"""Every planned day has one moment, whatever the clocks do: in every zone, around every transition of thirty years."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar.plan import (
    WEEK,
    Plan,
    days_from,
    known,
    local_date,
    next_occurrence,
    occurrence,
    planned,
    quiet_until,
    reveal_at,
    zone_or_utc,
)

DAY = timedelta(days=1)
FIRST, LAST = date(2001, 1, 1), date(2031, 12, 31)
NOONS = [datetime.combine(FIRST, time(12)) + timedelta(days=ahead) for ahead in range((LAST - FIRST).days + 1)]
WALLS = (time(0), time(2, 30), time(9), time(23, 59))

Offsets = list[timedelta | None]


@cache
def zones() -> dict[str, Offsets]:
    """Zones that differ in their transitions, out of some six hundred keys, each with its offset at every noon.

    An alias has the offsets of its zone at every noon. Two zones that moved their clocks on the same dates but at other
    hours are alike by that too, so that the hour of each transition is part of what tells them apart.
    """
    found: dict[tuple[object, ...], tuple[str, Offsets]] = {}
    for key in sorted(available_timezones()):
        offsets = list(map(ZoneInfo(key).utcoffset, NOONS))
        found.setdefault((*offsets, *transitions(key, offsets)), (key, offsets))
    return dict(found.values())


def transitions(key: str, offsets: Offsets) -> list[datetime]:
    """The moments, in UTC, from which on clocks show something else. Searched for, so that no file format matters."""
    return [_change(key, at) for at, (now, then) in enumerate(pairwise(offsets)) if now != then]


def _change(key: str, at: int) -> datetime:
    zone = ZoneInfo(key)
    before, after = (noon.replace(tzinfo=zone).astimezone(UTC) for noon in NOONS[at : at + 2])
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def around(change: datetime, zone: ZoneInfo) -> tuple[list[date], list[time]]:
    """The days around a transition, and wall times before, in and after its gap or fold."""
    old, new = ((change - ago).astimezone(zone).replace(tzinfo=None) for ago in (timedelta(seconds=1), timedelta(0)))
    first, last = sorted((old + timedelta(seconds=1), new))
    days = [old.date() + timedelta(days=ahead) for ahead in range(-2, (new.date() - old.date()).days + 3)]
    minute = timedelta(minutes=1)
    walls = {wall.time() for wall in (first - minute, first, first + (last - first) / 2, last - minute, last)}
    return days, sorted(walls.union(WALLS))


def expected(day: date, wall: time, zone: ZoneInfo, nearby: list[timedelta]) -> datetime | None:
    """The rule told in another way: try the offsets in use around that day, and look what clocks showed."""
    local = datetime.combine(day, wall)
    moments = sorted((local - offset).replace(tzinfo=UTC) for offset in nearby)
    shown = [moment for moment in moments if moment.astimezone(zone).replace(tzinfo=None) == local]
    if shown:
        return shown[0]
    return None if nearby[-1] - nearby[0] >= DAY else (local - nearby[0]).replace(tzinfo=UTC)


def test_every_day_around_every_transition_of_every_zone_has_its_one_moment() -> None:
    checked = 0
    for key, offsets in zones().items():
        zone = ZoneInfo(key)
        for change in transitions(key, offsets):
            at = (change.date() - FIRST).days
            nearby = list(dict.fromkeys(offset for offset in offsets[max(at - 4, 0) : at + 5] if offset is not None))
            days, walls = around(change, zone)
            exist = [expected(day, time(12), zone, nearby) is not None for day in days]
            assert [planned(Plan(time(9), key, WEEK), day) for day in days] == exist, (key, change)
            for wall in walls:
                plan = Plan(wall, key, WEEK)
                moments = [occurrence(plan, day) for day in days]
                assert moments == [expected(day, wall, zone, nearby) for day in days], (key, change, wall)
                real = [moment for moment in moments if moment is not None]
                assert len(real) == sum(exist)
                assert all(earlier < later for earlier, later in pairwise(real)), (key, change, wall)
                checked += len(days)
    assert checked > 100_000


samples = st.dates(date(1900, 1, 1), date(2200, 1, 1))
keys = st.deferred(lambda: st.sampled_from(sorted(zones())))
walls = st.times() | st.sampled_from(WALLS)
weeks = st.frozensets(st.sampled_from(sorted(WEEK)), min_size=1)
plans = st.builds(Plan, walls, keys, weeks)
moments = st.builds(datetime.combine, samples, st.times(), st.just(UTC))


@settings(deadline=None)
@given(plans, samples)
def test_planned_days_have_rising_moments_on_the_days_of_the_plan(plan: Plan, first: date) -> None:
    days = list(islice(days_from(plan, first), 10))
    assert all(day >= first and day.weekday() in plan.days for day in days)
    assert all(earlier < later for earlier, later in pairwise(days))
    moments = [occurrence(plan, day) for day in days]
    assert all(a is not None and b is not None and a < b for a, b in pairwise(moments))


@settings(deadline=None)
@given(plans, moments)
def test_the_next_occurrence_is_the_first_of_all_later_ones(plan: Plan, after: datetime) -> None:
    day, moment = next_occurrence(plan, after)
    assert moment == occurrence(plan, day)
    around_it = islice(days_from(plan, after.date() - 9 * DAY), 30)
    later = [found for other in around_it if (found := occurrence(plan, other)) is not None and found > after]
    assert moment == min(later)


@settings(deadline=None)
@given(plans, moments)
def test_going_from_one_occurrence_to_the_next_leaves_out_no_planned_day(plan: Plan, after: datetime) -> None:
    first, moment = next_occurrence(plan, after)
    walked = [first]
    for _ in range(5):
        day, moment = next_occurrence(plan, moment)
        walked.append(day)
    assert walked == list(islice(days_from(plan, first), 6))


@settings(deadline=None)
@given(plans, samples, st.times())
def test_the_reveal_comes_after_the_post_and_within_two_days(plan: Plan, day: date, reveal: time) -> None:
    posted, revealed = occurrence(plan, day), reveal_at(plan, day, reveal)
    if posted is None:
        assert revealed is None
        return
    assert revealed is not None
    assert posted < revealed <= posted + 3 * DAY  # a date left out and a gap on top of a day


EVERY_DAY_AT_NINE_IN_BERLIN = Plan(time(9), "Europe/Berlin", WEEK)


def test_nine_stays_nine_when_summer_begins() -> None:
    saturday, sunday = date(2031, 3, 29), date(2031, 3, 30)
    assert occurrence(EVERY_DAY_AT_NINE_IN_BERLIN, saturday) == datetime(2031, 3, 29, 8, tzinfo=UTC)
    assert occurrence(EVERY_DAY_AT_NINE_IN_BERLIN, sunday) == datetime(2031, 3, 30, 7, tzinfo=UTC)


def test_a_missing_time_moves_forward_by_the_gap() -> None:
    plan = Plan(time(2, 30), "Europe/Berlin", WEEK)
    assert occurrence(plan, date(2031, 3, 30)) == datetime(2031, 3, 30, 1, 30, tzinfo=UTC)  # 03:30 there
    half_an_hour = Plan(time(2, 10), "Australia/Lord_Howe", WEEK)
    moment = occurrence(half_an_hour, date(2031, 10, 5))
    assert moment is not None
    assert moment.astimezone(ZoneInfo("Australia/Lord_Howe")).time() == time(2, 40)


def test_a_missing_midnight_moves_forward_too() -> None:
    moment = occurrence(Plan(time(0), "America/Sao_Paulo", WEEK), date(2018, 11, 4))
    assert moment is not None
    assert moment.astimezone(ZoneInfo("America/Sao_Paulo")) == datetime(
        2018, 11, 4, 1, tzinfo=ZoneInfo("America/Sao_Paulo")
    )


def test_of_a_doubled_time_the_first_counts() -> None:
    october = date(2031, 10, 26)
    assert occurrence(Plan(time(2, 30), "Europe/Berlin", WEEK), october) == datetime(2031, 10, 26, 0, 30, tzinfo=UTC)
    marked = time(2, 30, fold=1)
    assert occurrence(Plan(marked, "Europe/Berlin", WEEK), october) == datetime(2031, 10, 26, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("wall", WALLS)
def test_a_date_that_the_zone_left_out_has_no_moment_and_is_not_planned(wall: time) -> None:
    plan, missing = Plan(wall, "Pacific/Apia", WEEK), date(2011, 12, 30)
    assert occurrence(plan, missing) is None
    assert not planned(plan, missing)
    assert list(islice(days_from(plan, missing - DAY), 2)) == [missing - DAY, missing + DAY]
    before = occurrence(plan, missing - DAY)
    assert before is not None
    assert next_occurrence(plan, before) == (missing + DAY, before + DAY)


def test_a_gap_across_midnight_moves_an_occurrence_to_the_next_date_and_it_is_still_found() -> None:
    plan, day = Plan(time(23, 45), "America/Toronto", WEEK), date(1919, 3, 30)  # 23:30 became 00:30
    moment = datetime(1919, 3, 31, 4, 45, tzinfo=UTC)
    assert local_date(moment, plan.zone) == day + DAY
    assert next_occurrence(plan, moment - timedelta(minutes=5)) == (day, moment)
    assert next_occurrence(plan, moment)[0] == day + DAY


def test_a_leap_day_is_a_day_like_others() -> None:
    plan = Plan(time(9), "UTC", frozenset({6}))
    assert date(2032, 2, 29).weekday() == 6
    after = datetime(2032, 2, 28, 12, tzinfo=UTC)
    assert next_occurrence(plan, after) == (date(2032, 2, 29), datetime(2032, 2, 29, 9, tzinfo=UTC))


def test_the_moment_of_an_occurrence_is_not_after_itself() -> None:
    nine = datetime(2031, 3, 10, 8, tzinfo=UTC)
    assert next_occurrence(EVERY_DAY_AT_NINE_IN_BERLIN, nine - timedelta(microseconds=1)) == (date(2031, 3, 10), nine)
    assert next_occurrence(EVERY_DAY_AT_NINE_IN_BERLIN, nine) == (date(2031, 3, 11), nine + DAY)


def test_a_zone_changed_after_todays_post_asks_again_only_tomorrow() -> None:
    today = date(2031, 3, 10)
    posted = datetime(2031, 3, 10, 8, tzinfo=UTC)
    moved = Plan(time(9), "America/New_York", WEEK)  # where it is four in the morning
    assert next_occurrence(moved, posted)[0] == today
    assert next_occurrence(moved, posted, not_on={today}) == (
        date(2031, 3, 11),
        datetime(2031, 3, 11, 13, tzinfo=UTC),
    )


def test_an_hour_moved_later_after_todays_post_asks_again_only_tomorrow() -> None:
    today, posted = date(2031, 3, 10), datetime(2031, 3, 10, 8, tzinfo=UTC)
    evening = Plan(time(18), "Europe/Berlin", WEEK)
    assert next_occurrence(evening, posted, not_on={today}) == (
        date(2031, 3, 11),
        datetime(2031, 3, 11, 17, tzinfo=UTC),
    )


def test_an_hour_moved_earlier_before_todays_post_waits_for_tomorrow() -> None:
    eight = Plan(time(8), "Europe/Berlin", WEEK)
    half_past_eight = datetime(2031, 3, 10, 7, 30, tzinfo=UTC)
    assert next_occurrence(eight, half_past_eight)[0] == date(2031, 3, 11)


def test_skipped_days_and_days_off_are_passed_over() -> None:
    plan = Plan(time(9), "UTC", frozenset(range(5)))
    friday_noon = datetime(2031, 3, 7, 12, tzinfo=UTC)
    assert next_occurrence(plan, friday_noon)[0] == date(2031, 3, 10)
    assert next_occurrence(plan, friday_noon, not_on={date(2031, 3, 10), date(2031, 3, 11)})[0] == date(2031, 3, 12)


def test_a_moment_has_another_date_elsewhere() -> None:
    moment = datetime(2031, 3, 10, 22, 30, tzinfo=UTC)
    assert local_date(moment, "Europe/Berlin") == date(2031, 3, 10)
    assert local_date(moment, "Asia/Tokyo") == date(2031, 3, 11)


@pytest.mark.parametrize(
    ("reveal", "day", "hour"), [(time(17), 10, 16), (time(9, 1), 10, 8), (time(9), 11, 8), (time(8), 11, 7)]
)
def test_the_reveal_is_the_same_day_if_later_and_else_the_next(reveal: time, day: int, hour: int) -> None:
    revealed = reveal_at(EVERY_DAY_AT_NINE_IN_BERLIN, date(2031, 3, 10), reveal)
    assert revealed == datetime(2031, 3, day, hour, reveal.minute, tzinfo=UTC)


def test_a_reveal_keeps_its_distance_to_a_post_that_the_clocks_moved_past_it() -> None:
    plan, day = Plan(time(2, 30), "Europe/Berlin", WEEK), date(2031, 3, 30)
    posted = occurrence(plan, day)
    assert posted is not None
    assert reveal_at(plan, day, time(3)) == posted + timedelta(minutes=30)
    assert reveal_at(plan, day, time(2, 45)) == posted + timedelta(minutes=15)
    assert reveal_at(plan, day, time(9)) == datetime(2031, 3, 30, 7, tzinfo=UTC)


def test_a_reveal_passes_over_a_date_that_does_not_exist() -> None:
    plan = Plan(time(9), "Pacific/Apia", WEEK)
    revealed = reveal_at(plan, date(2011, 12, 29), time(8))
    assert revealed is not None
    assert local_date(revealed, "Pacific/Apia") == date(2011, 12, 31)
    assert reveal_at(plan, date(2011, 12, 30), time(8)) is None


@pytest.mark.parametrize("days", [frozenset[int](), frozenset({7}), frozenset({-1, 2})])
def test_a_plan_without_days_of_the_week_is_refused(days: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="days"):
        Plan(time(9), "UTC", days)


@pytest.mark.parametrize("zone", ["", "Moon/Tranquility", "Europe", "../etc/passwd", "/etc/passwd", "\0", "x" * 300])
def test_a_zone_that_nobody_knows_is_utc_and_has_no_quiet_hours(zone: str) -> None:
    assert not known(zone)
    assert zone_or_utc(zone).key == "UTC"
    moment = datetime(2031, 3, 5, 23, tzinfo=UTC)
    assert quiet_until(moment, (time(22), time(7)), zone) == moment


def test_a_zone_that_is_known_is_itself() -> None:
    assert known("Europe/Berlin")
    assert zone_or_utc("Europe/Berlin").key == "Europe/Berlin"
