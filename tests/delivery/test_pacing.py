"""The pace: two limits that are never passed, whatever is asked for, and what is done when a platform says no."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, field
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import AHEAD, DOWN_AFTER, LONGEST_CALM, Pacing
from bot.delivery.sender import Pace

LANES = ("a", "b", "c")
SLIGHTLY = 1e-9


@dataclass
class Clockwork:
    """Posts at a pace, in a time that passes only when it is told to. `posted` is the lane and moment of each."""

    pacing: Pacing
    now: float = 0.0
    posted: list[tuple[str, float]] = field(default_factory=list)
    _coming: list[tuple[float, int, str, bool]] = field(default_factory=list)
    _number: int = 0

    def ask(self, lane: str, lasts: float) -> float | None:
        """One post that takes so long, if it may be made."""
        wait = self.pacing.reserve(lane, self.now)
        if wait is None:
            start = self.now + self.pacing.slot(lane, self.now)
            self.posted.append((lane, start))
            self._number += 1
            heapq.heappush(self._coming, (start + lasts, self._number, lane, True))
        return wait

    def turn_back(self, lane: str) -> None:
        """What was to be posted is not wanted after all."""
        if self.pacing.reserve(lane, self.now) is None:
            self.pacing.release(lane, self.now)

    def forward(self, seconds: float) -> None:
        until = self.now + seconds
        while self._coming and self._coming[0][0] <= until:
            self.now, _, lane, _ = heapq.heappop(self._coming)
            self.pacing.release(lane, self.now)
        self.now = until


asks = st.tuples(st.just("ask"), st.sampled_from(LANES), st.floats(0, 3))
turns = st.tuples(st.just("turn back"), st.sampled_from(LANES), st.just(0.0))
waits = st.tuples(st.just("wait"), st.just(""), st.floats(0, 2))
courses = st.lists(st.one_of(asks, turns, waits), max_size=80)
paces = st.builds(Pace, each=st.floats(0, 3), all=st.floats(0.5, 20))


def run(clockwork: Clockwork, course: list[tuple[str, str, float]]) -> None:
    for what, lane, seconds in course:
        match what:
            case "ask":
                wait = clockwork.ask(lane, seconds)
                assert wait is None or wait > 0, "whoever is turned away must not come again at once"
            case "turn back":
                clockwork.turn_back(lane)
            case "wait":
                clockwork.forward(seconds)


@given(pace=paces, shared_by=st.integers(1, 4), course=courses)
def test_the_posts_of_any_second_are_at_most_as_many_as_allowed(
    pace: Pace, shared_by: int, course: list[tuple[str, str, float]]
) -> None:
    clockwork = Clockwork(Pacing(pace, shared_by))
    run(clockwork, course)
    moments = sorted(moment for _, moment in clockwork.posted)
    for first in moments:
        within = [moment for moment in moments if first <= moment < first + 1 - SLIGHTLY]
        assert len(within) <= ceil(pace.all / shared_by)
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert all(gap >= shared_by / pace.all - SLIGHTLY for gap in gaps)


@given(pace=paces, shared_by=st.integers(1, 4), course=courses)
def test_two_posts_to_one_channel_are_never_closer_than_allowed(
    pace: Pace, shared_by: int, course: list[tuple[str, str, float]]
) -> None:
    clockwork = Clockwork(Pacing(pace, shared_by))
    run(clockwork, course)
    for lane in LANES:
        moments = [moment for of, moment in clockwork.posted if of == lane]
        gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
        assert all(gap >= pace.each * shared_by - SLIGHTLY for gap in gaps)


@given(pace=paces, course=courses)
def test_what_is_taken_on_is_posted_soon(pace: Pace, course: list[tuple[str, str, float]]) -> None:
    clockwork = Clockwork(Pacing(pace))
    for step in course:
        before = len(clockwork.posted)
        run(clockwork, [step])
        for _, moment in clockwork.posted[before:]:
            assert moment - clockwork.now <= AHEAD + 1 / pace.all + SLIGHTLY


@given(pace=paces, course=courses)
def test_a_lane_is_blocked_exactly_while_nothing_could_go_there(
    pace: Pace, course: list[tuple[str, str, float]]
) -> None:
    clockwork = Clockwork(Pacing(pace))
    for step in course:
        run(clockwork, [step])
        pacing = clockwork.pacing
        if not pacing.full(clockwork.now):
            for lane in LANES:
                blocked = lane in pacing.blocked(clockwork.now)
                assert (pacing.reserve(lane, clockwork.now) is not None) is blocked
                if not blocked:
                    pacing.release(lane, clockwork.now)


def test_those_who_are_turned_away_come_again_one_after_the_other() -> None:
    pacing = Pacing(Pace(each=2.0, all=100.0))
    assert pacing.reserve("a", 0.0) is None
    pacing.slot("a", 0.0)
    waits = [pacing.reserve("a", 0.0) for _ in range(4)]
    assert waits == [2.0, 4.0, 6.0, 8.0]


def test_a_channel_that_has_to_wait_does_not_hold_up_another() -> None:
    pacing = Pacing(Pace(each=1.0, all=10.0))
    pacing.slow_down("a", 30.0, 0.0, everywhere=False)
    assert pacing.reserve("b", 0.0) is None
    assert pacing.reserve("a", 29.0) is not None
    assert pacing.reserve("a", 30.0) is None
    assert pacing.next_free(10.0) == 20.0


def test_when_everything_has_to_wait_that_is_so_after_a_new_connection_too() -> None:
    pacing = Pacing(Pace(each=1.0, all=10.0))
    pacing.slow_down("a", 30.0, 0.0, everywhere=True)
    pacing.reconnected()
    assert pacing.closed(29.0)
    assert pacing.opens(10.0) == 20.0
    assert pacing.reserve("b", 29.0) == 1.0
    assert pacing.reserve("b", 30.0) is None


def test_one_channel_that_fails_again_and_again_does_not_count_for_the_platform() -> None:
    pacing = Pacing(Pace(each=0.0, all=10.0))
    for _ in range(20):
        pacing.broke("a", 0.0)
    assert not pacing.closed(0.0)


def test_when_nothing_works_one_post_at_a_time_tries_ever_more_rarely() -> None:
    pacing = Pacing(Pace(each=0.0, all=10.0))
    now, pauses = 0.0, []
    for number in range(DOWN_AFTER):
        pacing.broke(f"{number}", now)
    for _ in range(9):
        pauses.append(pacing.opens(now))
        now += pauses[-1]
        assert pacing.reserve("a", now) is None
        assert pacing.reserve("b", now) is not None
        pacing.slot("a", now)
        pacing.release("a", now)
        pacing.broke("a", now)
    assert pauses == [1, 2, 4, 8, 16, 32, LONGEST_CALM, LONGEST_CALM, LONGEST_CALM]


@pytest.mark.parametrize("sign", ["worked", "reconnected"])
def test_a_sign_of_life_ends_that(sign: str) -> None:
    pacing = Pacing(Pace(each=0.0, all=10.0))
    for number in range(DOWN_AFTER + 5):
        pacing.broke(f"{number}", 0.0)
    getattr(pacing, sign)()
    assert not pacing.closed(0.0)
    assert pacing.reserve("a", 0.0) is None
    assert pacing.reserve("b", 0.0) is None


def test_lanes_are_forgotten_when_they_are_free() -> None:
    pacing = Pacing(Pace(each=1.0, all=1e6))
    for number in range(5000):
        assert pacing.reserve(f"{number}", float(number)) is None
        pacing.slot(f"{number}", float(number))
        pacing.release(f"{number}", float(number))
    assert len(pacing._free) <= 1001


def test_after_a_stall_what_has_missed_its_slot_does_not_leave_all_at_once() -> None:
    pacing = Pacing(Pace(each=0.0, all=10.0))
    waits = [pacing.slot(f"{number}", 0.0) for number in range(5)]
    assert waits == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4])
    now = 2.0
    left = []
    for number in range(5):
        while wait := pacing.leave(f"{number}", now):
            now += wait
        left.append(now)
    assert left == pytest.approx([2.0, 2.0, 2.1, 2.2, 2.3])
    assert now + pacing.slot("next", now) >= 2.4 - SLIGHTLY
