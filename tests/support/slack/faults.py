"""Troubles that a test brings about: how Slack, or the way to it, fails.

    slack.trouble("chat.postMessage", RateLimit(retry_after=7), times=2)
    held = slack.trouble("chat.postMessage", HoldBack())
    await held.met(); held.fault.release()

`committed` says whether Slack had carried the request out before things went wrong: a message may be there
although the bot never hears of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

LATEST = 5.0
"""Seconds after a broken connection in which Slack may still carry a request out."""


@dataclass(eq=False)
class Fault:
    committed: bool = field(default=False, kw_only=True)


@dataclass(eq=False)
class Refusal(Fault):
    """`{"ok": false, "error": ...}`, as the method answers when it can't do what was asked."""

    error: str
    status: int = field(default=200, kw_only=True)


@dataclass(eq=False)
class RateLimit(Fault):
    """HTTP 429 with `Retry-After` in seconds."""

    retry_after: int = 1


@dataclass(eq=False)
class BadGateway(Fault):
    """An HTML page with status 502, as a proxy in between sends it."""


@dataclass(eq=False)
class LostConnection(Fault):
    """The connection breaks before any answer."""


@dataclass(eq=False)
class LateCommit(Fault):
    """The connection breaks, and Slack carries the request out all the same: `after` so many seconds, at most
    `LATEST`, or where none are given when the test says `commit()`."""

    after: float | None = None
    due: asyncio.Event = field(default_factory=asyncio.Event, kw_only=True)

    def __post_init__(self) -> None:
        if self.after is not None and not 0 <= self.after <= LATEST:
            raise ValueError(f"{self.after} s: Slack is not as late as that")

    def commit(self) -> None:
        self.due.set()

    async def wait(self) -> None:
        await (self.due.wait() if self.after is None else asyncio.sleep(self.after))


@dataclass(eq=False)
class HoldBack(Fault):
    """The answer waits until `release()`."""

    committed: bool = field(default=True, kw_only=True)
    released: asyncio.Event = field(default_factory=asyncio.Event, kw_only=True)

    def release(self) -> None:
        self.released.set()


FaultKind = TypeVar("FaultKind", bound=Fault)


@dataclass(eq=False)
class Trouble(Generic[FaultKind]):
    """A fault waiting for the bot's next calls of one method (or of `response_url`)."""

    method: str
    fault: FaultKind
    times: int
    when: Callable[[dict[str, Any]], bool]
    wait: Callable[[Callable[[], Any]], Any]
    struck: int = 0

    @property
    def over(self) -> bool:
        return self.struck >= self.times

    async def met(self, times: int = 1) -> None:
        """Return once this many calls have run into it."""
        await self.wait(lambda: self.struck >= times)


class Troubles:
    """All faults that a test has set, first come first served."""

    def __init__(self) -> None:
        self.all: list[Trouble[Any]] = []

    def strike(self, method: str, body: dict[str, Any]) -> Fault | None:
        for trouble in self.all:
            if trouble.method == method and not trouble.over and trouble.when(body):
                trouble.struck += 1
                fault: Fault = trouble.fault
                return fault
        return None

    def end(self) -> None:
        """Let everything go that is still held back, so that the server can close."""
        for trouble in self.all:
            if isinstance(trouble.fault, HoldBack):
                trouble.fault.release()
