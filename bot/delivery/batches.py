"""Many small transactions as one: what comes in at about the same time is done together, in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")

AT_ONCE = 10
"""Items of a batch: few enough for a command that waits behind it not to notice."""

FAILURES = 2
"""Items of a batch that fail by themselves, one after the other, after which it is not the items that are at fault."""


class Batches(Generic[_T, _R]):
    """`work` takes up to `most` items and gives one result for each, in order. While it runs the next batch gathers.

    Where a batch fails its items are done one by one, so that one which cannot be done does not take others along.
    """

    def __init__(self, work: Callable[[Sequence[_T]], Sequence[_R]], most: int = AT_ONCE) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[_T, asyncio.Future[_R]]] = []
        self._working: asyncio.Task[None] | None = None

    async def do(self, item: _T) -> _R:
        """Raises what `work` raised for this item."""
        done: asyncio.Future[_R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._working is None:
            self._working = asyncio.create_task(self._run())
        return await done

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                batch = [(item, done) for item, done in batch if not done.done()]  # somebody may have gone away
                results = await asyncio.to_thread(self._all, [item for item, _ in batch])
                for (_, done), result in zip(batch, results, strict=True):
                    if done.done():
                        continue
                    if isinstance(result, Exception):
                        done.set_exception(result)
                    else:
                        done.set_result(result)
        finally:
            self._working = None

    def _all(self, items: Sequence[_T]) -> Sequence[_R | Exception]:
        try:
            return self._work(items) if items else ()
        except Exception as error:  # noqa: BLE001 - it belongs to those who wait
            return self._one_by_one(items, error) if len(items) > 1 else [error]

    def _one_by_one(self, items: Sequence[_T], error: Exception) -> Sequence[_R | Exception]:
        results: list[_R | Exception] = []
        failed = 0
        for item in items:
            if failed == FAILURES:
                results.append(error)
                continue
            try:
                results += self._work([item])
                failed = 0
            except Exception as own:  # noqa: BLE001 - as above
                results.append(own)
                failed += 1
        return results
