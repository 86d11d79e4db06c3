"""What comes of a slash command."""

from __future__ import annotations

from tests.adapters.slack.trial import Trial
from tests.support.slack.faults import BadGateway, HoldBack, LostConnection, RateLimit, Refusal
from tests.support.slack.server import SlackServer
from tests.support.slack_front import Serving, idle


async def test_a_quick_answer_rides_in_the_acknowledgement(slack: SlackServer, running: Serving) -> None:
    shown = await slack.command("ana", "#general", "culture")
    assert shown.ack is not None
    assert shown.ack["response_type"] == "ephemeral"
    assert "you said: culture" in shown.text
    assert shown.message.only_for == shown.user.id
    assert not slack.calls("response_url")


async def test_a_public_answer_is_for_the_channel(slack: SlackServer, running: Serving) -> None:
    shown = await slack.command("ana", "#random", "quiz public")
    assert shown.message.only_for is None
    assert "public for ana" in slack.read("ben", "#random")


async def test_a_command_without_an_answer_is_only_acknowledged(slack: SlackServer, running: Serving) -> None:
    shown = await slack.command("ana", "#general", "here")
    await idle(slack)
    assert shown.acknowledged
    assert not shown.ack
    assert not shown.messages


async def test_the_acknowledgement_leaves_while_the_handler_is_still_held_back(
    slack: SlackServer, hasty: Serving, core: Trial
) -> None:
    core.gate.clear()
    shown = await slack.command("ana", "#general", "quiz held")
    assert shown.acknowledged
    assert not shown.ack
    assert not shown.messages
    core.gate.set()
    await shown.until(lambda shown: shown.messages)
    assert "held for ana" in shown.text
    assert shown.message.only_for == shown.user.id
    assert len(slack.calls("response_url")) == 1


async def test_two_people_at_once_are_both_answered(slack: SlackServer, running: Serving, core: Trial) -> None:
    core.gate.clear()
    slow = await slack.command("ana", "#general", "quiz held", wait="nothing")
    await slack.until(lambda: len(core.seen) == 1)
    other = await slack.command("ben", "#general", "culture", wait="nothing")
    core.gate.set()
    await slack.until(lambda: slow.acknowledged and other.acknowledged)
    assert "held for ana" in slack.read("ana", "#general")
    assert "you said: culture" in slack.read("ben", "#general")


async def test_an_answer_too_long_for_one_message_goes_on_in_the_next(slack: SlackServer, running: Serving) -> None:
    shown = await slack.command("ana", "#general", "quiz long")
    await idle(slack)
    assert len(shown.messages) == 3
    assert [f"part {n}" in shown.text for n in range(1, 10)] == [True] * 9
    assert shown.text.index("part 4") < shown.text.index("part 5") < shown.text.index("part 9")
    assert {message.only_for for message in shown.messages} == {shown.user.id}


async def test_a_command_may_open_a_form(slack: SlackServer, running: Serving) -> None:
    shown = await slack.command("ana", "#general", "quiz ask")
    view = await shown.until(lambda shown: shown.view)
    assert view.title == "A note"
    await slack.submit("ana", view, {"Your note": "read the handbook"})
    await idle(slack)
    assert "filled note=read the handbook" in slack.read("ana", "#general")
    assert "filled" not in slack.read("ben", "#general")


async def test_a_form_that_comes_too_late_is_explained(slack: SlackServer, hasty: Serving, core: Trial) -> None:
    core.gate.clear()
    shown = await slack.command("ana", "#general", "quiz held-ask")
    slack.pass_time(4)
    core.gate.set()
    await shown.until(lambda shown: shown.messages)
    assert "Something went wrong on our side" in shown.text
    assert slack.modal("ana") is None
    assert any("expired_trigger_id" in complaint for complaint in slack.violations)
    slack.violations.clear()


async def test_an_answer_that_cannot_be_rendered_is_an_incident(slack: SlackServer, running: Serving) -> None:
    shown = await slack.command("ana", "#general", "quiz broken")
    assert "Something went wrong on our side" in shown.text


async def test_the_same_command_delivered_twice_runs_once_and_answers_the_same(
    slack: SlackServer, running: Serving, core: Trial
) -> None:
    first = await slack.command("ana", "#general", "culture")
    again = await slack.repeat_last()
    assert len(core.seen) == 1
    assert again.ack == first.ack


