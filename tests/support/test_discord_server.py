"""The Discord on loopback, proved with a real discord.py client."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import discord as sdk
import pytest

from tests.support.discord import openapi
from tests.support.discord.commands import Upload
from tests.support.discord.faults import (
    DIRECT_MESSAGES_CLOSED,
    FORBIDDEN,
)
from tests.support.discord.pointing import discord_py_at
from tests.support.discord.reading import markdown_as_read
from tests.support.discord.server import DiscordServer
from tests.support.discord.trial_bot import Bot, running, screen

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


# -- what people do and see -----------------------------------------------------------------------------------


async def test_a_command_is_answered_with_a_screen_that_only_its_author_sees(discord: DiscordServer, bot: Bot) -> None:
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    assert shown.answered == "message"
    assert shown.ephemeral
    assert shown.text == "culture: what is 2 * 3?\n───\nA 5\nB 6\n[Another] [Suggest]\n[Answer ▾ A | B]"
    assert discord.screen("ana", "#general") == [shown.message]
    assert discord.screen("ben", "#general") == []
    discord.reload("ana")
    assert discord.screen("ana", "#general") == []


async def test_an_answer_for_all_is_seen_by_all(discord: DiscordServer, bot: Bot) -> None:
    shown = await discord.command("ana", "#general", "askq", topic="culture", here=True)
    assert discord.screen("ben", "#general") == [shown.message]
    assert "culture" in discord.screen_text("ben", "#general")


async def test_a_press_changes_the_message(discord: DiscordServer, bot: Bot) -> None:
    shown = await discord.command("ana", "#general", "askq", topic="culture", here=True)
    pressed = await discord.press("ben", shown, "Another")
    assert pressed.answered == "updated"
    assert pressed.message is shown.message
    assert shown.text.startswith("Another one")
    assert shown.message.history[0].startswith("culture")


async def test_a_select_hands_over_what_was_chosen(discord: DiscordServer, bot: Bot) -> None:
    shown = await discord.command("ana", "#general", "askq", topic="culture", here=True)
    chosen = await discord.choose("ben", shown, "Answer", "B")
    assert chosen.text == "chose ['b']"


async def test_a_form_opens_and_is_sent(discord: DiscordServer, bot: Bot) -> None:
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    opened = await discord.press("ana", shown, "Suggest")
    assert opened.answered == "modal"
    assert opened.text == "Suggest a question\nQuestion:"
    thanks = await discord.submit("ana", opened, {"Question": "what if?"})
    assert thanks.text == "Thanks for what if?"


async def test_typing_brings_suggestions(discord: DiscordServer, bot: Bot) -> None:
    choices = await discord.complete("ana", "#general", "askq", topic="cul")
    assert [choice.name for choice in choices] == ["culture"]


async def test_a_subcommand_a_person_and_a_file_arrive_resolved(discord: DiscordServer, bot: Bot) -> None:
    assert (await discord.command("ana", "#general", "bank why", question="x")).text.startswith("Because.")
    assert (await discord.command("ana", "#general", "challenge", who="ben")).text == "ben is challenged"
    shown = await discord.command("ana", "#general", "bank import", file=Upload("a.txt", b"abc"))
    assert shown.interaction.payload["data"]["resolved"]["attachments"]


async def test_a_deferred_answer_is_waited_for(discord: DiscordServer, bot: Bot) -> None:
    shown = await discord.command("ana", "#general", "challenge", who="ben")
    assert shown.answered == "deferred"
    assert shown.ephemeral
    assert not shown.message.loading


async def test_commands_work_in_direct_messages(discord: DiscordServer, bot: Bot) -> None:
    shown = await discord.command("ana", "dm", "askq", topic="culture")
    assert shown.interaction.payload["context"] == 1
    assert "member" not in shown.interaction.payload
    with pytest.raises(AssertionError, match="not offered"):
        await discord.command("ana", "dm", "challenge", who="ben")


async def test_a_mention_and_a_direct_message_are_answered(discord: DiscordServer, bot: Bot) -> None:
    said = await discord.mention("ana", "#general", "culture")
    assert (await discord.next_message(said)).text == "You said: culture"
    said = await discord.direct_message("ben", "hello")
    assert (await discord.next_message(said)).text == "You said: hello"


async def test_what_people_say_among_themselves_stays_theirs(discord: DiscordServer, bot: Bot) -> None:
    await discord.say("ana", "#general", "secret")
    await discord.mention("ana", "#general", "culture")
    await discord.until(lambda: len(bot.seen) == 2)
    assert bot.seen[0] == ""


async def test_joining_and_leaving_a_server_is_noticed(discord: DiscordServer, bot: Bot) -> None:
    guild = await discord.guild_join("Study hall")
    await discord.until(lambda: bot.seen == ["joined Study hall"])
    shown = await discord.command("ben", "Study hall #general", "askq", topic="culture")
    assert shown.interaction.payload["guild_id"] == str(guild.id)
    await discord.guild_leave(guild)
    await discord.until(lambda: len(bot.guilds) == 1)


async def test_a_client_does_not_let_people_do_what_they_cannot(discord: DiscordServer, bot: Bot) -> None:
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    for refused in (
        discord.command("ana", "#general", "nothing"),
        discord.command("ana", "#general", "askq", colour="red"),
        discord.command("ana", "#general", "bank why"),
        discord.press("ben", shown, "Another"),
        discord.press("ana", shown, "Gone"),
        discord.choose("ana", shown, "Answer", "C"),
    ):
        with pytest.raises(AssertionError):
            await refused


async def test_a_press_on_an_old_version_of_a_message_still_arrives(discord: DiscordServer, bot: Bot) -> None:
    shown = await discord.command("ana", "#general", "askq", topic="culture", here=True)
    shown.message.components.pop()
    shown.message.components.pop()
    assert (await discord.press("ana", shown, "again", stale=True)).answered == "updated"


async def test_a_user_installed_command_works_where_the_bot_is_not(discord: DiscordServer, bot: Bot) -> None:
    discord.world.commands[0]["integration_types"] = [0, 1]
    elsewhere = discord.private_channel("ana", "ben")
    with pytest.raises(AssertionError, match="nobody installed"):
        await discord.command("ana", elsewhere, "askq", topic="culture")
    discord.install_for("ana")
    shown = await discord.command("ana", elsewhere, "askq", topic="culture")
    assert shown.interaction.payload["context"] == 2
    assert shown.interaction.payload["authorizing_integration_owners"] == {"1": str(discord.world.user("ana").id)}


async def test_a_repeated_delivery_has_the_same_id_and_may_be_answered_again(
    discord: DiscordServer, wayward: Bot
) -> None:
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    await discord.repeat_last()
    await discord.until(lambda: shown.interaction.callbacks == 2)
    await discord.until(lambda: wayward.failures)
    assert "40060" in str(wayward.failures[0]) or isinstance(wayward.failures[0], sdk.InteractionResponded)
    assert discord.violations == []
    assert len(discord.screen("ana", "#general")) == 1


# -- REST -----------------------------------------------------------------------------------------------------


def channel_of(bot: Bot, discord: DiscordServer, name: str = "#general") -> Any:
    return bot.get_channel(discord.world.channel(name).id)


async def test_an_enforced_nonce_gives_the_first_message_again(discord: DiscordServer, bot: Bot) -> None:
    channel = discord.world.channel("#general")
    body = {"content": "once", "nonce": "slot-1", "enforce_nonce": True, "allowed_mentions": {"parse": []}}
    route = sdk.http.Route("POST", "/channels/{channel_id}/messages", channel_id=channel.id)
    first, second = [await bot.http.request(route, json=body) for _ in range(2)]
    assert first["id"] == second["id"]
    assert len(channel.messages) == 1
    discord.forget_nonces()
    assert (await bot.http.request(route, json=body))["id"] != first["id"]


async def test_messages_are_read_edited_pinned_and_deleted(discord: DiscordServer, bot: Bot) -> None:
    channel = channel_of(bot, discord)
    message = await channel.send(view=screen("one"))
    await message.edit(view=screen("two"))
    await message.pin()
    assert [m.id async for m in channel.history(limit=5)] == [message.id]
    seen = discord.newest("ben", "#general")
    assert seen.pinned
    assert seen.text.startswith("two")
    await message.delete()
    assert discord.screen("ben", "#general") == []
    with pytest.raises(sdk.NotFound):
        await channel.fetch_message(message.id)


async def test_threads_have_their_own_permissions_and_only_one_hangs_on_a_message(
    discord: DiscordServer, bot: Bot
) -> None:
    message = await channel_of(bot, discord).send("talk here")
    thread = await message.create_thread(name="Talk", auto_archive_duration=60)
    await thread.send("first")
    assert discord.newest("ben", discord.world.channels[thread.id]).text == "first"
    with pytest.raises(sdk.HTTPException) as refused:
        await message.create_thread(name="Talk")
    assert refused.value.code == 160004
    discord.forbid_sending(discord.world.channels[thread.id])
    with pytest.raises(sdk.Forbidden):
        await thread.send("second")


async def test_closed_direct_messages_and_lost_rights_are_refused(discord: DiscordServer, bot: Bot) -> None:
    discord.close_direct_messages("ben")
    with pytest.raises(sdk.Forbidden) as refused:
        await (await bot.fetch_user(discord.world.user("ben").id)).send("hello")
    assert refused.value.code == DIRECT_MESSAGES_CLOSED.code
    discord.forbid_sending("#quiz")
    with pytest.raises(sdk.Forbidden) as refused:
        await channel_of(bot, discord, "#quiz").send("hello")
    assert refused.value.code == FORBIDDEN.code


async def test_a_file_is_shown_by_a_component_and_can_be_fetched(discord: DiscordServer, bot: Bot) -> None:
    view = sdk.ui.LayoutView()
    view.add_item(sdk.ui.MediaGallery(sdk.MediaGalleryItem("attachment://a.png", description="A chart")))
    message = await channel_of(bot, discord).send(view=view, file=sdk.File(io.BytesIO(b"png"), "a.png"))
    assert discord.newest("ben", "#general").text == "[image: A chart]"
    assert await message.attachments[0].read() == b"png"


async def test_a_wrong_token_is_refused(discord: DiscordServer) -> None:
    async with discord_py_at(discord.api_url), Bot() as bot:
        with pytest.raises(sdk.LoginFailure):
            await bot.login("wrong")


@pytest.mark.skipif(not openapi.available(), reason="Discord's OpenAPI description is not beside the project")
async def test_all_answers_have_the_shape_that_discord_describes(discord: DiscordServer, bot: Bot) -> None:
    shown = await discord.command("ana", "#general", "askq", topic="culture", here=True)
    await discord.press("ben", shown, "Another")
    await discord.submit("ana", await discord.press("ana", shown, "Suggest"), {"question": "why?"})
    await discord.command("ana", "#general", "challenge", who="ben")
    await discord.complete("ana", "#general", "askq", topic="cul")
    await discord.direct_message("ben", "hello")
    await discord.until(lambda: len(discord.calls("message")) == 1)
    view = sdk.ui.LayoutView()
    view.add_item(sdk.ui.MediaGallery(sdk.MediaGalleryItem("attachment://a.png", description="A chart")))
    message = await channel_of(bot, discord).send(view=view, file=sdk.File(io.BytesIO(b"png"), "a.png"))
    await message.create_thread(name="Talk")
    await channel_of(bot, discord).fetch_message(message.id)
    await bot.fetch_guild(discord.world.guild().id)
    await bot.fetch_channel(discord.world.channel("#general").id)
    await bot.guilds[0].fetch_member(discord.world.user("ben").id)
    await bot.http.get_bot_gateway()
    await bot.http.get_global_commands(bot.application_id or 0)
    problems = [
        f"{call!r}: {problem}"
        for call in discord.requests
        for problem in openapi.answer_problems(call.method, call.path, call.status or 0, call.answer)
    ]
    assert not problems, "\n".join(problems)


# -- reading --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        (r"**bold** *it* _it_ __under__ ~~gone~~ `code*` ||spoiler||", "bold it it under gone code* spoiler"),
        (r"\*not\* \_this\_ 2 * 3 * 4 snake_case_name", "*not* _this_ 2 * 3 * 4 snake_case_name"),
        ("# Title\n-# small\n> said\n- one\n1. two", "Title\nsmall\n│ said\n• one\n1. two"),
        (
            "[site](https://example.org/a_b) <https://example.org>",
            "site (https://example.org/a_b) https://example.org",
        ),
        ("```\na  *b*\n```", "a  *b*"),
        ("<t:0:R> </quiz start:12> <:yes:34>", "1970-01-01 00:00 UTC /quiz start :yes:"),
        ("***both***", "both"),
    ],
)
async def test_markdown_reads_as_people_see_it(markdown: str, read: str) -> None:
    assert markdown_as_read(markdown) == read
