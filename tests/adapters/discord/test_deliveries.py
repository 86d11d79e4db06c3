"""The ledger and the front together: what is written is sent, while and only while Discord takes it."""

from __future__ import annotations

import asyncio

from adapters.discord.outbox import PACE
from bot.chat.keys import Person, Place
from bot.delivery.sender import Pace
from tests.adapters.discord.trial import Trial
from tests.support.discord.faults import RESET
from tests.support.discord.server import DiscordServer
from tests.support.discord_front import Serving, serving, settings_for
from tests.support.rooms import Clock


def general(discord: DiscordServer) -> Place:
    return Place(f"discord:{discord.world.guild().id}", str(discord.world.channel("#general").id))


def seen(discord: DiscordServer, where: str = "#general") -> list[str]:
    return [message.text for message in discord.screen("ben", where)]


async def test_what_is_written_is_sent(discord: DiscordServer, running: Serving, core: Trial) -> None:
    core.sends(general(discord), "good morning")
    core.sends(Person("discord", "", str(discord.world.user("ben").id)), "good morning, ben")
    await running.idle()
    assert seen(discord) == ["good morning"]
    assert seen(discord, "dm") == ["good morning, ben"]


async def test_posts_go_out_while_the_gateway_is_away(discord: DiscordServer, running: Serving, core: Trial) -> None:
    discord.gateway.is_down = True
    await discord.gateway.drop()
    core.sends(general(discord), "good morning")
    await running.deliveries.settled()
    assert seen(discord) == ["good morning"]
    discord.gateway.is_down = False


async def test_while_discord_is_down_posts_wait_and_then_arrive_once(
    discord: DiscordServer, running: Serving, core: Trial, clock: Clock
) -> None:
    discord.go_down()
    core.sends(general(discord), "good morning")
    await running.idle()
    clock.forward(seconds=11)
    await running.idle()
    assert seen(discord) == []
    discord.come_back()
    clock.forward(minutes=10)
    await running.idle()
    assert seen(discord) == ["good morning"]


async def test_a_post_that_discord_carries_out_late_arrives_once(
    discord: DiscordServer, running: Serving, core: Trial, clock: Clock
) -> None:
    discord.trouble("message", RESET, late=5)
    core.sends(general(discord), "good morning")
    await running.idle()
    assert seen(discord) == []
    clock.forward(seconds=11)
    await running.idle()
    assert seen(discord) == ["good morning"]


async def test_before_the_servers_are_known_and_after_the_end_nothing_is_sent(
    discord: DiscordServer, core: Trial, database_url: str
) -> None:
    assert not core.app.senders.homes
    async with serving(discord, core.app, settings_for(discord, database_url)):
        assert core.app.senders.homes == {"discord"}
    assert not core.app.senders.homes


async def test_the_end_waits_for_what_is_being_sent(discord: DiscordServer, running: Serving, core: Trial) -> None:
    hold = discord.hold_back("message")
    core.sends(general(discord), "good morning")
    await hold.arrived()
    running.task.cancel()
    await discord.until(lambda: not core.app.senders.homes)
    hold.release()
    await asyncio.wait({running.task})
    assert seen(discord) == ["good morning"]
    assert discord.calls("message")[0].status == 200


async def test_the_pace_stays_within_discords_limits(discord: DiscordServer, core: Trial, database_url: str) -> None:
    assert (PACE.each, PACE.all) == (1.0, 45.0)
    rates = discord.enforce_rates(each=5, window=0.5, all=50)  # as they commonly are, ten times as fast in a channel
    channels = ["#general", *(f"#room-{number}" for number in range(7))]
    for name in channels[1:]:
        discord.world.add_channel(name, discord.world.guild())
    pace = Pace(each=0.1, all=PACE.all)
    async with serving(discord, core.app, settings_for(discord, database_url), pace=pace) as running:
        for number in range(7):
            for name in channels:
                core.sends(Place(general(discord).group, str(discord.world.channel(name).id)), f"{number}")
        await running.idle()
    assert all(sorted(seen(discord, name)) == sorted(map(str, range(7))) for name in channels)
    assert rates.refused == 0


async def test_beyond_discords_limits_everything_still_arrives_once(
    discord: DiscordServer, running: Serving, core: Trial, clock: Clock
) -> None:
    rates = discord.enforce_rates(each=3, window=0.2, all=5)
    for number in range(8):
        core.sends(general(discord), f"{number}")
        core.sends(Place(general(discord).group, str(discord.world.channel("#quiz").id)), f"{number}")
    while len(seen(discord)) + len(seen(discord, "#quiz")) < 16:
        await running.deliveries.settled()
        clock.forward(minutes=6)  # as long as the ledger ever waits
    assert rates.refused > 0
    assert sorted(seen(discord)) == sorted(seen(discord, "#quiz")) == sorted(map(str, range(8)))
