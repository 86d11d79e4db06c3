"""Where discord.py finds Discord.

discord.py has no setting for it: REST addresses begin with `Route.BASE`, and a plain client's first gateway address
is `DiscordWebSocket.DEFAULT_GATEWAY`; both are class attributes and hold for the whole process. So they are left
alone when Discord itself is meant, and put back afterwards when it is a proxy or a server of the tests.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


@asynccontextmanager
async def pointed_at(api_url: str) -> AsyncIterator[None]:
    """Let discord.py speak to `api_url`, which ends in `/api/v10`, while the block runs.

    Raises aiohttp.ClientError when nobody answers there, or somebody else than Discord.
    """
    base = api_url.rstrip("/")
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    if base == Route.BASE:
        yield
        return
    gateway = await _gateway(base)
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


async def _gateway(base: str) -> yarl.URL:
    async with aiohttp.ClientSession() as session, session.get(f"{base}/gateway") as answer:
        answer.raise_for_status()
        told = await answer.json()
        if not isinstance(told, dict) or "url" not in told:
            raise aiohttp.ClientPayloadError("the answer names no gateway")
        return yarl.URL(told["url"])
