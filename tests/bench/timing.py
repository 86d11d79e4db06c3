"""Measuring side by side: contenders take turns in one run, so that a noisy machine is noisy for all of them."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

Call = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds an answer took, and answers a second over all."""

    p50: float
    p99: float
    rate: float


def summary(seconds: Sequence[float], whole: float) -> Timing:
    ordered = sorted(seconds)
    at = lambda share: ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000  # noqa: E731
    return Timing(at(0.50), at(0.99), len(ordered) / whole)


async def side_by_side(
    contenders: dict[str, Call], *, calls: int, in_flight: int, rounds: int = 3
) -> dict[str, Timing]:
    """Each contender `calls` times a round, `in_flight` at once; all rounds of one together."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    whole = dict.fromkeys(contenders, 0.0)
    for call in contenders.values():
        await _many(call, 20, in_flight)  # warm up
    for _ in range(rounds):
        for name, call in contenders.items():
            gc.collect()
            begun = time.perf_counter()
            taken[name] += await _many(call, calls, in_flight)
            whole[name] += time.perf_counter() - begun
    return {name: summary(taken[name], whole[name]) for name in contenders}


async def _many(call: Call, calls: int, in_flight: int) -> list[float]:
    left = calls
    taken = []

    async def worker() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            begun = time.perf_counter()
            await call()
            taken.append(time.perf_counter() - begun)

    await asyncio.gather(*(worker() for _ in range(in_flight)))
    return taken


def once_each(contenders: dict[str, Callable[[], object]], *, rounds: int) -> dict[str, Timing]:
    """As `side_by_side`, for plain functions, one call at a time."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, call in contenders.items():
            begun = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - begun)
    return {name: summary(each, sum(each)) for name, each in taken.items()}


def table(title: str, timings: dict[str, Timing]) -> None:
    """Print the figures, and how many times as long as the first contender each one took."""
    first = next(iter(timings.values()))
    print(f"\n{title}")
    print(f"  {'':44}{'p50':>10}{'p99':>10}{'rate':>11}{'p50 ratio':>11}{'p99 ratio':>11}")
    for name, each in timings.items():
        print(
            f"  {name:44}{each.p50:8.2f}ms{each.p99:8.2f}ms{each.rate:9.0f}/s"
            f"{each.p50 / first.p50:10.2f}x{each.p99 / first.p99:10.2f}x"
        )
