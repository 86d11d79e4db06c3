"""Who is brought together with whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.practice.pairing import AT_ONE_TABLE, Willing, groups, of_those_waiting, shared_hours

NOW = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
ZONES = ("", "UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Auckland")

Histories = dict[frozenset[str], datetime]


def ago(weeks: int) -> datetime:
    return NOW - timedelta(weeks=weeks)


def people(count: int) -> list[Willing]:
    return [Willing(f"p{number:03}") for number in range(count)]


@st.composite
def rooms(draw: st.DrawFn, most: int = 12) -> tuple[list[Willing], Histories]:
    count = draw(st.integers(0, most))
    some = [Willing(f"p{number:03}", draw(st.sampled_from(ZONES))) for number in range(count)]
    pairs = [frozenset(pair) for pair in combinations((each.key for each in some), 2)]
    met = draw(st.dictionaries(st.sampled_from(pairs), st.integers(1, 6).map(ago))) if pairs else {}
    return some, met


def pairs_of(found: list[tuple[str, ...]]) -> list[frozenset[str]]:
    return [frozenset(pair) for group in found for pair in combinations(group, 2)]


def pairings(keys: list[str]) -> Iterator[list[frozenset[str]]]:
    """Every way to make pairs of an even number of people."""
    if not keys:
        yield []
    for other in keys[1:]:
        rest = [key for key in keys[1:] if key != other]
        yield from ([frozenset((keys[0], other)), *more] for more in pairings(rest))


@given(rooms(), st.integers())
def test_everyone_is_in_exactly_one_group_unless_they_are_alone(
    room: tuple[list[Willing], Histories], seed: int
) -> None:
    some, met = room
    found = groups(some, met, NOW, Random(seed))
    placed = [key for group in found for key in group]
    assert sorted(placed) == ([each.key for each in some] if len(some) > 1 else [])


@given(rooms(), st.integers())
def test_there_is_one_three_where_people_are_odd_and_none_else(
    room: tuple[list[Willing], Histories], seed: int
) -> None:
    some, met = room
    sizes = sorted(len(group) for group in groups(some, met, NOW, Random(seed)))
    threes = 1 if len(some) % 2 and len(some) > 1 else 0
    assert sizes == [2] * (len(some) // 2 - threes) + [3] * threes


@given(rooms(), st.integers())
def test_the_same_seed_gives_the_same_groups_whatever_the_order(
    room: tuple[list[Willing], Histories], seed: int
) -> None:
    some, met = room
    assert groups(some, met, NOW, Random(seed)) == groups(some[::-1], met, NOW, Random(seed))


@given(rooms(most=8), st.integers())
def test_no_other_pairs_would_have_met_longer_ago(room: tuple[list[Willing], Histories], seed: int) -> None:
    some = [Willing(each.key) for each in room[0]]
    some, met = some[: len(some) // 2 * 2], room[1]

    def again(pairs: list[frozenset[str]]) -> list[datetime]:
        """Whom people met before, the latest first: the less of that, the better."""
        return sorted((met[pair] for pair in pairs if pair in met), reverse=True)

    found = again(pairs_of(groups(some, met, NOW, Random(seed))))
    assert found == min(map(again, pairings([each.key for each in some])), default=[])


def test_four_people_meet_everyone_once_before_anyone_twice() -> None:
    some, met, had = people(4), Histories(), set()
    for week in range(3):
        for pair in pairs_of(groups(some, met, NOW, Random(week))):
            assert pair not in had
            had.add(pair)
            met[pair] = NOW + timedelta(weeks=week)
    assert len(had) == 6


def test_eight_people_meet_everyone_in_seven_weeks() -> None:
    some, met = people(8), Histories()
    for week in range(7):
        for pair in pairs_of(groups(some, met, NOW, Random(week))):
            met[pair] = NOW + timedelta(weeks=week)
    assert len(met) >= 20  # of 28: what comes first is not planned for what comes last


def test_the_third_goes_to_those_whom_they_met_longest_ago() -> None:
    met = {
        frozenset(("p000", "p001")): ago(1),
        frozenset(("p000", "p002")): ago(1),
        frozenset(("p001", "p002")): ago(1),
    }
    some = people(5)
    for seed in range(10):
        three = next(group for group in groups(some, met, NOW, Random(seed)) if len(group) == 3)
        assert {"p003", "p004"} & set(three)


def test_people_whose_days_do_not_overlap_are_kept_apart_even_if_the_others_met_last_week() -> None:
    berlin, madrid = Willing("a", "Europe/Berlin"), Willing("b", "Europe/Madrid")
    auckland, sydney = Willing("c", "Pacific/Auckland"), Willing("d", "Australia/Sydney")
    met = {frozenset("ab"): ago(1), frozenset("cd"): ago(1)}
    for seed in range(10):
        found = groups([berlin, madrid, auckland, sydney], met, NOW, Random(seed))
        assert set(pairs_of(found)) == {frozenset("ab"), frozenset("cd")}


def test_hours_are_shared_by_the_wall_clocks_and_outside_quiet_hours() -> None:
    berlin, new_york = Willing("a", "Europe/Berlin"), Willing("b", "America/New_York")
    assert shared_hours(berlin, berlin, NOW) == 12
    assert shared_hours(berlin, new_york, NOW) == 6
    assert shared_hours(berlin, Willing("b", "America/New_York", (time(9), time(12))), NOW) == 3
    assert shared_hours(berlin, Willing("b"), NOW) == 24


def test_two_hundred_and_one_sit_at_several_tables_and_nobody_alone() -> None:
    found = groups(people(2 * AT_ONE_TABLE + 1), {}, NOW, Random(1))
    assert sorted(len(group) for group in found) == [2] * (AT_ONE_TABLE - 1) + [3]


@given(rooms())
def test_of_those_who_wait_nobody_is_in_two_pairs_or_with_whom_they_were_just_now(
    room: tuple[list[Willing], Histories],
) -> None:
    waiting, met, since = [each.key for each in room[0]], room[1], ago(2)
    pairs = of_those_waiting(waiting, met, since)
    paired = [key for pair in pairs for key in pair]
    assert len(paired) == len(set(paired))
    assert set(paired) <= set(waiting)
    assert all(met.get(frozenset(pair), ago(9)) < since for pair in pairs)
    left = [key for key in waiting if key not in paired]
    assert all(met.get(frozenset(pair), ago(9)) >= since for pair in combinations(left, 2))


def test_who_waits_longest_comes_first_and_meets_whom_they_met_longest_ago() -> None:
    met = {frozenset("ab"): ago(1), frozenset("ac"): ago(5)}
    assert of_those_waiting(["a", "b", "c"], met, ago(2)) == [("a", "c")]
    assert of_those_waiting(["a", "b", "c", "d"], met, ago(2)) == [("a", "d"), ("b", "c")]
