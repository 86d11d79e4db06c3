"""What the tests' Slack does when it is in trouble, in a hurry, or asked what was said before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.slack.faults import LateCommit
from tests.support.slack.server import SlackServer
from tests.support.slack.small_bot import button, by_hand, channel_id, plain, refused

NOW = 1_900_000_000.0


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """No bot talks to it yet, and time stands still."""
    async with SlackServer(now=lambda: NOW) as made:
        yield made


@pytest.fixture
async def client(slack: SlackServer) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[])


# -- troubles --------------------------------------------------------------------------------------


async def test_a_request_may_be_carried_out_after_its_connection_broke(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    late = slack.trouble("chat.postMessage", LateCommit())
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.chat_postMessage(channel=channel_id(slack), text="hi")
    assert slack.screen("ana", "#general") == []
    slack.pass_time(3)
    late.fault.commit()
    (message,) = await slack.until(lambda: slack.screen("ana", "#general"))
    assert float(message.ts) == NOW + 3


async def test_it_may_be_carried_out_by_itself_within_five_seconds(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.trouble("chat.postMessage", LateCommit(after=0.01))
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.chat_postMessage(channel=channel_id(slack), text="hi")
    await slack.until(lambda: slack.screen("ana", "#general"))
    with pytest.raises(ValueError, match="not as late"):
        LateCommit(after=6)


async def test_what_was_to_be_carried_out_later_ends_with_the_server(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.trouble("chat.postMessage", LateCommit())
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.chat_postMessage(channel=channel_id(slack), text="hi")


@pytest.mark.parametrize("refusing", [False, True])
async def test_slack_is_down_until_it_comes_back(slack: SlackServer, client: AsyncWebClient, refusing: bool) -> None:
    await client.auth_test()
    async with by_hand(slack):
        await slack.goes_down(refusing=refusing)
        assert not slack.sockets.links
    for _ in range(2):
        with pytest.raises(aiohttp.ClientConnectionError if refusing else SlackApiError) as problem:
            await client.chat_postMessage(channel=channel_id(slack), text="hi")
    if not refusing:
        assert problem.value.response.status_code == 503
        assert slack.records.turned_away == 2
    await slack.comes_back()
    assert (await client.chat_postMessage(channel=channel_id(slack), text="hi"))["ok"]
    assert len(slack.screen("ana", "#general")) == 1


async def test_a_channel_takes_one_post_a_second_once_that_is_enforced(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    for _ in range(2):
        await client.chat_postMessage(channel=channel_id(slack), text="fine")
    slack.enforce_rates()
    with pytest.raises(SlackApiError) as problem:
        await client.chat_postMessage(channel=channel_id(slack), text="too early")
    assert (problem.value.response.status_code, problem.value.response.headers["Retry-After"]) == (429, "1")
    await client.chat_postMessage(channel=channel_id(slack, "staff"), text="another channel")
    slack.pass_time(1)
    await client.chat_postMessage(channel=channel_id(slack), text="in time")
    assert slack.rates.refused == 1
    assert "too early" not in slack.read("ana", "#general")


# -- what was said before --------------------------------------------------------------------------


async def thread(slack: SlackServer, client: AsyncWebClient, replies: int) -> str:
    root: Any = await client.chat_postMessage(channel=channel_id(slack), text="root")
    for number in range(replies):
        mark = {"event_type": "askq_post", "event_payload": {"id": f"r{number}"}}
        await client.chat_postMessage(channel=channel_id(slack), text=f"{number}", thread_ts=root["ts"], metadata=mark)
    return str(root["ts"])


async def test_a_thread_comes_with_its_root_first_and_in_pages(slack: SlackServer, client: AsyncWebClient) -> None:
    root = await thread(slack, client, 3)
    asked = {"channel": channel_id(slack), "ts": root, "limit": 2, "include_all_metadata": True}
    first = await client.conversations_replies(**asked)
    assert first["has_more"]
    rest = await client.conversations_replies(**asked, cursor=first["response_metadata"]["next_cursor"])
    said = [*first["messages"], *rest["messages"]]
    assert [message["text"] for message in said] == ["root", "0", "1", "2"]
    assert [message["metadata"]["event_payload"]["id"] for message in said[1:]] == ["r0", "r1", "r2"]
    assert not rest["has_more"]


async def test_replies_of_a_time_come_with_their_root_and_are_not_in_the_channels_history(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    root = await thread(slack, client, 1)
    slack.pass_time(60)
    await client.chat_postMessage(channel=channel_id(slack), text="late", thread_ts=root)
    found = await client.conversations_replies(channel=channel_id(slack), ts=root, oldest=str(NOW + 30))
    assert [message["text"] for message in found["messages"]] == ["root", "late"]
    history = await client.conversations_history(channel=channel_id(slack))
    assert [message["text"] for message in history["messages"]] == ["root"]


async def test_there_is_no_thread_below_no_message(slack: SlackServer, client: AsyncWebClient) -> None:
    asking = client.conversations_replies(channel=channel_id(slack), ts="1.000000")
    assert await refused(asking) == "thread_not_found"
    await client.chat_postMessage(channel=channel_id(slack), text="x", thread_ts="1.000000")
    assert slack.violations == ["chat.postMessage: no message 1.000000 to reply to in general"]


async def test_history_needs_membership_and_the_scope_of_the_channels_kind(slack: SlackServer) -> None:
    lean = slack.world.add_workspace("lean", scopes="chat:write,channels:history")
    dan = slack.world.add_user("dan", lean)
    private = slack.world.add_channel("#private", lean, (dan,), kind="private")
    public = slack.world.add_channel("#public", lean, (dan,))
    elsewhere = slack.world.add_channel("#elsewhere", lean, (dan,), bot=False)
    theirs = AsyncWebClient(lean.bot_token, base_url=slack.api_url)
    assert (await theirs.conversations_history(channel=public.id))["ok"]
    assert await refused(theirs.conversations_history(channel=elsewhere.id)) == "not_in_channel"
    with pytest.raises(SlackApiError) as problem:
        await theirs.conversations_replies(channel=private.id, ts="1.000000")
    assert problem.value.response["needed"] == "groups:history"


async def test_the_bots_own_channels_are_listed_by_kind(slack: SlackServer, client: AsyncWebClient) -> None:
    async def names(**asked: Any) -> list[str]:
        return [channel["name"] for channel in (await client.users_conversations(**asked))["channels"]]

    assert await names() == ["general", "old"]
    assert await names(exclude_archived=True, types="public_channel,private_channel") == ["general", "staff"]
    slack.bot_leaves("#general")
    assert await names(exclude_archived=True) == []


async def test_methods_that_only_read_take_no_json(slack: SlackServer, client: AsyncWebClient) -> None:
    asking = client.api_call("conversations.info", json={"channel": channel_id(slack)})
    assert await refused(asking) == "invalid_arguments"
    assert slack.violations[0] == "conversations.info takes no JSON"


async def test_a_menu_of_channels_offers_the_kinds_it_names(slack: SlackServer, client: AsyncWebClient) -> None:
    menu = {
        "type": "conversations_select",
        "action_id": "where",
        "placeholder": plain("Where"),
        "filter": {"include": ["public"]},
    }
    actions = {"type": "actions", "elements": [menu, button("x", "x")]}
    await client.chat_postMessage(channel=channel_id(slack), text="Where?", blocks=[actions])
    async with by_hand(slack):
        (message,) = slack.screen("ana", "#general")
        picked = await slack.press("ana", message, "Where", "#random", wait="nothing")
        assert picked.envelope.payload["actions"][0]["selected_conversation"] == channel_id(slack, "random")
        with pytest.raises(LookupError, match="does not offer staff"):
            await slack.press("ana", message, "Where", "#staff", wait="nothing")
