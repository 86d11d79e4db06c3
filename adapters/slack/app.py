"""The Slack front: slack-bolt over Socket Mode. Wiring only: tokens, connections, beginning and end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import checkup, limits, preview, register, sdk_log
from adapters.slack.answers import Answers
from adapters.slack.background import Background
from adapters.slack.inbound import PLATFORM
from adapters.slack.links import Links, until_failure
from adapters.slack.outbox import SLACKS_PACE, Outbox
from adapters.slack.profiles import Profiles
from adapters.slack.sender import DEAD_TOKEN, Sender, undeliverable
from adapters.slack.service import Service
from adapters.slack.standings import Standings
from bot.ambient import new_id, utc_now
from bot.app import App
from bot.chat.command import Catalogue
from bot.chat.elements import View
from bot.chat.keys import Person
from bot.delivery.sender import Pace
from bot.errors import ConfigError
from bot.fronts import Finding, Report, secret
from bot.settings import Settings

PATIENCE = aiohttp.ClientTimeout(total=10, connect=4)
"""How long a call to Slack may take, and how much of that until there is a connection: a call that ends without one
has surely not been carried out."""

GRACE_SECONDS = 5.0
"""How long answers under way are waited for at the end."""


class SlackFront:
    """Fulfils `bot.fronts.Front`.

    `patience` (seconds): how long an acknowledgement waits for the answer, well below Slack's three.
    `links`: how many connections. `ping_interval` (seconds): how often each one is looked after. `pace`: how fast
    to post what is sent unasked.
    """

    name = "slack"

    def __init__(
        self,
        *,
        patience: float = limits.ACKNOWLEDGE / 2,
        links: int = 2,
        ping_interval: float = 10.0,
        pace: Pace = SLACKS_PACE,
        now: Callable[[], datetime] = utc_now,
        clock: Callable[[], float] = time.monotonic,
        ids: Callable[[], str] = new_id,
    ) -> None:
        self._patience = patience
        self._links = links
        self._ping_interval = ping_interval
        self._pace = pace
        self._now = now
        self._clock = clock
        self._ids = ids

    def configured(self, settings: Settings) -> bool:
        return settings.slack_bot_token is not None and settings.slack_app_token is not None

    def manifest(self, catalogue: Catalogue, settings: Settings) -> str:
        return register.manifest_text(catalogue)

    def preview(self, view: View) -> str:
        return preview.preview(view)

    async def checkup(self, catalogue: Catalogue, settings: Settings) -> list[Finding]:
        async with _client(settings) as (client, _):
            return await checkup.findings(client, secret(settings.slack_app_token), self._now)

    async def run(self, app: App, settings: Settings, report: Report) -> None:
        background = Background()
        async with _client(settings) as (client, session):
            identity = await _identity(client)
            revoked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            revoked.add_done_callback(asyncio.Future.exception)  # at the end nobody may look at it any more
            sender = Sender(client, session, lambda reason: _give_up(revoked, reason))
            profiles = Profiles(client, background, self._clock)
            team = str(identity.team_id)
            outbox = Outbox(sender, profiles, team, self._pace)
            service = Service(
                app,
                Answers(sender, app.catalogue, self._ids),
                profiles,
                Standings(sender, self._clock).of,
                background,
                self._patience,
                lambda reason: _give_up(revoked, reason),
            )
            bolt = service.bolt(client, identity)
            app_token = secret(settings.slack_app_token)
            links = Links(bolt, client, app_token, self._ping_interval, report, background, service.settled)
            async with links.kept(self._links) as keeping:
                try:
                    # Posting needs the token and no link: it goes on while links are renewed or broken.
                    with app.senders.serving(Person(PLATFORM, team, "").home, outbox):
                        await until_failure(revoked, *keeping)
                finally:  # while the links still stand: a command's answer rides in the acknowledgement
                    await asyncio.gather(background.finish(GRACE_SECONDS), outbox.finish(GRACE_SECONDS))


@asynccontextmanager
async def _client(settings: Settings) -> AsyncIterator[tuple[AsyncWebClient, aiohttp.ClientSession]]:
    """One session for everything; no retry handlers, because Slack knows no idempotency."""
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        client = AsyncWebClient(
            secret(settings.slack_bot_token),
            base_url=settings.slack_api_url.rstrip("/") + "/",
            session=session,
            retry_handlers=[],
            logger=sdk_log.logger(),
        )
        yield client, session


async def _identity(client: AsyncWebClient) -> AuthorizeResult:
    """Who askq is there, asked once. Raises `ConfigError` when the token is dead."""
    try:
        answer: Any = await client.auth_test()
    except SlackApiError as error:
        reason = undeliverable(error).reason
        if reason in DEAD_TOKEN:
            raise _dead(reason) from None
        raise
    return AuthorizeResult(
        enterprise_id=answer.get("enterprise_id"),
        team_id=answer.get("team_id"),
        bot_id=answer.get("bot_id"),
        bot_user_id=answer.get("user_id"),
        bot_token=client.token,
    )


def _give_up(revoked: asyncio.Future[None], reason: str) -> None:
    if not revoked.done():
        revoked.set_exception(_dead(reason))


def _dead(reason: str) -> ConfigError:
    return ConfigError([f"ASKQ_SLACK_BOT_TOKEN: Slack says {reason}; {checkup.BOT_TOKEN_ADVICE}"])


front = SlackFront()
