"""How to point discord.py 2.7.1 at another address.

It has no setting for that. `discord.http.Route.BASE` is read for each route, so setting it is enough for REST. The
gateway of a plain `Client` is `DiscordWebSocket.DEFAULT_GATEWAY`, a constant: discord.py asks GET /gateway/bot only
when it shards. Real Discord offers the address at GET /gateway without a token, so it is learnt from there; later
connections go to READY's `resume_gateway_url` by themselves. Both are class attributes and hold for the process.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


@asynccontextmanager
async def discord_py_at(api_url: str) -> AsyncIterator[None]:
    """Let discord.py speak to `api_url` (".../api/v10") inside the block, and to where it did before after it.

    Raises aiohttp.ClientError when nobody answers there.
    """
    async with aiohttp.ClientSession() as session, session.get(f"{api_url}/gateway") as response:
        response.raise_for_status()
        gateway = yarl.URL((await response.json())["url"])
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_url, gateway
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
