"""The real process, killed at every named point of a delivery, once with Slack's message at it and once with Discord's.

The ten seconds of doubt are the real ones, so all points are gone through side by side.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from shutil import copy

import pytest
import sqlalchemy as sa

from bot.calendar.plan import WEEK, Plan, local_date
from bot.chat.keys import Person
from bot.daily import store
from bot.daily.model import Day, Fate, Schedule
from bot.delivery.failpoints import POINTS, Point
from bot.delivery.model import OPEN
from bot.delivery.store import deliveries
from bot.storage.engine import Database
from tests.support import dying, warm
from tests.support.discord.server import DiscordServer
from tests.support.postgres import Postgres
from tests.support.slack.server import SlackServer

PATIENCE = 120.0
BEAT = 0.1
STARTING_AT_ONCE = 2

ON_POSTGRESQL: tuple[Point, ...] = ("after the plan", "after the attempt is counted", "after the send")


@dataclass(frozen=True)
class Stand:
    """One askq's world: a database, a Slack and a Discord."""

    database: Database
    url: str
    folder: Path
    slack: SlackServer
    discord: DiscordServer

    def tokens(self, *platforms: str) -> dict[str, str]:
        every = {
            "slack": {
                "ASKQ_SLACK_BOT_TOKEN": self.slack.bot_token,
                "ASKQ_SLACK_APP_TOKEN": self.slack.app_token,
                "ASKQ_SLACK_API_URL": self.slack.api_url,
            },
            "discord": {"ASKQ_DISCORD_TOKEN": self.discord.token, "ASKQ_DISCORD_API_URL": self.discord.api_url},
        }
        return {name: value for platform in platforms for name, value in every[platform].items()}

    def plan_in_slack(self) -> Schedule:
        team = self.slack.workspace
        owner = Person("slack", team.id, self.slack.world.user("ana").id)
        return self._plan(f"slack:{team.id}", self.slack.world.channel("#general", team.id).id, owner)

    def plan_in_discord(self) -> Schedule:
        world = self.discord.world
        owner = Person("discord", "", str(world.user("ana").id))
        return self._plan(f"discord:{world.guild().id}", str(world.channel("#general").id), owner)

    def day_of(self, schedule: Schedule) -> Day:
        assert schedule.next_on is not None
        with self.database.read() as db:
            day = store.day_of(db, schedule.group, schedule.id, schedule.next_on.isoformat())
        assert day is not None
        return day

    def nothing_is_left(self) -> bool:
        """Whether all that was planned has come to its end."""
        open_states = [state.value for state in OPEN]
        with self.database.read() as db:
            planned = db.scalar(sa.select(sa.func.count()).select_from(deliveries)) or 0
            left = sa.select(sa.func.count()).where(deliveries.c.state.in_(open_states))
            return planned >= 2 and not db.scalar(left)

    def in_slack(self) -> dict[str, list[str]]:
        """The messages that all see in #general, each with those in its thread."""
        there = [message for message in self.slack.world.messages.values() if message.only_for is None]
        below = {each.ts: [reply.ts for reply in there if reply.thread_ts == each.ts] for each in there}
        return {each.ts: below[each.ts] for each in there if each.thread_ts is None}

    def in_discord(self) -> dict[str, list[str]]:
        there = [message for message in self.discord.world.channel("#general").messages if not message.ephemeral]
        threads = {each.id: each.thread.messages if each.thread else [] for each in there}
        return {str(each.id): [str(reply.id) for reply in threads[each.id]] for each in there}

    def _plan(self, group: str, channel: str, owner: Person) -> Schedule:
        """One question that is due now, and can still be late by hours."""
        now = datetime.now(UTC)
        plan = Plan(now.time().replace(second=0, microsecond=0), "UTC", WEEK)
        schedule = Schedule(
            group,
            "daily1",
            1,
            channel,
            owner,
            "en",
            plan,
            reveal=None,
            grace=timedelta(hours=6),
            next_on=local_date(now, plan.zone),
            next_at=now,
        )
        with self.database.write() as db:
            store.save(db, schedule)
        return schedule


@asynccontextmanager
async def stand(url: str, folder: Path) -> AsyncIterator[Stand]:
    database = Database(url)
    try:
        async with SlackServer() as slack, DiscordServer() as discord:
            yield Stand(database, url, folder, slack, discord)
            assert slack.violations == []
            assert discord.violations == []
    finally:
        database.close()


@asynccontextmanager
async def askq(there: Stand, *platforms: str, dies_at: Point | None = None) -> AsyncIterator[ForkServerProcess]:
    """The process, gone at the end, one way or another."""
    environment = {"ASKQ_DATABASE_URL": there.url, "ASKQ_HTTP_PORT": "0", **there.tokens(*platforms)}
    process = await asyncio.to_thread(warm.start, dying.run, environment, there.folder, dies_at)
    try:
        yield process
    finally:
        process.kill()
        await asyncio.to_thread(process.join)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(condition):
            await asyncio.sleep(BEAT)


async def die_and_come_back(point: Point, there: Stand, starting: asyncio.Semaphore) -> None:
    """Killed there twice, askq posts each question once all the same, and its answers, too."""
    planned = []
    for plan, platform in ((there.plan_in_slack, "slack"), (there.plan_in_discord, "discord")):
        planned.append(await asyncio.to_thread(plan))
        async with starting, askq(there, platform, dies_at=point) as process:
            await until(lambda process=process: not process.is_alive())
            assert process.exitcode == -signal.SIGKILL
    await starting.acquire()
    async with askq(there, "slack", "discord"):
        try:
            await until(lambda: len(there.slack.sockets.ready) >= 2 and there.discord.gateway.connected)
        finally:
            starting.release()
        await until(there.nothing_is_left)
        for schedule, messages in zip(planned, (there.in_slack(), there.in_discord()), strict=True):
            day = there.day_of(schedule)
            assert day.fate is Fate.POSTED
            assert messages == {day.message: []}
        await there.slack.command("ana", "#general", "daily reveal")
        await there.discord.command("ana", "#general", "daily reveal")
        await until(lambda: all(there.day_of(schedule).revealed for schedule in planned))
        await until(there.nothing_is_left)
    for schedule, messages in zip(planned, (there.in_slack(), there.in_discord()), strict=True):
        day = there.day_of(schedule)
        assert list(messages) == [day.message]
        assert len(messages[day.message]) == 1


async def at_each(points: Sequence[Point], tmp_path: Path, urls: Sequence[str]) -> None:
    """All of them side by side: most of the time each waits for its doubt to end."""
    starting = asyncio.Semaphore(STARTING_AT_ONCE)

    async def at(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            async with stand(urls[number], folder) as there:
                await die_and_come_back(points[number], there, starting)
        except BaseException as error:
            error.add_note(f"killed {points[number]}")
            raise

    async with asyncio.TaskGroup() as side_by_side:
        for number in range(len(points)):
            side_by_side.create_task(at(number))


@pytest.mark.timeout(300)
async def test_killed_at_any_point_of_a_delivery_everything_comes_once(tmp_path: Path, migrated_file: Path) -> None:
    for number in range(len(POINTS)):
        copy(migrated_file, tmp_path / f"{number}.db")
    await at_each(POINTS, tmp_path, [f"sqlite:///{tmp_path}/{number}.db" for number in range(len(POINTS))])


@pytest.mark.timeout(300)
async def test_killed_on_postgresql_everything_comes_once(tmp_path: Path, postgres: Postgres) -> None:
    with postgres.database() as first, postgres.database() as second, postgres.database() as third:
        await at_each(ON_POSTGRESQL, tmp_path, (first, second, third))
