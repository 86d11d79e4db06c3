"""Hello where askq was added, a pointer where it was addressed, silence elsewhere."""

from __future__ import annotations

import pytest

from bot.chat.messages import Addressed, Joined
from tests.adapters.slack.trial import Trial
from tests.support.slack.faults import Refusal
from tests.support.slack.people import Envelope, Interaction
from tests.support.slack.server import SlackServer
from tests.support.slack_front import Delivering, Serving, idle


async def test_askq_says_hello_in_a_channel_it_was_added_to(
    slack: SlackServer, running: Serving, core: Trial, delivering: Delivering
) -> None:
    await slack.bot_joins("#random")
    await idle(slack)
    await delivering.settled()
    assert slack.read("ben", "#random") == "Hello, I am askq."
    (joined,) = core.seen
    assert isinstance(joined, Joined)
    assert joined.place.group == f"slack:{slack.workspace.id}"
    assert joined.place.channel == slack.world.channel("#random", slack.workspace.id).id


async def test_askq_says_hello_when_its_messages_are_opened(
    slack: SlackServer, running: Serving, core: Trial, delivering: Delivering
) -> None:
    await slack.app_home_opened("ana", tab="messages")
    await idle(slack)
    await delivering.settled()
    assert slack.as_text(slack.direct_messages("ana")[-1]) == "Hello, I am askq."
    assert core.seen[0].place.direct


async def test_opening_another_tab_means_nothing(slack: SlackServer, running: Serving, core: Trial) -> None:
    await slack.app_home_opened("ana", tab="home")
    await idle(slack)
    assert not core.seen


async def test_a_mention_is_answered_to_that_person_alone(slack: SlackServer, running: Serving, core: Trial) -> None:
    await slack.mention("ben", "#general", "what do you do?")
    await idle(slack)
    assert "I answer to commands." in slack.read("ben", "#general")
    assert "I answer to commands." not in slack.read("ana", "#general")
    assert isinstance(core.seen[0], Addressed)


async def test_a_mention_in_a_thread_is_answered_there(slack: SlackServer, running: Serving) -> None:
    root = (await slack.command("ana", "#general", "quiz public")).message.ts
    await slack.mention("ben", "#general", "what do you do?", thread=root)
    await idle(slack)
    assert [message.thread_ts for message in slack.screen("ben", "#general")][-2:] == [root, root]


async def test_a_direct_message_is_answered_there(slack: SlackServer, running: Serving) -> None:
    await slack.direct_message("ben", "culture")
    await idle(slack)
    (_, answer) = slack.direct_messages("ben")
    assert answer.only_for is None
    assert slack.as_text(answer) == "I answer to commands."


async def test_an_event_delivered_again_is_answered_once(slack: SlackServer, running: Serving, core: Trial) -> None:
    await slack.mention("ben", "#general", "what do you do?")
    await slack.resend_last_event()
    await slack.resend_last_event("timeout")
    await idle(slack)
    assert len(slack.calls("chat.postEphemeral")) == 1
    assert len(core.seen) == 1


@pytest.mark.parametrize(
    "inner",
    [
        {"type": "message", "channel_type": "im", "subtype": "message_changed"},
        {"type": "message", "channel_type": "im", "subtype": "bot_message", "bot_id": "B1"},
        {"type": "message", "channel_type": "im", "bot_id": "B1", "user": "U1"},
        {"type": "message", "channel_type": "channel", "user": "U1"},
        {"type": "app_mention", "user": "U1", "edited": {"user": "U1", "ts": "1.0"}},
        {"type": "member_joined_channel", "user": "U_SOMEBODY_ELSE"},
        {"type": "something_new"},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}},
    ],
    ids=lambda inner: "-".join([inner["type"], *sorted(set(inner) - {"type"})]),
)
async def test_other_events_are_acknowledged_in_silence(
    slack: SlackServer, running: Serving, core: Trial, inner: dict[str, object]
) -> None:
    channel = slack.world.channel("#general", slack.workspace.id)
    payload = {
        "type": "event_callback",
        "team_id": slack.workspace.id,
        "event_id": "Ev1",
        "authorizations": [{"team_id": slack.workspace.id, "user_id": slack.workspace.bot_user_id, "is_bot": True}],
        "event": {"channel": channel.id, "ts": "1.0", **inner},
    }
    shown = await slack._deliver(
        slack.world.user("ana"), Envelope("events_api", payload), Interaction(slack.world.user("ana"), "event"), "ack"
    )
    await idle(slack)
    assert shown.acknowledged
    assert not core.seen
    assert not shown.messages


async def test_a_hello_that_slack_refuses_stays_unsaid(
    slack: SlackServer, running: Serving, delivering: Delivering
) -> None:
    slack.trouble("chat.postMessage", Refusal("restricted_action"))
    shown = await slack.bot_joins("#random")
    await idle(slack)
    await delivering.settled()
    assert shown.acknowledged
    assert not shown.messages
    assert "you said" in (await slack.command("ana", "#random", "culture")).text
