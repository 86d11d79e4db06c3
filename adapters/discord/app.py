"""The Discord front: discord.py over the gateway. Wiring only: take events, run the core in a thread, pass on.

A plain client, which resumes after a lost connection, with no privileged intent and nothing kept in memory: no
messages, no members, no views. Interactions are taken raw, so that a press is understood whoever sent the button.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import discord

from adapters.discord import checkup, inbound, limits, outbox, preview, register, render, sdk_log
from adapters.discord.answers import Exchange
from adapters.discord.outbox import Outbox
from adapters.discord.pointing import pointed_at
from adapters.discord.sender import Sender, watching
from adapters.discord.standings import for_all, standing
from bot.ambient import new_id, utc_now
from bot.app import App
from bot.chat.command import Catalogue
from bot.chat.elements import View
from bot.chat.keys import Place
from bot.chat.messages import Answer, Incoming, Reply, Standing
from bot.delivery.sender import Pace
from bot.errors import ConfigError, Undeliverable
from bot.fronts import Finding, Recent, Report, State, answered, secret, wind_up
from bot.origin import origin
from bot.settings import Settings

log = logging.getLogger(__name__)

GRACE_SECONDS = 5.0
"""How long answers under way are waited for at the end."""

SPARE_STARTS = 20
"""Below so many sessions left for today none is begun: with the last of 1,000 Discord resets the token
(discord-api-docs, gateway: session start limit)."""

NEW = timedelta(days=7)
"""A server that askq joined while it was away is greeted when it comes back, but not after more than this."""

_BAD_TOKEN = 4004
"""The gateway's close code for a token it does not accept (discord-api-docs, gateway close event codes)."""

_LONGEST_LIMIT = 30.0
"""Seconds that discord.py waits for a rate limit before it gives up; its smallest possible number."""


class DiscordFront:
    """Fulfils `bot.fronts.Front`.

    `patience` (seconds): how long an interaction waits for the answer before it is deferred, below Discord's three.
    `settling` (seconds): how long after the last server's arrival the connection counts as complete. `pace`: how fast
    it posts what nobody asked for.
    """

    name = "discord"

    def __init__(
        self,
        *,
        patience: float = limits.FIRST_ANSWER * 2 / 3,
        settling: float = 2.0,
        now: Callable[[], datetime] = utc_now,
        ids: Callable[[], str] = new_id,
        pace: Pace = outbox.PACE,
    ) -> None:
        self._patience = patience
        self._settling = settling
        self._now = now
        self._ids = ids
        self._pace = pace

    def configured(self, settings: Settings) -> bool:
        return settings.discord_token is not None

    def manifest(self, catalogue: Catalogue, settings: Settings) -> str:
        register.commands(catalogue)  # what Discord would refuse shows here already
        return register.manifest_text(secret(settings.discord_token))

    def preview(self, view: View) -> str:
        return preview.preview(view)

    async def checkup(self, catalogue: Catalogue, settings: Settings) -> list[Finding]:
        sdk_log.quiet()
        token = secret(settings.discord_token)
        return await checkup.findings(catalogue, token, settings.discord_api_url, self._now)

    async def run(self, app: App, settings: Settings, report: Report) -> None:
        sdk_log.quiet()
        async with (
            pointed_at(settings.discord_api_url),
            Client(app, report, self._patience, self._settling, self._now, self._ids, self._pace) as client,
        ):
            try:
                await client.login(secret(settings.discord_token))
                await client.serve()
            except discord.LoginFailure:
                raise _refused() from None
            finally:
                await client.finish(GRACE_SECONDS)


