"""The Slack of the tests, tested with a small real Bolt app: the protocol, links, bad manners."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.slack.faults import HoldBack, Refusal
from tests.support.slack.server import SlackServer
from tests.support.slack.small_bot import (
    TOPICS,
    channel_id,
    modal,
    plain,
    refused,
    running,
    small_bot,
)
from tests.support.slack.socket_mode import NotConnected


@pytest.fixture
async def quiet_slack() -> AsyncIterator[SlackServer]:
    """A server that no bot talks to yet."""
    async with SlackServer() as slack:
        yield slack


@pytest.fixture
async def slack(quiet_slack: SlackServer) -> AsyncIterator[SlackServer]:
    """A server with the small bot on it."""
    async with running(quiet_slack, small_bot(quiet_slack)):
        yield quiet_slack


# -- the protocol ----------------------------------------------------------------------------------


async def test_a_command_answered_in_its_acknowledgement_is_seen_by_its_asker_only(
    slack: SlackServer,
) -> None:
    shown = await slack.command("ana", "#general", "culture")
    assert shown.acknowledged
    assert shown.message.only_for == slack.world.user("ana").id
    assert shown.text == "Culture\nWhy do people stay? A < B\n[Why] [Note] [Topic v]"
    assert slack.screen("ana", "#general") == [shown.message]
    assert slack.screen("ben", "#general") == []
    await slack.assert_well_behaved()


async def test_a_command_answered_in_the_channel_is_seen_by_all(slack: SlackServer) -> None:
    shown = await slack.command("ana", "#general", "here")
    assert slack.screen("ben", "#general") == [shown.message]


async def test_a_command_arrives_complete_and_escaped(slack: SlackServer) -> None:
    shown = await slack.command("ana", "#general", "  challenge @ben in #general: a < b & c @nobody ")
    payload = shown.envelope.payload
    ben, channel = slack.world.user("ben").id, channel_id(slack)
    assert payload["text"] == f"challenge <@{ben}|ben> in <#{channel}|general>: a &lt; b &amp; c @nobody"
    assert payload["is_enterprise_install"] == "false"
    assert payload["response_url"].startswith(slack.url)
    assert {"team_id", "channel_id", "user_id", "user_name", "command", "trigger_id", "api_app_id"} < set(payload)


async def test_an_answer_after_the_acknowledgement_is_waited_for(slack: SlackServer) -> None:
    shown = await slack.command("ana", "#general", "later", wait=lambda shown: shown.messages)
    assert shown.message.only_for == slack.world.user("ana").id
    assert [call.method for call in slack.calls("response_url")] == ["response_url"]


async def test_a_press_changes_the_message_it_stands_in(slack: SlackServer) -> None:
    asked = await slack.command("ana", "#general", "here")
    pressed = await slack.press("ben", asked.message, "Why", wait=lambda shown: shown.messages)
    assert pressed.text == "because q1"
    assert pressed.message.ts == asked.message.ts
    assert pressed.envelope.payload["message"]["ts"] == asked.message.ts
    await slack.assert_well_behaved()


async def test_a_press_in_an_ephemeral_message_carries_no_message(slack: SlackServer) -> None:
    asked = await slack.command("ana", "#general", "culture")
    pressed = await slack.press("ana", asked.message, "why", wait=lambda shown: shown.messages)
    assert "message" not in pressed.envelope.payload
    assert pressed.envelope.payload["container"]["is_ephemeral"] is True
    assert slack.read("ana", "#general") == "because q1"


async def test_nobody_presses_what_only_another_person_sees(slack: SlackServer) -> None:
    asked = await slack.command("ana", "#general", "culture")
    with pytest.raises(LookupError, match="ben can't see"):
        await slack.press("ben", asked.message, "why")


async def test_an_old_screen_can_still_be_pressed(slack: SlackServer) -> None:
    asked = await slack.command("ana", "#general", "here")
    old = asked.message
    await slack.press("ana", old, "why", wait=lambda shown: shown.messages)
    again = await slack.press("ben", old, "why", wait=lambda shown: shown.messages)
    assert again.message.edits == 2


async def test_a_menu_sends_the_chosen_option(slack: SlackServer) -> None:
    asked = await slack.command("ana", "#general", "here")
    chosen = await slack.press("ana", asked.message, "Topic", "Hiring", wait=lambda shown: shown.messages)
    assert chosen.text == "chosen: hiring"
    [block] = chosen.envelope.payload["state"]["values"].values()
    assert block["topic"]["selected_option"]["value"] == "hiring"


async def test_a_modal_is_opened_filled_in_and_closed(slack: SlackServer) -> None:
    opened = await slack.command("ana", "#general", "note", wait=lambda shown: shown.view)
    assert opened.view is not None
    assert slack.as_text(opened.view) == "A note\nYour note: ____\n[Save]"
    sent = await slack.submit("ana", opened.view, {"Your note": "mind the gap"}, wait=lambda shown: shown.messages)
    assert sent.view is None
    assert [message.text for message in slack.direct_messages("ana")] == ["noted: mind the gap"]
    await slack.assert_well_behaved()


async def test_a_modal_may_refuse_a_field_or_turn_into_another(slack: SlackServer) -> None:
    opened = await slack.command("ana", "#general", "note", wait=lambda shown: shown.view)
    assert opened.view is not None
    refused = await slack.submit("ana", opened.view, {"note/text": "no"})
    assert refused.errors == {"note": "too short"}
    assert refused.view == opened.view
    updated = await slack.submit("ana", opened.view, {"note": "more"})
    assert updated.view is not None
    assert updated.view.title == "More"
    with pytest.raises(LookupError, match="is empty"):
        await slack.submit("ana", updated.view)
    await slack.assert_well_behaved()


@pytest.mark.parametrize(
    ("limits", "typed", "problem"),
    [
        ({"max_length": 5}, "too long", "holds 8 characters, 0 to 5 are taken"),
        ({"min_length": 5}, "too", "holds 3 characters, 5 to 3000 are taken"),
        ({}, "x" * 3_001, "holds 3001 characters"),
    ],
)
async def test_a_field_takes_only_as_much_as_it_says(
    slack: SlackServer, limits: dict[str, int], typed: str, problem: str
) -> None:
    note = {"type": "plain_text_input", "action_id": "text", **limits}
    block = {"type": "input", "block_id": "note", "label": plain("Your note"), "element": note}
    view = slack.world.show_view(slack.world.user("ana"), modal(blocks=[block]), None)
    with pytest.raises(AssertionError, match=f"'Your note' {problem}"):
        await slack.submit("ana", view, {"Your note": typed})


async def test_a_menu_in_a_form_holds_only_what_it_offers(slack: SlackServer) -> None:
    stray = {"text": plain("Pay"), "value": "pay"}
    block = {"type": "input", "block_id": "t", "label": plain("Topic"), "element": {**TOPICS, "initial_option": stray}}
    view = slack.world.show_view(slack.world.user("ana"), modal(blocks=[block]), None)
    with pytest.raises(AssertionError, match="'Topic' has no option 'pay'"):
        await slack.submit("ana", view)
    with pytest.raises(LookupError, match="no option 'Pay'"):
        await slack.submit("ana", view, {"Topic": "Pay"})


async def test_events_reach_the_bot(slack: SlackServer) -> None:
    mentioned = await slack.mention("ana", "#general", "hi @ben", wait=lambda shown: shown.messages)
    assert mentioned.text == "you said @askq hi @ben"
    written = await slack.direct_message("ana", "hello", wait=lambda shown: shown.messages)
    assert written.text == "hello yourself"
    joined = await slack.bot_joins("#random", wait=lambda shown: shown.messages)
    assert slack.screen("ben", "#random") == [joined.message]
    await slack.app_home_opened("ana", wait=lambda _: slack.home("ana"))
    home = slack.home("ana")
    assert home is not None
    assert slack.as_text(home) == "Welcome"
    await slack.assert_well_behaved()


async def test_an_event_sent_again_keeps_its_id_and_counts_its_retries(slack: SlackServer) -> None:
    first = await slack.mention("ana", "#general", "hi", wait=lambda shown: shown.messages)
    again = await slack.resend_last_event(wait=lambda shown: shown.messages)
    assert again.envelope.payload["event_id"] == first.envelope.payload["event_id"]
    assert (again.envelope.retry_attempt, again.envelope.id != first.envelope.id) == (1, True)


async def test_a_command_delivered_twice_has_the_same_trigger(slack: SlackServer) -> None:
    first = await slack.command("ana", "#general", "note", wait=lambda shown: shown.view)
    again = await slack.repeat_last()
    assert again.envelope.payload["trigger_id"] == first.envelope.payload["trigger_id"]
    await slack.until(lambda: [call.answer for call in slack.calls("views.open")] == ["ok", "exchanged_trigger_id"])
    await slack.assert_well_behaved()


async def test_the_acknowledgement_is_seen_while_the_handler_is_held_back(slack: SlackServer) -> None:
    held = slack.trouble("chat.postMessage", HoldBack())
    shown = await slack.command("ana", "#general", "post")
    await held.met()
    assert shown.acknowledged
    assert slack.calls("chat.postMessage")[0].answer == "under way"
    held.fault.release()
    await slack.assert_well_behaved()


async def test_what_an_act_waits_for_in_vain_tells_what_was_seen(slack: SlackServer) -> None:
    shown = await slack.command("ana", "#general", "culture")
    with pytest.raises(AssertionError, match="slash_commands"):
        await slack.until(lambda: len(shown.messages) > 1, patience=0)


async def test_a_silent_bot_is_told_from_a_good_one(quiet_slack: SlackServer) -> None:
    with pytest.raises(NotConnected):
        await quiet_slack.command("ana", "#general", "culture")
    async with running(quiet_slack, AsyncApp(client=small_bot(quiet_slack).client)):
        shown = await quiet_slack.command("ana", "#general", "culture", wait="nothing")
        await quiet_slack.until(lambda: quiet_slack.calls("auth.test"))
        assert not shown.acknowledged


# -- links -----------------------------------------------------------------------------------------


async def test_a_bot_comes_back_after_its_link_broke(slack: SlackServer) -> None:
    await slack.drop_links()
    await slack.connected()
    assert (await slack.command("ana", "#general", "culture")).acknowledged
    assert slack.sockets.opened == 2


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_bot_follows_a_refresh_to_a_new_link(slack: SlackServer, reason: str) -> None:
    await slack.refresh_links(reason)
    await slack.connected()
    assert (await slack.command("ana", "#general", "culture")).acknowledged
    await slack.assert_well_behaved()


async def test_a_link_answers_pings(slack: SlackServer) -> None:
    await slack.ping()


async def test_two_links_take_turns(quiet_slack: SlackServer) -> None:
    app = small_bot(quiet_slack)
    async with running(quiet_slack, app), running(quiet_slack, app):
        await quiet_slack.connected(2)
        for _ in range(2):
            await quiet_slack.command("ana", "#general", "culture")
        assert [len(link.waiting) for link in quiet_slack.sockets.ready] == [1, 1]


async def test_a_link_needs_a_fresh_ticket(quiet_slack: SlackServer) -> None:
    client = AsyncWebClient(base_url=quiet_slack.api_url)
    opened = await client.apps_connections_open(app_token=quiet_slack.app_token)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(opened["url"]) as link:
            assert (await link.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])
    assert "unknown or used ticket" in quiet_slack.violations[0]


async def test_acknowledging_twice_or_what_was_never_sent_is_noticed(quiet_slack: SlackServer) -> None:
    client = AsyncWebClient(base_url=quiet_slack.api_url)
    opened = await client.apps_connections_open(app_token=quiet_slack.app_token)
    async with aiohttp.ClientSession() as session, session.ws_connect(opened["url"]) as link:
        await link.receive_json()
        await quiet_slack.command("ana", "#general", wait="nothing")
        envelope = await link.receive_json()
        for envelope_id in (envelope["envelope_id"], envelope["envelope_id"], "unheard-of"):
            await link.send_json({"envelope_id": envelope_id})
        await quiet_slack.until(lambda: len(quiet_slack.violations) == 2)
        mentioned = await quiet_slack.mention("ana", "#general", "hi", wait="nothing")
        await link.send_json({"envelope_id": mentioned.envelope.id, "payload": {"text": "hi"}})
        await quiet_slack.until(lambda: len(quiet_slack.violations) == 3)
    twice, unknown, event = quiet_slack.violations
    assert "acknowledged twice" in twice
    assert "not an acknowledgement" in unknown
    assert "which Slack ignores" in event


async def test_a_removed_app_can_do_nothing(slack: SlackServer) -> None:
    await slack.uninstall()
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
    assert await refused(client.chat_postMessage(channel=channel_id(slack), text="hi")) == "account_inactive"


async def test_what_a_bot_sends_badly_becomes_a_violation(slack: SlackServer) -> None:
    await slack.command("ana", "#general", "bad")
    assert "acknowledgement: block 1 (sectoin): unknown block type 'sectoin'" in slack.violations
    opened = await slack.command("ana", "#general", "note", wait=lambda shown: shown.view)
    assert opened.view is not None
    await slack.submit("ana", opened.view, {"note": "wrong"})
    assert "no input block of the view" in slack.violations[-1]
    with pytest.raises(AssertionError, match="broke Slack's rules"):
        await slack.assert_well_behaved()


async def test_a_response_url_fails(slack: SlackServer) -> None:
    trouble = slack.trouble("response_url", Refusal("internal_error", status=500))
    shown = await slack.command("ana", "#general", "later")
    await trouble.met()
    await slack.settled()
    assert shown.messages == []
