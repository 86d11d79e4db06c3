"""One askq with a database, a Slack and a Discord of its own, which is killed again and again."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

from sqlalchemy.exc import OperationalError

from bot.ambient import utc_now
from bot.chat.keys import Person
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from tests.soak.process import start
from tests.soak.questions import Group, Questions
from tests.soak.weather import Weather, over_discord, over_slack
from tests.support.discord.server import DiscordServer
from tests.support.slack.server import SlackServer
from tests.support.slack_front import with_our_scopes, without_scopes

LONGEST_LIFE = 3.0
"""Seconds, counted from when both platforms are connected, within which the kill comes."""

IN_THE_CRADLE = 0.1
"""How many of the kills come at any time in the first second of a process, whatever it is doing then."""

CHANNELS = 20
LOAD = 8
"""So many questions are due in each group at any time, besides all that is in doubt and the answers."""

FED_EVERY = 0.5
IN_VAIN = 10
"""So many times in a row the database may be busy."""

TICK = 0.05

SHORT_MEMORY = timedelta(seconds=9)
"""For every second lane Discord remembers a nonce for so long only: askq has to look in the channel then. It is
longer than the 8 s of one call, in which discord.py may repeat a request, and shorter than the 10 s of doubt."""

PATIENCE = 60.0
DRAINED_WITHIN = 900.0

HISTORY = ("channels:history", "groups:history", "im:history")


@dataclass
class Figures:
    """`put_off`: how often askq had the database for so long that whoever asks questions had to wait."""

    kills: int = 0
    cut_off: int = 0
    longest_stall: float = 0.0
    put_off: int = 0
    met: dict[str, Counter[str]] = field(default_factory=dict)


class Lane:
    """`forgetful`: Discord has a short memory of nonces. `history`: Slack lets askq look into channels."""

    def __init__(
        self, folder: Path, rng: Random, chance: float, *, forgetful: bool, history: bool, when_in_doubt: str
    ) -> None:
        self.figures = Figures()
        self.nonces: dict[int, str] = {}
        self._in_vain = 0
        self.slack = SlackServer(world=with_our_scopes)
        self.discord = DiscordServer()
        self._rng = rng
        self._forgetful = forgetful
        self._history = history
        self._when_in_doubt = when_in_doubt
        self._folder = folder
        self._weathers = {"slack": Weather(rng, chance), "discord": Weather(rng, chance)}
        self.figures.met = {name: weather.met for name, weather in self._weathers.items()}
        self._url = f"sqlite:///{folder / 'askq.db'}"
        self.database = Database(self._url)
        upgrade(self.database)
        self.questions = Questions(self.database, rng, [self._in_slack(), self._in_discord()])

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async with self.slack, self.discord:
            over_slack(self.slack, self._weathers["slack"])
            over_discord(self.discord, self._weathers["discord"])
            ticking = asyncio.create_task(self._tick())
            try:
                yield
            finally:
                ticking.cancel()
                self.database.close()
            with contextlib.suppress(asyncio.CancelledError):
                await ticking

    async def suffer(self, enough: Callable[[], bool]) -> None:
        """Be killed until it is enough."""
        feeding = asyncio.create_task(self._feed())
        try:
            while not enough() and not feeding.done():
                await self._one_life()
        finally:
            feeding.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await feeding

    async def recover(self) -> None:
        """Let askq run in peace until nothing is left to do."""
        for weather in self._weathers.values():
            weather.calm = True
        process = await asyncio.to_thread(self._start)
        try:
            async with asyncio.timeout(DRAINED_WITHIN):
                while await self._brings_out() or await asyncio.to_thread(self.questions.left):
                    assert process.is_alive(), self._last_words()
                    await asyncio.sleep(FED_EVERY)
            process.terminate()
            await asyncio.to_thread(process.join, PATIENCE)
            assert process.exitcode == 0, (process.exitcode, self._last_words())
        finally:
            process.kill()
            self._remember_nonces()

    async def _one_life(self) -> None:
        cradle = self._rng.random() < IN_THE_CRADLE
        since, process = utc_now(), await asyncio.to_thread(self._start)
        try:
            if not cradle:
                await self._until(lambda: self._connected() or not process.is_alive())
            await asyncio.sleep(self._rng.uniform(0.0, 1.0 if cradle else LONGEST_LIFE))
            assert process.is_alive(), f"it died by itself: {process.exitcode}\n{self._last_words()}"
        finally:
            process.kill()
        await asyncio.to_thread(process.join)
        assert process.exitcode == -signal.SIGKILL
        self.figures.kills += 1
        self.figures.cut_off += await asyncio.to_thread(self.questions.cut_off, since)
        await self._until(lambda: not self.slack.sockets.ready and not self.discord.gateway.connected)
        self.discord.gateway.sessions.clear()

    def _start(self) -> ForkServerProcess:
        environment = {
            "ASKQ_DATABASE_URL": self._url,
            "ASKQ_SLACK_BOT_TOKEN": self.slack.bot_token,
            "ASKQ_SLACK_APP_TOKEN": self.slack.app_token,
            "ASKQ_SLACK_API_URL": self.slack.api_url,
            "ASKQ_DISCORD_TOKEN": self.discord.token,
            "ASKQ_DISCORD_API_URL": self.discord.api_url,
            "ASKQ_WHEN_IN_DOUBT": self._when_in_doubt,
            "ASKQ_LOG_LEVEL": "WARNING",
            "ASKQ_HTTP_PORT": "0",
        }
        return start(environment, self._folder, SHORT_MEMORY if self._forgetful else None)

    def _connected(self) -> bool:
        return bool(self.slack.sockets.ready) and self.discord.gateway.connected

    async def _feed(self) -> None:
        while True:
            await self._unless_busy(lambda: self.questions.keep_coming(LOAD))
            await asyncio.sleep(FED_EVERY)

    async def _brings_out(self) -> bool:
        return await self._unless_busy(self.questions.bring_out) != 0

    async def _unless_busy(self, work: Callable[[], int]) -> int | None:
        """What it gives, or None where askq kept the file to itself for too long: then it is tried again later, but
        not for ever."""
        try:
            done = await asyncio.to_thread(work)
        except OperationalError as error:
            self._in_vain += 1
            self.figures.put_off += 1
            if "locked" not in str(error) or self._in_vain > IN_VAIN:
                raise
            return None
        self._in_vain = 0
        return done

    async def _tick(self) -> None:
        """What the platforms do by themselves; and how long this machine ever kept them from it."""
        loop = asyncio.get_running_loop()
        look = 0.0
        while True:
            before = loop.time()
            await asyncio.sleep(TICK)
            self.figures.longest_stall = max(self.figures.longest_stall, loop.time() - before - TICK)
            self.discord.land()
            if loop.time() >= look:
                look = loop.time() + FED_EVERY
                self._remember_nonces()

    def _remember_nonces(self) -> None:
        """Which post each of Discord's messages is, also where Discord forgets it."""
        now = utc_now()
        for channel in self.discord.world.channels.values():
            newest = channel.messages[-1].created_at if channel.messages else now
            channel.archived = channel.is_thread and now - newest > 2 * SHORT_MEMORY  # or all greet a new connection
            for message in reversed(channel.messages):
                if message.nonce is not None:
                    self.nonces[message.id] = message.nonce
                if now - message.created_at > 2 * SHORT_MEMORY:
                    break
                if self._forgetful and now - message.created_at > SHORT_MEMORY:
                    message.nonce = None

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(TICK)

    def _last_words(self) -> str:
        return "\n".join((self._folder / "askq.log").read_text().splitlines()[-20:])

    def _in_slack(self) -> Group:
        world, team = self.slack.world, self.slack.workspace
        owner = world.add_user("ana", team, is_admin=True)
        channels = tuple(world.add_channel(f"#c{number}", team, (owner,)).id for number in range(CHANNELS))
        if not self._history:
            without_scopes(self.slack, *HISTORY)
        return Group(f"slack:{team.id}", Person("slack", team.id, owner.id), channels)

    def _in_discord(self) -> Group:
        world = self.discord.world
        guild = world.guild()
        channels = tuple(str(world.add_channel(f"#c{number}", guild).id) for number in range(CHANNELS))
        return Group(f"discord:{guild.id}", Person("discord", "", str(world.user("ana").id)), channels)
