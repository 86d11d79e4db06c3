"""Calls that no interaction asked for, and what it means when Discord does not take them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import discord as sdk
import pytest

from adapters.discord import render, sender
from adapters.discord.pointing import pointed_at
from adapters.discord.sender import Sender, watching
from bot.chat.elements import text, view
from bot.errors import Doubtful, Undeliverable
from tests.support.discord.faults import (
    BANNED,
    FORBIDDEN,
    NO_ACCESS,
    RESET,
    UNAUTHORIZED,
    UNAVAILABLE,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Failure,
    rate_limited,
)
from tests.support.discord.server import DiscordServer
from tests.support.silence import packets_dropped, unused

(HELLO,) = render.messages(view(text("hello")))


@pytest.fixture
async def client(discord: DiscordServer) -> AsyncIterator[sdk.Client]:
    async with pointed_at(discord.api_url):
        options = {"allowed_mentions": sdk.AllowedMentions.none(), "max_ratelimit_timeout": 30.0}
        async with sdk.Client(intents=sdk.Intents.none(), http_trace=watching(), **options) as client:
            await client.login(discord.token)
            yield client
    assert discord.violations == []


@pytest.fixture
def general(discord: DiscordServer) -> int:
    return discord.world.channel("#general").id


async def test_the_same_post_again_is_the_first_one(discord: DiscordServer, client: sdk.Client, general: int) -> None:
    sending = Sender(client)
    first = await sending.post(general, HELLO, "slot-1")
    assert await sending.post(general, HELLO, "slot-1") == first
    assert await sending.post(general, HELLO, "slot-2") != first
    assert str(discord.screen("ben", "#general")[0].id) == first
    assert len(discord.screen("ben", "#general")) == 2
    assert all(call.body["enforce_nonce"] is True for call in discord.calls("message"))
    assert all(call.body["allowed_mentions"] == {"parse": []} for call in discord.calls("message"))


async def test_a_nonce_that_discord_would_not_take_raises(client: sdk.Client, general: int) -> None:
    for nonce in ("", "x" * 26):
        with pytest.raises(ValueError, match="nonce"):
            await Sender(client).post(general, HELLO, nonce)


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (FORBIDDEN, Undeliverable("http 403, code 50013", forbidden=True)),
        (NO_ACCESS, Undeliverable("http 403, code 50001", forbidden=True)),
        (Failure(403, 50007), Undeliverable("http 403, code 50007", forbidden=True)),
        (Failure(403, 50278), Undeliverable("http 403, code 50278", forbidden=True)),
        (Failure(403, 50009), Undeliverable("http 403, code 50009", forbidden=True)),
        (Failure(403, 40007), Undeliverable("http 403, code 40007", forbidden=True)),
        (Failure(403, 40002), Undeliverable("http 403, code 40002", forbidden=True)),
        (Failure(403, 40003), Undeliverable("http 403, code 40003", retry_after=120)),
        (Failure(403, 40004), Undeliverable("http 403, code 40004", retry_after=300)),
        (Failure(403, 40006), Undeliverable("http 403, code 40006", retry_after=300)),
        (Failure(400, 40062), Undeliverable("http 400, code 40062", retry_after=60)),
        (Failure(400, 130000), Undeliverable("http 400, code 130000", retry_after=60)),
        (Failure(403, 240000), Undeliverable("http 403, code 240000", retry_after=60, forbidden=True)),
        (UNKNOWN_CHANNEL, Undeliverable("http 404, code 10003", gone=True)),
        (Failure(404, 10004), Undeliverable("http 404, code 10004", gone=True)),
        (UNKNOWN_MESSAGE, Undeliverable("http 404, code 10008")),
        (Failure(404), Undeliverable("http 404, code 0")),
        (rate_limited(3), Undeliverable("rate limited", retry_after=3)),
        (rate_limited(90), Undeliverable("rate limited", retry_after=90)),
        (rate_limited(90, everywhere=True), Undeliverable("rate limited", retry_after=90, everywhere=True)),
        (BANNED, Undeliverable("banned", retry_after=600, everywhere=True)),
        (Failure(403, html=True), Undeliverable("banned", retry_after=600, everywhere=True)),
        (UNAUTHORIZED, Undeliverable("http 401", retry_after=60, everywhere=True)),
        (Failure(400, 50035), Undeliverable("http 400, code 50035")),
        (UNAVAILABLE, Doubtful("http 503", retry_after=10)),
        (RESET, Doubtful("ServerDisconnectedError", retry_after=10)),
    ],
    ids=lambda given: str(given) if isinstance(given, Undeliverable) else "",
)
async def test_a_refusal_says_what_it_means(
    discord: DiscordServer, client: sdk.Client, general: int, failure: Failure, expected: Undeliverable
) -> None:
    discord.trouble("message", failure)
    with pytest.raises(Undeliverable) as raised:
        await Sender(client).post(general, HELLO, "slot-1")
    told = raised.value
    if failure is not RESET:
        assert str(told) == str(expected)
    meaning = ("retry_after", "gone", "forbidden", "everywhere")
    assert [getattr(told, name) for name in meaning] == [getattr(expected, name) for name in meaning]
    assert isinstance(told, Doubtful) is isinstance(expected, Doubtful)
    assert len(discord.calls("message")) == 1
    assert await Sender(client).post(general, HELLO, "slot-1")


async def test_a_rate_limit_for_all_keeps_nothing_else_waiting(
    discord: DiscordServer, client: sdk.Client, general: int
) -> None:
    discord.trouble("message", rate_limited(20, everywhere=True))
    with pytest.raises(Undeliverable):
        await Sender(client).post(general, HELLO, "slot-1")
    assert (await client.fetch_user(discord.world.user("ben").id)).name == "ben"


async def test_a_call_that_hangs_is_in_doubt(
    discord: DiscordServer, client: sdk.Client, general: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "CALL_SECONDS", 0.1)
    hold = discord.hold_back("message")
    with pytest.raises(Doubtful):
        await Sender(client).post(general, HELLO, "slot-1")
    hold.release()


async def test_a_call_that_never_left_is_not_in_doubt(
    discord: DiscordServer, client: sdk.Client, general: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    discord.enforce_rates(each=1, window=1.0)
    sending = Sender(client)
    hold = discord.hold_back("message", after=True)
    first = asyncio.create_task(sending.post(general, HELLO, "slot-1"))
    await hold.arrived()
    monkeypatch.setattr(sender, "CALL_SECONDS", 0.1)
    with pytest.raises(Undeliverable) as raised:
        await sending.post(general, HELLO, "slot-2")
    assert not isinstance(raised.value, Doubtful)
    assert raised.value.retry_after is not None
    hold.release()
    await first


async def test_where_nobody_listens_nothing_was_carried_out(
    discord: DiscordServer, client: sdk.Client, general: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(sdk.http.Route, "BASE", f"http://127.0.0.1:{unused()}/api/v10")
        with pytest.raises(Undeliverable, match="ClientConnectorError") as raised:
            await Sender(client).post(general, HELLO, "slot-1")
    assert not isinstance(raised.value, Doubtful)
    assert (raised.value.everywhere, raised.value.retry_after) == (True, 2.0)
    assert await Sender(client).post(general, HELLO, "slot-1")


async def test_a_connection_that_is_never_made_leaves_no_doubt(
    discord: DiscordServer, client: sdk.Client, general: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "CALL_SECONDS", 0.2)
    with packets_dropped() as address, monkeypatch.context() as elsewhere:
        elsewhere.setattr(sdk.http.Route, "BASE", f"http://{address}/api/v10")
        with pytest.raises(Undeliverable, match="TimeoutError") as raised:
            await Sender(client).post(general, HELLO, "slot-1")
    assert not isinstance(raised.value, Doubtful)
    assert (raised.value.everywhere, raised.value.retry_after) == (True, 2.0)


async def test_a_call_that_the_end_cuts_off_is_in_doubt(
    discord: DiscordServer, client: sdk.Client, general: int
) -> None:
    hold = discord.hold_back("message")
    sending = asyncio.create_task(Sender(client).post(general, HELLO, "slot-1"))
    await hold.arrived()
    await client.close()
    with pytest.raises(Doubtful):
        await sending
    with pytest.raises(Doubtful):
        await Sender(client).post(general, HELLO, "slot-2")
    hold.release()
