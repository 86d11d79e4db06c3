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

from adapters.slack import limits
from adapters.slack.markup import Json
from bot.errors import Doubtful, ThreadEnd, Undeliverable

DEAD_TOKEN = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Errors that no retry can help: the token has to be replaced (docs: auth.test, errors)."""

_GONE = frozenset({"channel_not_found", "user_disabled", "user_not_found", "users_not_found"})
_FORBIDDEN = frozenset(
    "not_in_channel is_archived user_not_in_channel restricted_action restricted_action_read_only_channel"
    " restricted_action_thread_only_channel restricted_action_non_threadable_channel messages_tab_disabled"
    " cannot_dm_bot missing_scope no_permission not_allowed_token_type team_access_not_granted access_denied"
    " ekm_access_denied enterprise_is_restricted two_factor_setup_required".split()
)
_BROKEN = frozenset("fatal_error internal_error request_timeout service_unavailable".split())
"""Slack's words for a call that it may have carried out in part."""

_PASSES = {
    "external_channel_migrating": (300.0, False),
    "rate_limited": (60.0, False),
    "accesslimited": (300.0, True),
    "message_limit_exceeded": (300.0, True),
    "org_login_required": (300.0, True),
    "team_added_to_org": (300.0, True),
}
"""What passes by itself: after how many seconds to try again, and whether all of the workspace is concerned
(docs: chat.postMessage, errors)."""

_THREAD_ENDS = {
    "cannot_reply_to_message": ThreadEnd.CLOSED,
    "restricted_action_thread_locked": ThreadEnd.CLOSED,
    "thread_not_found": ThreadEnd.POST_DELETED,
}
_RESTRICTED = "allow askq to post under the channel's posting permissions"
_SUSPENDED = "ask an admin of the workspace to let askq post there"

INVITE = "/invite @askq"
UNARCHIVE = f"unarchive the channel, then {INVITE}"
_FIXES = {
    "access_denied": _SUSPENDED,
    "channel_not_found": INVITE,  # Slack's word too for a private channel that askq is not in
    "ekm_access_denied": _SUSPENDED,
    "enterprise_is_restricted": "install the Slack app in the workspace itself",
    "is_archived": UNARCHIVE,
    "messages_tab_disabled": "turn on the Messages Tab under App Home of the Slack app",
    "not_in_channel": INVITE,
    "restricted_action": _RESTRICTED,
    "restricted_action_read_only_channel": _RESTRICTED,
    "restricted_action_thread_only_channel": _RESTRICTED,
    "team_access_not_granted": "install the Slack app in this workspace",
    "two_factor_setup_required": "set up two-factor authentication for whoever installed the Slack app",
}
"""What a person types or does where askq may not write."""

_DEAD_SECONDS = 60.0
"""Until a dead token may have been replaced."""

_UNREACHED_SECONDS = 2.0
"""Until Slack, or the network on this side, may be there again."""

_DOUBT_SECONDS = 10.0
"""After a broken call Slack may still be carrying it out; look or repeat only then."""

_MOST_DIRECT = 10_000
"""People whose direct messages are remembered; beyond, they are asked for again."""

_LITERAL: Json = {"parse": "none", "link_names": False}
_NO_PREVIEWS: Json = {"unfurl_links": False, "unfurl_media": False}


