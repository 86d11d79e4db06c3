"""What askq sends unasked: the ledger's posts, on Discord.

Nothing is posted twice, whatever breaks. Each message has a nonce of its own: for some minutes Discord gives the
first message back instead of posting it again. For later it carries a mark: its first component has a number that
follows from the post, which Discord keeps and shows in the channel's history. Components that we do not number get
numbers from 1 on, and marks are far above.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b

import discord

from adapters.discord import limits, render, standings
from adapters.discord.markup import Json
from adapters.discord.sender import (
    ARCHIVED,
    CANNOT_WRITE_TO_PERSON,
    LOCKED,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NOBODY,
    NOTHING_IN_COMMON,
    TOO_MANY_THREADS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Refused,
    Sender,
)
from bot.chat.fitting import clip
from bot.chat.keys import Person, Place
from bot.chat.messages import Spelling
from bot.delivery.failpoints import reach
from bot.delivery.sender import AboutToPost, Pace, Post, at_once
from bot.errors import NotThere, ThreadEnd, Undeliverable, Unknowable

log = logging.getLogger(__name__)

PACE = Pace(each=limits.CHANNEL_SECONDS, all=limits.POSTS_A_SECOND)

_REMEMBERED = timedelta(seconds=limits.NONCE_SECONDS)
_LEEWAY = timedelta(seconds=60)
"""How far our clock may be ahead of Discord's, by which messages are numbered."""

_PAGES = 20
"""How much of a channel is read for a post that may stand there; what is further on is not looked for."""

_NOT_TOLD_SECONDS = 10.0
"""When to ask again about a server that Discord has not told about yet."""

_NOW_SECONDS = 1.0


_THREAD_ENDS = {
    UNKNOWN_MESSAGE: ThreadEnd.POST_DELETED,
    ARCHIVED: ThreadEnd.CLOSED,
    LOCKED: ThreadEnd.CLOSED,
    TOO_MANY_THREADS: ThreadEnd.CLOSED,
}
"""What Discord's refusals mean for what was to stand below a message."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the messages that a post becomes."""

    message: Json
    nonce: str
    mark: int
    mentions: discord.AllowedMentions


class _Deleted(Undeliverable):
    """Discord remembers the message, which somebody has deleted: it is not to come again."""


