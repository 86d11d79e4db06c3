"""What can go wrong on purpose: refusals, broken connections, rate limits, waits, the gateway's moods."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord as sdk
import pytest

from tests.support.discord.faults import (
    FORBIDDEN,
    INTERNAL_ERROR,
    RESET,
    SERVER_ERROR,
    UNAVAILABLE,
    UNKNOWN_INTERACTION,
    rate_limited,
)
from tests.support.discord.gateway import HEARTBEAT, IDENTIFY, RESUME
from tests.support.discord.permissions import READ_MESSAGE_HISTORY
from tests.support.discord.pointing import discord_py_at
from tests.support.discord.server import DiscordServer
from tests.support.discord.trial_bot import Bot, running
from tests.support.rooms import Clock

pytestmark = pytest.mark.timeout(30)


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
async def bot(discord: DiscordServer) -> AsyncIterator[Bot]:
    async with running(discord) as bot:
        yield bot
        assert bot.failures == []
    assert discord.violations == []


@pytest.fixture
async def wayward(discord: DiscordServer) -> AsyncIterator[Bot]:
    """A bot that may fail and may break rules."""
    async with running(discord) as bot:
        yield bot


def channel_of(bot: Bot, discord: DiscordServer, name: str = "#general") -> Any:
    return bot.get_channel(discord.world.channel(name).id)


@pytest.mark.parametrize("failure", [FORBIDDEN, UNAVAILABLE, RESET], ids=["403", "503", "reset"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_message_fails_before_or_after_its_effect(
    discord: DiscordServer, bot: Bot, failure: Any, after: bool
) -> None:
    discord.trouble("message", failure, after=after)
    with pytest.raises((sdk.HTTPException, aiohttp.ClientError, OSError)):
        await channel_of(bot, discord).send("hello")
    assert len(discord.screen("ben", "#general")) == after
    assert discord.calls("message")[0].trouble
    await channel_of(bot, discord).send("again")


@pytest.mark.parametrize("failure", [INTERNAL_ERROR, SERVER_ERROR], ids=["500", "502"])
async def test_discord_py_repeats_a_broken_answer_and_hears_that_it_was_given(
    discord: DiscordServer, wayward: Bot, failure: Any
) -> None:
    discord.trouble("callback", failure, after=True)
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    assert shown.answered == "message"
    await discord.until(lambda: wayward.failures)
    assert "40060" in str(wayward.failures[0])
    assert discord.violations == []


async def test_an_interaction_that_discord_forgot_shows_nothing(discord: DiscordServer, wayward: Bot) -> None:
    discord.trouble("callback", UNKNOWN_INTERACTION)
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    assert shown.answered is None
    await discord.until(lambda: wayward.failures)


@pytest.mark.parametrize("everywhere", [False, True], ids=["one route", "global"])
async def test_a_rate_limit_is_waited_out(discord: DiscordServer, bot: Bot, everywhere: bool) -> None:
    discord.trouble("message", rate_limited(0.05, everywhere=everywhere), times=2)
    await channel_of(bot, discord).send("hello")
    assert [call.status for call in discord.calls("message")] == [429, 429, 200]


async def test_an_answer_is_held_back_until_released(discord: DiscordServer, bot: Bot) -> None:
    hold = discord.hold_back("callback")
    waiting = asyncio.create_task(discord.command("ana", "#general", "askq", topic="culture"))
    await hold.arrived()
    assert discord.screen("ana", "#general") == []
    hold.release()
    assert (await waiting).answered == "message"


async def test_what_was_sent_while_the_bot_was_away_arrives_when_it_resumes(discord: DiscordServer, bot: Bot) -> None:
    await discord.gateway.drop()
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    assert shown.answered == "message"
    assert discord.gateway.count(RESUME) == 1
    assert discord.gateway.count(IDENTIFY) == 1
    await discord.until(lambda: "resumed" in bot.seen)


async def test_a_bot_that_is_asked_to_reconnect_resumes(discord: DiscordServer, bot: Bot) -> None:
    await discord.gateway.ask_to_reconnect()
    await discord.until(lambda: "resumed" in bot.seen)
    assert discord.gateway.count(IDENTIFY) == 1


async def test_an_invalid_session_is_begun_anew(discord: DiscordServer, bot: Bot) -> None:
    await discord.gateway.invalidate()
    await discord.until(lambda: discord.gateway.count(IDENTIFY) == 2)
    await discord.connected()
    assert (await discord.command("ana", "#general", "askq", topic="culture")).answered == "message"


async def test_a_resumable_invalid_session_is_resumed(discord: DiscordServer, bot: Bot) -> None:
    await discord.gateway.invalidate(resumable=True)
    await discord.until(lambda: "resumed" in bot.seen)


async def test_a_session_that_discord_forgot_is_begun_anew(discord: DiscordServer, bot: Bot) -> None:
    discord.gateway.forget_sessions()
    await discord.gateway.drop()
    await discord.until(lambda: discord.gateway.count(IDENTIFY) == 2)
    assert discord.gateway.count(RESUME) == 1


async def test_a_silent_gateway_is_left_for_a_new_connection(discord: DiscordServer) -> None:
    discord.gateway.heartbeat_interval_ms = 50
    async with running(discord, heartbeat_timeout=0.3):
        assert discord.gateway.count(HEARTBEAT) > 0
        discord.gateway.acknowledges = False
        await discord.until(lambda: discord.gateway.count(RESUME) == 1)
        discord.gateway.acknowledges = True


async def test_a_refused_connection_is_noticed(discord: DiscordServer) -> None:
    discord.gateway.refuse()
    async with discord_py_at(discord.api_url):
        bot = Bot()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await bot.start(discord.token, reconnect=False)
        await bot.close()


async def test_a_wait_that_fails_says_what_was_seen(discord: DiscordServer, bot: Bot) -> None:
    await channel_of(bot, discord).send("hello")
    with pytest.raises(AssertionError, match=r"(?s)waited .* for a miracle.*POST /channels/.*hello"):
        await discord.until(lambda: False, "a miracle", timeout=0.01)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def slow(clock: Clock) -> AsyncIterator[tuple[DiscordServer, Bot]]:
    """A Discord whose clock stands still until it is moved."""
    async with DiscordServer(clock=clock) as discord, running(discord) as bot:
        yield discord, bot


async def post_once(discord: DiscordServer, bot: Bot, nonce: str) -> Any:
    """As a sender does that wants to post once: raw, for discord.py makes a nonce of its own otherwise."""
    body = {"content": "once", "nonce": nonce, "enforce_nonce": True, "allowed_mentions": {"parse": []}}
    channel = discord.world.channel("#general").id
    return await bot.http.request(
        sdk.http.Route("POST", "/channels/{channel_id}/messages", channel_id=channel), json=body
    )


async def test_what_takes_its_time_lands_when_its_time_has_come(slow: tuple[DiscordServer, Bot], clock: Clock) -> None:
    discord, bot = slow
    discord.trouble("message", RESET, late=3)
    with pytest.raises(aiohttp.ClientError):
        await post_once(discord, bot, "slot-1")
    clock.forward(seconds=2)
    assert discord.screen("ben", "#general") == []
    clock.forward(seconds=1)
    assert len(discord.screen("ben", "#general")) == 1


async def test_what_lands_late_is_still_one_with_what_came_before(
    slow: tuple[DiscordServer, Bot], clock: Clock
) -> None:
    discord, bot = slow
    discord.trouble("message", RESET, late=3)
    with pytest.raises(aiohttp.ClientError):
        await post_once(discord, bot, "slot-1")
    await post_once(discord, bot, "slot-1")
    clock.forward(seconds=5)
    assert len(discord.screen("ben", "#general")) == 1


async def test_a_nonce_is_remembered_for_some_minutes(slow: tuple[DiscordServer, Bot], clock: Clock) -> None:
    discord, bot = slow
    for minutes, there in ((0, 1), (2, 1), (2, 2)):
        clock.forward(minutes=minutes)
        await post_once(discord, bot, "slot-1")
        assert len(discord.screen("ben", "#general")) == there


async def test_a_discord_that_is_down_is_so_until_it_comes_back(discord: DiscordServer, bot: Bot) -> None:
    discord.go_down()
    for _ in range(3):
        with pytest.raises(sdk.DiscordServerError):
            await channel_of(bot, discord).send("hello")
    discord.come_back()
    await channel_of(bot, discord).send("hello")
    assert len(discord.screen("ben", "#general")) == 1


async def test_rates_are_announced_and_discord_py_keeps_to_them(discord: DiscordServer, bot: Bot) -> None:
    rates = discord.enforce_rates(each=3, window=0.2)
    await asyncio.gather(*(channel_of(bot, discord).send(f"{number}") for number in range(7)))
    assert len(discord.screen("ben", "#general")) == 7
    assert rates.refused == 0


async def test_too_much_over_all_channels_is_refused(discord: DiscordServer, bot: Bot) -> None:
    rates = discord.enforce_rates(each=100, all=2)
    for name in ("#general", "#quiz", "#general"):
        await channel_of(bot, discord, name).send("hello")
    assert rates.refused == 1
    assert [call.status for call in discord.calls("message")] == [200, 200, 429, 200]


async def test_without_the_right_to_read_the_past_there_is_none(discord: DiscordServer, bot: Bot) -> None:
    await channel_of(bot, discord).send("hello")
    assert [message async for message in channel_of(bot, discord).history()]
    discord.forbid("#general", READ_MESSAGE_HISTORY)
    assert [message async for message in channel_of(bot, discord).history()] == []


async def test_whom_the_bot_may_not_wake_it_does_not_wake(discord: DiscordServer, bot: Bot) -> None:
    for mentionable in (False, True):
        role = discord.add_role("readers", mentionable=mentionable)
        await channel_of(bot, discord).send(f"<@&{role.id}>", allowed_mentions=sdk.AllowedMentions(roles=[role]))
        assert discord.newest("ben", "#general").pings == ["@&readers"] * mentionable
