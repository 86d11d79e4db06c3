"""The workspaces as people see them: who is there, in which channels, reading which messages.

Nothing here knows HTTP or sockets. Values are frozen: an edited message is a new `Message` with the same
`ts`, so a test may keep what somebody saw before and compare, or press a button that has since vanished.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

Json = dict[str, Any]

BOT_SCOPES = (
    "app_mentions:read,channels:history,channels:read,chat:write,commands,files:read,files:write,"
    "groups:history,groups:read,im:history,im:read,im:write,users:read"
)


class Clock:
    """Time in the workspaces: the given source plus whatever a test lets pass with `pass_time`.

    Response URLs and trigger ids grow old by `passed` only, so a slow machine expires nothing.
    """

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self.passed = 0.0
        self._last = 0

    def now(self) -> float:
        return self._source() + self.passed

    def next_ts(self) -> str:
        """A message timestamp: seconds with six decimals, never given out twice."""
        self._last = max(self._last + 1, int(self.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


@dataclass(frozen=True, slots=True)
class Workspace:
    id: str
    domain: str
    bot_id: str
    bot_user_id: str
    bot_token: str
    scopes: frozenset[str]
    token_error: str | None = None
    """What every call with this workspace's token is refused with, e.g. after the app was removed."""


@dataclass(frozen=True, slots=True)
class User:
    id: str
    name: str
    team_id: str
    tz: str = "Europe/Berlin"
    tz_offset: int = 3600
    """Seconds east of UTC, as Slack sends it beside `tz`."""
    locale: str = "en-US"
    is_admin: bool = False
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    id: str
    name: str
    team_id: str
    kind: Literal["public", "private", "im"] = "public"
    archived: bool = False
    members: frozenset[str] = frozenset()
    """User ids, the bot's among them when it was invited."""


@dataclass(frozen=True, slots=True)
class UserGroup:
    """People with a name of their own, `@handle`."""

    id: str
    handle: str
    team_id: str


@dataclass(frozen=True, slots=True)
class Message:
    ts: str
    channel_id: str
    team_id: str
    author: str
    """User id of the author."""
    text: str = ""
    blocks: tuple[Json, ...] = ()
    only_for: str | None = None
    """The one user who sees it; `None` for a message that everyone in the channel sees."""
    thread_ts: str | None = None
    metadata: Json | None = None
    files: tuple[Json, ...] = ()
    edited: bool = False
    edits: int = 0


@dataclass(frozen=True, slots=True)
class File:
    id: str
    name: str
    team_id: str
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab as one user has it open."""

    id: str
    team_id: str
    user_id: str
    hash: str
    definition: Json
    root_view_id: str
    previous_view_id: str | None = None

    @property
    def title(self) -> str:
        return str(self.definition.get("title", {}).get("text", ""))

    @property
    def blocks(self) -> tuple[Json, ...]:
        return tuple(self.definition.get("blocks", ()))


Subject = TypeVar("Subject", Message, View)
Happening = Literal["posted", "edited", "deleted", "opened", "updated", "closed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed on somebody's screen."""

    kind: Happening
    subject: Message | View
    cause: str | None
    """The envelope that it is known to answer; `None` for a plain Web API call, which names no cause."""


