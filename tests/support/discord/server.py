"""A Discord on loopback for the tests: REST and gateway, good enough for a real discord.py client.

    async with DiscordServer() as discord:
        bot = start_the_bot(api_url=discord.api_url, token=discord.token)
        await discord.connected()
        shown = await discord.command("ana", "#general", "askq", topic="culture", here=False)
        shown = await discord.press("ana", shown, "Show the answer")
        assert discord.screen_text("ben", "#general") == "…"
        assert discord.violations == []

There is one server, "Reading room", with #general and #quiz; ana manages it, ben and cleo are members.
`people.py` has what people do, `faults.py` what can go wrong, `gateway.py` what can happen to the connection.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import web

from tests.support.discord.faults import Failure, Faults, Hold, Trouble
from tests.support.discord.gateway import Gateway
from tests.support.discord.model import TEXT, Channel, Guild, Interaction, Member, Modal, Role, User
from tests.support.discord.payloads import channel_json, guild_create_json, role_json
from tests.support.discord.people import People
from tests.support.discord.permissions import (
    MANAGE_GUILD,
    MEMBER_USUAL,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
)
from tests.support.discord.rates import Rates
from tests.support.discord.rest import PREFIX, Call, Rest
from tests.support.discord.routes import about, answers, channels
from tests.support.discord.world import World


def _real_now() -> datetime:
    return datetime.now(UTC)


class DiscordServer(People):
    """The whole fake. Start it with `async with`; it takes a free port on 127.0.0.1.

    `clock` dates messages and snowflakes; discord.py reads an interaction's age from its id.
    """

    def __init__(self, *, token: str = "loopback.token.of-askq", clock: Callable[[], datetime] = _real_now) -> None:
        self.token = token
        self.world = World(clock)
        self.violations: list[str] = []
        """What the bot did that Discord forbids or that we do; a fixture asserts that it stays empty."""
        self.requests: list[Call] = []
        self.modals: list[Modal] = []
        self.faults = Faults()
        self.rates: Rates | None = None
        self.is_down = False
        self.remembers_nonces = True
        self.sessions_left = 999
        self.api_url = self.files_url = ""
        self.gateway = Gateway(self.world, token, self.violations, self.changed)
        self._rest = Rest(self, [*about.ROUTES, *channels.ROUTES, *answers.ROUTES])
        self._moved = asyncio.Event()
        self._runner: web.AppRunner | None = None
        ana = self.world.add_user("ana")
        guild = self.world.add_guild("Reading room", ana)
        self.add_member(ana, guild, manages=True)
        for name in ("ben", "cleo"):
            self.add_member(name, guild)
        for name in ("#general", "#quiz"):
            self.world.add_channel(name, guild)

    # -- life -------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/files/{id}/{name}", self._file)
        app.router.add_route("*", PREFIX + "/{path:.*}", self._rest.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.api_url = f"http://{host}:{port}{PREFIX}"
        self.files_url = f"http://{host}:{port}/files"
        self.gateway.url = f"ws://{host}:{port}/gateway/"
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.faults.release_all()
        await self.gateway.close()
        assert self._runner is not None
        await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        file = self.world.files.get(int(request.match_info["id"]))
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type=file.content_type)

    # -- waiting ----------------------------------------------------------------------------------------

    def changed(self) -> None:
        """Something happened; whoever waits looks again."""
        self._moved.set()

    async def until(self, predicate: Callable[[], Any], what: str = "", timeout: float = 10.0) -> Any:
        """Wait until `predicate()` is true and return what it gave.

        Looks again after every request and gateway message, and now and then besides, for what only the bot knows.
        Raises AssertionError after `timeout` seconds, with what was seen.
        """
        loop = asyncio.get_running_loop()
        give_up = loop.time() + timeout
        while not (found := predicate()):
            self.land()
            if loop.time() > give_up:
                raise AssertionError(f"waited {timeout} s for {what or 'a condition'}; seen:\n{self.report()}")
            self._moved.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), 0.05)
        return found

    async def connected(self, timeout: float = 10.0) -> None:
        """Wait until the bot is at the gateway; what is sent now reaches it."""
        await self.until(lambda: self.gateway.connected, "the bot to connect", timeout)

    def report(self) -> str:
        """What happened lately, for failing tests."""
        lines = [f"gateway: {self.gateway.debug_state()}", "requests:"]
        lines += [f"  {call!r}" for call in self.requests[-15:]]
        lines += ["violations:", *(f"  {text}" for text in self.violations), "messages:"]
        lines += [f"  {m!r}" for channel in self.world.channels.values() for m in channel.messages[-5:]]
        return "\n".join(lines)

    # -- strictness -------------------------------------------------------------------------------------

    def blame(self, call: Call, problems: list[str]) -> list[str]:
        """Write problems down; returns all that the request is refused for."""
        self.note(call, problems)
        call.problems += problems
        return call.problems

    def note(self, call: Call, problems: list[str]) -> None:
        """Write down what Discord lets pass but we do not want."""
        self.violations += [f"{call.method} {call.route}: {problem}" for problem in problems]

    # -- trouble ----------------------------------------------------------------------------------------

    def trouble(
        self, route: str, failure: Failure, *, times: int = 1, after: bool = False, late: float | None = None,
        skip: int = 0,
    ) -> Trouble:  # fmt: skip
        """Let the next `times` requests to a route fail, after `skip` that pass.

        `route` is a short name ("message", "callback", "edit answer", "follow-up", "open dm", "commands", …, "any")
        or "POST /channels/{channel_id}/messages". `after`: it takes effect and only the bot is told otherwise; `late`:
        it takes effect so many seconds later, at most 5.
        """
        assert self._rest.knows(route), f"no route {route!r}"
        assert late is None or (0 <= late <= 5 and not after)
        self.faults.troubles.append(trouble := Trouble(route, failure, times, after, late, skip))
        return trouble

    def land(self) -> None:
        """Carry out what is late and due by now."""
        self._rest.land()

    def go_down(self) -> None:
        """Everything is answered with 503, until `come_back`; who is connected to the gateway stays so."""
        self.is_down = self.gateway.is_down = True

    def come_back(self) -> None:
        self.is_down = self.gateway.is_down = False

    def enforce_rates(self, *, each: int = 5, window: float = 5.0, all: int = 50) -> Rates:
        """From now on at most `each` requests to one route of one channel in `window` seconds, and `all` a second."""
        self.rates = Rates(asyncio.get_running_loop().time, each, window, all)
        return self.rates

    def hold_back(self, route: str, *, after: bool = False) -> Hold:
        """Keep requests to a route waiting until `release()`; with `after` it is only the answer that waits."""
        assert self._rest.knows(route), f"no route {route!r}"
        self.faults.holds.append(hold := Hold(route, after))
        return hold

    def expire(self, interaction: Interaction) -> None:
        """As after 3 s without an answer, or 15 minutes after one: the token is void."""
        interaction.expired = True

    def forget_nonces(self) -> None:
        """As some minutes later: `enforce_nonce` recognises nothing sent until now."""
        for channel in self.world.channels.values():
            for message in channel.messages:
                message.nonce = None

    def calls(self, route: str) -> list[Call]:
        """The recorded requests to a route, by its short name."""
        return [call for call in self.requests if call.route == route]

    # -- arranging the world ----------------------------------------------------------------------------

    def add_member(
        self,
        who: User | str,
        guild: Guild | str | None = None,
        *,
        manages: bool = False,
        locale: str | None = None,
    ) -> User:
        """Somebody joins; a name that nobody has yet becomes a new person. `manages` gives Manage Server."""
        known = who if isinstance(who, User) else next((u for u in self.world.users.values() if u.name == who), None)
        user = known or self.world.add_user(str(who))
        user.locale = locale or user.locale
        joined = self.world.guild(guild)
        joined.members[user.id] = Member(user, MEMBER_USUAL | (MANAGE_GUILD if manages else 0))
        return user

    def add_role(self, name: str, guild: Guild | str | None = None, *, mentionable: bool = False) -> Role:
        joined = self.world.guild(guild)
        joined.roles.append(role := Role(self.world.new_id(), name, mentionable=mentionable))
        self.gateway.dispatch("GUILD_ROLE_CREATE", {"guild_id": str(joined.id), "role": role_json(role)})
        return role

    def add_channel(self, name: str, guild: Guild | str | None = None, kind: int = TEXT) -> Channel:
        channel = self.world.add_channel(name, self.world.guild(guild), kind)
        self.gateway.dispatch("CHANNEL_CREATE", channel_json(channel))
        return channel

    def private_channel(self, *people: User | str) -> Channel:
        """A conversation among people without the bot, where only user-installed commands are offered."""
        return self.world.dm(*(self.world.user(who) for who in people))

    def install_for(self, who: User | str) -> None:
        """This person adds the app to their own account."""
        self.world.user(who).installed_the_bot = True

    async def guild_join(
        self, name: str, *, owner: str = "ana", members: tuple[str, ...] = ("ben",), locale: str = "en-US",
        channels: tuple[str, ...] = ("#general",), with_the_bot: bool = True,
    ) -> Guild:  # fmt: skip
        """The bot is added to a new server. Without the bot in it only user-installed commands are offered there."""
        first = next((u for u in self.world.users.values() if u.name == owner), None) or self.world.add_user(owner)
        guild = self.world.add_guild(name, first, locale)
        guild.has_the_bot = with_the_bot
        self.add_member(first, guild, manages=True)
        for member in members:
            self.add_member(member, guild)
        for channel in channels:
            self.world.add_channel(channel, guild)
        if with_the_bot:
            self.gateway.dispatch("GUILD_CREATE", guild_create_json(guild, self.world))
        return guild

    async def rejoin(self, which: Guild | str) -> None:
        """The bot is added to a server that there was already."""
        guild = self.world.guild(which)
        guild.has_the_bot = True
        self.gateway.dispatch("GUILD_CREATE", guild_create_json(guild, self.world))

    def open_thread(self, parent: Channel, name: str) -> Channel:
        """A person begins a thread."""
        thread = self.world.add_thread(parent, name, self.world.user("ana"))
        self.gateway.dispatch("THREAD_CREATE", channel_json(thread) | {"newly_created": True})
        return thread

    async def guild_leave(self, which: Guild | str) -> None:
        """The bot is removed from a server."""
        self.remove_bot(self.world.guild(which))

    def remove_bot(self, guild: Guild) -> None:
        guild.has_the_bot = False
        self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)})

    async def delete_channel(self, where: Channel | str) -> None:
        channel = self.world.channel(where)
        channel.deleted = True
        self.gateway.dispatch("THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE", channel_json(channel))

    def forbid(self, where: Channel | str, permissions: int) -> None:
        """Take these permissions away from the bot there (50013, or 50001 without the right to see the channel).
        Threads have those of their channel."""
        channel = self.world.channel(where)
        channel = channel.parent or channel
        channel.bot_permissions &= ~permissions
        self.gateway.dispatch("CHANNEL_UPDATE", channel_json(channel))

    def permit(self, where: Channel | str, permissions: int) -> None:
        """Give the bot these permissions there."""
        channel = self.world.channel(where)
        channel = channel.parent or channel
        channel.bot_permissions |= permissions
        self.gateway.dispatch("CHANNEL_UPDATE", channel_json(channel))

    def forbid_sending(self, where: Channel | str) -> None:
        self.forbid(where, SEND_MESSAGES | SEND_MESSAGES_IN_THREADS)

    def permit_sending(self, where: Channel | str) -> None:
        self.permit(where, SEND_MESSAGES | SEND_MESSAGES_IN_THREADS)

    def close_direct_messages(self, who: User | str) -> None:
        """This person takes no direct messages from the bot any more (50007)."""
        self.world.user(who).takes_direct_messages = False
