"""Discord's rate limits: so many requests to one route of one channel, so many over all.

Windows begin with their first request and are counted in real time, as discord.py waits in real time. Source:
discord-api-docs, *rate limits*; answers to interactions do not count towards the limit over all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.discord.faults import Failure


@dataclass(slots=True)
class Window:
    """`most` requests in `seconds`."""

    most: int
    seconds: float
    until: float = 0.0
    used: int = 0

    def take(self, now: float) -> float:
        """0 when there is room, else in how many seconds there is."""
        if now >= self.until:
            self.until, self.used = now + self.seconds, 0
        if self.used == self.most:
            return self.until - now
        self.used += 1
        return 0.0


@dataclass(slots=True, eq=False)
class Rates:
    """`refused` counts the 429s."""

    now: Callable[[], float]
    each: int = 5
    window: float = 5.0
    all: int = 50
    refused: int = 0
    _over_all: Window = field(init=False)
    _buckets: dict[tuple[str, str], Window] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._over_all = Window(self.all, 1.0)

    def take(self, route: str, channel: str, *, counts: bool) -> tuple[dict[str, str], Failure | None]:
        """The headers to answer with, and the refusal when it was too much. `counts`: towards the limit over all."""
        now = self.now()
        if counts and (wait := self._over_all.take(now)):
            self.refused += 1
            return {}, Failure(429, retry_after=wait, everywhere=True)
        bucket = self._buckets.setdefault((route, channel), Window(self.each, self.window))
        if wait := bucket.take(now):
            self.refused += 1
            return {}, Failure(429, retry_after=wait)
        headers = {
            "X-RateLimit-Limit": str(bucket.most), "X-RateLimit-Remaining": str(bucket.most - bucket.used),
            "X-RateLimit-Reset-After": f"{math.ceil((bucket.until - now) * 1000) / 1000:.3f}",
        }  # fmt: skip
        return headers, None