class Sender:
    """`revoked` is called with Slack's word for it when the token turns out to be dead."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, revoked: Callable[[str], None]) -> None:
        self._client = client
        self._session = session
        self._revoked = revoked
        self._direct: dict[str, str] = {}

    async def post(self, channel: str, message: Json, thread: str | None = None, metadata: Json | None = None) -> str:
        """Post for everyone in the channel; the message's `ts`. `metadata` goes with it, and nobody sees it."""
        more = {**_LITERAL, **_NO_PREVIEWS, **({"thread_ts": thread} if thread else {})}
        more |= {"metadata": metadata} if metadata else {}
        answer = await self._call("chat.postMessage", {"channel": channel, **message, **more})
        if answer["channel"] != channel:
            self._remember(channel, answer["channel"])
        return str(answer["ts"])

    async def update(self, channel: str, ts: str, message: Json) -> None:
        """Change a message of ours, in a channel or in direct messages by their id."""
        await self._call("chat.update", {"channel": channel, "ts": ts, **message, **_LITERAL})

    async def whisper(self, channel: str, user: str, message: Json, thread: str | None = None) -> None:
        """Post for one person in the channel. Slack does not promise that it arrives, and it is gone on reload."""
        more = {**_LITERAL, **({"thread_ts": thread} if thread else {})}
        await self._call("chat.postEphemeral", {"channel": channel, "user": user, **message, **more})

    async def direct(self, user: str, message: Json) -> str:
        """Post in the direct messages of askq with this person; the message's `ts`.

        `chat.postMessage` takes a person's id for a channel, which spares the scope to open conversations.
        """
        return await self.post(user, message)

    async def direct_channel(self, user: str) -> str:
        """The id of askq's direct messages with this person, which reading and changing them takes.

        A post tells it; who was not posted to yet costs a call, and that the scope `im:write`.
        """
        if user not in self._direct:
            answer = await self._call("conversations.open", {"users": user})
            self._remember(user, answer["channel"]["id"])
        return self._direct[user]

    async def channel(self, id: str) -> Json:
        """What Slack knows of a channel (docs: conversations.info)."""
        answer = await self._read("conversations.info", {"channel": id})
        return dict(answer["channel"])

    async def channels(self) -> list[Json]:
        """The channels that askq is in; of very many some."""
        wanted = {"types": "public_channel,private_channel", "exclude_archived": True, "limit": limits.CHANNELS_PAGE}
        answer = await self._read("users.conversations", wanted)
        return list(answer["channels"])

    async def history(self, channel: str, thread: str | None, oldest: float, cursor: str) -> tuple[list[Json], str]:
        """A page of what was posted in a channel or thread since `oldest` (seconds since 1970), with its metadata;
        and the cursor to the next page, empty on the last."""
        window = {"channel": channel, "oldest": f"{oldest:.6f}", "limit": limits.HISTORY_PAGE}
        window |= {"include_all_metadata": True, **({"cursor": cursor} if cursor else {})}
        if thread is None:
            answer = await self._read("conversations.history", window)
        else:
            answer = await self._read("conversations.replies", {"ts": thread, **window})
        return list(answer["messages"]), str((answer.get("response_metadata") or {}).get("next_cursor") or "")

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
            raise _broken(error) from None

    def _remember(self, user: str, channel: str) -> None:
        if len(self._direct) >= _MOST_DIRECT:
            self._direct.clear()
        self._direct[user] = channel

    async def _call(self, method: str, arguments: Json) -> Any:
        return await self._request(method, json=arguments)

    async def _read(self, method: str, arguments: Json) -> Any:
        """Methods that only read take no JSON (docs: Web API, basics)."""
        return await self._request(method, http_verb="GET", params=arguments)

    async def _request(self, method: str, **how: Any) -> Any:
        try:
            return await self._client.api_call(method, **how)
        except SlackApiError as error:
            problem = undeliverable(error)
            if problem.reason in DEAD_TOKEN:
                self._revoked(problem.reason)
            raise problem from None
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise _broken(error) from None


def undeliverable(error: SlackApiError) -> Undeliverable:
    """What Slack's refusal means: try later, give this place up, or ask a person to change something."""
    response: Any = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data: Json = response.data if isinstance(getattr(response, "data", None), dict) else {}
    reason = str(data.get("error") or "")
    if status == 429 or reason == "ratelimited":
        return Undeliverable("ratelimited", retry_after=_seconds(response.headers.get("Retry-After")))
    if status >= 500 or not reason or reason in _BROKEN:
        return Doubtful(reason or f"http_{status}", retry_after=_DOUBT_SECONDS)
    if reason in DEAD_TOKEN:
        return Undeliverable(reason, retry_after=_DEAD_SECONDS, everywhere=True)
    if reason in _PASSES:
        seconds, everywhere = _PASSES[reason]
        return Undeliverable(reason, retry_after=seconds, everywhere=everywhere)
    fix = _scope(str(data.get("needed"))) if reason == "missing_scope" else _FIXES.get(reason, "")
    thread = _THREAD_ENDS.get(reason)
    return Undeliverable(reason, gone=reason in _GONE, forbidden=reason in _FORBIDDEN, fix=fix, thread=thread)


def _broken(error: Exception) -> Undeliverable:
    """What a call that got no answer means. Where there never was a connection, nothing was carried out."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Undeliverable(type(error).__name__, retry_after=_UNREACHED_SECONDS, everywhere=True)
    return Doubtful(type(error).__name__, retry_after=_DOUBT_SECONDS)


def _scope(needed: str) -> str:
    return f"add {needed} under OAuth & Permissions of the Slack app, then install it again"


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
