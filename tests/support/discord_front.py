"""askq on Discord for scenarios: the real adapter and real discord.py, against a Discord of our own on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

from adapters.discord.app import DiscordFront
from adapters.discord.inbound import PLATFORM
from bot.app import App
from bot.bootstrap import build
from bot.chat import grammar
from bot.chat.command import Catalogue, Named, NamedRole
from bot.chat.grammar import Begun, Parsed, Unparsed
from bot.delivery.sender import Pace
from bot.delivery.service import Deliveries
from bot.fronts import State
from bot.settings import Settings, load
from bot.storage.upgrade import upgrade
from tests.support.discord.model import Guild, Json, Message, Modal, User
from tests.support.discord.payloads import guild_create_json
from tests.support.discord.server import DiscordServer
from tests.support.rooms import Clock, shipped

CHANNEL_SELECT = 8

SETTLING = 0.05
AT_ONCE = Pace(each=0.0, all=1_000.0)


def settings_for(discord: DiscordServer, database_url: str) -> Settings:
    return load(_env_file=None, database_url=database_url, discord_token=discord.token, discord_api_url=discord.api_url)


async def idle(discord: DiscordServer) -> None:
    """Wait until nothing is under way any more: every event has reached the bot, and it has done with them."""
    await discord.gateway.caught_up()
    await discord.until(
        lambda: not any(task.get_name().startswith("discord.py: on_") for task in asyncio.all_tasks()),
        "the bot to have done with every event",
    )


class Serving:
    """The adapter, running in this process, and beside it what works the ledger off. `states` is what it reported."""

    def __init__(self, discord: DiscordServer, app: App, settings: Settings, **options: Any) -> None:
        self.discord = discord
        self.settings = settings
        self.states: list[State] = []
        self.front = DiscordFront(**{"settling": SETTLING, "pace": AT_ONCE, **options})
        self.deliveries = Deliveries(app)
        self._app = app
        self._delivering = asyncio.create_task(self.deliveries.run())
        self.task = asyncio.create_task(self.front.run(app, settings, self.states.append))

    async def up(self) -> None:
        """Wait until it is connected and can send."""

        def up() -> bool:
            return self.states[-1:] == [State.CONNECTED] and PLATFORM in self._app.senders.homes

        await self.discord.until(lambda: self.task.done() or up(), "a connection")
        if self.task.done():
            await self.task
        await self.idle()

    async def idle(self) -> None:
        """Wait until nothing is under way any more, and nothing is left to send at this moment."""
        await idle(self.discord)
        await self.deliveries.settled()
        await idle(self.discord)

    async def abandon(self) -> None:
        """Go away without a good-bye."""
        await self.discord.gateway.drop()
        await self.stop()

    async def stop(self) -> None:
        sending = [task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__qualname__", "") == _SENDING]
        for task in (self._delivering, *sending):
            task.cancel()
        await asyncio.gather(self._delivering, *sending, return_exceptions=True)
        if not self.task.done():  # what ended by itself is for the test to look at
            self.task.cancel()
            with suppress(asyncio.CancelledError):
                await self.task


_SENDING = "Loop._deliver"
"""The tasks that send: cancelled at once, as the end of a process does it, while `Deliveries` would wait for them."""


@asynccontextmanager
async def serving(discord: DiscordServer, app: App, settings: Settings, **options: Any) -> AsyncIterator[Serving]:
    running = Serving(discord, app, settings, **options)
    try:
        await running.up()
        yield running
    finally:
        await running.stop()


@asynccontextmanager
async def discord_stage(
    folder: Path, *, pace: Pace = AT_ONCE, clock: Clock | None = None, **built: Any
) -> AsyncIterator[DiscordStage]:
    """A stage. `built` goes to `bot.bootstrap.build`: rng, bank."""
    clock = clock or Clock()
    async with DiscordServer(clock=clock) as discord:
        stage = DiscordStage(discord, f"sqlite:///{folder / 'askq.db'}", clock, pace, built)
        await stage.begin()
        try:
            yield stage
        finally:
            await stage.end()


class DiscordStage:
    """Fulfils `tests.support.fronts.Stage`. Every group is a server that askq has been in for long."""

    name = "discord"

    def __init__(
        self, discord: DiscordServer, database_url: str, clock: Clock, pace: Pace, built: dict[str, Any]
    ) -> None:
        self.discord = discord
        self.clock = clock
        self._url = database_url
        self._pace = pace
        self._built = built
        self._starts = 0
        self._app = self._build()
        upgrade(self._app.database)
        self._seats: dict[tuple[str, str, str], DiscordSeat] = {}

    async def begin(self) -> None:
        settings = settings_for(self.discord, self._url)
        self._running = Serving(self.discord, self._app, settings, pace=self._pace)
        await self._running.up()

    async def end(self) -> None:
        await self._running.stop()
        self._app.database.close()

    @property
    def catalogue(self) -> Catalogue:
        return self._app.catalogue

    async def seat(self, who: str, *, group: str = "one", channel: str = "general", admin: bool = False) -> DiscordSeat:
        seat = self._seats.get((who, group, channel))
        if seat is None:
            guild = await self._guild(group, channel)
            user = self.discord.add_member(who, guild, manages=admin)
            seat = self._seats[who, group, channel] = DiscordSeat(self, user, f"{group} #{channel}")
        return seat

    async def join(self, *, group: str = "one", channel: str = "general") -> None:
        guild = await self._guild(group, channel)
        await self.discord.rejoin(guild)
        await self.idle()

    async def idle(self) -> None:
        await self._running.idle()

    async def forward(self, **delta: float) -> None:
        until = self.clock.now + timedelta(**delta)
        while (due := self._running.deliveries.next_due()) is not None and due <= until:
            self.clock.now = max(due, self.clock.now)
            await self._running.deliveries.settled()
        self.clock.now = until
        await self.idle()

    async def refuse(self, channel: str, *, group: str = "one") -> None:
        await self._guild(group, channel)
        self.discord.forbid_sending(f"{group} #{channel}")
        await self.idle()

    async def allow(self, channel: str, *, group: str = "one") -> None:
        await self._guild(group, channel)
        self.discord.permit_sending(f"{group} #{channel}")
        await self.idle()

    async def restart(self) -> None:
        await self._running.abandon()
        self._app.database.close()
        self._app = self._build()
        await self.begin()

    async def repeat_last(self) -> None:
        await self.discord.repeat_last()
        await self.idle()

    def complaints(self) -> list[str]:
        return list(self.discord.violations)

    def _build(self) -> App:
        self._starts += 1
        given = {"rng": Random(self._starts), "bank": shipped()} | self._built
        return build(load(_env_file=None, database_url=self._url), clock=self.clock, **given)

    async def _guild(self, name: str, channel: str) -> Guild:
        """The server of this name with such a channel; a new one is known to askq without being joined just now."""
        world = self.discord.world
        guild = next((guild for guild in world.guilds.values() if guild.name == name), None)
        if guild is None:
            guild = await self.discord.guild_join(name, owner="host", members=(), channels=(), with_the_bot=False)
            guild.has_the_bot = True
            world.add_channel(channel, guild)
            known = guild_create_json(guild, world) | {"unavailable": False}
            self.discord.gateway.dispatch("GUILD_CREATE", known)
        elif all(each.name != f"#{channel}" for each in guild.channels):
            self.discord.add_channel(channel, guild)
        return guild


class DiscordSeat:
    """Fulfils `tests.support.fronts.Seat`: a person looking at a channel with its threads, and at their direct messages
    with askq."""

    def __init__(self, stage: DiscordStage, user: User, channel: str) -> None:
        self._stage = stage
        self._discord = stage.discord
        self._user = user
        self._channel = channel
        self._sent: list[Modal] = []

    @property
    def mention(self) -> str:
        return f"<@{self._user.id}>"

    async def types(self, line: str) -> None:
        tree, options = typed(line, self._stage.catalogue)
        await self._discord.command(self._user, self._channel, tree, **options)
        await self._stage.idle()

    async def presses(self, label: str) -> None:
        message, pressed = self._newest("label", lambda shown: shown == label, label)
        await self._discord.press(self._user, message, pressed["custom_id"])
        await self._stage.idle()

    async def picks(self, placeholder: str, option: str) -> None:
        message, select = self._newest("placeholder", lambda it: it.startswith(placeholder), placeholder)
        labels = [choice["label"] for choice in select.get("options", [])]
        if select["type"] == CHANNEL_SELECT:
            label = option
        else:
            (label,) = [it for it in labels if it == option] or [it for it in labels if it.startswith(option)]
        await self._discord.choose(self._user, message, select["custom_id"], label)
        await self._stage.idle()

    async def fills(self, **fields: str) -> None:
        modal = self._modal()
        assert modal is not None, f"no form is open for {self._user.name}"
        self._sent.append(modal)
        await self._discord.submit(self._user, modal, fields)
        await self._stage.idle()

    async def says(self, text: str) -> None:
        await self._discord.mention(self._user, self._channel, text)
        await self._stage.idle()

    async def writes_privately(self, text: str) -> None:
        await self._discord.direct_message(self._user, text)
        await self._stage.idle()

    def form(self) -> str | None:
        modal = self._modal()
        return None if modal is None else modal.title

    def reads(self) -> str:
        messages = self._messages()
        return messages[-1].text if messages else ""

    def screen(self) -> list[str]:
        return [message.text for message in self._messages()]

    def _messages(self) -> list[Message]:
        here = self._discord.world.channel(self._channel)
        threads = [it for it in self._discord.world.channels.values() if it.parent is here and not it.deleted]
        seen = [each for where in (here, *threads, "dm") for each in self._discord.screen(self._user, where)]
        return sorted(seen, key=lambda message: message.id)

    def _modal(self) -> Modal | None:
        opened = [modal for modal in self._discord.modals if modal.opened_by.user is self._user]
        return opened[-1] if opened and opened[-1] not in self._sent else None

    def _newest(self, key: str, fits: Callable[[str], bool], wanted: str) -> tuple[Message, Json]:
        """The newest message with such a component, and the component."""
        for message in reversed(self._messages()):
            for component in message.each_component():
                if "custom_id" in component and fits(component.get(key) or ""):
                    return message, component
        raise AssertionError(f"{self._user.name} sees no {wanted!r} in:\n" + "\n---\n".join(self.screen()))


def typed(line: str, catalogue: Catalogue) -> tuple[str, dict[str, Any]]:
    """The command and the options that a person on Discord would fill in to say this line.

    What names a command but fits none of its options cannot be typed there: it is a topic.
    """
    match grammar.parse(line, catalogue):
        case Parsed(command, values):
            return command.tree, {name: _option(value) for name, value in values.items()}
        case Unparsed() | Begun():
            bare = grammar.parse_bare(line, catalogue)
            return bare.command.tree, {name: _option(value) for name, value in bare.values.items()}


def _option(value: Any) -> Any:
    if isinstance(value, Named | NamedRole):
        return int(value.id)
    return value.value if isinstance(value, StrEnum) else value
