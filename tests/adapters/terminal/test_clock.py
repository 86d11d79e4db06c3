"""The room's clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.terminal.clock import Clock, span
from adapters.terminal.limits import LAST_YEAR, LONGEST_TICK
from tests.support.rooms import START


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30s", timedelta(seconds=30)),
        ("90m", timedelta(minutes=90)),
        ("24H", timedelta(days=1)),
        ("1d 12h", timedelta(hours=36)),
        ("1d12h", timedelta(hours=36)),
    ],
)
def test_a_length_of_time_is_read(text: str, length: timedelta) -> None:
    assert span(text) == length


@pytest.mark.parametrize(
    "text", ["", "24", "h", "0h", "-1h", "1w", "1.5h", "99999d", "999999999d", "9" * 12 + "s", "٣h"]
)
def test_anything_else_is_none(text: str) -> None:
    assert span(text) is None


def test_the_clock_is_moved_and_real_time_goes_on_beside_it() -> None:
    moments = [START]
    clock = Clock(lambda: moments[-1])
    clock.advance_to(START + timedelta(hours=24))
    moments.append(START + timedelta(minutes=5))
    assert clock() == START + timedelta(hours=24, minutes=5)


def test_the_clock_never_goes_back() -> None:
    clock = Clock(lambda: START)
    clock.advance_to(START - timedelta(hours=1))
    assert clock() == START


def test_the_clock_stops_before_dates_end() -> None:
    clock = Clock(lambda: START)
    while (moment := clock.after(LONGEST_TICK)) is not None:
        clock.advance_to(moment)
    assert clock().year <= LAST_YEAR
