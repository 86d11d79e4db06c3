"""What a front is to the core, and how fronts are found: by the entry-point group `askq.adapters`.

The arrow stays: the core knows this protocol, and never the adapters that fulfil it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from importlib.metadata import entry_points
from typing import Any, Protocol, cast

from pydantic import SecretStr

from bot.app import App
from bot.chat.command import Catalogue
from bot.chat.elements import View
from bot.chat.keys import Place
from bot.chat.messages import Answer, Check, Incoming, Standing
from bot.settings import Settings

GROUP = "askq.adapters"

CLOCK_SECONDS = 60
"""A clock this far off still works; beyond, times on screens and in logs are wrong enough to mislead."""


LOOK_SECONDS = 0.8
"""Of the three seconds that a platform waits for an answer, so many may go into looking something up there."""


class State(StrEnum):
    STARTING = "starting"
    CONNECTED = "connected"
    BROKEN = "broken"


Report = Callable[[State], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at. `advice` says what to do where it is not well."""

    what: str
    well: bool
    advice: str = ""


class Front(Protocol):
    """A platform's side. `name` is its entry point's."""

    name: str

    def configured(self, settings: Settings) -> bool:
        """Whether its tokens are set."""

    async def run(self, app: App, settings: Settings, report: Report) -> None:
        """Serve until cancelled; call `report` when connected, and when the connection is lost.

        Raises `ConfigError` when no retry can help (a revoked token), anything else when one may.
        """

    def manifest(self, catalogue: Catalogue, settings: Settings) -> str:
        """What an organiser pastes or opens to install the bot there. No network."""

    def preview(self, view: View) -> str:
        """What people see of a view there, as text, with what it takes of the platform's limits. No network."""

    async def checkup(self, catalogue: Catalogue, settings: Settings) -> list[Finding]:
        """Tokens, scopes, permissions and clock, as the platform sees them."""


def names() -> list[str]:
    return sorted(entry.name for entry in entry_points(group=GROUP))


def every() -> list[Front]:
    """All that are installed."""
    return [find(name) for name in names()]


def find(name: str) -> Front:
    """Raises `KeyError` when there is none of that name."""
    (entry,) = entry_points(group=GROUP, name=name) or (None,)
    if entry is None:
        raise KeyError(name)
    return cast(Front, entry.load())


def clock(header: str, now: datetime) -> Finding:
    """Whether `now` agrees with the `Date` header of a platform's answer."""
    what = "the clock is right"
    try:
        theirs = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return Finding(what, False, "the answer named no time; compare the clock by hand")
    off = round((now - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))).total_seconds())
    if abs(off) <= CLOCK_SECONDS:
        return Finding(what, True)
    return Finding(what, False, f"it is {abs(off)} seconds {'ahead' if off > 0 else 'behind'}: synchronise it")


async def answered(app: App, incoming: Incoming, look: Callable[[Place], Awaitable[Standing]]) -> Answer | None:
    """The core's answer, worked out in a thread. Where the core has to know how askq stands in a place, `look` is
    asked, which takes at most `LOOK_SECONDS`: a platform that does not say in time has nothing against it."""
    while isinstance(answer := await asyncio.to_thread(app.handle, incoming), Check):
        try:
            async with asyncio.timeout(LOOK_SECONDS):  # `wait_for` of Python 3.11 may lose a cancellation
                standing = await look(answer.place)
        except TimeoutError:
            standing = Standing()
        incoming = replace(incoming, standings={**incoming.standings, answer.place.channel: standing})
    return answer


class Recent:
    """The events seen lately, the oldest forgotten first, so that one delivered again is known at the door."""

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._seen: dict[object, None] = {}

    def is_new(self, event: object) -> bool:
        """Remember the event. False if it is remembered already."""
        if event in self._seen:
            return False
        self._seen[event] = None
        if len(self._seen) > self._most:
            del self._seen[next(iter(self._seen))]
        return True


def secret(token: SecretStr | None) -> str:
    """The token itself, for the SDK; empty where none is set."""
    return token.get_secret_value() if token is not None else ""


async def wind_up(under_way: Collection[asyncio.Task[Any]], grace: float) -> None:
    """Wait `grace` seconds for what a front still has under way, then cancel the rest."""
    if under_way:
        _, late = await asyncio.wait(under_way, timeout=grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
