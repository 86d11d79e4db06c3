"""Discord's API for what no interaction asked for: post, edit, open a thread, look what is there.

Each call is made once, and every failure is an `Undeliverable` that says what it means: `Doubtful` where nobody can
tell whether Discord carried the call out. discord.py itself repeats after a 500, 502 or 504; with the nonce that each
post has of its own, such a repeat gives the first message back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp
import discord

from adapters.discord import limits
from adapters.discord.markup import Json
from adapters.discord.sdk_views import Screen
from bot.errors import Doubtful, Undeliverable

CALL_SECONDS = 8.0
"""How long a call may take: the wait for an empty bucket, commonly 5 s, or some repeats that discord.py makes."""

NOBODY = discord.AllowedMentions.none()

BROKEN = (aiohttp.ClientError, OSError, discord.DiscordServerError)
"""What leaves open whether Discord carried a call out: a broken connection, no answer in time, a 5xx."""

UNKNOWN_CHANNEL, UNKNOWN_SERVER, UNKNOWN_USER = 10003, 10004, 10013
UNKNOWN_MESSAGE = 10008
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
CANNOT_WRITE_TO_PERSON, NOTHING_IN_COMMON = 50007, 50278
HAS_A_THREAD = 160004
ARCHIVED, LOCKED, TOO_MANY_THREADS = 50083, 160005, 160006
"""discord-api-docs, opcodes and status codes: JSON error codes."""

_FORBIDDEN = frozenset(
    {
        *(MISSING_ACCESS, MISSING_PERMISSIONS, CANNOT_WRITE_TO_PERSON, NOTHING_IN_COMMON),
        *(40002, 40007, 50009),  # an account to be verified, a banned person, a channel's verification level
    }
)
"""What a 403 means until a person changes something. Discord answers 403 to other things too, some of which pass."""

_PASSES = {
    40003: 120.0,  # direct messages were opened too fast
    40004: 300.0,  # sending is switched off for a while
    40006: 300.0,  # a feature is
    40062: 60.0,  # a service takes no more
    130000: 60.0,  # overloaded
}
"""What passes by itself, whatever status it comes with, and after how many seconds to try again."""

_AGAIN_SECONDS = 10.0
"""After a broken call Discord may still be carrying it out, and when it is overloaded it wants a pause."""

_UNREACHED_SECONDS = 2.0
"""Until Discord, or the network on this side, may be there again."""

_ODD_SECONDS = 60.0
"""Until what Discord forbids for a reason that is not known here may have passed."""

_BANNED_SECONDS = 600.0
"""How long to keep still when not Discord but the network before it refuses everything (a 429 without `Via`)."""

_TOKEN_SECONDS = 60.0
"""After a token was refused: the connection is about to end for it as well."""

_LONGEST_WAIT = 30.0
"""Seconds for which an answer to a person is still worth waiting."""

_T = TypeVar("_T")


@dataclass(eq=False)
class Refused(Undeliverable):
    """Discord said no, and why: `code` is its own number for it."""

    code: int = 0


class _TooFast(Exception):
    """Discord answered 429; `headers` say for how long, and for whom."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__("429")
        self.headers = headers


@dataclass(slots=True)
class _Call:
    """One of our calls on its way through discord.py. `began`: it stands in no line any more. `left`: a request for it
    goes out, on a connection that there is. `repeated`: discord.py tries again, because the first one broke."""

    began: bool = False
    left: bool = False
    repeated: bool = False


_ours: ContextVar[_Call | None] = ContextVar("call", default=None)


def watching() -> aiohttp.TraceConfig:
    """What a client's `http_trace` has to be for its `Sender`.

    discord.py would wait for a 429 inside the call. It does not tell then whom the 429 concerns, and when a call that
    waits for a global one is given up, its pause for all others never ends. So a 429 ends our calls at once: what
    waits, and for how long, is for whoever called to say.
    """

    async def began(*_: object) -> None:
        if (call := _ours.get()) is not None:
            call.began, call.repeated = True, call.left

    async def leaves(*_: object) -> None:
        if (call := _ours.get()) is not None:
            call.left = True

    async def ended(_: object, __: object, answer: aiohttp.TraceRequestEndParams) -> None:
        if _ours.get() is not None and answer.response.status == 429:
            answer.response.close()
            raise _TooFast(answer.response.headers)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(began)
    trace.on_request_headers_sent.append(leaves)
    trace.on_request_end.append(ended)
    return trace


