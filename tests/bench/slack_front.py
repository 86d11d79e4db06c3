"""`/askq culture` through the real slack-bolt, beside the same Bolt app with next to nothing in its handler.

Requests are dispatched to Bolt as its Socket Mode handler does; the wire itself would cost all alike.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack import app as adapter
from adapters.slack.answers import Answers
from adapters.slack.background import Background
from adapters.slack.profiles import Profiles
from adapters.slack.sender import Sender
from adapters.slack.standings import Standings
from bot.ambient import new_id
from bot.bootstrap import build
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from tests.bench.timing import Call, side_by_side, table
from tests.support.slack.server import SlackServer
from tests.support.slack_front import settings_for

IN_FLIGHT = (1, 16, 64)

_numbers = itertools.count()


async def run(folder: Path, calls: int, rounds: int) -> None:
    async with _ours(folder) as (ours, ana):
        contenders = {
            "Bolt with an empty handler": _dispatch(_app(_nothing), ana),
            "… and a thread hop and one committed row": _dispatch(_app(_one_row(folder)), ana),
            "askq: /askq culture": _dispatch(ours, ana, answers=True),
        }
        for in_flight in IN_FLIGHT:
            timings = await side_by_side(contenders, calls=calls, in_flight=in_flight, rounds=rounds)
            table(f"Slack, {in_flight} in flight", timings)


@asynccontextmanager
async def _ours(folder: Path) -> AsyncIterator[tuple[AsyncApp, str]]:
    """The Bolt app that the adapter builds, on a database of its own, and the id of somebody Slack knows."""
    async with SlackServer() as slack:
        settings = settings_for(slack, f"sqlite:///{folder}/slack.db")
        core = build(settings)
        upgrade(core.database)
        background = Background()
        async with adapter._client(settings) as (client, session):
            sender = Sender(client, session, print)
            answers = Answers(sender, core.catalogue, new_id)
            profiles = Profiles(client, background, time.monotonic)
            standings = Standings(sender, time.monotonic)
            service = adapter.Service(core, answers, profiles, standings.of, background, 1.5, print)
            ana = next(user.id for user in slack.world.users.values() if user.name == "ana")
            yield service.bolt(client, await adapter._identity(client)), ana
            await background.finish(5)
        core.database.close()


def _dispatch(app: AsyncApp, person: str, *, answers: bool = False) -> Call:
    async def call() -> None:
        response = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=_command(person)))
        assert response.status == 200
        assert ("blocks" in response.body) is answers

    return call


def _command(person: str) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "token": "none", "team_id": "T1", "team_domain": "study", "channel_id": "C1", "channel_name": "general",
        "user_id": person, "user_name": "ana", "command": "/askq", "text": "culture", "api_app_id": "A1",
        "is_enterprise_install": "false", "trigger_id": f"{number}.1.a",
        "response_url": "http://127.0.0.1:9/none",
    }  # fmt: skip


def _app(handler: Any) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_id="B1", bot_user_id="U0", bot_token="xoxb-none")

    app = AsyncApp(authorize=authorize, process_before_response=True, request_verification_enabled=False)
    app.command("/askq")(handler)
    return app


async def _nothing(ack: Any) -> None:
    await ack()


def _one_row(folder: Path) -> Any:
    database = Database(f"sqlite:///{folder}/one-row.db")
    rows = sa.Table("rows", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text))
    rows.metadata.create_all(database.engine)

    def commit(text: str) -> None:
        with database.write() as connection:
            connection.execute(rows.insert().values(text=text))

    async def handler(ack: Any, body: dict[str, Any]) -> None:
        await asyncio.to_thread(commit, json.dumps(body["trigger_id"]))
        await ack()

    return handler
