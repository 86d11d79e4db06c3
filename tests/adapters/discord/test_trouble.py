"""Answers that are late, lost or doubtful."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.discord import render
from tests.adapters.discord.test_answers import act
from tests.adapters.discord.trial import Trial
from tests.support.discord.faults import RESET, SERVER_ERROR, UNKNOWN_INTERACTION, Failure
from tests.support.discord.model import Shown
from tests.support.discord.server import DiscordServer
from tests.support.discord_front import Serving, idle, serving, settings_for


async def held(discord: DiscordServer, core: Trial, doing: Any) -> Shown:
    """Do it while the handler is held back, until the deferral has arrived; then let the handler go on."""
    core.gate.clear()
    before = len(discord.calls("callback"))
    waiting = asyncio.create_task(doing)
    await discord.until(lambda: len(discord.calls("callback")) > before, "a deferral")
    core.gate.set()
    shown: Shown = await waiting
    await idle(discord)
    return shown


async def test_a_late_private_answer_takes_the_place_of_thinking(
    discord: DiscordServer, hasty: Serving, core: Trial
) -> None:
    shown = await held(discord, core, act(discord, "reply"))
    assert shown.answered == "deferred"
    assert shown.ephemeral
    assert shown.text.startswith("reply for Ana")
    assert [call.route for call in shown.interaction.calls] == ["callback", "edit answer"]


async def test_a_late_public_answer_takes_the_place_of_thinking(
    discord: DiscordServer, hasty: Serving, core: Trial
) -> None:
    shown = await held(discord, core, act(discord, "public", openly=True))
    assert not shown.ephemeral
    assert discord.newest("ben", "#general").text.startswith("public for Ana")


async def test_a_late_answer_is_private_although_declared_public(
    discord: DiscordServer, hasty: Serving, core: Trial
) -> None:
    await held(discord, core, act(discord, "reply", openly=True))
    assert discord.screen("ben", "#general") == []
    assert discord.newest("ana", "#general").text.startswith("reply for Ana")


async def test_a_late_answer_is_public_although_declared_private(
    discord: DiscordServer, hasty: Serving, core: Trial
) -> None:
    await held(discord, core, act(discord, "public"))
    (message,) = discord.screen("ben", "#general")
    assert message.text.startswith("public for Ana")
    assert discord.screen("ana", "#general") == [message]


async def test_a_late_long_answer_comes_whole(discord: DiscordServer, hasty: Serving, core: Trial) -> None:
    shown = await held(discord, core, act(discord, "long"))
    assert all(f"part {n}" in shown.text for n in range(1, 6))
    assert all(message.ephemeral for message in shown.followups)


async def test_a_late_nothing_takes_thinking_away(discord: DiscordServer, hasty: Serving, core: Trial) -> None:
    await held(discord, core, act(discord, "nothing"))
    assert discord.screen("ana", "#general") == []


async def test_a_late_form_asks_to_press_again(discord: DiscordServer, hasty: Serving, core: Trial) -> None:
    shown = await held(discord, core, act(discord, "ask"))
    assert "Please press or type it again" in shown.text
    pressed = await held(discord, core, discord.press("ana", await act(discord, "reply"), "ask"))
    assert "Please press or type it again" in pressed.followups[0].text
    assert pressed.followups[0].ephemeral


async def test_a_late_press_changes_its_message(discord: DiscordServer, hasty: Serving, core: Trial) -> None:
    shown = await act(discord, "reply")
    pressed = await held(discord, core, discord.press("ana", shown, "replace"))
    assert pressed.answered == "kept"
    assert shown.text.startswith("replace for Ana")


@pytest.mark.parametrize(("how", "private"), [("reply", True), ("public", False)])
async def test_a_late_press_is_answered_as_it_should(
    discord: DiscordServer, hasty: Serving, core: Trial, how: str, private: bool
) -> None:
    await act(discord, "public")
    shown = discord.newest("ben", "#general")  # which is another message where that was late, too
    pressed = await held(discord, core, discord.press("ben", shown, how))
    assert [message.ephemeral for message in pressed.followups] == [private]
    assert shown.text.startswith("public for Ana")


async def test_a_late_form_answer_still_changes_the_message(
    discord: DiscordServer, hasty: Serving, core: Trial
) -> None:
    shown = await act(discord, "reply")
    opened = await discord.press("ana", shown, "ask")
    await held(discord, core, discord.submit("ana", opened, {"note": "change"}))
    assert shown.text.startswith("noted note=change")


async def test_a_late_answer_that_discord_would_not_take_becomes_an_incident(
    discord: DiscordServer, hasty: Serving, core: Trial
) -> None:
    await held(discord, core, act(discord, "broken"))
    assert "Something went wrong on our side" in discord.newest("ana", "#general").text


async def test_late_suggestions_are_none(discord: DiscordServer, hasty: Serving, core: Trial) -> None:
    core.gate.clear()
    assert await discord.complete("ana", "#general", "askq", topic="cul") == ()
    core.gate.set()
    await idle(discord)


async def test_one_slow_handler_does_not_hold_up_another_person(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    core.gate.clear()
    slow = asyncio.create_task(discord.complete("ana", "#general", "askq", topic="cul"))
    shown = await discord.command("ben", "#general", "askq", topic="culture")
    assert shown.answered == "message"
    assert not slow.done()
    core.gate.set()
    await slow


async def test_an_answer_that_went_through_although_it_seemed_to_fail_counts(
    discord: DiscordServer, running: Serving
) -> None:
    discord.trouble("callback", SERVER_ERROR, after=True)
    shown = await act(discord, "long")
    await discord.until(lambda: len(shown.followups) == 2, "the rest of the answer")
    assert shown.answered == "message"
    assert len(discord.screen("ana", "#general")) == 3


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_an_answer_on_a_broken_connection_arrives_once(
    discord: DiscordServer, running: Serving, after: bool
) -> None:
    discord.trouble("callback", RESET, after=after)
    shown = await act(discord, "reply")
    await idle(discord)
    assert shown.answered == "message"
    assert len(discord.screen("ana", "#general")) == 1


async def test_an_answer_that_came_too_late_is_only_logged(
    discord: DiscordServer, running: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    discord.trouble("callback", UNKNOWN_INTERACTION)
    shown = await discord.command("ana", "#general", "askq", topic="a secret")
    await idle(discord)
    assert shown.answered is None
    assert len(shown.interaction.calls) == 1
    assert "code 10062" in caplog.text
    assert "a secret" not in caplog.text


async def test_what_discord_refuses_becomes_an_incident(discord: DiscordServer, running: Serving) -> None:
    discord.trouble("callback", Failure(400, 50035, "Invalid Form Body"))
    await discord.command("ana", "#general", "askq", topic="culture")
    await idle(discord)
    assert "Something went wrong on our side" in discord.newest("ana", "#general").text


async def test_what_nobody_thought_of_becomes_an_incident(
    discord: DiscordServer, running: Serving, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(render._STYLES, "plain")
    shown = await act(discord, "reply")
    assert "Something went wrong on our side" in shown.text
    assert shown.ephemeral
    assert "KeyError" in caplog.text
    assert "render.py" in caplog.text


async def test_what_nobody_thought_of_becomes_an_incident_after_a_deferral_too(
    discord: DiscordServer, hasty: Serving, core: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(render._STYLES, "plain")
    shown = await held(discord, core, act(discord, "reply"))
    assert shown.answered == "deferred"
    assert "Something went wrong on our side" in shown.text


async def test_an_event_that_cannot_be_understood_becomes_an_incident(
    discord: DiscordServer, running: Serving, core: Trial
) -> None:
    without_a_value = {"id": "1", "type": 1, "name": "askq", "options": [{"type": 3, "name": "topic"}]}
    shown = await discord._act(2, discord.world.user("ana"), discord.world.channel("#general"), without_a_value)
    assert "Something went wrong on our side" in shown.text
    assert core.seen == []


async def test_suggestions_that_cannot_be_understood_are_none(discord: DiscordServer, running: Serving) -> None:
    without_a_value = {"id": "1", "type": 1, "name": "askq", "options": [{"type": 3, "name": "topic", "focused": True}]}
    shown = await discord._act(4, discord.world.user("ana"), discord.world.channel("#general"), without_a_value)
    assert shown.answered == "choices"
    assert shown.choices == ()


async def test_a_broken_edit_is_repeated(discord: DiscordServer, hasty: Serving, core: Trial) -> None:
    discord.trouble("edit answer", RESET)
    shown = await held(discord, core, act(discord, "reply"))
    assert shown.text.startswith("reply for Ana")


async def test_a_lost_follow_up_is_only_logged(
    discord: DiscordServer, running: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    discord.trouble("follow-up", RESET)
    await act(discord, "long")
    await idle(discord)
    assert "could not be answered in full" in caplog.text


async def test_neither_texts_nor_tokens_are_logged_even_when_everything_is(
    discord: DiscordServer, core: Trial, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with serving(discord, core.app, settings_for(discord, database_url), patience=10.0):
        shown = await discord.command("ana", "#general", "askq", topic="a secret")
        await discord.press("ana", shown, "broken")
        await discord.mention("ana", "#general", "another secret")
        await idle(discord)
        discord.trouble("callback", Failure(400, 50035, "a secret"))
        await discord.command("ana", "#general", "askq", topic="a secret")
        await idle(discord)
    assert "discord.gateway" in caplog.text
    for secret in ("a secret", "another secret", discord.token, shown.interaction.token):
        assert secret not in caplog.text
