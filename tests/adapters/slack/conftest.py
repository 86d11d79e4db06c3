"""askq's Slack adapter on a loopback Slack, with a small core of the tests' own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.adapters.slack.trial import Trial, trial
from tests.support.slack.server import SlackServer
from tests.support.slack.world import Clock, World
from tests.support.slack_front import Delivering, Serving, idle, serving, settings_for, with_our_scopes


def study(clock: Clock) -> World:
    """ana (an admin, German), ben and cleo, and the user group @moderators.

    askq is in #general, #staff (private) and #old (archived), not in #random.
    """
    world = with_our_scopes(clock)
    (team,) = world.workspaces.values()
    people = (
        world.add_user("ana", team, is_admin=True, locale="de-DE"),
        world.add_user("ben", team),
        world.add_user("cleo", team),
    )
    world.add_channel("#general", team, people)
    world.add_channel("#random", team, people, bot=False)
    world.add_channel("#staff", team, people[:2], kind="private")
    world.add_channel("#old", team, people, archived=True)
    world.add_group("@moderators", team)
    return world


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer(world=study) as server:
        yield server


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'trial.db'}"


@pytest.fixture
def core(database_url: str) -> Iterator[Trial]:
    with trial(database_url) as made:
        yield made


@pytest.fixture
async def running(slack: SlackServer, core: Trial, database_url: str) -> AsyncIterator[Serving]:
    """The adapter with a patience that the tests' quick handlers never use up."""
    async with serving(slack, core.app, settings_for(slack, database_url), patience=5.0) as made:
        yield made
        core.gate.set()
        await idle(slack)
    assert not slack.violations, "\n".join(slack.violations)


@pytest.fixture
async def delivering(core: Trial) -> AsyncIterator[Delivering]:
    """What askq sends unasked goes out."""
    made = Delivering(core.app)
    yield made
    await made.abandon()


@pytest.fixture
async def hasty(slack: SlackServer, core: Trial, database_url: str) -> AsyncIterator[Serving]:
    """The adapter with hardly any patience: what is held back is answered later."""
    async with serving(slack, core.app, settings_for(slack, database_url), patience=0.05) as made:
        yield made
        core.gate.set()
        await idle(slack)
    assert not slack.violations, "\n".join(slack.violations)
