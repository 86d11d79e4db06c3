"""Hello when askq is added, and the answer to people who talk to it without a command."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

import pytest

from adapters.discord.app import Client
from bot.chat.keys import Place
from bot.chat.messages import Addressed, Joined
from tests.adapters.discord.trial import Trial
from tests.support.discord.faults import FORBIDDEN, RESET, UNAVAILABLE, Failure, rate_limited
from tests.support.discord.server import DiscordServer
from tests.support.discord_front import Serving, idle, serving, settings_for

JUST_AFTER_EVERYBODY_JOINED = datetime(2024, 1, 6, tzinfo=UTC)


async def test_a_new_server_is_greeted_once_in_its_first_channel(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    guild = await discord.guild_join("Book club", channels=("#news", "#general"), locale="de")
    await running.idle()
    assert discord.newest("ana", "Book club #news").text == "Hello, I am askq."
    (event,) = core.seen
    assert isinstance(event, Joined)
    assert event.place == Place(f"discord:{guild.id}", "")
    assert event.locale == "de"
    assert discord.screen("ana", "Book club #general") == []


async def test_hello_goes_where_askq_may_write(discord: DiscordServer, running: Serving) -> None:
    guild = await discord.guild_join("Book club", channels=("#news", "#general"), with_the_bot=False)
    discord.forbid_sending("Book club #news")
    await discord.rejoin(guild)
    await running.idle()
    assert discord.newest("ana", "Book club #general").text == "Hello, I am askq."


async def test_without_a_channel_to_write_to_hello_waits(
    discord: DiscordServer, running: Serving, core: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await discord.guild_join("Book club", channels=())
    await running.idle()
    assert "no channel in server" in caplog.text
    assert core.seen == []


async def test_a_server_joined_while_askq_was_away_is_greeted_when_it_is_back(
    discord: DiscordServer, core: Trial, database_url: str
) -> None:
    now = lambda: JUST_AFTER_EVERYBODY_JOINED  # noqa: E731
    async with serving(discord, core.app, settings_for(discord, database_url), now=now):
        await discord.until(lambda: discord.screen("ben", "#general"), "hello")
    async with serving(discord, core.app, settings_for(discord, database_url), now=now):
        await discord.until(lambda: len(core.seen) == 1)
    assert len(discord.screen("ben", "#general")) == 1


async def test_a_server_that_knows_askq_for_long_is_not_greeted_again(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    (client,) = [each for each in gc.get_objects() if isinstance(each, Client) and not each.is_closed()]
    await client.wait_until_ready()
    await idle(discord)
    assert core.seen == []


async def test_a_mention_is_answered_by_a_reply(discord: DiscordServer, running: Serving, core: Trial) -> None:
    said = await discord.mention("ben", "#general", "hello, who are you?")
    answer = await discord.next_message(said)
    await idle(discord)
    assert answer.text == "I answer to commands."
    assert answer.reference == said.id
    assert answer.pings == []
    (event,) = core.seen
    assert isinstance(event, Addressed)
    assert (event.name, event.admin) == ("Ben", False)


async def test_a_reply_to_what_askq_said_is_talk_among_people(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    answer = await discord.next_message(await discord.mention("ben", "#general", "hello"))
    for ping in (True, False):
        await discord.reply("cleo", answer, "good to know", ping=ping)
    await idle(discord)
    assert len(core.seen) == len(discord.calls("message")) == 1


@pytest.mark.parametrize("ping", [True, False])
async def test_a_reply_that_names_askq_is_answered(discord: DiscordServer, running: Serving, ping: bool) -> None:
    answer = await discord.next_message(await discord.mention("ben", "#general", "hello"))
    said = await discord.reply("cleo", answer, f"<@!{discord.world.bot.id}> and now?", ping=ping)
    assert (await discord.next_message(said)).reference == said.id


async def test_a_mention_of_askqs_own_role_is_a_mention_of_askq(discord: DiscordServer, running: Serving) -> None:
    (own,) = [role for role in discord.world.guild().roles if role.of_bot == discord.world.bot.id]
    said = await discord.say("ben", "#general", f"<@&{own.id}> hello")
    assert (await discord.next_message(said)).reference == said.id


async def test_a_mention_of_another_role_is_none_of_its_business(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    readers = discord.add_role("readers")
    await discord.say("ben", "#general", f"<@&{readers.id}> hello")
    await idle(discord)
    assert core.seen == []


async def test_a_direct_message_is_answered(discord: DiscordServer, running: Serving, core: Trial) -> None:
    answer = await discord.next_message(await discord.direct_message("ana", "hello"))
    assert answer.text == "I answer to commands."
    assert core.seen[0].place.group == f"discord:dm:{discord.world.user('ana').id}"


async def test_other_talk_is_none_of_its_business(discord: DiscordServer, running: Serving, core: Trial) -> None:
    await discord.say("ben", "#general", "hello everybody")
    await discord.say("ben", "#general", "@everyone look")
    robot = discord.world.add_user("robot", bot=True)
    discord.add_member(robot)
    await discord.mention(robot, "#general", "beep")
    await idle(discord)
    assert core.seen == []


async def test_what_is_said_in_a_thread_belongs_to_its_channel(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    parent = discord.world.channel("#general")
    thread = discord.open_thread(parent, "Culture")
    answer = await discord.next_message(await discord.mention("ben", thread, "hello"))
    assert answer.channel is thread
    await discord.command("ben", thread, "askq", topic="culture")
    places = {event.place for event in core.seen}
    assert places == {Place(f"discord:{discord.world.guild().id}", str(parent.id), str(thread.id))}


@pytest.mark.parametrize("failure", [RESET, UNAVAILABLE], ids=["reset", "503"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_post_that_broke_arrives_once(
    discord: DiscordServer, running: Serving, failure: Failure, after: bool
) -> None:
    discord.trouble("message", failure, after=after)
    await discord.mention("ben", "#general", "hello")
    await idle(discord)
    assert [message.text for message in discord.screen("ben", "#general")][1:] == ["I answer to commands."]


async def test_an_answer_waits_for_a_rate_limit(discord: DiscordServer, running: Serving) -> None:
    discord.trouble("message", rate_limited(1))
    answer = await discord.next_message(await discord.mention("ben", "#general", "hello"))
    assert answer.text == "I answer to commands."


async def test_a_post_that_is_refused_is_only_logged(
    discord: DiscordServer, running: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    discord.trouble("message", FORBIDDEN)
    await discord.mention("ben", "#general", "hello")
    await idle(discord)
    assert "http 403, code 50013" in caplog.text
    assert len(discord.calls("message")) == 1


async def test_the_same_message_again_is_not_answered_again(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    await discord.mention("ben", "#general", "hello")
    await idle(discord)
    await discord.repeat_last()
    await idle(discord)
    assert len(discord.calls("message")) == 1