@dataclass
class World:
    """All workspaces of one app, and the journal of what changed on people's screens."""

    clock: Clock
    app_id: str = "A0ASKQ"
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    groups: dict[str, UserGroup] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    """By channel id and ts, in the order they were posted."""
    stacks: dict[str, list[View]] = field(default_factory=dict)
    """The modals a user has open, the visible one last."""
    homes: dict[str, View] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    journal: list[Change] = field(default_factory=list)
    on_change: Callable[[], None] = lambda: None
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    # -- making it ---------------------------------------------------------------------------------

    def new_id(self, prefix: str) -> str:
        return f"{prefix}0{next(self._numbers):06d}"

    def add_workspace(self, domain: str, scopes: str = BOT_SCOPES) -> Workspace:
        team_id = self.new_id("T")
        bot = User(self.new_id("U"), "askq", team_id, is_bot=True)
        token = f"xoxb-{team_id}-loopback"
        workspace = Workspace(team_id, domain, self.new_id("B"), bot.id, token, frozenset(scopes.split(",")))
        self.workspaces[team_id] = workspace
        self.users[bot.id] = bot
        return workspace

    def add_user(self, name: str, team: Workspace, **details: Any) -> User:
        user = User(self.new_id("U"), name, team.id, **details)
        self.users[user.id] = user
        return user

    def add_group(self, handle: str, team: Workspace) -> UserGroup:
        group = UserGroup(self.new_id("S"), handle.lstrip("@"), team.id)
        self.groups[group.id] = group
        return group

    def add_channel(
        self, name: str, team: Workspace, members: tuple[User, ...] = (), *, bot: bool = True, **details: Any
    ) -> Channel:
        ids = {member.id for member in members} | ({team.bot_user_id} if bot else set())
        channel = Channel(self.new_id("C"), name.lstrip("#"), team.id, members=frozenset(ids), **details)
        self.channels[channel.id] = channel
        return channel

    def open_im(self, user: User) -> Channel:
        """The direct messages between the bot and a user, opened on first use."""
        bot = self.workspaces[user.team_id].bot_user_id
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == {user.id, bot}:
                return channel
        channel = Channel(self.new_id("D"), "directmessage", user.team_id, "im", members=frozenset({user.id, bot}))
        self.channels[channel.id] = channel
        return channel

    # -- finding things by the names people use ----------------------------------------------------

    def user(self, who: User | str) -> User:
        if isinstance(who, User):
            return self.users[who.id]
        found = [user for user in self.users.values() if who.lstrip("@") in (user.name, user.id) and not user.is_bot]
        if len(found) != 1:
            raise LookupError(f"{len(found)} users are called {who!r}; pass the User itself")
        return found[0]

    def channel(self, where: Channel | str, team_id: str) -> Channel:
        if isinstance(where, Channel):
            return self.channels[where.id]
        for channel in self.channels.values():
            if channel.team_id == team_id and where.lstrip("#") in (channel.name, channel.id):
                return channel
        raise LookupError(f"no channel {where!r} in {self.workspaces[team_id].domain}")

    def group(self, handle: str, team_id: str) -> UserGroup:
        for group in self.groups.values():
            if group.team_id == team_id and handle.lstrip("@") in (group.handle, group.id):
                return group
        raise LookupError(f"no user group {handle!r} in {self.workspaces[team_id].domain}")

    def by_token(self, token: str) -> Workspace | None:
        return next((team for team in self.workspaces.values() if team.bot_token == token), None)

    # -- what people read --------------------------------------------------------------------------

    def visible(self, user: User, channel: Channel) -> list[Message]:
        if user.id not in channel.members:
            return []
        there = (message for message in self.messages.values() if message.channel_id == channel.id)
        return [message for message in there if message.only_for in (None, user.id)]

    def top_view(self, user: User) -> View | None:
        stack = self.stacks.get(user.id)
        return stack[-1] if stack else None

    # -- what changes it ---------------------------------------------------------------------------

    def post(self, message: Message, cause: str | None = None) -> Message:
        self.messages[message.channel_id, message.ts] = message
        return self._note("posted", message, cause)

    def edit(self, message: Message, cause: str | None = None, **changes: Any) -> Message:
        edited = replace(message, edits=message.edits + 1, **changes)
        self.messages[message.channel_id, message.ts] = edited
        return self._note("edited", edited, cause)

    def delete(self, message: Message, cause: str | None = None) -> None:
        del self.messages[message.channel_id, message.ts]
        self._note("deleted", message, cause)

    def show_view(self, user: User, definition: Json, cause: str | None, *, push: bool = False) -> View:
        """Open a modal: a new stack, or with `push` on top of the open one."""
        stack = self.stacks.setdefault(user.id, [])
        if not push:
            stack.clear()
        view_id = self.new_id("V")
        below = stack[-1].id if stack else None
        root = stack[0].id if stack else view_id
        view = View(view_id, user.team_id, user.id, self._hash(), definition, root, below)
        stack.append(view)
        return self._note("opened", view, cause)

    def replace_view(self, view: View, definition: Json, cause: str | None) -> View:
        updated = replace(view, definition=definition, hash=self._hash())
        if self.homes.get(view.user_id) == view:
            self.homes[view.user_id] = updated
        else:
            stack = self.stacks[view.user_id]
            stack[[open_view.id for open_view in stack].index(view.id)] = updated
        return self._note("updated", updated, cause)

    def publish_home(self, user: User, definition: Json, cause: str | None) -> View:
        if user.id in self.homes:
            return self.replace_view(self.homes[user.id], definition, cause)
        view_id = self.new_id("V")
        view = View(view_id, user.team_id, user.id, self._hash(), definition, view_id)
        self.homes[user.id] = view
        return self._note("opened", view, cause)

    def close_views(self, user: User, cause: str | None, *, everything: bool = False) -> None:
        stack = self.stacks.get(user.id, [])
        for _ in range(len(stack) if everything else min(1, len(stack))):
            self._note("closed", stack.pop(), cause)

    def find_view(self, view_id: str) -> View | None:
        every = itertools.chain(self.homes.values(), *self.stacks.values())
        return next((view for view in every if view_id in (view.id, view.definition.get("external_id") or None)), None)

    def set_channel(self, channel: Channel, **changes: Any) -> Channel:
        self.channels[channel.id] = replace(self.channels[channel.id], **changes)
        return self.channels[channel.id]

    def _hash(self) -> str:
        return f"{int(self.clock.now())}.{next(self._numbers):08x}"

    def _note(self, kind: Happening, subject: Subject, cause: str | None) -> Subject:
        self.journal.append(Change(kind, subject, cause))
        self.on_change()
        return subject
