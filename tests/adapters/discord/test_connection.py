"""The connection: how it begins, what interrupts it, how it ends."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.app import DiscordFront
from adapters.discord.pointing import pointed_at
from adapters.discord.register import commands, invite
from bot.bootstrap import catalogue
from bot.errors import ConfigError
from bot.fronts import State
from bot.settings import Settings, load
from tests.adapters.discord.test_answers import act
from tests.adapters.discord.trial import NOW, Trial
from tests.support.discord.faults import SERVER_ERROR, UNAUTHORIZED, Failure
from tests.support.discord.gateway import AUTHENTICATION_FAILED, IDENTIFY, RESUME
from tests.support.discord.permissions import ADMINISTRATOR, READ_MESSAGE_HISTORY, VIEW_CHANNEL
from tests.support.discord.server import DiscordServer
from tests.support.discord_front import Serving, idle, serving, settings_for


@pytest.fixture
def settings(discord: DiscordServer, database_url: str) -> Settings:
    return settings_for(discord, database_url)


async def test_a_drop_is_reported_and_what_happened_meanwhile_is_answered(
    discord: DiscordServer, running: Serving
) -> None:
    await discord.gateway.drop()
    shown = await act(discord, "reply")
    await discord.until(lambda: running.states == [State.CONNECTED, State.BROKEN, State.CONNECTED])
    assert shown.answered == "message"
    assert discord.gateway.count(RESUME) == 1
    assert discord.gateway.count(IDENTIFY) == 1


async def test_a_reconnect_on_request_resumes(discord: DiscordServer, running: Serving) -> None:
    await discord.gateway.ask_to_reconnect()
    await discord.until(lambda: running.states[-2:] == [State.BROKEN, State.CONNECTED])
    assert discord.gateway.count(IDENTIFY) == 1


async def test_a_refused_first_connection_fails_in_a_way_that_may_be_retried(
    discord: DiscordServer, core: Trial, settings: Settings
) -> None:
    discord.gateway.refuse(10)
    with pytest.raises(OSError, match="first connection"):
        await DiscordFront().run(core.app, settings, list[State]().append)
    discord.gateway.refusals = 0
    async with serving(discord, core.app, settings, patience=10.0):
        assert (await act(discord, "reply")).answered == "message"


async def test_a_wrong_token_is_not_retried(core: Trial, discord: DiscordServer, database_url: str) -> None:
    settings = load(_env_file=None, database_url=database_url, discord_token="wrong", discord_api_url=discord.api_url)
    with pytest.raises(ConfigError, match="Reset Token"):
        await DiscordFront().run(core.app, settings, list[State]().append)
    assert discord.gateway.count(IDENTIFY) == 0


async def test_a_token_revoked_while_running_ends_it(discord: DiscordServer, running: Serving) -> None:
    session = discord.gateway.session
    assert session is not None
    assert session.connection is not None
    await session.connection.close(AUTHENTICATION_FAILED)
    with pytest.raises(ConfigError, match="ASKQ_DISCORD_TOKEN"):
        await asyncio.wait_for(asyncio.shield(running.task), 10)


async def test_trouble_at_login_may_be_retried(discord: DiscordServer, core: Trial, settings: Settings) -> None:
    discord.trouble("me", Failure(403, 0, "Forbidden"))
    with pytest.raises(Exception, match="Forbidden") as raised:
        await DiscordFront().run(core.app, settings, list[State]().append)
    assert not isinstance(raised.value, ConfigError)


async def test_the_last_sessions_of_the_day_are_left_alone(
    discord: DiscordServer, core: Trial, settings: Settings
) -> None:
    discord.sessions_left = 20
    with pytest.raises(ConnectionError, match="20 of today's sessions"):
        await DiscordFront().run(core.app, settings, list[State]().append)
    assert discord.gateway.count(IDENTIFY) == 0


async def test_commands_are_registered_once_and_again_only_when_they_differ(
    discord: DiscordServer, core: Trial, settings: Settings
) -> None:
    for _ in range(2):
        async with serving(discord, core.app, settings):
            pass
    assert len(discord.calls("commands")) == 1
    assert [each["name"] for each in discord.world.commands] == [each["name"] for each in commands(core.app.catalogue)]
    discord.world.commands.pop()
    async with serving(discord, core.app, settings):
        pass
    assert len(discord.calls("commands")) == 2


async def test_an_end_waits_for_the_answers_under_way(discord: DiscordServer, running: Serving, core: Trial) -> None:
    core.gate.clear()
    waiting = asyncio.create_task(act(discord, "reply"))
    await discord.until(lambda: core.seen, "the handler to run")
    running.task.cancel()
    core.gate.set()
    assert (await waiting).answered == "message"
    with pytest.raises(asyncio.CancelledError):
        await running.task
    assert not discord.gateway.connected


async def test_where_discord_is_stays_as_it_was_unless_told_otherwise(discord: DiscordServer) -> None:
    def where() -> tuple[Any, Any]:
        return Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY

    before = where()
    async with pointed_at(f"{Route.BASE}/"):
        assert where() == before
    async with pointed_at(f"{discord.api_url}/"):
        assert where() == (discord.api_url, discord.gateway.url) or str(where()[1]) == discord.gateway.url
    assert where() == before


async def test_the_api_being_down_at_the_start_may_be_retried(
    discord: DiscordServer, core: Trial, settings: Settings
) -> None:
    discord.trouble("gateway", SERVER_ERROR)
    with pytest.raises(Exception, match="502"):
        await DiscordFront().run(core.app, settings, list[State]().append)


async def test_the_checkup_finds_everything_well(discord: DiscordServer, core: Trial, settings: Settings) -> None:
    async with serving(discord, core.app, settings):
        await idle(discord)
    findings = await DiscordFront().checkup(core.app.catalogue, settings)
    assert [finding.what for finding in findings if not finding.well] == []
    said = "\n".join(finding.what for finding in findings)
    assert str(discord.world.application_id) in said
    assert "askq is in 1 server" in said
    assert "askq has its permissions" in said
    assert "slash commands are registered: askq, challenge, practice, quiz" in said
    assert discord.gateway.count(IDENTIFY) == 1


async def test_the_checkup_finds_commands_that_are_not_those_of_this_version(
    discord: DiscordServer, core: Trial, settings: Settings
) -> None:
    async with serving(discord, core.app, settings):
        await idle(discord)
    findings = await DiscordFront().checkup(catalogue(), settings)
    (unwell,) = [finding for finding in findings if not finding.well]
    assert "askq, challenge, practice, quiz" in unwell.what
    assert "not those of this version" in unwell.advice


async def test_the_checkup_says_what_to_do(discord: DiscordServer, settings: Settings) -> None:
    discord.world.guilds.clear()
    unwell = {
        finding.what: finding.advice
        for finding in await DiscordFront().checkup(catalogue(), settings)
        if not finding.well
    }
    assert "nobody has added it" in unwell["askq is in 0 servers"]
    assert "askq run" in unwell["slash commands are registered: none"]


async def test_the_checkup_names_the_servers_that_give_too_little(
    discord: DiscordServer, core: Trial, settings: Settings
) -> None:
    for name, given in (("Book club", READ_MESSAGE_HISTORY | VIEW_CHANNEL), ("Film club", ADMINISTRATOR)):
        guild = await discord.guild_join(name)
        guild.members[discord.world.bot.id].permissions = given
    (unwell,) = [
        finding
        for finding in await DiscordFront().checkup(core.app.catalogue, settings)
        if not finding.well and "permissions" in finding.what
    ]
    assert "missing in Book club (Send Messages, Create Public Threads, Send Messages in Threads):" in unwell.advice
    assert invite(str(discord.world.application_id)) in unwell.advice
    assert "Film club" not in unwell.advice
    assert "Reading room" not in unwell.advice


async def test_the_checkup_counts_the_servers_where_discord_does_not(
    discord: DiscordServer, settings: Settings
) -> None:
    discord.world.tells_how_many_guilds = False
    findings = await DiscordFront().checkup(catalogue(), settings)
    assert any(finding.what == "askq is in 1 server" and finding.well for finding in findings)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://127.0.0.1:9/api/v10"])
async def test_the_checkup_of_a_wrong_address_says_which_setting_it_is(database_url: str, address: str) -> None:
    settings = load(_env_file=None, database_url=database_url, discord_token="a.b.c", discord_api_url=address)
    (finding,) = await DiscordFront().checkup(catalogue(), settings)
    assert not finding.well
    assert "ASKQ_DISCORD_API_URL" in finding.advice
    assert "network" in finding.advice


async def test_the_checkup_of_an_address_where_somebody_else_answers_says_so(
    discord: DiscordServer, database_url: str
) -> None:
    elsewhere = discord.api_url.removesuffix("/api/v10")
    settings = load(_env_file=None, database_url=database_url, discord_token="a.b.c", discord_api_url=elsewhere)
    (finding,) = await DiscordFront().checkup(catalogue(), settings)
    assert "ASKQ_DISCORD_API_URL" in finding.advice


async def test_the_checkup_of_a_refused_token_says_so(discord: DiscordServer, settings: Settings) -> None:
    discord.trouble("me", UNAUTHORIZED)
    (finding,) = await DiscordFront().checkup(catalogue(), settings)
    assert not finding.well
    assert "Reset Token" in finding.advice


async def test_a_clock_that_is_wrong_is_noticed(discord: DiscordServer, settings: Settings) -> None:
    findings = await DiscordFront(now=lambda: NOW).checkup(catalogue(), settings)
    assert any("synchronise it" in finding.advice for finding in findings)
