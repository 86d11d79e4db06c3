"""Everything that askq sends to Slack's Web API and to response URLs. Failures are `Undeliverable`.

Slack has no idempotency key: a call repeated after a broken connection may post twice. So nothing here is
tried again by itself; the error tells whoever called whether a repeat is safe.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.markup import Json
from bot.errors import Undeliverable

DEAD_TOKEN = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Errors that no retry can help: the token has to be replaced (docs: auth.test, errors)."""

_GONE = frozenset({"channel_not_found", "user_not_found", "users_not_found"})
_FORBIDDEN = frozenset(
    "not_in_channel is_archived user_not_in_channel restricted_action restricted_action_read_only_channel"
    " restricted_action_thread_only_channel restricted_action_non_threadable_channel messages_tab_disabled"
    " cannot_dm_bot missing_scope no_permission not_allowed_token_type team_access_not_granted".split()
)
_DOUBT_SECONDS = 10.0
"""After a broken call Slack may still be carrying it out; look or repeat only then."""

_LITERAL: Json = {"parse": "none", "link_names": False}
_NO_PREVIEWS: Json = {"unfurl_links": False, "unfurl_media": False}


class Doubtful(Undeliverable):
    """The call broke in a way that leaves open whether Slack carried it out."""


class Sender:
    """`revoked` is called with Slack's word for it when the token turns out to be dead."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, revoked: Callable[[str], None]) -> None:
        self._client = client
        self._session = session
        self._revoked = revoked

    async def post(self, channel: str, message: Json, thread: str | None = None) -> str:
        """Post for everyone in the channel; the message's `ts`."""
        more = {**_LITERAL, **_NO_PREVIEWS, **({"thread_ts": thread} if thread else {})}
        answer = await self._call("chat.postMessage", {"channel": channel, **message, **more})
        return str(answer["ts"])

    async def whisper(self, channel: str, user: str, message: Json, thread: str | None = None) -> None:
        """Post for one person in the channel. Slack does not promise that it arrives, and it is gone on reload."""
        more = {**_LITERAL, **({"thread_ts": thread} if thread else {})}
        await self._call("chat.postEphemeral", {"channel": channel, "user": user, **message, **more})

    async def direct(self, user: str, message: Json) -> str:
        """Post in the direct messages of askq with this person; the message's `ts`.

        `chat.postMessage` takes a person's id for a channel, which spares the scope to open conversations.
        """
        return await self.post(user, message)

    async def open_modal(self, trigger_id: str, view: Json) -> None:
        await self._call("views.open", {"trigger_id": trigger_id, "view": view})

    async def respond(self, response_url: str, message: Json) -> None:
        """Answer an interaction: at most five times within 30 minutes, in any channel."""
        try:
            async with self._session.post(response_url, json={**message, **_NO_PREVIEWS}) as answer:
                body = await answer.text()
                if answer.status == 429:
                    raise Undeliverable("ratelimited", retry_after=_seconds(answer.headers.get("Retry-After")))
                if answer.status >= 500:
                    raise Doubtful(f"http_{answer.status}", retry_after=_DOUBT_SECONDS)
                if answer.status != 200:
                    raise Undeliverable(_error(body) or f"http_{answer.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Doubtful(type(error).__name__, retry_after=_DOUBT_SECONDS) from None

    async def _call(self, method: str, arguments: Json) -> Any:
        try:
            return await self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            problem = undeliverable(error)
            if problem.reason in DEAD_TOKEN:
                self._revoked(problem.reason)
            raise problem from None
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise Doubtful(type(error).__name__, retry_after=_DOUBT_SECONDS) from None


def undeliverable(error: SlackApiError) -> Undeliverable:
    """What Slack's refusal means: try later, give this place up, or ask a person to change something."""
    response: Any = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    reason = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or reason == "ratelimited":
        return Undeliverable("ratelimited", retry_after=_seconds(response.headers.get("Retry-After")))
    if status >= 500 or reason in ("", "fatal_error", "internal_error", "request_timeout", "service_unavailable"):
        return Doubtful(reason or f"http_{status}", retry_after=_DOUBT_SECONDS)
    forbidden = reason in _FORBIDDEN or reason in DEAD_TOKEN
    return Undeliverable(reason, gone=reason in _GONE, forbidden=forbidden)


def _seconds(header: str | None) -> float:
    """Retry-After, or half a minute where it is missing or no number."""
    return float(header) if header and header.isdigit() else 30.0


def _error(body: str) -> str:
    """Slack's word in a refused response: JSON or plain text, of which only a plain word is kept for the log."""
    try:
        word = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        word = body
    return word if isinstance(word, str) and word.replace("_", "").isalnum() and len(word) <= 60 else ""
