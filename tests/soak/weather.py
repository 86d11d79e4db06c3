"""How the platforms, and the ways to them, behave: slow, and every so often something breaks.

A platform that has got a request carries it out within five seconds or not at all, whatever becomes of the one who
asked: that is the assumption `bot.delivery.model.DOUBT` rests on.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from tests.support.discord.faults import RESET, SERVER_ERROR, Failure, Faults, Trouble
from tests.support.discord.server import DiscordServer
from tests.support.slack.faults import BadGateway, Fault, LateCommit, LostConnection
from tests.support.slack.server import SlackServer

SLOWEST = 0.2
"""Seconds that a request takes on its way at most, and its answer on the way back."""

SLACK_WRITES = frozenset({"chat.postMessage", "chat.update"})
SLACK_LOOKS = frozenset({"conversations.history", "conversations.replies"})
"""Methods of its API."""

DISCORD_WRITES = frozenset({"message", "edit message", "thread"})
DISCORD_LOOKS = frozenset({"history"})
"""Its routes, as the loopback server calls them."""

_SLOW = SLACK_WRITES | SLACK_LOOKS | DISCORD_WRITES | DISCORD_LOOKS

LATE = (0.5, 1.5, 3.0, 4.0)
"""Seconds after which a platform carries a request out whose connection has broken: with the way it is under five."""

LOOKING = "lost while looking"
ALWAYS = 10**9


@dataclass
class Weather:
    """`chance` is how likely each of the ways to fail is, for every post and edit; there are ten."""

    rng: Random
    chance: float
    calm: bool = False

    def __post_init__(self) -> None:
        self.met: Counter[str] = Counter()

    def delay(self, *names: str) -> float:
        """Of a request to post, edit or look. What connects is quick: there is to be time for being killed."""
        if self.calm or _SLOW.isdisjoint(names):
            return 0.0
        return self.rng.uniform(0.0, SLOWEST)

    def strikes(self, name: str, _: Any = None) -> bool:
        if self.calm or self.rng.random() >= self.chance:
            return False
        self.met[name] += 1
        return True


def over_slack(slack: SlackServer, weather: Weather) -> None:
    faults: list[tuple[str, Fault]] = [
        ("lost before", LostConnection()),
        ("lost before", BadGateway()),
        ("lost after", LostConnection(committed=True)),
        ("lost after", LostConnection(committed=True)),
        ("lost after", BadGateway(committed=True)),
        ("carried out late", LateCommit(LATE[0])),
        *(("carried out late", LateCommit(seconds)) for seconds in LATE),
    ]
    for name, fault in faults:
        for method in SLACK_WRITES:
            slack.trouble(method, fault, times=ALWAYS, when=partial(weather.strikes, name))
    for method in SLACK_LOOKS:
        slack.trouble(method, LostConnection(), times=ALWAYS, when=partial(weather.strikes, LOOKING))
    slack.delay_by(weather.delay)
    slack.enforce_rates()


def over_discord(discord: DiscordServer, weather: Weather) -> None:
    discord.faults = _Faults(weather)
    discord.enforce_rates()


class _Faults(Faults):
    """Faults that come by chance."""

    def __init__(self, weather: Weather) -> None:
        super().__init__()
        self._weather = weather
        both = (RESET, SERVER_ERROR)
        self._posting: list[tuple[str, Failure, bool, float | None]] = [
            *(("lost before", failure, False, None) for failure in both),
            *(("lost after", failure, True, None) for failure in (*both, RESET)),
            *(("carried out late", RESET, False, seconds) for seconds in LATE),
            ("carried out late", SERVER_ERROR, False, LATE[0]),
        ]

    def take(self, routes: set[str]) -> Trouble | None:
        if routes & DISCORD_WRITES:
            for name, failure, after, late in self._posting:
                if self._weather.strikes(name):
                    return Trouble("any", failure, after=after, late=late)
        if routes & DISCORD_LOOKS and self._weather.strikes(LOOKING):
            return Trouble("any", RESET)
        return None

    async def wait(self, routes: set[str], *, after: bool) -> None:
        if delay := self._weather.delay(*routes):
            await asyncio.sleep(delay)
