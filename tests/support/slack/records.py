"""What the bot did, as the server saw it, and the waiting on it.

Waiting is on a condition, never on a time: every change wakes the waiters, and a short beat between looks
lets a condition speak about things that the server can't see, such as a row in the bot's database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

Found = TypeVar("Found")
PATIENCE = 10.0
"""Seconds until waiting gives up. Generous: it is reached only when a test fails."""
_BEAT = 0.02


@dataclass(slots=True)
class Call:
    """One request of the bot: a Web API method, or `response_url`."""

    method: str
    body: dict[str, Any]
    team_id: str | None = None
    answer: str = "ok"
    """`ok`, or the error or fault it was met with."""


@dataclass(frozen=True, slots=True)
class Ack:
    """One acknowledgement of the bot."""

    envelope_id: str
    kind: str
    payload: dict[str, Any] | None


@dataclass
class Records:
    requests: list[Call] = field(default_factory=list)
    acks: list[Ack] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    in_flight: int = 0
    """Requests of the bot that have no answer yet."""
    turned_away: int = 0
    """Requests that came while Slack was down."""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def complain(self, sentence: str) -> None:
        self.violations.append(sentence)
        self.wake()

    def wake(self) -> None:
        self._changed.set()

    async def until(self, condition: Callable[[], Found], seen: Callable[[], str], patience: float = PATIENCE) -> Found:
        """The condition's value as soon as it is true.

        Raises AssertionError with what `seen` tells when it does not become true.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + patience
        while not (found := condition()):
            if loop.time() > deadline:
                raise AssertionError(f"waited {patience:g} s in vain; seen so far:\n{seen()}")
            self._changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), _BEAT)
        return found
