"""Posts what askq sends unasked, each message once although Slack has no idempotency key.

Every post carries the delivery's id in its metadata. After a try whose end is unknown that id is looked for in the
channel's history before anything is posted again; what may not be looked at is `Unknowable`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from adapters.slack import limits, render
from adapters.slack.inbound import PLATFORM
from adapters.slack.markup import Json, unnamed
from adapters.slack.profiles import Profiles
from adapters.slack.sender import INVITE, Sender
from bot.chat.keys import Person, Place
from bot.chat.messages import Spelling
from bot.delivery.failpoints import reach
from bot.delivery.sender import AboutToPost, Pace, Post, at_once
from bot.errors import NotThere, Undeliverable, Unknowable

EVENT_TYPE = "askq_delivery"

SKEW = timedelta(minutes=1)
"""How far our clock may be ahead of the one by which Slack stamps messages."""

SLACKS_PACE = Pace(each=limits.POST_EACH, all=limits.POSTS_A_SECOND)

CLOSING_SECONDS = 1.0


class Outbox:
    """Fulfils `bot.delivery.sender.Sender` for one workspace, `team`."""

    spelling = Spelling.LINE

    def __init__(self, sender: Sender, profiles: Profiles, team: str, pace: Pace = SLACKS_PACE) -> None:
        self.pace = pace
        self._sender = sender
        self._profiles = profiles
        self._team = team
        self._under_way = 0
        self._over = False
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def send(
        self,
        post: Post,
        doubtful_since: datetime | None,
        *,
        look_only: bool = False,
        about_to_post: AboutToPost = at_once,
    ) -> str:
        """See `bot.delivery.sender.Sender`. An edit changes one message: what would not fit that is left out."""
        with self._counted():
            messages = render.messages(post.view, post.ping, again=bool(post.edits))
            for message in messages:
                await self._name(message)
            try:
                if post.edits:
                    channel = await self._conversation(await self._address(post.to))
                    await about_to_post()
                    await self._sender.update(channel, post.edits, messages[0])
                    return post.edits
                return await self._post(post, messages, doubtful_since, about_to_post, look_only=look_only)
            except Undeliverable as problem:
                if isinstance(post.to, Person) and problem.fix == INVITE:  # to what only a channel needs
                    problem.fix = ""
                raise

    async def finish(self, grace: float) -> None:
        """Take nothing more, and wait `grace` seconds for what is under way: cut off it would be in doubt."""
        self._over = True
        try:
            async with asyncio.timeout(grace):
                await self._quiet.wait()
        except TimeoutError:
            return

    @contextmanager
    def _counted(self) -> Iterator[None]:
        if self._over:
            raise Undeliverable("closing", retry_after=CLOSING_SECONDS)
        self._under_way += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._quiet.set()

    async def _post(
        self,
        post: Post,
        messages: tuple[Json, ...],
        doubtful_since: datetime | None,
        about_to_post: AboutToPost,
        *,
        look_only: bool,
    ) -> str:
        address = await self._address(post.to)
        thread = post.to.thread if isinstance(post.to, Place) else None
        arrived: dict[int, str] = {}
        if doubtful_since is not None:
            oldest = (doubtful_since - SKEW).timestamp()
            arrived = await self._arrived(post.id, len(messages), address, thread, oldest)
            reach("after looking", post.id)
        if look_only:
            if 0 not in arrived:
                raise NotThere("did not arrive")
            return arrived[0]
        for part, message in enumerate(messages):
            if part in arrived:
                continue
            if arrived:
                reach("between two parts", post.id)
                await asyncio.sleep(self.pace.each)
            metadata = {"event_type": EVENT_TYPE, "event_payload": {"id": post.id, "part": part}}
            try:
                await about_to_post()
                arrived[part] = await self._sender.post(address, message, thread, metadata)
            except Undeliverable as problem:
                problem.in_part = bool(arrived)
                raise
        return arrived[0]

    async def _arrived(self, id: str, parts: int, address: str, thread: str | None, oldest: float) -> dict[int, str]:
        """The parts of the message that are there, with their `ts`."""
        found: dict[int, str] = {}
        cursor = ""
        try:
            channel = await self._conversation(address)
            for _ in range(limits.HISTORY_PAGES):
                page, cursor = await self._sender.history(channel, thread, oldest, cursor)
                found |= {part: message["ts"] for message in page if (part := _part_of(id, message)) is not None}
                if not cursor or len(found) >= parts:
                    return found
        except Undeliverable as problem:
            if problem.reason == "thread_not_found":
                return {}
            if problem.forbidden:
                raise Unknowable(problem.reason, fix=problem.fix) from None
            raise
        raise Unknowable("too much was posted since to look through it")

    async def _address(self, to: Place | Person) -> str:
        """What to post to: a channel, or a person, whose direct messages Slack finds by their id."""
        if isinstance(to, Person):
            return to.id
        if to.direct and not to.channel:
            return to.group.rpartition(":")[2]
        return to.channel or await self._channel_for_all()

    async def _conversation(self, address: str) -> str:
        """The id of the channel or of the direct messages there."""
        return await self._sender.direct_channel(address) if address.startswith(("U", "W")) else address

    async def _channel_for_all(self) -> str:
        """#general where askq is in it, else the oldest of its channels."""
        channels = await self._sender.channels()
        if not channels:
            raise Undeliverable("in no channel", forbidden=True, fix=INVITE)
        first = min(channels, key=lambda each: (not each.get("is_general"), each.get("created", 0), each["id"]))
        return str(first["id"])

    async def _name(self, message: Json) -> None:
        """Write names where Slack would have to look them up, as it would wake those people."""
        for element in unnamed(message):
            person = Person(PLATFORM, self._team, element["user_id"])
            name = (await self._profiles.of(person)).name or person.id
            element.clear()
            element |= {"type": "text", "text": f"@{name}"}


def _part_of(id: str, message: Json) -> int | None:
    """Which part of that delivery the message is, if it is one."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") != EVENT_TYPE or payload.get("id") != id:
        return None
    return int(payload["part"])
