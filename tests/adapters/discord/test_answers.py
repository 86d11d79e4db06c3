"""What comes of commands, presses and forms."""

from __future__ import annotations

import gc

import discord as sdk
import pytest

from adapters.discord.app import Client
from adapters.discord.sdk_views import Dialogue, Screen
from bot.chat.messages import Called, Pressed, Submitted
from tests.adapters.discord.trial import Trial
from tests.support.discord.model import Shown
from tests.support.discord.server import DiscordServer
from tests.support.discord_front import Serving, idle


async def act(discord: DiscordServer, how: str, *, openly: bool = False) -> Shown:
    return await discord.command("ana", "#general", "quiz open" if openly else "quiz act", how=how)


async def test_an_answer_is_the_first_answer_and_private(discord: DiscordServer, running: Serving) -> None:
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    assert shown.answered == "message"
    assert shown.ephemeral
    assert shown.text.startswith("you said: culture")
    assert [call.route for call in shown.interaction.calls] == ["callback"]
    assert discord.screen("ben", "#general") == []


async def test_a_public_answer_is_for_the_channel(discord: DiscordServer, running: Serving) -> None:
    await act(discord, "public")
    assert discord.newest("ben", "#general").text.startswith("public for Ana")


async def test_nothing_that_is_shown_wakes_anybody(discord: DiscordServer, running: Serving) -> None:
    ben = discord.world.user("ben")
    shown = await discord.command("ana", "#general", "challenge", who="ben", here=True)
    assert str(ben.id) in shown.text
    assert shown.message.pings == []
    assert shown.interaction.calls[0].body["data"]["allowed_mentions"] == {"parse": []}


async def test_a_command_without_an_answer_leaves_nothing_behind(discord: DiscordServer, running: Serving) -> None:
    await act(discord, "nothing")
    await idle(discord)
    assert discord.screen("ana", "#general") == []


async def test_an_answer_too_long_for_one_message_goes_on_in_the_next(discord: DiscordServer, running: Serving) -> None:
    shown = await act(discord, "long")
    await idle(discord)
    assert [message.ephemeral for message in shown.followups] == [True, True]
    assert all(f"part {n}" in shown.text for n in range(1, 6))


