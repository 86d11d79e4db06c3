"""askq's Discord adapter on a loopback Discord, with a small core of the tests' own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.adapters.discord.trial import Trial, trial
from tests.support.discord.server import DiscordServer
from tests.support.discord_front import Serving, serving, settings_for
from tests.support.rooms import Clock


@pytest.fixture
def clock() -> Clock:
    """The time of day for askq and for Discord."""
    return Clock()


@pytest.fixture
async def discord(clock: Clock) -> AsyncIterator[DiscordServer]:
    async with DiscordServer(clock=clock) as server:
        yield server


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'trial.db'}"


@pytest.fixture
def core(database_url: str, clock: Clock) -> Iterator[Trial]:
    with trial(database_url, clock) as made:
        yield made


@pytest.fixture
async def running(discord: DiscordServer, core: Trial, database_url: str) -> AsyncIterator[Serving]:
    """The adapter with a patience that the tests' quick handlers never use up."""
    async with serving(discord, core.app, settings_for(discord, database_url), patience=10.0) as made:
        yield made
        core.gate.set()
    assert not discord.violations, "\n".join(discord.violations)


@pytest.fixture
async def hasty(discord: DiscordServer, core: Trial, database_url: str) -> AsyncIterator[Serving]:
    """The adapter without any patience: what is held back is deferred."""
    async with serving(discord, core.app, settings_for(discord, database_url), patience=0.05) as made:
        yield made
        core.gate.set()
    assert not discord.violations, "\n".join(discord.violations)
