"""Work that an acknowledgement does not wait for, kept from being forgotten."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from bot.fronts import wind_up
from bot.origin import origin

log = logging.getLogger(__name__)

_T = TypeVar("_T")


class Background:
    """Holds its tasks until they are done, and says in the log when one failed."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, _T], name: str) -> asyncio.Task[_T]:
        """`name` is what the log calls it; no text of a person belongs in it."""
        task = asyncio.create_task(work, name=f"slack {name}")
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def finish(self, grace: float) -> None:
        """Wait `grace` seconds for what is under way and for what that starts, then cancel the rest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        await wind_up(self._tasks, 0)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s failed: %s", task.get_name(), origin(error))
