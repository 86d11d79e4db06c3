"""Time passes in a room: what falls due is sent, at once or while the clock is moved on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime

from adapters.terminal.clock import Clock
from adapters.terminal.limits import TICK_MOMENTS
from bot.app import App
from bot.delivery.sender import Sender
from bot.delivery.service import Deliveries
from bot.origin import origin

log = logging.getLogger(__name__)


class Postman:
    """Comes whenever somebody lets time pass. `senders` are those of the rooms that share the App, by the homes they
    serve. What goes wrong on the way is logged: it must not end the room."""

    def __init__(self, app: App, clock: Clock, senders: Mapping[str, Sender]) -> None:
        self.app = app
        self.clock = clock
        self._senders = senders
        self._deliveries = Deliveries(app)

    def work_off(self) -> None:
        """Send everything that is due now. Not from within a running event loop."""
        with self._serving():
            if (due := self._deliveries.next_due()) is not None and due <= self.clock():
                asyncio.run(self._deliveries.work_off())

    def forward(self, until: datetime, *, enough: Callable[[], bool] = lambda: False) -> bool:
        """Move the clock as time passes: everything that falls due on the way is done at its moment.

        False where the clock stopped before `until`: something is due then, but what has happened is `enough`,
        or `TICK_MOMENTS` have gone by. Not from within a running event loop.
        """
        arrives = True
        with self._serving():
            arrives = asyncio.run(self._pass(until, enough))
        if arrives:
            self.clock.advance_to(until)
        return arrives

    async def _pass(self, until: datetime, enough: Callable[[], bool]) -> bool:
        for _ in range(TICK_MOMENTS):
            due = self._deliveries.next_due()
            if due is None or due > until:
                return True
            if enough():
                return False
            self.clock.advance_to(due)
            await self._deliveries.work_off()
        return False

    @contextmanager
    def _serving(self) -> Iterator[None]:
        with ExitStack() as serving:
            for home, sender in self._senders.items():
                serving.enter_context(self.app.senders.serving(home, sender))
            try:
                yield
            except Exception as error:  # noqa: BLE001 - whatever it is, people go on typing
                log.error("sending failed: %s", origin(error))