async def test_what_discord_would_not_take_becomes_an_incident(
    discord: DiscordServer, running: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    shown = await act(discord, "broken")
    assert "Something went wrong on our side" in shown.text
    assert shown.ephemeral
    (name,) = [record.args[0] for record in caplog.records if record.msg.startswith("incident") and record.args]
    assert str(name) in shown.text


async def test_a_press_changes_its_message(discord: DiscordServer, running: Serving) -> None:
    shown = await act(discord, "reply")
    pressed = await discord.press("ana", shown, "replace")
    assert pressed.answered == "updated"
    assert pressed.message is shown.message
    assert shown.text.startswith("replace for Ana")


async def test_a_change_too_long_for_one_message_goes_on_below(discord: DiscordServer, running: Serving) -> None:
    pressed = await discord.press("ana", await act(discord, "reply"), "long-change")
    await idle(discord)
    assert [message.ephemeral for message in pressed.followups] == [True, True]


async def test_a_press_is_answered_privately_or_for_all(discord: DiscordServer, running: Serving) -> None:
    shown = await act(discord, "public")
    assert (await discord.press("ben", shown, "reply")).ephemeral
    assert not (await discord.press("ben", shown, "public")).ephemeral


async def test_what_everyone_sees_does_not_change_by_a_press(discord: DiscordServer, running: Serving) -> None:
    shown = await act(discord, "public")
    pressed = await discord.press("ben", shown, "replace")
    assert pressed.answered == "message"
    assert pressed.ephemeral
    assert shown.text.startswith("public for Ana")


async def test_a_press_with_nothing_to_say_leaves_everything_as_it_is(discord: DiscordServer, running: Serving) -> None:
    shown = await act(discord, "reply")
    before = shown.text
    assert (await discord.press("ana", shown, "nothing")).answered == "kept"
    assert shown.text == before


async def test_a_select_with_many_options_is_several_with_one_meaning(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    shown = await act(discord, "reply")
    selects = [each for each in shown.message.each_component() if each["type"] == 3]
    assert [len(each["options"]) for each in selects] == [25, 5]
    picked = await discord.choose("ana", shown, selects[1]["custom_id"], "Topic 27")
    assert picked.text == "picked topic-27"


async def test_a_form_opens_comes_back_filled_in_and_is_answered(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    opened = await discord.press("ana", await act(discord, "reply"), "ask")
    assert opened.text == "A note\nYour note: (A word or two)\nYour level:\nMore:"
    answered = await discord.submit("ana", opened, {"note": "why"})
    assert answered.text == "noted note=why, level=junior, more="
    assert answered.ephemeral
    assert isinstance(core.seen[-1], Submitted)
    assert core.seen[-1].private


async def test_a_form_may_change_the_message_it_was_opened_from(discord: DiscordServer, running: Serving) -> None:
    shown = await act(discord, "reply")
    opened = await discord.press("ana", shown, "ask")
    answered = await discord.submit("ana", opened, {"note": "change", "level": ["senior"]})
    assert answered.answered == "updated"
    assert shown.text == "noted note=change, level=senior, more="


async def test_a_form_opened_by_a_command_is_answered_anew(discord: DiscordServer, running: Serving) -> None:
    opened = await act(discord, "ask")
    answered = await discord.submit("ana", opened, {"note": "change"})
    assert answered.answered == "message"
    assert answered.ephemeral


async def test_suggestions_come_while_typing(discord: DiscordServer, running: Serving) -> None:
    assert [choice.name for choice in await discord.complete("ana", "#general", "askq", topic="cul")] == ["Culture"]
    assert await discord.complete("ana", "#general", "askq", topic="zzz") == ()


async def test_options_arrive_with_their_kinds(discord: DiscordServer, running: Serving, core: Trial) -> None:
    ben = discord.world.user("ben")
    await discord.command("ana", "#general", "challenge", who="ben", times=2, here=True)
    called = core.seen[-1]
    assert isinstance(called, Called)
    assert called.command == "challenge"
    assert called.values == {"who": f"<@{ben.id}>", "times": 2, "here": True}


async def test_direct_messages_are_a_group_of_their_own(discord: DiscordServer, running: Serving, core: Trial) -> None:
    ana = discord.world.user("ana")
    shown = await discord.command("ana", "dm", "quiz act", how="public")
    assert core.seen[-1].place.group == f"discord:dm:{ana.id}"
    assert not core.seen[-1].admin
    await discord.press("ana", shown, "replace")
    assert isinstance(core.seen[-1], Pressed)
    assert core.seen[-1].private
    assert shown.text.startswith("replace")


async def test_people_who_installed_it_for_themselves_use_it_anywhere(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    discord.install_for("ana")
    channel = discord.private_channel("ana", "ben")
    await discord.command("ana", channel, "quiz act", how="reply")
    assert core.seen[-1].place.group == f"discord:dm:{discord.world.user('ana').id}"
    elsewhere = await discord.guild_join("Elsewhere", with_the_bot=False)
    await discord.command("ana", "Elsewhere #general", "quiz act", how="reply")
    assert core.seen[-1].place.group == f"discord:{elsewhere.id}"


async def test_who_manages_the_server_is_an_admin(discord: DiscordServer, running: Serving, core: Trial) -> None:
    for who, admin in (("ana", True), ("ben", False)):
        await discord.command(who, "#general", "quiz act", how="reply")
        assert core.seen[-1].admin is admin


async def test_the_answer_is_in_the_language_of_whoever_asks(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    discord.add_member("dora", locale="de")
    await discord.command("dora", "#general", "quiz act", how="reply")
    assert core.seen[-1].locale == "de"
    assert core.seen[-1].name == "Dora"


async def test_a_command_that_is_not_there_any_more_says_so(discord: DiscordServer, running: Serving) -> None:
    discord.world.commands.append({"id": "5", "name": "gone", "type": 1, "options": [], "integration_types": [0]})
    shown = await discord.command("ana", "#general", "gone")
    assert "older version of askq" in shown.text
    shown = await act(discord, "reply")
    assert "older version of askq" in (await discord.press("ana", shown, "0|what", stale=True)).text


async def test_a_press_after_a_restart_still_answers(discord: DiscordServer, running: Serving, core: Trial) -> None:
    shown = await act(discord, "reply")
    await running.abandon()
    again = Serving(discord, core.app, running.settings, patience=10.0)
    await again.up()
    assert (await discord.press("ana", shown, "replace")).answered == "updated"
    await again.stop()


async def test_the_same_event_again_changes_nothing(discord: DiscordServer, running: Serving, core: Trial) -> None:
    await act(discord, "public")
    await discord.repeat_last()
    await idle(discord)
    assert len(core.seen) == 1
    assert len(discord.screen("ben", "#general")) == 1


async def test_an_event_repeated_to_another_process_is_not_taken_away(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    await act(discord, "public")
    await running.abandon()
    again = Serving(discord, core.app, running.settings, patience=10.0)
    await again.up()
    await discord.repeat_last()
    await idle(discord)
    assert len(discord.screen("ben", "#general")) == 1
    await again.stop()


async def test_discord_py_keeps_nothing_of_what_was_sent(discord: DiscordServer, running: Serving) -> None:
    shown = await act(discord, "public")
    await discord.press("ana", shown, "reply")
    await discord.press("ana", await act(discord, "reply"), "replace")
    await discord.submit("ana", await discord.press("ana", shown, "ask"), {"note": "x"})
    await idle(discord)
    gc.collect()
    alive = [each for each in gc.get_objects() if isinstance(each, (Client, Screen, Dialogue, sdk.Message))]
    (client,) = alive
    store = client._connection._view_store
    assert (store._views, store._synced_message_views, store._modals) == ({}, {}, {})


async def test_a_role_and_a_word_arrive_as_they_are_meant(discord: DiscordServer, running: Serving) -> None:
    readers = discord.add_role("readers")
    assert [choice.value for choice in await discord.complete(
        "ana", "#general", "practice", role=readers.id, zone="lis"
    )] == ["Europe/Lisbon"]  # fmt: skip
    shown = await discord.command("ana", "#general", "practice", role=readers.id, zone="Europe/Lisbon")
    assert shown.text == f"role {readers.id} in Europe/Lisbon"