class Outbox:
    """Fulfils `bot.delivery.sender.Sender`. `clock` is the one that the ledger goes by."""

    spelling = Spelling.TREE

    def __init__(self, client: discord.Client, sender: Sender, clock: Callable[[], datetime], pace: Pace) -> None:
        self.pace = pace
        self._client = client
        self._sender = sender
        self._clock = clock
        self._under_way: set[asyncio.Task[object]] = set()

    async def send(
        self,
        post: Post,
        doubtful_since: datetime | None,
        *,
        look_only: bool = False,
        about_to_post: AboutToPost = at_once,
    ) -> str:
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            return await self._send(post, doubtful_since, about_to_post, look_only=look_only)
        except Refused as refused:
            refused.fix = self._fix(post, refused.code)
            raise
        finally:
            self._under_way.discard(task)

    async def finish(self, grace: float) -> None:
        """Wait at most `grace` seconds for what is being sent; what is not done then is in doubt."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=grace)

    async def _send(
        self, post: Post, doubtful_since: datetime | None, about_to_post: AboutToPost, *, look_only: bool
    ) -> str:
        channel = await self._channel(post.to)
        thread = int(post.to.thread) if isinstance(post.to, Place) and post.to.thread else None
        parts = list(_parts(post))
        if post.edits:
            if len(parts) > 1:
                log.warning("message %s grew by %s messages, which are left out", post.edits, len(parts) - 1)
            await about_to_post()
            await self._sender.edit(thread or channel, int(post.edits), parts[0].message)
            return post.edits
        there: dict[int, str] = {}
        forgotten = partial(self._forgotten, doubtful_since)
        looking = look_only or forgotten()
        if doubtful_since is not None and looking:
            self._assert_readable(post.to, channel)
            there = await self._arrived(thread or channel, {part.mark for part in parts}, doubtful_since)
            reach("after looking", post.id)
        if look_only:
            if parts[0].mark not in there:
                raise NotThere("did not arrive")
            return there[parts[0].mark]

        async def leaving() -> None:
            await about_to_post()
            if forgotten() and not looking:  # the process was asleep since
                raise Undeliverable("to be looked for", retry_after=_NOW_SECONDS)

        ids: list[str] = []
        for part in parts:
            if ids:
                reach("between two parts", post.id)
            try:
                ids.append(there.get(part.mark) or await self._post(post, channel, thread, part, leaving))
            except _Deleted:
                if not ids:
                    raise
            except Undeliverable as problem:
                problem.in_part = bool(ids)
                raise
        return ids[0]

    async def _channel(self, to: Place | Person) -> int:
        """The channel to post to; a group of one has its direct messages."""
        if isinstance(to, Person):
            return await self._sender.direct_messages(int(to.id))
        if to.channel:
            return int(to.channel)
        if to.direct:
            return await self._sender.direct_messages(standings.owner(to.group))
        guild = self._client.get_guild(standings.owner(to.group))
        if not standings.told(guild):
            raise Undeliverable("the server is not there yet", retry_after=_NOT_TOLD_SECONDS)
        channel = None if guild is None else standings.for_all(guild)
        if channel is None:
            fix = standings.fix(self._client, to, standings.VIEW, standings.POST)
            raise Undeliverable("no channel to post to", forbidden=True, fix=fix)
        return channel.id

    async def _post(self, post: Post, channel: int, thread: int | None, part: _Part, about_to_post: AboutToPost) -> str:
        await about_to_post()
        if thread is None:
            return await self._post_to(channel, part)
        try:
            return await self._post_below(post, channel, thread, part, about_to_post)
        except Refused as refused:
            refused.thread = _THREAD_ENDS.get(refused.code)
            if refused.thread is not None:
                refused.forbidden, refused.retry_after = False, None
            raise

    async def _post_below(self, post: Post, channel: int, thread: int, part: _Part, about_to_post: AboutToPost) -> str:
        try:
            return await self._post_to(thread, part)
        except Refused as refused:
            if refused.code != UNKNOWN_CHANNEL:
                raise
        await self._sender.open_thread(channel, thread, clip(post.title.strip() or "askq", limits.THREAD_NAME))
        reach("after the thread is opened", post.id)
        await about_to_post()
        try:
            return await self._post_to(thread, part)
        except Refused as refused:
            if refused.code == UNKNOWN_CHANNEL:  # somebody deleted it, and there is only ever one below a message
                raise Undeliverable("the thread was deleted", thread=ThreadEnd.CLOSED) from None
            raise

    async def _post_to(self, channel: int, part: _Part) -> str:
        try:
            return await self._sender.post(channel, part.message, part.nonce, mentions=part.mentions)
        except Refused as refused:
            if refused.code == UNKNOWN_MESSAGE:
                raise _Deleted("it arrived and was deleted") from None
            raise

    def _forgotten(self, doubtful_since: datetime | None) -> bool:
        """Whether Discord may know no more of the number of a message that was tried then."""
        return doubtful_since is not None and self._clock() - doubtful_since >= _REMEMBERED

    def _assert_readable(self, to: Place | Person, channel: int) -> None:
        """Where askq may not read, Discord gives no error, but no messages either."""
        if isinstance(to, Person) or to.direct:
            return
        if not standings.told(self._client.get_guild(standings.owner(to.group))):
            raise Undeliverable("the server is not there yet", retry_after=_NOT_TOLD_SECONDS)
        may = standings.permissions(self._client, to.group, channel)
        if may is None or not may.read_message_history:
            raise Unknowable("no permission to read the channel")

    async def _arrived(self, channel: int, marks: set[int], doubtful_since: datetime) -> dict[int, str]:
        """The messages with these marks that the channel has had since then."""
        found: dict[int, str] = {}
        after = discord.utils.time_snowflake(doubtful_since - _LEEWAY)
        for _ in range(_PAGES):
            try:
                messages = await self._sender.history(channel, after)
            except Refused as refused:
                if refused.code == UNKNOWN_CHANNEL:
                    return {}  # a thread that was never begun; of a channel, the post will show that it is gone
                if refused.forbidden and refused.retry_after is None:
                    raise Unknowable(refused.reason) from None
                raise
            for message in messages:
                mark = message["components"][0].get("id") if message.get("components") else None
                if mark in marks and self._is_ours(message["author"]["id"]):
                    found[mark] = message["id"]
            if len(messages) < limits.HISTORY or len(found) == len(marks):
                return found
            after = max(int(message["id"]) for message in messages)
        raise Unknowable("too much was posted there since")

    def _fix(self, post: Post, code: int) -> str:
        if code in (CANNOT_WRITE_TO_PERSON, NOTHING_IN_COMMON):
            return "Privacy Settings → Direct Messages"
        if code in (MISSING_ACCESS, MISSING_PERMISSIONS) and isinstance(post.to, Place) and not post.to.direct:
            return standings.fix(self._client, post.to, *_needed(post))
        return ""

    def _is_ours(self, author: str) -> bool:
        return self._client.user is not None and author == str(self._client.user.id)


def _parts(post: Post) -> Iterator[_Part]:
    for number, message in enumerate(render.messages(post.view, post.ping)):
        nonce = post.id if number == 0 else f"{post.id}.{number}"
        mark = _mark(nonce)
        first, *rest = message["components"]
        marked = message | {"components": [first | {"id": mark}, *rest]}
        yield _Part(marked, nonce, mark, _mentions(post.ping) if number == 0 else NOBODY)


def _mark(nonce: str) -> int:
    """Thirty bits of the nonce's hash, and one above them."""
    hashed = int.from_bytes(blake2b(nonce.encode(), digest_size=4).digest())
    return 1 << 30 | hashed >> 2


def _mentions(ping: str) -> discord.AllowedMentions:
    if not ping:
        return NOBODY
    for_all = ping in render.FOR_ALL
    roles = [] if for_all else [discord.Object(int(ping))]
    return discord.AllowedMentions(everyone=for_all, users=False, roles=roles or False, replied_user=False)


def _needed(post: Post) -> tuple[str, ...]:
    """The permissions that this post takes."""
    if post.edits:
        return (standings.VIEW,)
    in_thread = isinstance(post.to, Place) and post.to.thread
    return (standings.VIEW, *(standings.THREADS if in_thread else (standings.POST,)))
