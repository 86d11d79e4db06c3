"""Posting, and what Slack's refusals mean for whoever wanted to post."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.markup import Json
from adapters.slack.sender import Sender
from bot.chat.elements import text, view
from bot.errors import Doubtful, Undeliverable
from tests.support.slack.faults import BadGateway, Fault, LostConnection, RateLimit, Refusal
from tests.support.slack.server import SlackServer
from tests.support.slack_front import without_scopes

(MESSAGE,) = render.messages(view(text("Good morning <!channel>")))


@pytest.fixture
def revoked() -> list[str]:
    return []


@pytest.fixture
async def sender(slack: SlackServer, revoked: list[str]) -> AsyncIterator[Sender]:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[])
        yield Sender(client, session, revoked.append)


def channel(slack: SlackServer, name: str = "#general") -> str:
    return slack.world.channel(name, slack.workspace.id).id


async def test_a_post_is_for_everyone_and_wakes_nobody(slack: SlackServer, sender: Sender) -> None:
    ts = await sender.post(channel(slack), MESSAGE)
    (call,) = slack.calls("chat.postMessage")
    assert (channel(slack), ts) in slack.world.messages
    assert {key: call.body[key] for key in ("parse", "link_names", "unfurl_links", "unfurl_media")} == {
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    assert call.body["text"] == "Good morning &lt;!channel&gt;"


async def test_a_direct_message_needs_no_channel(slack: SlackServer, sender: Sender) -> None:
    await sender.direct(slack.world.user("ben").id, MESSAGE)
    assert len(slack.direct_messages("ben")) == 1


async def test_a_whisper_is_for_one_person(slack: SlackServer, sender: Sender) -> None:
    await sender.whisper(channel(slack), slack.world.user("ben").id, MESSAGE)
    assert slack.read("ben", "#general")
    assert not slack.read("ana", "#general")


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (RateLimit(retry_after=7), {"reason": "ratelimited", "retry_after": 7.0}),
        (Refusal("channel_not_found"), {"gone": True, "retry_after": None, "fix": "/invite @askq"}),
        (Refusal("user_disabled"), {"gone": True, "fix": ""}),
        (Refusal("is_archived"), {"forbidden": True, "fix": "unarchive the channel, then /invite @askq"}),
        (Refusal("not_in_channel"), {"forbidden": True, "gone": False, "fix": "/invite @askq"}),
        (
            Refusal("restricted_action"),
            {"forbidden": True, "fix": "allow askq to post under the channel's posting permissions"},
        ),
        (Refusal("msg_too_long"), {"forbidden": False, "gone": False, "retry_after": None}),
        (BadGateway(), {"reason": "http_502", "retry_after": 10.0}),
        (LostConnection(), {"retry_after": 10.0}),
        (Refusal("fatal_error"), {"retry_after": 10.0}),
    ],
    ids=str,
)
async def test_a_refusal_says_whether_and_when_to_try_again(
    slack: SlackServer, sender: Sender, fault: Fault, expected: Json
) -> None:
    slack.trouble("chat.postMessage", fault)
    with pytest.raises(Undeliverable) as problem:
        await sender.post(channel(slack), MESSAGE)
    assert {name: getattr(problem.value, name) for name in expected} == expected
    assert isinstance(problem.value, Doubtful) == (problem.value.retry_after == 10.0)


async def test_a_post_is_never_repeated_by_itself(slack: SlackServer, sender: Sender) -> None:
    slack.trouble("chat.postMessage", LostConnection(committed=True))
    with pytest.raises(Doubtful):
        await sender.post(channel(slack), MESSAGE)
    assert len(slack.calls("chat.postMessage")) == 1


async def test_a_dead_token_is_told_and_concerns_every_channel(
    slack: SlackServer, sender: Sender, revoked: list[str]
) -> None:
    slack.revoke_token()
    with pytest.raises(Undeliverable, match="token_revoked") as problem:
        await sender.post(channel(slack), MESSAGE)
    assert revoked == ["token_revoked"]
    assert (problem.value.everywhere, problem.value.retry_after, problem.value.forbidden) == (True, 60.0, False)


async def test_a_missing_scope_is_named_with_where_to_add_it(slack: SlackServer, sender: Sender) -> None:
    without_scopes(slack, "chat:write")
    with pytest.raises(Undeliverable, match="missing_scope") as problem:
        await sender.post(channel(slack), MESSAGE)
    assert problem.value.forbidden
    fix = "add chat:write under OAuth & Permissions of the Slack app, then install it again"
    assert problem.value.fix == fix


async def test_where_nobody_listens_nothing_was_carried_out(slack: SlackServer, sender: Sender) -> None:
    await slack.goes_down(refusing=True)
    with pytest.raises(Undeliverable) as problem:
        await sender.post(channel(slack), MESSAGE)
    assert not isinstance(problem.value, Doubtful)
    assert problem.value.everywhere
    assert problem.value.retry_after is not None
    await slack.comes_back()
    assert await sender.post(channel(slack), MESSAGE)


async def test_while_slack_is_unavailable_all_is_in_doubt(slack: SlackServer, sender: Sender) -> None:
    await slack.goes_down()
    with pytest.raises(Doubtful, match="http_503"):
        await sender.post(channel(slack), MESSAGE)
    await slack.comes_back()
    assert await sender.post(channel(slack), MESSAGE)


async def test_direct_messages_posted_to_are_known_and_others_are_asked_for_once(
    slack: SlackServer, sender: Sender
) -> None:
    ana, ben = slack.world.user("ana"), slack.world.user("ben")
    await sender.direct(ben.id, MESSAGE)
    assert await sender.direct_channel(ben.id) == slack.world.open_im(ben).id
    assert not slack.calls("conversations.open")
    for _ in range(2):
        assert await sender.direct_channel(ana.id) == slack.world.open_im(ana).id
    assert len(slack.calls("conversations.open")) == 1


async def test_a_message_is_changed_in_its_place(slack: SlackServer, sender: Sender) -> None:
    ts = await sender.post(channel(slack), MESSAGE)
    (changed,) = render.messages(view(text("Good evening")))
    await sender.update(channel(slack), ts, changed)
    assert slack.read("ben", "#general") == "Good evening"


async def test_an_expired_response_url_is_told_by_its_name(slack: SlackServer, sender: Sender) -> None:
    shown = slack.tickets.new_response_url(
        slack.world.user("ana"), slack.world.channel("#general", slack.workspace.id), None
    )
    slack.pass_time(3_600)
    with pytest.raises(Undeliverable, match="expired_url"):
        await sender.respond(slack.url + shown.path, MESSAGE)
