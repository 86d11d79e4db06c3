"""When the next post may go. Pure: `now` counts seconds, from anywhere.

A platform has two limits: so many posts a second over all, and so long between two posts to one channel. Both
are kept by waiting before a post, not by being refused after it. When it is refused all the same, or the
platform is down, everything that the refusal concerns waits, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

from bot.delivery.sender import Pace

AHEAD = 1.0
"""Seconds of posts that are taken on before their time has come: enough to keep the pace."""

DOWN_AFTER = 3
"""Channels that fail one after the other, and none that works, after which the platform counts as down."""

LONGEST_CALM = 60.0
"""Seconds between tries when the platform is down."""

SHORTEST_LINE = 0.25
"""Seconds after which to ask again for a channel that is busy, where it has no pace of its own."""

_LONG_AGO = float("-inf")


@dataclass(slots=True)
class Pacing:
    """The posts to one home. Each goes through `reserve`, `slot`, `leave`, `release`, in this order, or ends before.

    `shared_by` is how many processes post there, each its part of what the platform allows.
    """

    pace: Pace
    shared_by: int = 1
    failures: int = 0
    _next: float = _LONG_AGO
    """When the connection has its next slot."""
    _paused: float = _LONG_AGO
    """Until when the platform said to wait."""
    _down: float = _LONG_AGO
    """Until when it is left alone because nothing works."""
    _failing: set[str] = field(default_factory=set)
    _free: dict[str, float] = field(default_factory=dict)
    """When a lane may have its next post."""
    _line: dict[str, float] = field(default_factory=dict)
    """When whoever asks next for a lane that is not free had better come again."""
    _reserved: set[str] = field(default_factory=set)
    _begun: set[str] = field(default_factory=set)
    _slots: set[str] = field(default_factory=set)
    """The lanes whose post has a slot and has not left yet."""
    _clear: float = _LONG_AGO
    """When nobody would notice any more how close together the last ones have left."""

    @property
    def _each(self) -> float:
        return self.pace.each * self.shared_by

    @property
    def _on_trial(self) -> bool:
        """The platform counts as down: now and then one post finds out whether it still is."""
        return len(self._failing) >= DOWN_AFTER

    @property
    def _gap(self) -> float:
        return self.shared_by / self.pace.all

    def reserve(self, lane: str, now: float) -> float | None:
        """None where a post to this lane may be prepared: the lane is then its own until `release`. Otherwise in how
        many seconds to ask again."""
        if self.closed(now):
            return self.opens(now)
        if lane in self._reserved or lane in self._begun or self._free.get(lane, now) > now:
            return self._in_line(lane, now)
        if self.full(now):
            least = SHORTEST_LINE if self._on_trial else self._gap
            return max(self._next + len(self._reserved) * self._gap - now - AHEAD, least)
        self._reserved.add(lane)
        return None

    def slot(self, lane: str, now: float) -> float:
        """In how many seconds the post is to leave."""
        self._reserved.discard(lane)
        self._begun.add(lane)
        start = max(now, self._next)
        self._next = start + self._gap
        self._slots.add(lane)
        return start - now

    def leave(self, lane: str, now: float) -> float:
        """0 where it leaves now, directly before it is sent; otherwise in how many seconds to ask again.

        Where the process was busy elsewhere several have missed their slots: two of them may leave together, and all
        the others are put off.
        """
        if self._clear - self._gap > now:
            return self._clear - self._gap - now
        self._slots.discard(lane)
        self._clear = max(self._clear, now) + self._gap
        self._next = max(self._next, self._clear + len(self._slots) * self._gap)
        return 0.0

    def release(self, lane: str, now: float) -> None:
        """It was sent, or is not sent after all."""
        self._reserved.discard(lane)
        self._slots.discard(lane)
        if lane in self._begun:
            self._begun.discard(lane)
            self._block(lane, now + self._each, now)

    def closed(self, now: float) -> bool:
        """Whether nothing at all goes at present."""
        return self.opens(now) > 0

    def opens(self, now: float) -> float:
        """In how many seconds that ends."""
        return max(self._paused - now, self._down - now, 0.0)

    def room(self, now: float) -> int:
        """How many more posts to take on: as many as can go in the near future; one, while nothing works."""
        if self._on_trial:
            return 0 if self._reserved or self._begun else 1
        ahead = max(self._next - now, 0.0) + len(self._reserved) * self._gap
        return max(ceil((AHEAD - ahead) / self._gap), 0)

    def full(self, now: float) -> bool:
        return self.room(now) == 0

    def blocked(self, now: float) -> frozenset[str]:
        """The lanes in which nothing can go just now."""
        self._forget(now)
        return frozenset((*self._reserved, *self._begun, *self._free))

    def next_free(self, now: float) -> float | None:
        """In how many seconds the first of the blocked lanes is free; None where none is going to be by itself."""
        return min((free - now for free in self._free.values() if free > now), default=None)

    def worked(self) -> None:
        self.failures = 0
        self._failing.clear()
        self._down = _LONG_AGO

    reconnected = worked
    """A new connection is a reason to try again. What the platform said of waiting still holds."""

    def slow_down(self, lane: str, seconds: float, now: float, *, everywhere: bool) -> None:
        """The platform said to wait."""
        if everywhere:
            self._paused = max(self._paused, now + seconds)
        else:
            self._block(lane, now + seconds, now)

    def broke(self, lane: str, now: float) -> None:
        """A call failed for no fault of its own. After several channels in a row all wait, twice as long each time."""
        self.failures += 1
        self._failing.add(lane)
        if self._on_trial:
            self._down = now + float(min(2 ** min(self.failures - DOWN_AFTER, 10), LONGEST_CALM))

    def _block(self, lane: str, until: float, now: float) -> None:
        if len(self._free) > 1000:
            self._forget(now)
        self._free[lane] = max(self._free.get(lane, until), until)

    def _forget(self, now: float) -> None:
        """What is over: left there, it would be gone through at every look."""
        self._free = {each: free for each, free in self._free.items() if free > now}
        self._line = {each: line for each, line in self._line.items() if line > now}

    def _in_line(self, lane: str, now: float) -> float:
        """Everybody who is turned away comes again at a time of their own, so that not all of them come in vain."""
        step = max(self._each, SHORTEST_LINE)
        come = max(self._line.get(lane, now), self._free.get(lane, now), now)
        if come <= now:
            come = now + step
        self._line[lane] = come + step
        return come - now