class Client(discord.Client):
    """What happens with each event."""

    def __init__(
        self,
        core: App,
        report: Report,
        patience: float,
        settling: float,
        now: Callable[[], datetime],
        ids: Callable[[], str],
        pace: Pace = outbox.PACE,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=_LONGEST_LIMIT,
            guild_ready_timeout=settling,
            http_trace=watching(),
        )
        self._core = core
        self._report = report
        self._patience = patience
        self._now = now
        self._ids = ids
        self._sender = Sender(self)
        self._outbox = Outbox(self, self._sender, core.clock, pace)
        self._names = register.names(core.catalogue)
        self._recent = Recent()
        self._under_way: set[asyncio.Task[Any]] = set()

    # -- the connection -----------------------------------------------------------------------------

    async def serve(self) -> None:
        """Stay connected. Raises `ConfigError` for a token that is refused, anything else for what may pass."""
        await self._spare_starts()
        sending = asyncio.create_task(self._send_unasked())
        try:
            await self.connect()
        except discord.ConnectionClosed as closed:
            raise _refused() if closed.code == _BAD_TOKEN else closed from None
        except AttributeError:
            if self.ws is not None:
                raise
            # discord.py asks the connection that never was for its session
            raise ConnectionError("Discord's gateway did not take the first connection") from None
        finally:
            sending.cancel()
            await asyncio.wait({sending})

    async def _send_unasked(self) -> None:
        """Once all servers are known, until the end: posts need no gateway, so they go on while it reconnects."""
        await self.wait_until_ready()
        with self._core.senders.serving(inbound.PLATFORM, self._outbox):
            await asyncio.Event().wait()

    async def setup_hook(self) -> None:
        """Register the commands if they differ from what Discord has. Only here, once a start."""
        application = self.application
        assert application is not None
        wanted: Any = register.expected(self._core.catalogue, application)
        registered: Any = await self.http.get_global_commands(application.id)
        if not register.in_sync(wanted, registered):
            log.info("registering %s slash commands", len(wanted))
            await self.http.bulk_upsert_global_commands(application.id, payload=wanted)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        await super().before_identify_hook(shard_id, initial=initial)
        if not initial:
            await self._spare_starts()

    async def on_connect(self) -> None:
        self._report(State.CONNECTED)

    async def on_resumed(self) -> None:
        self._report(State.CONNECTED)

    async def on_disconnect(self) -> None:
        self._report(State.BROKEN)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Instead of discord.py's own, which logs what an error says."""
        error = sys.exception()
        log.error("%s failed: %s", event_method, origin(error) if error is not None else "")

    async def close(self) -> None:
        await super().close()
        await asyncio.sleep(0)  # discord.py's last events are scheduled by now: let them begin before the loop ends

    async def finish(self, grace: float) -> None:
        """Wait `grace` seconds for what is under way, then cancel the answers that are left."""
        await asyncio.gather(wind_up(self._under_way, grace), self._outbox.finish(grace))

    async def _spare_starts(self) -> None:
        _, _, limit = await self.http.get_bot_gateway()
        if limit["remaining"] <= SPARE_STARTS:
            raise ConnectionError(f"only {limit['remaining']} of today's sessions are left; waiting for new ones")

    # -- events -------------------------------------------------------------------------------------

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        with self._working(interaction.id) as first_time:
            if not first_time:
                return
            exchange = Exchange(interaction, self._core.catalogue, self._ids)
            try:
                await self._answer(interaction, exchange)
            except Exception as error:  # noqa: BLE001 - whatever it is, somebody is waiting for an answer
                await exchange.fail(error)

    async def _answer(self, interaction: discord.Interaction[Any], exchange: Exchange) -> None:
        incoming = inbound.interaction(interaction, self._names)
        if incoming is None:
            return
        work = asyncio.ensure_future(self._answered(incoming, interaction.app_permissions))
        await asyncio.wait({work}, timeout=self._patience)
        if not work.done():
            await exchange.defer(public=self._core.public(incoming))
        await exchange.give(await work)

    async def on_message(self, message: discord.Message) -> None:
        assert self.user is not None
        incoming = inbound.addressed(message, self.user)
        if incoming is None:
            return
        with self._working(message.id) as first_time:
            if not first_time:
                return
            answer = await self._answered(incoming)
            if isinstance(answer, Reply):
                try:
                    await self._sender.answer(message, render.messages(answer.view))
                except Undeliverable as problem:
                    log.warning("message %s could not be answered: %s", message.id, problem)

    async def on_ready(self) -> None:
        """What happened while nobody listened is lost, but for the servers that are there now."""
        for guild in self.guilds:
            since = None if guild.me is None else guild.me.joined_at
            if since is not None and self._now() - since < NEW:
                await self.on_guild_join(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        if for_all(guild) is None:  # on_ready comes back to it
            log.info("there is no channel in server %s where askq may say hello", guild.id)
            return
        with self._working(None):
            await self._answered(inbound.joined(guild))

    async def _answered(self, incoming: Incoming, may: discord.Permissions | None = None) -> Answer | None:
        """The core's answer. `may`: askq's permissions in the place where this happened."""

        async def look(place: Place) -> Standing:
            here = (place.group, place.channel) == (incoming.place.group, incoming.place.channel)
            return standing(self, place, may if here else None)

        return await answered(self._core, incoming, look)

    @contextmanager
    def _working(self, event: int | None) -> Iterator[bool]:
        """Keep the event from being forgotten at the end; whether it is delivered for the first time."""
        first_time = event is None or self._recent.is_new(event)
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            yield first_time
        finally:
            self._under_way.discard(task)


def _refused() -> ConfigError:
    return ConfigError([f"ASKQ_DISCORD_TOKEN: Discord does not accept it; {checkup.TOKEN_ADVICE}"])


front = DiscordFront()
