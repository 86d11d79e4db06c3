"""Slack's limit on posting: one message a second a channel (docs.slack.dev, rate limits). Off until a test wants it."""

from __future__ import annotations

from tests.support.slack.world import Clock

EACH = 1.0


class Rates:
    """By the clock of the workspaces. `refused` counts the posts that came too early."""

    def __init__(self, clock: Clock) -> None:
        self.enforced = False
        self.refused = 0
        self._clock = clock
        self._last: dict[str, float] = {}

    def allows(self, channel_id: str) -> bool:
        """Whether a post to this channel may go now; if so, it counts as gone."""
        now = self._clock.now()
        if self.enforced and now - self._last.get(channel_id, float("-inf")) < EACH:
            self.refused += 1
            return False
        self._last[channel_id] = now
        return True
