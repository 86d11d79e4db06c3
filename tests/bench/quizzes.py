"""Very many quizzes at once: `make bench-quizzes`. How long a press waits, how late a question closes, what it costs.

Presses go through the real discord.py, as in `tests.bench.discord_front`; every tenth is made to an empty handler, and
to one with a committed row, at the same moment. What askq posts goes to a simulated Discord with its limits.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import logging
import platform
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import discord

from adapters.discord import app as adapter
from adapters.discord import limits
from adapters.discord.outbox import PACE
from adapters.discord.pointing import pointed_at
from bot.ambient import new_id, utc_now
from bot.app import App
from bot.bootstrap import build
from bot.chat.elements import Button
from bot.chat.keys import Person, Place
from bot.chat.messages import Called, Pressed, Reply, Spelling, Standing
from bot.chat.plain import controls, plain
from bot.chat.refs import decode, encode
from bot.delivery.sender import Post
from bot.delivery.service import Deliveries
from bot.moment import Moment
from bot.quiz import course, store
from bot.quiz.model import Quiz
from bot.quiz.refs import Choose, Do, What
from bot.settings import load
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from tests.bench.discord_front import APPLICATION, TOKEN, Answers, Small
from tests.bench.platforms import DISCORD, Platform
from tests.bench.timing import Timing, summary, table

GUILD = "600000000000000001"
ROUNDS = 3
_ids = itertools.count(700_000_000_000_000_000)


@dataclass
class Night:
    """`press` presses a button as a person in a channel; `seconds` are those that each contender took."""

    press: dict[str, Callable[[str, str, str], Any]]
    players: int
    pace: float
    rng: Random
    seconds: dict[str, list[float]] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)
    over: int = 0
    presses: set[asyncio.Task[None]] = field(default_factory=set)

    def asked(self, post: Post) -> None:
        """A question has arrived: everybody answers it at some moment."""
        assert isinstance(post.to, Place)
        letters = [each.ref for each in controls(post.view) if isinstance(each, Button) and _chooses(each.ref)]
        for nth in range(self.players):
            ref, wait = self.rng.choice(letters), self.rng.uniform(0.5, self.pace - 2)
            task = asyncio.create_task(self._press(post.to.channel, f"{post.to.channel}{nth:02}", ref, wait, nth == 0))
            self.presses.add(task)
            task.add_done_callback(self.presses.discard)

    async def _press(self, channel: str, who: str, ref: str, wait: float, beside: bool) -> None:
        await asyncio.sleep(wait)
        names = list(self.press) if beside else list(self.press)[-1:]
        await asyncio.gather(*(self._timed(name, channel, who, ref) for name in names))

    async def _timed(self, name: str, channel: str, who: str, ref: str) -> None:
        begun = time.perf_counter()
        await self.press[name](channel, who, ref)
        self.seconds.setdefault(name, []).append(time.perf_counter() - begun)


class Channels(Platform):
    """Tells the night what arrives."""

    night: Night

    async def send(self, post: Post, doubtful_since: object, **_: object) -> str:
        id = await super().send(post, doubtful_since)
        if not post.edits and any(_chooses(each.ref) for each in controls(post.view) if isinstance(each, Button)):
            self.night.asked(post)
        self.night.over += not post.edits and plain(post.view).startswith("The quiz is over")
        return id


def _chooses(ref: str) -> bool:
    return isinstance(decode(ref), Choose)


@contextmanager
def lateness(into: list[float], clock: Callable[[], datetime]) -> Iterator[None]:
    """Note how long after its close each question is closed."""
    end_round = course.end_round

    def noted(moment: Moment, quiz: Quiz) -> None:
        if quiz.closes is not None:
            into.append((clock() - quiz.closes).total_seconds())
        end_round(moment, quiz)

    course.end_round = noted
    try:
        yield
    finally:
        course.end_round = end_round


@asynccontextmanager
async def contenders(folder: Path, core: App) -> AsyncIterator[dict[str, Callable[[str, str, str], Any]]]:
    async with Answers() as answers, pointed_at(answers.api_url), AsyncExitStack() as stack:
        clients: dict[str, discord.Client] = {
            "discord.py with an empty answer": Small(None),
            "… and a thread hop and one committed row": Small(Database(f"sqlite:///{folder}/one-row.db")),
            "askq: a press on a letter": adapter.Client(core, print, limits.FIRST_ANSWER * 2 / 3, 0.1, utc_now, new_id),
        }
        for client in clients.values():
            await stack.enter_async_context(client)
            client.setup_hook = _nothing  # type: ignore[method-assign] - no commands are registered here
            await client.login(TOKEN)
        yield {name: _presser(client, answers) for name, client in clients.items()}


async def _nothing() -> None:
    return None


def _presser(client: discord.Client, answers: Answers) -> Callable[[str, str, str], Any]:
    async def press(channel: str, who: str, ref: str) -> None:
        id = str(next(_ids))
        answered = answers.waiting[id] = asyncio.get_running_loop().create_future()
        client._connection.parse_interaction_create(_payload(id, channel, who, ref))  # type: ignore[arg-type]
        await answered

    return press


async def run(folder: Path, quizzes: int, players: int, pace: int) -> None:
    core = build(load(_env_file=None, database_url=f"sqlite:///{folder}/quizzes.db"))
    upgrade(core.database)
    channels = [str(800_000_000_000_000_000 + number) for number in range(quizzes)]
    posts = Channels(DISCORD, PACE, Random(1))
    async with contenders(folder, core) as press:
        night = posts.night = Night(press, players, pace, Random(2))
        with core.senders.serving("discord", posts), lateness(night.late, core.clock):
            running = asyncio.create_task(Deliveries(core).run())
            ids = [await asyncio.to_thread(_open, core, channel, players, pace) for channel in channels]
            while any(not _there(core, id) for id in ids):
                await asyncio.sleep(0.2)
            begun, used = time.monotonic(), time.process_time()
            for id, channel in zip(ids, channels, strict=True):
                await asyncio.to_thread(_press, core, channel, f"{channel}00", Do(id, What.START))
            while night.over < quizzes:
                assert not running.done(), running.result()
                await asyncio.sleep(0.2)
            took, used = time.monotonic() - begun, time.process_time() - used
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    core.database.close()
    _print(night, posts, took, used)


def _print(night: Night, posts: Channels, took: float, used: float) -> None:
    timings: dict[str, Timing] = {name: summary(night.seconds[name], took) for name in night.press}
    table("From a press to its acknowledgement", timings)
    late = summary(night.late, took)
    print(f"\n  questions closed: {len(night.late)}, late by {late.p50:.0f} ms (p50), {late.p99:.0f} ms (p99)")
    print(f"  messages and changes posted: {posts.sent} in {took:.0f} s, refused by the platform: {posts.refused}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"  CPU: {used / took:.0%} of one core, discord.py and the simulated platform included; {peak:.0f} MB")


def _open(core: App, channel: str, players: int, pace: int) -> str:
    """A lobby with all its players in it."""
    place = Place(f"discord:{GUILD}", channel)
    values = {"count": str(ROUNDS), "pace": f"{pace}s", "topics": "culture"}
    called = Called(
        receipt=str(next(_ids)), place=place, person=Person("discord", "", f"{channel}00"), name="Ana",
        spelling=Spelling.TREE, command="quiz start", values=values, standings={channel: Standing()},
    )  # fmt: skip
    answer = core.handle(called)
    assert isinstance(answer, Reply)
    (start, *_more) = (decode(each.ref) for each in controls(answer.view) if isinstance(each, Button))
    assert isinstance(start, Do), plain(answer.view)
    for nth in range(1, players):
        _press(core, channel, f"{channel}{nth:02}", Do(start.quiz, What.JOIN))
    return start.quiz


def _press(core: App, channel: str, who: str, ref: Do) -> None:
    core.handle(
        Pressed(
            receipt=str(next(_ids)), place=Place(f"discord:{GUILD}", channel), person=Person("discord", "", who),
            name=f"Player {who[-2:]}", spelling=Spelling.TREE, ref=encode(ref),
        )
    )  # fmt: skip


def _there(core: App, id: str) -> bool:
    with core.database.read() as db:
        quiz = store.load(db, f"discord:{GUILD}", id)
    return quiz is not None and bool(quiz.message)


def _payload(id: str, channel: str, who: str, ref: str) -> dict[str, Any]:
    user = {"id": who, "username": "ana", "discriminator": "0", "avatar": None, "global_name": "Ana"}
    member = {
        "user": user, "roles": [], "joined_at": "2031-01-01T00:00:00+00:00", "permissions": "0", "deaf": False,
        "mute": False, "flags": 0, "nick": None, "avatar": None,
    }  # fmt: skip
    message = {
        "id": "900000000000000001", "channel_id": channel, "author": user, "content": "", "edited_timestamp": None,
        "timestamp": "2031-01-01T00:00:00+00:00", "tts": False, "mention_everyone": False, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "type": 0, "flags": 32768,
        "components": [],
    }  # fmt: skip
    return {
        "id": id, "application_id": APPLICATION, "type": 3, "token": f"t{id}", "version": 1,
        "data": {"custom_id": ref, "component_type": 2, "id": 1}, "message": message,
        "channel_id": channel, "app_permissions": "0", "locale": "en-GB", "entitlements": [], "context": 0,
        "channel": {"id": channel, "type": 0, "name": "quiz", "flags": 0, "permissions": "0", "position": 0},
        "guild_id": GUILD, "guild": {"id": GUILD, "locale": "en-GB", "features": []}, "guild_locale": "en-GB",
        "member": member,
        "authorizing_integration_owners": {"0": GUILD}, "attachment_size_limit": 10_485_760,
    }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    short = parser.parse_args().short
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    print(f"Python {platform.python_version()} on {platform.system()}; figures compare within this run only.")
    with tempfile.TemporaryDirectory(prefix="askq-bench-") as name:
        many, few, seconds = (5, 4, 10) if short else (200, 10, 30)
        print(f"{many} quizzes with {few} players each, {ROUNDS} questions of {seconds} s")
        asyncio.run(run(Path(name), many, few, seconds))
