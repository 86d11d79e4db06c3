"""How askq stands in a channel, from `conversations.info`.

That all is well is remembered for a few seconds, as one panel asks several times. What is amiss is not: whoever has
just put it right asks again at once.
"""

from __future__ import annotations

from collections.abc import Callable

from adapters.slack.markup import Json
from adapters.slack.sender import INVITE, UNARCHIVE, Sender
from bot.chat.keys import Place
from bot.chat.messages import Lack, Standing
from bot.errors import Undeliverable

KEPT = 5.0
"""Seconds."""

_WELL = Standing()
_MOST = 1_000


class Standings:
    """`clock` counts seconds, from anywhere."""

    def __init__(self, sender: Sender, clock: Callable[[], float]) -> None:
        self._sender = sender
        self._clock = clock
        self._well: dict[str, float] = {}

    async def of(self, place: Place) -> Standing:
        """What Slack does not say is not held against askq: the post itself will tell."""
        if place.direct or not place.channel or self._clock() < self._well.get(place.channel, 0.0):
            return _WELL
        try:
            standing = _read(await self._sender.channel(place.channel))
        except Undeliverable as problem:
            # A private channel that askq is not in looks to it like none at all.
            return Standing({Lack.MEMBER: INVITE}) if problem.reason == "channel_not_found" else _WELL
        if not standing.fixes:
            if len(self._well) >= _MOST:
                self._well.clear()
            self._well[place.channel] = self._clock() + KEPT
        return standing


def _read(channel: Json) -> Standing:
    if channel.get("is_archived"):
        return Standing({Lack.ARCHIVED: UNARCHIVE})
    if not (channel.get("is_member") or channel.get("is_im")):
        return Standing({Lack.MEMBER: INVITE})
    return _WELL
