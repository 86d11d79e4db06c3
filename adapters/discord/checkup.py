"""What the doctor looks at: token, application, servers, permissions, commands, clock. Calls that change nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import aiohttp
import discord

from adapters.discord import register
from adapters.discord.markup import Json
from adapters.discord.pointing import pointed_at
from bot.chat.command import Catalogue
from bot.fronts import Finding, clock

TOKEN_ADVICE = (
    "open https://discord.com/developers/applications, your application, Bot, Reset Token, and set what it shows"  # noqa: S105
)
_NETWORK = "check the network, a proxy, and ASKQ_DISCORD_API_URL"

_LISTED = 200
"""The most servers that Discord lists at once (discord-api-docs, user: get current user guilds); more are not read."""

_NAMED = 10


async def findings(catalogue: Catalogue, token: str, api_url: str, now: Callable[[], datetime]) -> list[Finding]:
    try:
        async with pointed_at(api_url), discord.Client(intents=discord.Intents.none()) as client:
            return await _looked_at(client, catalogue, token, api_url, now)
    except discord.LoginFailure:
        return [Finding("Discord accepts the token", False, f"ASKQ_DISCORD_TOKEN: {TOKEN_ADVICE}")]
    except discord.HTTPException as error:
        return [Finding("Discord answers", False, f"http {error.status}, code {error.code}; try again in some minutes")]
    except (aiohttp.ClientError, OSError) as error:
        return [Finding("Discord can be reached", False, f"{type(error).__name__}: {_NETWORK}")]


async def _looked_at(
    client: discord.Client, catalogue: Catalogue, token: str, api_url: str, now: Callable[[], datetime]
) -> list[Finding]:
    await client.login(token)
    application = client.application
    assert application is not None
    registered: Any = await client.http.get_global_commands(application.id)
    servers: Any = await client.http.get_guilds(_LISTED, with_counts=False)
    right_time = await _clock(api_url, now)
    return [
        Finding(f"Discord accepts the token, of application {application.id}", True),
        _servers(application, len(servers)),
        *([_permissions(application, servers)] if servers else []),
        _endpoint(application),
        _commands(register.expected(catalogue, application), registered),
        _intents(application),
        right_time,
    ]


def _servers(application: discord.AppInfo, listed: int) -> Finding:
    known: int | None = application.approximate_guild_count  # Discord may leave it out, whatever discord.py declares
    count = listed if known is None else known
    advice = "" if count else f"nobody has added it to a server yet: open {register.invite(str(application.id))}"
    return Finding(f"askq is in {count} server{'s' * (count != 1)}", count > 0, advice)


def _permissions(application: discord.AppInfo, servers: Sequence[Json]) -> Finding:
    """What the servers give askq as a whole; a channel may still take some of it away."""
    gaps = [
        f"{server['name']} ({', '.join(lacking)})"
        for server in servers
        if (lacking := register.missing(int(server["permissions"])))
    ]
    more = f" and {len(gaps) - _NAMED} more" if len(gaps) > _NAMED else ""
    link = register.invite(str(application.id))
    advice = f"missing in {', '.join(gaps[:_NAMED])}{more}: let who manages the server open {link} again"
    return Finding("askq has its permissions in its servers", not gaps, advice if gaps else "")


def _endpoint(application: discord.AppInfo) -> Finding:
    """With an endpoint set, commands and presses go there and never come over the gateway."""
    well = not application.interactions_endpoint_url
    advice = "empty Interactions Endpoint URL under General Information: askq gets commands over its own connection"
    return Finding("commands come over the gateway", well, "" if well else advice)


def _commands(wanted: Any, registered: list[Any]) -> Finding:
    names = ", ".join(sorted(command["name"] for command in registered)) or "none"
    well = register.in_sync(wanted, registered)
    advice = "" if well else "they are not those of this version; askq run registers them when it starts"
    return Finding(f"slash commands are registered: {names}", well, advice)


def _intents(application: discord.AppInfo) -> Finding:
    flags = application.flags
    privileged = {
        "message content": flags.gateway_message_content or flags.gateway_message_content_limited,
        "server members": flags.gateway_guild_members or flags.gateway_guild_members_limited,
        "presence": flags.gateway_presence or flags.gateway_presence_limited,
    }
    on = [name for name, granted in privileged.items() if granted]
    advice = f"you may turn the privileged intents off under Bot, askq does not use them: {', '.join(on)}" if on else ""
    return Finding("no privileged intent is needed, message content neither", True, advice)


async def _clock(api_url: str, now: Callable[[], datetime]) -> Finding:
    address = f"{api_url.rstrip('/')}/gateway"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        header = answer.headers.get("Date", "")
    return clock(header, now())
