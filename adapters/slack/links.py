"""The Socket Mode connections: two, so that while Slack renews one the other still listens.

The SDK keeps a connection alive and opens it anew when Slack announces its end. What it does not do is told
apart here: a dead app token (no retry helps), an address that never answers (the SDK would try the same one
for ever), and when askq as a whole is cut off.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import sdk_log
from adapters.slack.background import Background
from adapters.slack.markup import Json
from adapters.slack.sender import DEAD_TOKEN, undeliverable
from bot.errors import ConfigError
from bot.fronts import Report, State
from bot.origin import origin

log = logging.getLogger(__name__)

APP_TOKEN_ADVICE = "make an app-level token with the scope connections:write under Basic Information of the Slack app"  # noqa: S105
_REFUSED = DEAD_TOKEN | {"not_allowed_token_type", "missing_scope"}
CONNECT_SECONDS = 10.0
LONGEST_PAUSE = 30.0


class Links:
    """`ping_interval` in seconds: how often the SDK looks whether a connection still lives. A connection that
    stays down for six of those is opened from scratch. `settled` is called for every delivery, with its payload
    and whether its acknowledgement left."""

    def __init__(
        self,
        app: AsyncApp,
        client: AsyncWebClient,
        app_token: str,
        ping_interval: float,
        report: Report,
        background: Background,
        settled: Callable[[Json, bool], None],
    ) -> None:
        self._app = app
        self._client = client
        self._app_token = app_token
        self._ping_interval = ping_interval
        self._report = report
        self._background = background
        self._settled = settled
        self._up: set[int] = set()

    @asynccontextmanager
    async def kept(self, count: int) -> AsyncIterator[Sequence[asyncio.Task[None]]]:
        """Keep `count` links up for as long as the block lasts; they are closed at its end."""
        keeping = [asyncio.create_task(self.keep(number)) for number in range(count)]
        try:
            yield keeping
        finally:
            for each in keeping:
                each.cancel()
            await asyncio.gather(*keeping, return_exceptions=True)

    async def keep(self, number: int) -> None:
        """Keep link `number` up until cancelled. Raises `ConfigError` when Slack refuses the app token."""
        failures = 0
        while True:
            handler = AsyncSocketModeHandler(
                self._app, self._app_token, sdk_log.logger(), self._client, ping_interval=self._ping_interval
            )
            client: Any = handler.client
            client.socket_mode_request_listeners[:] = [partial(self._receive, handler)]
            try:
                client.wss_uri = await self._address()
                async with asyncio.timeout(CONNECT_SECONDS):  # `wait_for` of Python 3.11 may lose a cancellation
                    await client.connect()
                failures = 0
                await self._watch(number, client)
            except (aiohttp.ClientError, SlackApiError, TimeoutError) as error:
                log.warning("link %d is not up: %s", number, type(error).__name__)
            finally:
                self._mark(number, up=False)
                with suppress(aiohttp.ClientError, ConnectionError):
                    await client.close()
            failures = min(failures + 1, 10)
            await asyncio.sleep(min(self._ping_interval * 2**failures / 4, LONGEST_PAUSE))

    async def _receive(self, handler: AsyncSocketModeHandler, client: Any, request: SocketModeRequest) -> None:
        await self._background.start(self._deliver(handler, client, request), "delivery")

    async def _deliver(self, handler: AsyncSocketModeHandler, client: Any, request: SocketModeRequest) -> None:
        """The app answers with an acknowledgement, which needs the link still to be there."""
        sent = False
        try:
            await handler.handle(client, request)
            sent = True
        except (aiohttp.ClientError, ConnectionError) as error:
            log.warning("an acknowledgement did not leave: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001 - the SDK would log what the error says
            log.error("an acknowledgement did not leave: %s", origin(error))
        self._settled(request.payload, sent)

    async def _address(self) -> str:
        """Where to connect; each address serves once."""
        try:
            answer = await self._client.apps_connections_open(app_token=self._app_token)
            return str(answer["url"])
        except SlackApiError as error:
            reason = undeliverable(error).reason
            if reason in _REFUSED:
                raise ConfigError([f"ASKQ_SLACK_APP_TOKEN: Slack says {reason}; {APP_TOKEN_ADVICE}"]) from None
            raise

    async def _watch(self, number: int, client: Any) -> None:
        """Report ups and downs; return when the link has been down for too long."""
        beat = min(self._ping_interval, 1.0)
        down = 0.0
        while down < 6 * self._ping_interval:
            up = await client.is_connected()
            self._mark(number, up=up)
            down = 0.0 if up else down + beat
            await asyncio.sleep(beat)

    def _mark(self, number: int, *, up: bool) -> None:
        before = bool(self._up)
        (self._up.add if up else self._up.discard)(number)
        if before != bool(self._up):
            log.info("Slack: %s", "connected" if up else "cut off")
            self._report(State.CONNECTED if up else State.BROKEN)


async def until_failure(*keeping: asyncio.Future[Any]) -> None:
    """Wait until one of them fails, and raise its error."""
    done, _ = await asyncio.wait(keeping, return_when=asyncio.FIRST_EXCEPTION)
    for each in done:
        each.result()
