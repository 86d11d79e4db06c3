"""What happens with each payload that Slack sends: acknowledge, run the core in a thread, pass the answer on.

Bolt waits for an acknowledgement by looking every 10 ms. With `process_before_response` it sends what the
listener leaves behind as soon as that returns, so a listener here returns as soon as it knows what to
acknowledge: a command with its answer, everything else with nothing, and never later than `patience`.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import inbound, render, sdk_log
from adapters.slack.answers import Answers
from adapters.slack.background import Background
from adapters.slack.inbound import Origin, Payload, Profile
from adapters.slack.markup import Json
from adapters.slack.profiles import Profiles
from bot.app import App
from bot.chat.keys import Place
from bot.chat.messages import Answer, Incoming, Joined, Reply, Said, Standing
from bot.fronts import Recent, answered
from bot.origin import origin

log = logging.getLogger(__name__)

_ANY = re.compile("")
_Read = Callable[[Payload, Profile], Incoming | None]
Look = Callable[[Place], Awaitable[Standing]]


@dataclass(frozen=True, slots=True)
class _Carried:
    """An answer that an acknowledgement carries, and the messages that did not fit it."""

    incoming: Incoming
    where: Origin
    answer: Reply
    more: tuple[Json, ...]


class Service:
    """What happens with each payload. Every listener acknowledges exactly once, whatever fails.

    `look` says how askq stands in a place, `revoked` is called when its installation is over.
    """

    def __init__(
        self,
        core: App,
        answers: Answers,
        profiles: Profiles,
        look: Look,
        background: Background,
        patience: float,
        revoked: Callable[[str], None],
    ) -> None:
        self._core = core
        self._answers = answers
        self._profiles = profiles
        self._look = look
        self._background = background
        self._patience = patience
        self._revoked = revoked
        self._recent = Recent()
        self._carrying: dict[str, _Carried] = {}
        self._own = ""

    def bolt(self, client: AsyncWebClient, identity: AuthorizeResult) -> AsyncApp:
        """The Bolt app. Its listeners take everything there is: what has none, Slack delivers again and again."""

        self._own = identity.bot_user_id or ""

        async def authorize() -> AuthorizeResult:
            return identity

        app = AsyncApp(
            logger=sdk_log.logger(),
            name="askq",
            client=AsyncWebClient(
                base_url=client.base_url, session=client.session, retry_handlers=[], logger=sdk_log.logger()
            ),
            authorize=authorize,
            process_before_response=True,
            request_verification_enabled=False,  # for HTTP; a socket is ours by its token
            ssl_check_enabled=False,
            url_verification_enabled=False,
        )
        app.command(_ANY)(self.on_command)
        app.action(_ANY)(self.on_press)
        app.view(_ANY)(self.on_submission)
        app.event(_ANY)(self.on_event)
        return app

    async def on_command(self, ack: Any, body: Json) -> None:
        await self._acknowledge(ack, body, inbound.command)

    async def on_press(self, ack: Any, body: Json) -> None:
        await self._acknowledge(ack, body, inbound.press)

    async def on_submission(self, ack: Any, body: Json) -> None:
        await self._acknowledge(ack, body, inbound.submission)

    async def on_event(self, ack: Any, body: Json) -> None:
        await self._acknowledge(ack, body, self._event)

    def settled(self, body: Json, sent: bool) -> None:
        """A delivery is over. What its acknowledgement carried comes another way when that did not leave."""
        carried = self._carrying.pop(body.get("trigger_id", ""), None)
        if carried is None:
            return
        incoming, where, answer = carried.incoming, carried.where, carried.answer
        if not sent:
            self._background.start(self._answers.give(incoming, where, "", answer), "answer")
        elif carried.more:
            self._background.start(self._answers.more(incoming, where, answer.public, carried.more), "answer")

    def _event(self, body: Payload, profile: Profile) -> Incoming | None:
        """What is news, of all events."""
        event = body["event"]
        if event["type"] == "app_uninstalled" or (event["type"] == "tokens_revoked" and event["tokens"].get("bot")):
            self._revoked(event["type"])
        return inbound.event(body, profile)

    async def _acknowledge(self, ack: Any, body: Json, read: _Read) -> None:
        carried: Json = {}
        known: tuple[Incoming, Origin] | None = None
        try:
            known = inbound.unread(body)
            incoming = read(body, inbound.UNKNOWN)
            if incoming is not None and self._is_new(body):
                known = incoming, inbound.origin(body)
                carried = await self._handle(body, read)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer
            if known is None:
                log.error("a payload of type %s failed: %s", body.get("type", "command"), origin(error))
            else:
                self._background.start(self._answers.sorry(*known, origin(error)), "answer")
        await ack(**carried)

    def _is_new(self, body: Json) -> bool:
        """False for an event that Slack delivered before."""
        event = body.get("event_id")
        if event is None or self._recent.is_new(event):
            return True
        log.info("event %s was delivered again", event)
        return False

    async def _handle(self, body: Json, read: _Read) -> Json:
        """Run the core; what the acknowledgement carries. The rest of the answer follows by itself."""
        incoming = read(body, await self._profiles.of(inbound.person(body)))
        assert incoming is not None
        incoming = replace(incoming, own=self._own)
        work = self._background.start(self._answer(incoming), "core")
        await asyncio.wait({work}, timeout=self._patience)
        where, trigger = inbound.origin(body), body.get("trigger_id", "")
        if work.done() and isinstance(incoming, Said) and isinstance(answer := work.result(), Reply):
            return self._carried(incoming, where, trigger, answer)
        self._background.start(self._later(work, incoming, where, trigger), "answer")
        return {}

    async def _answer(self, incoming: Incoming) -> Answer | None:
        try:
            return await answered(self._core, incoming, self._look)
        except Exception as error:  # noqa: BLE001 - as above
            incident = self._answers.incident(incoming, origin(error))
            return None if isinstance(incoming, Joined) else Reply(incident)

    def _carried(self, incoming: Incoming, where: Origin, trigger: str, answer: Reply) -> Json:
        try:
            first, *more = render.messages(answer.view)
        except ValueError as error:
            answer = Reply(self._answers.incident(incoming, origin(error)))
            first, *more = render.messages(answer.view)
        self._carrying[trigger] = _Carried(incoming, where, answer, tuple(more))
        return {**first, "response_type": "in_channel" if answer.public else "ephemeral"}

    async def _later(self, work: asyncio.Task[Answer | None], incoming: Incoming, where: Origin, trigger: str) -> None:
        await self._answers.give(incoming, where, trigger, await work)
