"""What comes of pressing buttons, picking from menus and sending forms."""

from __future__ import annotations

import pytest

from tests.adapters.slack.trial import Trial
from tests.support.slack.faults import HoldBack, Refusal
from tests.support.slack.server import SlackServer
from tests.support.slack.world import Message, View
from tests.support.slack_front import Serving, idle


async def asked(slack: SlackServer, who: str = "ana", where: str = "#general") -> Message:
    """A private message with every button."""
    return (await slack.command(who, where, "culture")).message


async def open_form(slack: SlackServer) -> View:
    shown = await slack.press("ana", await asked(slack), "ask")
    return await shown.until(lambda shown: shown.view)


async def test_a_reply_is_a_new_private_message(slack: SlackServer, running: Serving) -> None:
    first = await asked(slack)
    shown = await slack.press("ana", first, "reply")
    await idle(slack)
    assert "reply for ana" in shown.text
    assert shown.message.ts != first.ts
    assert shown.message.only_for == shown.user.id
    assert "you said: culture" in slack.read("ana", "#general")


async def test_a_replacement_changes_the_pressed_message(slack: SlackServer, running: Serving) -> None:
    first = await asked(slack)
    shown = await slack.press("ana", first, "replace")
    await idle(slack)
    assert shown.message.ts == first.ts
    assert "you said" not in slack.read("ana", "#general")


async def test_what_everyone_sees_is_not_replaced_by_one_press(slack: SlackServer, running: Serving) -> None:
    public = (await slack.command("ana", "#general", "quiz public")).message
    shown = await slack.press("ben", public, "replace")
    await idle(slack)
    assert shown.message.only_for == shown.user.id
    assert "public for ana" in slack.read("cleo", "#general")


async def test_a_public_answer_to_a_press_is_for_the_channel(slack: SlackServer, running: Serving) -> None:
    await slack.press("ana", await asked(slack), "public")
    await idle(slack)
    assert "public for ana" in slack.read("ben", "#general")


async def test_a_menu_says_what_was_picked(slack: SlackServer, running: Serving) -> None:
    shown = await slack.press("ana", await asked(slack), "Topic", "Team")
    await idle(slack)
    assert shown.text == "picked team"


async def test_a_channel_is_picked_from_slacks_own_menu(slack: SlackServer, running: Serving) -> None:
    shown = await slack.press("ana", await asked(slack), "Channel", "#staff")
    await idle(slack)
    assert shown.text == f"picked {slack.world.channel('#staff', slack.workspace.id).id}"


async def test_a_link_is_acknowledged_and_means_nothing_to_the_core(
    slack: SlackServer, running: Serving, core: Trial
) -> None:
    first = await asked(slack)
    before = len(core.seen)
    shown = await slack.press("ana", first, "Read on")
    await idle(slack)
    assert shown.acknowledged
    assert len(core.seen) == before


async def test_a_press_is_acknowledged_while_its_handler_is_held_back(
    slack: SlackServer, hasty: Serving, core: Trial
) -> None:
    first = await asked(slack)
    core.gate.clear()
    shown = await slack.press("ana", first, "held")
    assert shown.acknowledged
    core.gate.set()
    await shown.until(lambda shown: shown.messages)


async def test_a_press_delivered_twice_runs_once_and_opens_one_form(
    slack: SlackServer, running: Serving, core: Trial
) -> None:
    await open_form(slack)
    before = len(core.seen)
    await slack.repeat_last()
    await idle(slack)
    assert len(core.seen) == before
    assert [call.answer for call in slack.calls("views.open")] == ["ok", "exchanged_trigger_id"]
    assert "went wrong" not in slack.read("ana", "#general")


async def test_a_form_that_slack_refuses_is_explained(slack: SlackServer, running: Serving) -> None:
    first = await asked(slack)
    slack.trouble("views.open", Refusal("internal_error"))
    shown = await slack.press("ana", first, "ask")
    await shown.until(lambda shown: shown.messages)
    assert "Something went wrong on our side" in shown.text


async def test_sending_a_form_closes_it_and_the_answer_comes_privately(slack: SlackServer, running: Serving) -> None:
    view = await open_form(slack)
    shown = await slack.submit("ana", view, {"Your note": "less is more", "Your level": "Senior"})
    assert slack.modal("ana") is None
    await idle(slack)
    assert shown.ack is None
    assert "filled note=less is more, level=senior" in slack.read("ana", "#general")
    assert "filled" not in slack.read("ben", "#general")


