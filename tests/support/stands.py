"""One askq's world, for tests that start the real process: a database and a platform, Slack or Discord.

What organisers and members do is written into the database, as they would have it done: nobody may be there to hear.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import sqlalchemy as sa

from bot.ambient import new_id
from bot.calendar.plan import WEEK, Plan, local_date
from bot.chat.keys import Person
from bot.daily import revealing, store
from bot.daily.model import Day, Schedule
from bot.daily.planning import QUESTION
from bot.delivery.model import OPEN, State
from bot.delivery.store import deliveries
from bot.storage.engine import Database
from tests.support import parts
from tests.support.discord.server import DiscordServer
from tests.support.slack.server import SlackServer

PATIENCE = 120.0
BEAT = 0.05

CONTENT = Path(__file__).parents[2] / "content" / "ask-the-interviewer"
PACK = """\
id: small
title: Small
language: en
licence: CC-BY-4.0
authors: [askq]
about: Questions enough for two weeks, and read in no time by a process that is to die at once.
topics:
  - {id: culture, title: Culture, about: What it is like.}
  - {id: team, title: The team, about: Who they are.}
"""


@dataclass(frozen=True)
class Stand(ABC):
    """One askq's world: a database and a platform."""

    database: Database
    url: str
    folder: Path

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    @abstractmethod
    def tokens(self) -> Mapping[str, str]: ...

    @property
    @abstractmethod
    def who(self) -> tuple[str, Person]:
        """The group, and the organiser."""

    @abstractmethod
    def new_channel(self, name: str) -> str: ...

    @property
    @abstractmethod
    def messages(self) -> parts.Standing: ...

    @property
    @abstractmethod
    def gone(self) -> bool:
        """Whether the platform has noticed that nobody is connected any more."""

    @abstractmethod
    def begin(self, *, forgetful: bool) -> None:
        """For a new process. `forgetful`: of nonces it knows nothing any more, where it has any."""

    def plan(self, number: int) -> Schedule:
        """A question that is due now in a channel of its own, and can still be late by hours."""
        now = datetime.now(UTC)
        group, owner = self.who
        plan = Plan(now.time().replace(second=0, microsecond=0), "UTC", WEEK)
        schedule = Schedule(
            group,
            f"s{number}",
            number,
            self.new_channel(f"#c{number}"),
            owner,
            "en",
            plan,
            kind="ask",
            reveal=None,
            grace=timedelta(hours=6),
            next_on=local_date(now, plan.zone),
            next_at=now,
        )
        with self.database.write() as db:
            store.save(db, schedule)
        return schedule

    def answer(self, schedule: Schedule, people: int) -> None:
        with self.database.write() as db:
            parts.answer(db, schedule, self._day(db, schedule), people, datetime.now(UTC), new_id())

    def bring_out(self, schedule: Schedule) -> None:
        with self.database.write() as db:
            revealing.reveal_now(db, schedule, self._day(db, schedule), datetime.now(UTC), new_id())

    def day_of(self, schedule: Schedule) -> Day:
        with self.database.read() as db:
            return self._day(db, schedule)

    def nothing_is_left(self, planned: int) -> bool:
        """Whether so many questions were planned, and everything has come to its end."""
        some = sa.select(sa.func.count()).select_from(deliveries)
        asked, left = some.where(deliveries.c.kind == QUESTION), some.where(deliveries.c.state.in_([*OPEN]))
        with self.database.read() as db:
            return db.scalar(asked) == planned and not db.scalar(left)

    def ids_of(self, schedule: Schedule, kind: str) -> list[str]:
        """Of its messages of that kind, which all are sent, in their order."""
        with self.database.read() as db:
            rows = db.execute(sa.select(deliveries).where(deliveries.c.kind == kind).order_by(deliveries.c.key))
            ours = [row for row in rows if row.intent["schedule"] == schedule.id]
        assert {row.state for row in ours} == {State.SENT.value}
        return [row.id for row in ours]

    def _day(self, db: sa.Connection, schedule: Schedule) -> Day:
        (day,) = store.latest_days(db, schedule.group, schedule.id, 2)
        return day


@dataclass(frozen=True)
class InSlack(Stand):
    slack: SlackServer

    @property
    def tokens(self) -> Mapping[str, str]:
        return {
            "ASKQ_SLACK_BOT_TOKEN": self.slack.bot_token,
            "ASKQ_SLACK_APP_TOKEN": self.slack.app_token,
            "ASKQ_SLACK_API_URL": self.slack.api_url,
        }

    @property
    def who(self) -> tuple[str, Person]:
        team = self.slack.workspace
        return f"slack:{team.id}", Person("slack", team.id, self.slack.world.user("ana").id)

    def new_channel(self, name: str) -> str:
        world = self.slack.world
        return world.add_channel(name, self.slack.workspace, (world.user("ana"),)).id

    @property
    def messages(self) -> parts.Standing:
        return parts.in_slack(self.slack.world)

    @property
    def gone(self) -> bool:
        return not self.slack.sockets.ready

    def begin(self, *, forgetful: bool) -> None:
        pass


@dataclass(frozen=True)
class InDiscord(Stand):
    discord: DiscordServer

    @property
    def tokens(self) -> Mapping[str, str]:
        return {"ASKQ_DISCORD_TOKEN": self.discord.token, "ASKQ_DISCORD_API_URL": self.discord.api_url}

    @property
    def who(self) -> tuple[str, Person]:
        world = self.discord.world
        return f"discord:{world.guild().id}", Person("discord", "", str(world.user("ana").id))

    def new_channel(self, name: str) -> str:
        return str(self.discord.world.add_channel(name, self.discord.world.guild()).id)

    @property
    def messages(self) -> parts.Standing:
        return parts.in_discord(self.discord.world)

    @property
    def gone(self) -> bool:
        return not self.discord.gateway.connected

    def begin(self, *, forgetful: bool) -> None:
        self.discord.remembers_nonces = not forgetful
        self.discord.gateway.sessions.clear()


@asynccontextmanager
async def in_slack(url: str, folder: Path) -> AsyncIterator[Stand]:
    database = Database(url)
    try:
        async with SlackServer() as slack:
            yield InSlack(database, url, folder, slack)
            assert slack.violations == []
    finally:
        database.close()


@asynccontextmanager
async def in_discord(url: str, folder: Path) -> AsyncIterator[Stand]:
    database = Database(url)
    try:
        async with DiscordServer() as discord:
            yield InDiscord(database, url, folder, discord)
            assert discord.violations == []
    finally:
        database.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(condition):
            await asyncio.sleep(BEAT)


def write_content(folder: Path) -> None:
    """A pack of few questions."""
    (folder / "small").mkdir(parents=True)
    (folder / "small" / "pack.yaml").write_text(PACK)
    for topic in ("culture", "team"):
        copy(CONTENT / f"{topic}.yaml", folder / "small")
