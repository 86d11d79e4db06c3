"""What comes in together is done together, and nobody pays for another's mistake."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from bot.delivery.batches import FAILURES, Batches


class Work:
    """Doubles numbers. Waits for `go` before each batch; raises for the numbers in `bad`, or for all if `broken`."""

    def __init__(self, *bad: int) -> None:
        self.batches: list[list[int]] = []
        self.bad = bad
        self.broken = False
        self.go = threading.Event()
        self.go.set()

    def __call__(self, numbers: Sequence[int]) -> Sequence[int]:
        self.batches.append(list(numbers))
        assert self.go.wait(30)
        if self.broken or set(numbers) & set(self.bad):
            raise KeyError(numbers)
        return [2 * number for number in numbers]


async def test_each_gets_its_own_result() -> None:
    batches = Batches(Work())
    assert await asyncio.gather(*(batches.do(number) for number in range(60))) == [2 * each for each in range(60)]


async def test_what_comes_in_while_work_is_done_is_the_next_batch() -> None:
    work = Work()
    batches = Batches(work, most=4)
    work.go.clear()
    first = asyncio.create_task(batches.do(0))
    while not work.batches:
        await asyncio.sleep(0)
    rest = [asyncio.create_task(batches.do(number)) for number in range(1, 8)]
    await asyncio.sleep(0)
    work.go.set()
    await asyncio.gather(first, *rest)
    assert work.batches == [[0], [1, 2, 3, 4], [5, 6, 7]]


async def test_one_that_fails_takes_no_other_along() -> None:
    batches = Batches(Work(3))
    results = await asyncio.gather(*(batches.do(number) for number in range(6)), return_exceptions=True)
    assert isinstance(results[3], KeyError)
    assert [result for result in results if not isinstance(result, KeyError)] == [0, 2, 4, 8, 10]


async def test_where_everything_fails_not_everything_is_tried() -> None:
    work = Work()
    work.broken = True
    batches = Batches(work, most=20)
    results = await asyncio.gather(*(batches.do(number) for number in range(20)), return_exceptions=True)
    assert all(isinstance(result, KeyError) for result in results)
    assert len(work.batches) == 1 + FAILURES
    work.broken = False
    assert await batches.do(7) == 14


async def test_somebody_who_goes_away_holds_nobody_up() -> None:
    work = Work()
    work.go.clear()
    batches = Batches(work)
    first = asyncio.create_task(batches.do(0))
    while not work.batches:
        await asyncio.sleep(0)
    gone, stays = asyncio.create_task(batches.do(1)), asyncio.create_task(batches.do(2))
    await asyncio.sleep(0)
    gone.cancel()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    work.go.set()
    assert await stays == 4
    assert work.batches[1:] == [[2]]
