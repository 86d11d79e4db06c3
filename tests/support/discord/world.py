"""The Discord that the loopback server keeps: who is there, what was said, and how to find it by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.support.discord.model import (
    DM,
    PUBLIC_THREAD,
    TEXT,
    Attachment,
    Channel,
    Guild,
    Interaction,
    Json,
    Member,
    Message,
    Role,
    User,
)
from tests.support.discord.permissions import BOT_USUAL, MEMBER_USUAL

DISCORD_EPOCH_MS = 1_420_070_400_000


class World:
    """Everything there is; ids are real snowflakes that never repeat and always grow."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self._last_id = 0
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.interactions: dict[str, Interaction] = {}
        self.files: dict[int, Attachment] = {}
        self.commands: list[Json] = []
        self.tells_how_many_guilds = True
        self.bot = self.add_user("askq", bot=True)
        self.application_id = self.bot.id

    def new_id(self) -> int:
        moment = int(self.clock().timestamp() * 1000) - DISCORD_EPOCH_MS
        self._last_id = max(self._last_id + 1, moment << 22)
        return self._last_id

    # -- making -----------------------------------------------------------------------------------------

    def add_user(self, name: str, *, locale: str = "en-GB", bot: bool = False) -> User:
        user = User(self.new_id(), name, locale, bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, owner: User, locale: str = "en-US") -> Guild:
        guild = Guild(self.new_id(), name, owner, locale)
        guild.roles += [
            Role(guild.id, "@everyone", MEMBER_USUAL),
            own := Role(self.new_id(), self.bot.name, BOT_USUAL, of_bot=self.bot.id),
        ]
        guild.members[self.bot.id] = Member(self.bot, BOT_USUAL, [own])
        self.guilds[guild.id] = guild
        return guild

    def add_channel(self, name: str, guild: Guild, kind: int = TEXT) -> Channel:
        channel = Channel(self.new_id(), kind, "#" + name.lstrip("#"), guild)
        self.channels[channel.id] = channel
        guild.channels.append(channel)
        return channel

    def add_thread(self, parent: Channel, name: str, owner: User, id: int | None = None) -> Channel:
        thread = Channel(id or self.new_id(), PUBLIC_THREAD, name, parent.guild, parent, owner_id=owner.id)
        self.channels[thread.id] = thread
        if parent.guild is not None:
            parent.guild.channels.append(thread)
        return thread

    def dm(self, *people: User) -> Channel:
        """The one conversation between exactly these people, made when it is first needed."""
        for channel in self.channels.values():
            if channel.kind == DM and set(channel.recipients) == set(people):
                return channel
        channel = Channel(self.new_id(), DM, recipients=list(people))
        self.channels[channel.id] = channel
        return channel

    # -- finding ----------------------------------------------------------------------------------------

    def user(self, who: User | str | int) -> User:
        if isinstance(who, User):
            return who
        for user in self.users.values():
            if who in (user.name, user.id):
                return user
        raise AssertionError(f"nobody is called {who!r}; there are {[u.name for u in self.users.values()]}")

    def guild(self, which: Guild | str | None = None) -> Guild:
        """A guild by name; without a name the first one."""
        if isinstance(which, Guild):
            return which
        for guild in self.guilds.values():
            if which is None or guild.name == which:
                return guild
        raise AssertionError(f"no guild {which!r}; there are {list(self.guilds.values())}")

    def channel(self, where: Channel | str, who: User | None = None) -> Channel:
        """`"#general"` in the first guild, `"Book club #general"` in another, `"dm"` of `who` with the bot."""
        if isinstance(where, Channel):
            return where
        if where == "dm":
            assert who is not None, "whose direct messages?"
            return self.dm(who, self.bot)
        guild_name, _, name = where.rpartition("#")
        guild = self.guild(guild_name.strip() or None)
        for channel in self.channels.values():
            if channel.guild is guild and channel.name in ("#" + name, name) and not channel.deleted:
                return channel
        raise AssertionError(f"no channel {where!r}; there are {list(self.channels.values())}")

    def message(self, id: int) -> Message | None:
        for channel in self.channels.values():
            for message in channel.messages:
                if message.id == id:
                    return message
        return None
