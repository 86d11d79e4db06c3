"""`/askq topic:culture` through the real discord.py, beside the same client with next to nothing in its handler.

An interaction enters where the gateway's websocket would bring it in and counts as answered when its callback has
reached an HTTP server on loopback, which takes everything.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

import discord
import sqlalchemy as sa
from aiohttp import web

from adapters.discord import app as adapter
from adapters.discord import limits
from adapters.discord.pointing import pointed_at
from bot.ambient import new_id, utc_now
from bot.bootstrap import build
from bot.settings import load
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from tests.bench.timing import Call, side_by_side, table

IN_FLIGHT = (1, 16, 64)

TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAx.none.none"
APPLICATION = "100000000000000001"

_ids = itertools.count(200_000_000_000_000_000)


async def run(folder: Path, calls: int, rounds: int) -> None:
    async with Answers() as answers, pointed_at(answers.api_url), AsyncExitStack() as stack:
        settings = load(_env_file=None, database_url=f"sqlite:///{folder}/discord.db")
        core = build(settings)
        upgrade(core.database)
        clients = {
            "discord.py with an empty answer": Small(None),
            "… and a thread hop and one committed row": Small(Database(f"sqlite:///{folder}/one-row-discord.db")),
            "askq: /askq topic:culture": adapter.Client(core, print, limits.FIRST_ANSWER * 2 / 3, 0.1, utc_now, new_id),
        }
        contenders = {}
        for name, client in clients.items():
            await stack.enter_async_context(client)
            client.setup_hook = _nothing  # type: ignore[method-assign] - no commands are registered here
            await client.login(TOKEN)
            contenders[name] = _interaction(client, answers)
        for in_flight in IN_FLIGHT:
            timings = await side_by_side(contenders, calls=calls, in_flight=in_flight, rounds=rounds)
            table(f"Discord, {in_flight} in flight", timings)
        core.database.close()


class Small(discord.Client):
    """Answers with an empty ephemeral message, after committing a row if it has a database."""

    def __init__(self, database: Database | None) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None)
        self._database = database
        self._rows = sa.Table("rows", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))
        if database is not None:
            self._rows.metadata.create_all(database.engine)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if self._database is not None:
            await asyncio.to_thread(self._commit, self._database)
        await interaction.response.send_message("…", ephemeral=True)

    def _commit(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(self._rows.insert())


class Answers:
    """An HTTP server that takes every callback and tells who waits for it."""

    def __init__(self) -> None:
        self.waiting: dict[str, asyncio.Future[None]] = {}

    async def __aenter__(self) -> Self:
        page = web.Application()
        page.router.add_post("/api/interactions/{id}/{token}/callback", self._callback)
        page.router.add_get("/api/gateway", self._gateway)
        page.router.add_get("/api/users/@me", self._me)
        page.router.add_get("/api/oauth2/applications/@me", self._application)
        self._runner = web.AppRunner(page, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.api_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _callback(self, request: web.Request) -> web.Response:
        await request.read()
        id = request.match_info["id"]
        self.waiting.pop(id).set_result(None)
        return _json({"interaction": {"id": id, "type": 2, "response_message_id": id}})

    async def _gateway(self, _: web.Request) -> web.Response:
        return _json({"url": "ws://127.0.0.1:9"})

    async def _me(self, _: web.Request) -> web.Response:
        return _json({"id": APPLICATION, "username": "askq", "discriminator": "0", "avatar": None, "bot": True})

    async def _application(self, _: web.Request) -> web.Response:
        about = {"id": APPLICATION, "name": "askq", "description": "", "icon": None, "flags": 0, "verify_key": "none"}
        flags = {"bot_public": True, "bot_require_code_grant": False}
        return _json({**about, **flags, "owner": {"id": "1", "username": "ana", "discriminator": "0", "avatar": None}})


def _json(body: dict[str, Any]) -> web.Response:
    """discord.py reads JSON only where the content type says that and no more."""
    return web.Response(body=json.dumps(body).encode(), content_type="application/json")


async def _nothing() -> None:
    return None


def _interaction(client: discord.Client, answers: Answers) -> Call:
    async def call() -> None:
        id = str(next(_ids))
        answered = answers.waiting[id] = asyncio.get_running_loop().create_future()
        client._connection.parse_interaction_create(_payload(id))  # type: ignore[arg-type]
        await answered

    return call


def _payload(id: str) -> dict[str, Any]:
    user = {"id": "300000000000000001", "username": "ana", "discriminator": "0", "avatar": None, "global_name": "Ana"}
    return {
        "id": id, "application_id": APPLICATION, "type": 2, "token": f"t{id}", "version": 1,
        "data": {
            "id": "400000000000000001", "name": "askq", "type": 1,
            "options": [{"name": "topic", "type": 3, "value": "culture"}],
        },
        "channel_id": "500000000000000001",
        "channel": {"id": "500000000000000001", "type": 1, "recipients": [user], "last_message_id": None, "flags": 0},
        "user": user, "app_permissions": "0", "locale": "en-GB", "entitlements": [], "context": 1,
        "authorizing_integration_owners": {"0": "0"}, "attachment_size_limit": 10_485_760,
    }  # fmt: skip