async def test_a_failing_response_url_falls_back_to_an_ephemeral_message(
    slack: SlackServer, hasty: Serving, core: Trial
) -> None:
    slack.trouble("response_url", Refusal("expired_url", status=404))
    core.gate.clear()
    shown = await slack.command("ana", "#general", "quiz held")
    core.gate.set()
    await shown.until(lambda shown: shown.messages)
    assert [call.answer for call in slack.calls("chat.postEphemeral")] == ["ok"]
    assert shown.message.only_for == shown.user.id


async def test_where_askq_is_no_member_the_last_resort_is_a_direct_message(
    slack: SlackServer, hasty: Serving, core: Trial
) -> None:
    slack.trouble("response_url", BadGateway())
    core.gate.clear()
    shown = await slack.command("ana", "#random", "quiz held")
    core.gate.set()
    await shown.until(lambda shown: shown.messages)
    assert [call.answer for call in slack.calls("chat.postEphemeral")] == ["not_in_channel"]
    assert "held for ana" in slack.as_text(slack.direct_messages("ana")[-1])


async def test_a_public_answer_in_doubt_is_not_said_twice(slack: SlackServer, running: Serving) -> None:
    shown = await slack.command("ana", "#general", "culture")
    slack.trouble("response_url", LostConnection(committed=True))
    pressed = await slack.press("ana", shown.message, "public")
    await idle(slack)
    assert len(pressed.messages) == 1
    assert not slack.calls("chat.postMessage")


async def test_a_rate_limited_answer_is_given_after_the_pause(slack: SlackServer, running: Serving) -> None:
    shown = await slack.command("ana", "#general", "culture")
    slack.trouble("response_url", RateLimit(retry_after=0))
    pressed = await slack.press("ana", shown.message, "reply")
    await idle(slack)
    assert "reply for ana" in slack.as_text(pressed.message)
    assert [call.answer for call in slack.calls("response_url")] == ["RateLimit", "ok"]


async def test_an_answer_waits_for_nothing_but_its_own_call(slack: SlackServer, running: Serving) -> None:
    shown = await slack.command("ana", "#general", "culture")
    held = slack.trouble("response_url", HoldBack())
    pressed = await slack.press("ana", shown.message, "reply")
    await held.met()
    assert pressed.acknowledged
    assert "you said: team" in (await slack.command("ben", "#general", "team")).text
    held.fault.release()


async def test_admins_and_languages_are_known_and_asked_for_once(slack: SlackServer, running: Serving) -> None:
    shown = await slack.command("ana", "#general", "quiz reply")
    assert "reply for ana (de-DE, admin)" in shown.text
    assert "reply for ben (en-US)" in (await slack.command("ben", "#general", "quiz reply")).text
    await slack.command("ana", "#general", "quiz reply")
    assert len(slack.calls("users.info")) == 2


async def test_the_zone_in_which_somebody_lives_is_known(slack: SlackServer, running: Serving, core: Trial) -> None:
    await slack.command("ana", "#general", "culture")
    assert core.seen[-1].zone == "Europe/Berlin"


async def test_how_askq_stands_in_the_channel_is_looked_up(slack: SlackServer, running: Serving, core: Trial) -> None:
    assert "lacks nothing" in (await slack.command("ana", "#general", "quiz standing")).text
    assert "lacks member: /invite @askq" in (await slack.command("ana", "#random", "quiz standing")).text
    assert len(core.seen) == 2


async def test_a_slack_that_does_not_say_how_askq_stands_holds_nothing_up(slack: SlackServer, running: Serving) -> None:
    held = slack.trouble("conversations.info", HoldBack())
    assert "lacks nothing" in (await slack.command("ana", "#random", "quiz standing")).text
    held.fault.release()


async def test_nobody_is_an_admin_while_slack_does_not_say_so(slack: SlackServer, running: Serving) -> None:
    slack.trouble("users.info", Refusal("user_not_found"))
    shown = await slack.command("ana", "#general", "quiz reply")
    assert "reply for ana (en)" in shown.text


async def test_a_slow_users_info_does_not_hold_up_the_answer(slack: SlackServer, running: Serving) -> None:
    held = slack.trouble("users.info", HoldBack())
    shown = await slack.command("ana", "#general", "quiz reply")
    assert "reply for ana (en)" in shown.text
    held.fault.release()
    await idle(slack)
    assert "admin" in (await slack.command("ana", "#general", "quiz reply")).text
    assert len(slack.calls("users.info")) == 1
