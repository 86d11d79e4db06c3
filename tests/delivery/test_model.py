"""What a failed attempt means, and how long the next one waits. Pure, so for whatever may happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.keys import Person, Place
from bot.delivery.model import (
    DOUBT,
    DOUBT_ENDS,
    FIRST_PAUSE,
    LATE,
    LONGEST_PAUSE,
    OPEN,
    Delivery,
    Failure,
    State,
    Trouble,
    after,
    backoff,
    lane,
    late,
    without_looking,
)
from bot.errors import Doubtful, NotThere, ThreadEnd, Undeliverable
from tests.support.rooms import START

TRIED = START - timedelta(seconds=3)
SENDING = Delivery(
    id="n1",
    group="play:one",
    home="play",
    kind="note",
    key="a",
    to=Place("play:one", "general"),
    intent={},
    locale="en",
    state=State.SENDING,
    due=START,
    expires=None,
    attempts=1,
    tried=TRIED,
    doubt=None,
    message="",
)

seeds = st.integers(0, 2**32)
deliveries = st.builds(
    lambda attempts, doubt: replace(SENDING, attempts=attempts, doubt=doubt),
    st.integers(1, 1000),
    st.one_of(st.none(), st.timedeltas(timedelta(), timedelta(hours=20)).map(lambda ago: START - ago)),
)
problems = st.builds(
    lambda kind, seconds, gone, forbidden, everywhere: kind(
        "no", retry_after=seconds, gone=gone, forbidden=forbidden, everywhere=everywhere
    ),
    st.sampled_from([Undeliverable, Doubtful]),
    st.one_of(st.none(), st.floats(0, 1e5)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(attempts=st.integers(1, 10_000), seed=seeds)
def test_pauses_double_up_to_the_longest_and_are_scattered(attempts: int, seed: int) -> None:
    most = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    assert most / 2 <= backoff(attempts, Random(seed)) <= most


@given(delivery=deliveries, problem=problems, seed=seeds)
def test_every_failure_is_settled_in_a_state_that_says_what_follows(
    delivery: Delivery, problem: Undeliverable, seed: int
) -> None:
    settled = after(delivery, problem, START, Random(seed))
    assert settled.state is not State.SENDING
    assert settled.state is not State.SENT
    if settled.state in OPEN:
        assert settled.failure is None
        assert settled.due > START, "nothing is tried again at once"
    else:
        assert settled.failure is not None


@given(delivery=deliveries, problem=problems, seed=seeds)
def test_what_may_have_arrived_stays_in_doubt_until_it_is_known(
    delivery: Delivery, problem: Undeliverable, seed: int
) -> None:
    settled = after(delivery, problem, START, Random(seed))
    if settled.state in OPEN or settled.state is State.HELD:
        since = delivery.doubt or (TRIED if isinstance(problem, Doubtful) else None)
        assert settled.doubt == since
        assert (settled.state is State.WAITING) <= (since is None)


@given(delivery=deliveries, seconds=st.floats(0, 1e5), seed=seeds)
def test_a_platform_that_names_a_pause_gets_at_least_that(delivery: Delivery, seconds: float, seed: int) -> None:
    settled = after(delivery, Undeliverable("later", retry_after=seconds), START, Random(seed))
    assert settled.due - START >= timedelta(seconds=seconds)


@given(delivery=deliveries, seed=seeds)
def test_after_a_broken_send_a_platform_has_time_to_finish_it(delivery: Delivery, seed: int) -> None:
    settled = after(delivery, Doubtful("cut off"), START, Random(seed))
    assert settled.due - START >= max(DOUBT, min(FIRST_PAUSE * 2 ** min(delivery.attempts - 1, 20), LONGEST_PAUSE) / 2)


@pytest.mark.parametrize("problem", [Doubtful("cut off"), Undeliverable("not now", retry_after=30.0)], ids=repr)
@given(seed=seeds)
def test_after_a_day_of_doubt_it_is_left(seed: int, problem: Undeliverable) -> None:
    long_ago = replace(SENDING, doubt=START - DOUBT_ENDS - timedelta(seconds=1))
    settled = after(long_ago, problem, START, Random(seed))
    assert settled.state is State.DEAD
    assert settled.failure is not None
    assert settled.failure.trouble is Trouble.UNKNOWN


@pytest.mark.parametrize("end", [None, *ThreadEnd])
def test_that_only_the_thread_takes_nothing_is_passed_on(end: ThreadEnd | None) -> None:
    settled = after(SENDING, Undeliverable("no", thread=end), START, Random(1))
    assert (settled.state, settled.failure) == (State.DEAD, Failure(Trouble.REFUSED, "no", thread=end))


def test_where_nobody_can_look_the_operator_decides() -> None:
    left, again = (without_looking(SENDING, START, again=again) for again in (False, True))
    assert (left.state, again.state) == (State.DEAD, State.WAITING)
    assert again.doubt is None
    expired = replace(SENDING, expires=START - timedelta(seconds=1))
    assert without_looking(expired, START, again=True).failure == left.failure, "it may be there, and it is too late"


def test_it_is_late_once_it_is_no_longer_worth_sending() -> None:
    assert late(replace(SENDING, expires=START - timedelta(seconds=1)), START)
    assert not late(replace(SENDING, expires=START), START)
    assert not late(SENDING, START)


def test_what_was_looked_for_when_it_was_late_and_is_not_there_is_late() -> None:
    settled = after(replace(SENDING, doubt=TRIED), NotThere("did not arrive"), START, Random(1))
    assert (settled.state, settled.doubt) == (State.DEAD, None)
    assert settled.failure == Failure(Trouble.LATE, LATE)


def test_what_may_not_be_meant_for_good_is_forbidden_after_some_more_tries() -> None:
    odd = Undeliverable("http 403, code 1", retry_after=60.0, forbidden=True)
    delivery, states = replace(SENDING, attempts=7, reason="ClientConnectorError"), []
    for _ in range(4):
        settled = after(delivery, odd, START, Random(1))
        delivery = replace(delivery, reason=settled.reason)
        states.append(settled.state)
    assert states == [State.WAITING, State.WAITING, State.WAITING, State.HELD]
    assert settled.failure == Failure(Trouble.FORBIDDEN, "http 403, code 1")


def test_a_channel_and_its_threads_are_one_lane_and_people_have_their_own() -> None:
    general = Place("slack:T1", "C1")
    ana = Person("slack", "T1", "C1")
    assert lane(general) == lane(replace(general, thread="5"))
    others = (Place("slack:T1", "C2"), Place("slack:T2", "C1"), ana, replace(ana, scope="T2"))
    assert len({lane(each) for each in (general, *others)}) == 5
