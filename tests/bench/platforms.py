"""Platforms in this process that answer after a while, keep their limits, and count what they would refuse."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from random import Random

from bot.chat.keys import Person
from bot.chat.messages import Spelling
from bot.delivery.sender import Pace, Post
from bot.errors import Undeliverable

QUICKEST, SLOWEST = 0.05, 0.15
"""Seconds a request takes, there and back."""


@dataclass(slots=True)
class Limit:
    """At most `most` requests in any `seconds`."""

    most: int
    seconds: float
    _taken: deque[float] = field(default_factory=deque)

    def take(self, now: float) -> float:
        """0 when there is room, else in how many seconds there is."""
        while self._taken and now - self._taken[0] >= self.seconds:
            self._taken.popleft()
        if len(self._taken) >= self.most:
            return self.seconds - (now - self._taken[0])
        self._taken.append(now)
        return 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform allows: so many in so many seconds to one channel, and over all."""

    channel: tuple[int, float]
    all: tuple[int, float]


SLACK = Limits(channel=(1, 1.0), all=(300, 60.0))
"""One a second a channel, "several hundred" a minute a workspace (docs.slack.dev, rate limits). The least that may be
called several hundred is taken."""

DISCORD = Limits(channel=(5, 5.0), all=(50, 1.0))
"""5 in 5 s a channel, 50 a second over all (discord-api-docs, rate limits)."""


class Platform:
    """Fulfils `bot.delivery.sender.Sender`. `sent` and `refused` count messages and 429s; `first` is when each
    group had its first message, `second` when any had its second one and `latest` when the last of all came, in
    seconds of `time.monotonic`."""

    spelling = Spelling.LINE

    def __init__(self, limits: Limits, pace: Pace, rng: Random) -> None:
        self.pace = pace
        self.refused = 0
        self.sent = 0
        self.latest = float("-inf")
        self.first: dict[str, float] = {}
        self.second = float("inf")
        self._limits = limits
        self._rng = rng
        self._all = Limit(*limits.all)
        self._channels: dict[str, Limit] = {}
        self._ids = count(1)

    async def send(self, post: Post, doubtful_since: object, **_: object) -> str:
        assert doubtful_since is None, "nothing breaks here"
        there, back = (self._rng.uniform(QUICKEST, SLOWEST) / 2 for _ in range(2))
        await asyncio.sleep(there)
        self._take(post, time.monotonic())
        await asyncio.sleep(back)
        return f"m{next(self._ids)}"

    def _take(self, post: Post, now: float) -> None:
        group, channel = (post.to.alone, "") if isinstance(post.to, Person) else (post.to.group, post.to.channel)
        limit = self._channels.setdefault(f"{group}#{channel}", Limit(*self._limits.channel))
        for each, everywhere in ((self._all, True), (limit, False)):
            if wait := each.take(now):
                self.refused += 1
                raise Undeliverable("ratelimited", retry_after=wait, everywhere=everywhere)
        self.sent += 1
        self.latest = now
        if group in self.first:
            self.second = min(self.second, now)
        self.first.setdefault(group, now)