async def test_a_form_may_replace_the_message_it_was_opened_from(slack: SlackServer, running: Serving) -> None:
    view = await open_form(slack)
    await slack.submit("ana", view, {"Your note": "replace it"})
    await idle(slack)
    assert slack.read("ana", "#general") == "filled note=replace it, level="


async def test_a_form_may_answer_for_everyone(slack: SlackServer, running: Serving) -> None:
    view = await open_form(slack)
    await slack.submit("ana", view, {"Your note": "public"})
    await idle(slack)
    assert "filled note=public" in slack.read("ben", "#general")


async def test_a_form_left_open_for_an_hour_is_still_answered(slack: SlackServer, running: Serving) -> None:
    view = await open_form(slack)
    slack.pass_time(3_600)
    await slack.submit("ana", view, {"Your note": "late"})
    await idle(slack)
    assert "filled note=late" in slack.read("ana", "#general")
    assert [call.answer for call in slack.calls("chat.postEphemeral")] == ["ok"]
    assert slack.violations == ["response_url of ana: expired_url"]
    slack.violations.clear()


async def test_a_slow_form_is_closed_first_and_answered_later(slack: SlackServer, hasty: Serving, core: Trial) -> None:
    view = await open_form(slack)
    core.gate.clear()
    await slack.submit("ana", view, {"Your note": "held"})
    assert slack.modal("ana") is None
    assert "filled" not in slack.read("ana", "#general")
    core.gate.set()
    await slack.until(lambda: "filled note=held" in slack.read("ana", "#general"))


async def test_a_press_in_a_thread_is_answered_in_the_thread(slack: SlackServer, running: Serving) -> None:
    root = (await slack.mention("ben", "#general", "what can you do?")).envelope.payload["event"]["ts"]
    await idle(slack)
    public = (await slack.command("ana", "#general", "quiz public")).message
    slack.world.edit(public, thread_ts=root)
    shown = await slack.press("ben", slack.world.messages[public.channel_id, public.ts], "reply")
    await idle(slack)
    assert [message.thread_ts for message in shown.messages] == [root]


@pytest.mark.parametrize(("how", "call"), [("reply", "chat.postEphemeral"), ("public", "chat.postMessage")])
async def test_without_a_response_url_a_press_in_a_thread_is_still_answered_there(
    slack: SlackServer, running: Serving, how: str, call: str
) -> None:
    public = (await slack.command("ana", "#general", "quiz public")).message
    root = (await slack.command("ana", "#general", "quiz public")).message.ts
    in_thread = slack.world.edit(public, thread_ts=root)
    slack.trouble("response_url", Refusal("expired_url", status=404))
    await slack.press("ben", in_thread, how)
    await idle(slack)
    (made,) = slack.calls(call)
    assert (made.answer, made.body["thread_ts"]) == ("ok", root)


async def test_a_form_opened_in_a_thread_is_answered_there(slack: SlackServer, running: Serving) -> None:
    public = (await slack.command("ana", "#general", "quiz public")).message
    root = (await slack.command("ana", "#general", "quiz public")).message.ts
    opened = await slack.press("ben", slack.world.edit(public, thread_ts=root), "ask")
    view = await opened.until(lambda shown: shown.view)
    await slack.submit("ben", view, {"Your note": "less is more"})
    await idle(slack)
    assert slack.screen("ben", "#general")[-1].thread_ts == root


async def test_a_press_on_a_message_of_another_time_gets_an_answer(slack: SlackServer, running: Serving) -> None:
    first = await asked(slack)
    (old,) = [{**block, "elements": [{**block["elements"][0], "action_id": "0|gone"}]} for block in first.blocks[1:]]
    stale = slack.world.edit(first, blocks=(old,))
    shown = await slack.press("ana", stale, "0|gone")
    await idle(slack)
    assert "older version of askq" in shown.text


async def test_stopping_waits_for_the_answer_under_way(slack: SlackServer, running: Serving) -> None:
    held = slack.trouble("response_url", HoldBack())
    shown = await slack.press("ana", await asked(slack), "reply")
    await held.met()
    running.task.cancel()
    held.fault.release()
    await shown.until(lambda shown: shown.messages)
