"""What askq posts to a channel without being asked by an interaction. Failures are `Undeliverable`.

Each message has a nonce of its own: while Discord remembers it, a repeated post gives the first message back. So one
repeat after a broken connection is safe, which discord.py does not make by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import aiohttp
import discord

from adapters.discord import limits
from adapters.discord.markup import Json
from adapters.discord.sdk_views import Screen
from bot.errors import Undeliverable

CALL_SECONDS = 30.0
"""How long a post may take, with the repeats that discord.py makes by itself."""

_AGAIN_SECONDS = 10.0
"""After a broken call Discord may still be carrying it out, and when it is overloaded it wants a pause."""

_BANNED_SECONDS = 600.0
"""How long to keep still when not Discord but the network before it refuses everything (a 429 without `Via`)."""

BROKEN = (aiohttp.ClientError, OSError, discord.DiscordServerError)
"""What leaves open whether Discord carried a call out: a broken connection, no answer in time, a 5xx."""

_GONE = frozenset({10003, 10004, 10008, 10013})
"""Unknown channel, server, message, user (discord-api-docs, opcodes and status codes: JSON error codes)."""


class Sender:
    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def post(
        self, channel: str, messages: Sequence[Json], nonce: str, *, answers: discord.Message | None = None
    ) -> list[str]:
        """Post for everyone in the channel; the messages' ids. `nonce` is the post's own, the same for a repeat.

        `answers`: the message that the first one is a reply to.
        """
        if not 1 <= len(nonce) <= limits.NONCE - 2:
            raise ValueError(f"the nonce has {len(nonce)} characters, 1 to {limits.NONCE - 2} are allowed")
        ids = []
        for number, message in enumerate(messages):
            own = nonce if number == 0 else f"{nonce}.{number}"
            sent = await self._post(int(channel), Screen(message), own, answers if number == 0 else None)
            ids.append(str(sent.id))
        return ids

    async def _post(self, channel: int, screen: Screen, nonce: str, answers: discord.Message | None) -> discord.Message:
        try:
            return await self._send(channel, screen, nonce, answers)
        except BROKEN:
            pass
        except (discord.HTTPException, discord.RateLimited) as error:
            raise undeliverable(error) from None
        try:
            return await self._send(channel, screen, nonce, answers)
        except (*BROKEN, discord.HTTPException, discord.RateLimited) as error:
            raise undeliverable(error) from None

    async def _send(self, channel: int, screen: Screen, nonce: str, answers: discord.Message | None) -> discord.Message:
        target = self._client.get_partial_messageable(channel)
        async with asyncio.timeout(CALL_SECONDS):
            if answers is None:
                return await target.send(view=screen, nonce=nonce)
            reference = answers.to_reference(fail_if_not_exists=False)
            return await target.send(view=screen, nonce=nonce, reference=reference, mention_author=False)


def undeliverable(error: Exception) -> Undeliverable:
    """What a failure means: try later, give this place up, or ask a person to change something."""
    match error:
        case discord.RateLimited(retry_after=seconds):
            return Undeliverable("rate limited", retry_after=seconds)
        case discord.HTTPException(status=429):
            return Undeliverable("banned", retry_after=_BANNED_SECONDS)
        case discord.HTTPException(status=status) if status >= 500 or status == 408:
            return Undeliverable(f"http {status}", retry_after=_AGAIN_SECONDS)
        case discord.HTTPException(status=status, code=code):
            gone = code in _GONE or (status == 404 and code == 0)
            return Undeliverable(f"http {status}, code {code}", gone=gone, forbidden=status in (401, 403))
        case _:
            return Undeliverable(type(error).__name__, retry_after=_AGAIN_SECONDS)
