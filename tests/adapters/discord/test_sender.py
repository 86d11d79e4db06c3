"""What is posted without an interaction, and what it means when Discord does not take it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord as sdk
import pytest

from adapters.discord import render
from adapters.discord.pointing import pointed_at
from adapters.discord.sender import Sender
from bot.chat.elements import text, view
from bot.errors import Undeliverable
from tests.adapters.discord.trial import LONG
from tests.support.discord.faults import (
    BANNED,
    FORBIDDEN,
    NO_ACCESS,
    RESET,
    UNAVAILABLE,
    UNKNOWN_CHANNEL,
    Failure,
    rate_limited,
)
from tests.support.discord.server import DiscordServer

HELLO = render.messages(view(text("hello")))


@pytest.fixture
async def sender(discord: DiscordServer) -> AsyncIterator[Sender]:
    async with pointed_at(discord.api_url):
        options = {"allowed_mentions": sdk.AllowedMentions.none(), "max_ratelimit_timeout": 30.0}
        async with sdk.Client(intents=sdk.Intents.none(), **options) as client:
            await client.login(discord.token)
            yield Sender(client)
    assert discord.violations == []


@pytest.fixture
def general(discord: DiscordServer) -> str:
    return str(discord.world.channel("#general").id)


async def test_a_post_says_everything_and_gives_its_ids(discord: DiscordServer, sender: Sender, general: str) -> None:
    ids = await sender.post(general, render.messages(LONG), "slot-1")
    posted = discord.screen("ben", "#general")
    assert [str(message.id) for message in posted] == ids
    assert [message.nonce for message in posted] == ["slot-1", "slot-1.1", "slot-1.2"]


async def test_the_same_post_again_is_the_first_one(discord: DiscordServer, sender: Sender, general: str) -> None:
    assert await sender.post(general, HELLO, "slot-1") == await sender.post(general, HELLO, "slot-1")
    assert await sender.post(general, HELLO, "slot-2")
    assert len(discord.screen("ben", "#general")) == 2


async def test_a_nonce_that_leaves_no_room_raises(sender: Sender, general: str) -> None:
    for nonce in ("", "x" * 24):
        with pytest.raises(ValueError, match="nonce"):
            await sender.post(general, HELLO, nonce)


@pytest.mark.parametrize(
    ("failure", "times", "expected"),
    [
        (FORBIDDEN, 1, (None, False, True)),
        (NO_ACCESS, 1, (None, False, True)),
        (UNKNOWN_CHANNEL, 1, (None, True, False)),
        (rate_limited(90), 1, (90, False, False)),
        (BANNED, 1, (600, False, False)),
        (UNAVAILABLE, 2, (10, False, False)),
        (RESET, 2, (10, False, False)),
        (Failure(400, 50035), 1, (None, False, False)),
    ],
    ids=["not permitted", "no access", "gone", "rate limited", "banned", "down", "reset", "our mistake"],
)
async def test_a_refusal_says_what_it_means(
    discord: DiscordServer,
    sender: Sender,
    general: str,
    failure: Failure,
    times: int,
    expected: tuple[float | None, bool, bool],
) -> None:
    discord.trouble("message", failure, times=times)
    with pytest.raises(Undeliverable) as raised:
        await sender.post(general, HELLO, "slot-1")
    assert (raised.value.retry_after, raised.value.gone, raised.value.forbidden) == expected
    assert len(discord.calls("message")) == times
    assert await sender.post(general, HELLO, "slot-1")