class Sender:
    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def post(
        self,
        channel: int,
        message: Json,
        nonce: str,
        *,
        mentions: discord.AllowedMentions = NOBODY,
        answers: discord.Message | None = None,
    ) -> str:
        """Post for everyone in the channel; the message's id. `nonce` is the post's own, the same for a repeat.

        `answers`: the message that it is a reply to. Raises `Refused` with `UNKNOWN_MESSAGE` when Discord knows the
        nonce but the message was deleted.
        """
        if not 1 <= len(nonce) <= limits.NONCE:
            raise ValueError(f"the nonce has {len(nonce)} characters, 1 to {limits.NONCE} are allowed")
        target = self._client.get_partial_messageable(channel)
        more: dict[str, Any] = {}
        if answers is not None:
            more = {"reference": answers.to_reference(fail_if_not_exists=False), "mention_author": False}
        sending = target.send(view=Screen(message), nonce=nonce, allowed_mentions=mentions, **more)
        return str((await self._call(sending)).id)

    async def answer(self, message: discord.Message, messages: Sequence[Json]) -> None:
        """Reply where a message stands. What did not go through is sent again once, which the nonce makes safe."""
        for number, part in enumerate(messages):
            nonce = f"{message.id}.{number}"
            answers = message if number == 0 else None
            try:
                await self.post(message.channel.id, part, nonce, answers=answers)
            except Undeliverable as problem:
                if problem.retry_after is None or problem.retry_after > _LONGEST_WAIT:
                    raise
                await asyncio.sleep(0 if isinstance(problem, Doubtful) else problem.retry_after)
                await self.post(message.channel.id, part, nonce, answers=answers)

    async def edit(self, channel: int, id: int, message: Json) -> None:
        """Change a message of ours. Wakes nobody."""
        target = self._client.get_partial_messageable(channel).get_partial_message(id)
        await self._call(target.edit(view=Screen(message), allowed_mentions=NOBODY))

    async def open_thread(self, channel: int, message: int, name: str) -> None:
        """Start the thread below a message, which has the message's id; it may be there already."""
        starting = self._client.http.start_thread_with_message(
            channel, message, name=name, auto_archive_duration=limits.ARCHIVE_MINUTES
        )
        try:
            await self._call(starting)
        except Refused as refused:
            if refused.code != HAS_A_THREAD:
                raise

    async def direct_messages(self, person: int) -> int:
        """The channel of askq's direct messages with this person."""
        return (await self._call(self._client.create_dm(discord.Object(person)))).id

    async def history(self, channel: int, after: int) -> Sequence[Mapping[str, Any]]:
        """The first messages after this id, at most `limits.HISTORY`. None at all where askq may not read them."""
        messages: Sequence[Mapping[str, Any]] = await self._call(
            self._client.http.logs_from(channel, limits.HISTORY, after=after)
        )
        return messages

    async def _call(self, awaited: Awaitable[_T]) -> _T:
        call = _Call()
        outer = _ours.set(call)
        try:
            async with asyncio.timeout(CALL_SECONDS):
                return await awaited
        except (*BROKEN, _TooFast, discord.HTTPException, discord.RateLimited) as error:
            problem = _undeliverable(error, call)
            raise _or_doubtful(problem) if call.repeated else problem from None
        except RuntimeError as error:
            if self._client.is_closed():  # its session was closed below us
                raise _undeliverable(error, call) from None
            raise
        finally:
            _ours.reset(outer)


def _or_doubtful(problem: Undeliverable) -> Undeliverable:
    """Of a call that was made twice: what the second one met says nothing of the first, unless it met its work."""
    if isinstance(problem, Doubtful) or (isinstance(problem, Refused) and problem.code == HAS_A_THREAD):
        return problem
    pause = problem.retry_after or _AGAIN_SECONDS
    return Doubtful(problem.reason, retry_after=pause, everywhere=problem.everywhere)


def _undeliverable(error: Exception, call: _Call) -> Undeliverable:
    """What a failure means: try later, give this place up, ask a person to change something, or look what happened."""
    match error:
        case _TooFast(headers=headers) if "Via" not in headers:
            return Undeliverable("banned", retry_after=_BANNED_SECONDS, everywhere=True)
        case _TooFast(headers=headers):
            everywhere = "X-RateLimit-Global" in headers
            seconds = float(headers.get("Retry-After", _AGAIN_SECONDS))
            return Undeliverable("rate limited", retry_after=seconds, everywhere=everywhere)
        case discord.RateLimited(retry_after=seconds):
            return Undeliverable("rate limited", retry_after=seconds)
        case TimeoutError() if not call.began:  # it stood in line for the channel's rate limit all the time
            return Undeliverable("rate limited", retry_after=_AGAIN_SECONDS)
        case aiohttp.ClientError() | OSError() if not call.left:  # refused, no such name, no connection in time
            return Undeliverable(type(error).__name__, retry_after=_UNREACHED_SECONDS, everywhere=True)
        case discord.HTTPException(status=403, code=0):  # not from Discord itself, which always has a code
            return Undeliverable("banned", retry_after=_BANNED_SECONDS, everywhere=True)
        case discord.HTTPException(status=status, code=code) if code in _PASSES:
            return Undeliverable(f"http {status}, code {code}", retry_after=_PASSES[code])
        case discord.HTTPException(status=403, code=code):
            passes = None if code in _FORBIDDEN else _ODD_SECONDS
            return Refused(f"http 403, code {code}", retry_after=passes, forbidden=True, code=code)
        case discord.HTTPException(status=401):
            return Undeliverable("http 401", retry_after=_TOKEN_SECONDS, everywhere=True)
        case discord.HTTPException(status=status) if status >= 500 or status == 408:
            return Doubtful(f"http {status}", retry_after=_AGAIN_SECONDS)
        case discord.HTTPException(status=status, code=code):
            gone = code in (UNKNOWN_CHANNEL, UNKNOWN_SERVER, UNKNOWN_USER)
            return Refused(f"http {status}, code {code}", gone=gone, code=code)
        case _:
            return Doubtful(type(error).__name__, retry_after=_AGAIN_SECONDS)
