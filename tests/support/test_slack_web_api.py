"""The Web API of the tests' Slack: methods, refusals, trigger ids, response URLs, and every trouble."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.slack.faults import BadGateway, HoldBack, LostConnection, RateLimit, Refusal
from tests.support.slack.server import SlackServer
from tests.support.slack.small_bot import (
    QUESTION,
    by_hand,
    channel_id,
    modal,
    plain,
    refused,
)


@pytest.fixture
async def quiet_slack() -> AsyncIterator[SlackServer]:
    """A server that no bot talks to yet."""
    async with SlackServer() as slack:
        yield slack


@pytest.fixture
def client(quiet_slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(quiet_slack.bot_token, base_url=quiet_slack.api_url, retry_handlers=[])


async def test_tokens_are_checked(quiet_slack: SlackServer, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert answer["team_id"] == quiet_slack.workspace.id
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")
    assert await refused(client.auth_test(token="xoxb-stranger")) == "invalid_auth"
    assert await refused(AsyncWebClient(base_url=quiet_slack.api_url).auth_test()) == "not_authed"
    assert await refused(client.apps_connections_open(app_token=quiet_slack.bot_token)) == "not_allowed_token_type"
    quiet_slack.revoke_token()
    assert await refused(client.auth_test()) == "token_revoked"


@pytest.mark.parametrize(
    ("channel", "error"),
    [("random", "not_in_channel"), ("old", "is_archived"), ("secret", "channel_not_found")],
)
async def test_posting_is_refused_where_the_bot_can_not_write(
    quiet_slack: SlackServer, client: AsyncWebClient, channel: str, error: str
) -> None:
    quiet_slack.world.add_channel("secret", quiet_slack.workspace, kind="private", bot=False)
    assert await refused(client.chat_postMessage(channel=channel_id(quiet_slack, channel), text="hi")) == error
    assert await refused(client.chat_postMessage(channel="C404", text="hi")) == "channel_not_found"


async def test_a_message_is_posted_changed_found_and_deleted(quiet_slack: SlackServer, client: AsyncWebClient) -> None:
    channel = channel_id(quiet_slack)
    mark = {"event_type": "askq_post", "event_payload": {"id": "r1"}}
    posted = await client.chat_postMessage(channel=channel, metadata=mark, **QUESTION)
    assert posted["message"]["blocks"][0]["block_id"]
    await client.chat_update(channel=channel, ts=posted["ts"], text="short")
    assert quiet_slack.read("ben", "#general") == "short"
    found = await client.conversations_history(channel=channel, include_all_metadata=True, limit=15)
    assert [message["metadata"]["event_payload"]["id"] for message in found["messages"]] == ["r1"]
    without = await client.conversations_history(channel=channel, oldest=posted["ts"], inclusive=True)
    assert "metadata" not in without["messages"][0]
    assert (await client.conversations_history(channel=channel, oldest=posted["ts"]))["messages"] == []
    await client.chat_delete(channel=channel, ts=posted["ts"])
    assert quiet_slack.screen("ben", "#general") == []
    assert await refused(client.chat_update(channel=channel, ts=posted["ts"], text="late")) == "message_not_found"


async def test_history_comes_in_pages(quiet_slack: SlackServer, client: AsyncWebClient) -> None:
    for number in range(3):
        await client.chat_postMessage(channel=channel_id(quiet_slack), text=f"{number}")
    first = await client.conversations_history(channel=channel_id(quiet_slack), limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel=channel_id(quiet_slack), limit=2, cursor=cursor)
    assert [message["text"] for message in [*first["messages"], *rest["messages"]]] == ["2", "1", "0"]


async def test_an_ephemeral_message_reaches_one_person_and_can_not_be_updated(
    quiet_slack: SlackServer, client: AsyncWebClient
) -> None:
    channel, ana = channel_id(quiet_slack), quiet_slack.world.user("ana")
    told = await client.chat_postEphemeral(channel=channel, user=ana.id, text="psst")
    assert quiet_slack.read("ana", "#general") == "psst"
    assert quiet_slack.read("ben", "#general") == ""
    assert await refused(client.chat_update(channel=channel, ts=told["message_ts"], text="x")) == "message_not_found"
    assert await refused(client.chat_postEphemeral(channel=channel, user="U404", text="x")) == "user_not_in_channel"


async def test_people_and_conversations_are_described(quiet_slack: SlackServer, client: AsyncWebClient) -> None:
    cleo = quiet_slack.world.user("cleo")
    user = (await client.users_info(user=cleo.id, include_locale=True))["user"]
    assert (user["tz"], user["locale"], user["is_admin"]) == ("America/New_York", "de-DE", False)
    assert await refused(client.users_info(user="U404")) == "user_not_found"
    staff = (await client.conversations_info(channel=channel_id(quiet_slack, "staff")))["channel"]
    assert (staff["is_private"], staff["is_member"]) == (True, True)
    direct = await client.conversations_open(users=[cleo.id])
    await client.chat_postMessage(channel=direct["channel"]["id"], text="just you")
    assert [message.text for message in quiet_slack.direct_messages("cleo")] == ["just you"]


async def test_a_missing_scope_is_named(client: AsyncWebClient, quiet_slack: SlackServer) -> None:
    lean = quiet_slack.world.add_workspace("lean", scopes="commands,chat:write")
    lean_client = AsyncWebClient(lean.bot_token, base_url=quiet_slack.api_url)
    with pytest.raises(SlackApiError) as problem:
        await lean_client.conversations_history(channel="C1")
    assert problem.value.response["error"] == "missing_scope"
    assert problem.value.response["needed"] == "channels:history"


async def test_workspaces_are_separate(quiet_slack: SlackServer) -> None:
    other = quiet_slack.world.add_workspace("other")
    quiet_slack.world.add_channel("#general", other, (quiet_slack.world.add_user("dan", other),))
    foreign = AsyncWebClient(other.bot_token, base_url=quiet_slack.api_url)
    assert await refused(foreign.chat_postMessage(channel=channel_id(quiet_slack), text="hi")) == "channel_not_found"
    assert await refused(foreign.users_info(user=quiet_slack.world.user("ana").id)) == "user_not_found"
    assert quiet_slack.screen("dan", "#general") == []


async def test_a_file_is_uploaded_shared_and_fetched(quiet_slack: SlackServer, client: AsyncWebClient) -> None:
    await client.files_upload_v2(
        channel=channel_id(quiet_slack), filename="cards.pdf", content=b"%PDF", title="cards.pdf"
    )
    [message] = quiet_slack.screen("ben", "#general")
    assert quiet_slack.as_text(message) == "(file: cards.pdf)"
    url, headers = (
        message.files[0]["url_private_download"],
        {"Authorization": f"Bearer {quiet_slack.bot_token}"},
    )
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        assert await answer.read() == b"%PDF"


async def test_unknown_methods_and_arguments_are_noticed(quiet_slack: SlackServer, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=channel_id(quiet_slack), text="hi", colour="red")
    assert await refused(client.api_call("chat.shout")) == "unknown_method"
    assert await refused(client.api_call("chat.delete", json={"channel": "C1"})) == "invalid_arguments"
    assert [sentence.split(":")[0] for sentence in quiet_slack.violations] == [
        "chat.postMessage",
        "chat.shout is not a method this server knows",
        "chat.delete",
    ]


# -- trigger ids and response URLs -----------------------------------------------------------------


async def test_a_trigger_opens_one_view_and_only_while_it_is_fresh(
    quiet_slack: SlackServer, client: AsyncWebClient
) -> None:
    async with by_hand(quiet_slack):
        first = await quiet_slack.command("ana", "#general", wait="nothing")
        trigger = first.envelope.payload["trigger_id"]
        opened = await client.views_open(trigger_id=trigger, view=modal())
        assert await refused(client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"
        late = await quiet_slack.command("ana", "#general", wait="nothing")
        quiet_slack.pass_time(4)
        trigger = late.envelope.payload["trigger_id"]
        assert await refused(client.views_open(trigger_id=trigger, view=modal())) == "expired_trigger_id"
        assert await refused(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"
        assert len(quiet_slack.violations) == 3
        view = opened["view"]
        updated = await client.views_update(view_id=view["id"], hash=view["hash"], view=modal(title=plain("New")))
        assert updated["view"]["hash"] != view["hash"]
        stale = client.views_update(view_id=view["id"], hash=view["hash"], view=modal())
        assert await refused(stale) == "hash_conflict"
        modal_now = quiet_slack.modal("ana")
        assert modal_now is not None
        assert modal_now.title == "New"


async def test_no_more_than_three_views_are_stacked(quiet_slack: SlackServer, client: AsyncWebClient) -> None:
    async with by_hand(quiet_slack):
        for place in range(4):
            shown = await quiet_slack.command("ana", "#general", wait="nothing")
            trigger = shown.envelope.payload["trigger_id"]
            call = client.views_push(trigger_id=trigger, view=modal())
            assert (await call)["ok"] if place < 3 else await refused(call) == "push_limit_reached"
        assert "3 views" in quiet_slack.violations[0]


async def test_a_response_url_works_five_times_within_half_an_hour(quiet_slack: SlackServer) -> None:
    async with by_hand(quiet_slack) as session:

        async def respond(url: str, **body: Any) -> int:
            async with session.post(url, json=body) as answer:
                return answer.status

        shown = await quiet_slack.command("ana", "#random", wait="nothing")
        url = shown.envelope.payload["response_url"]
        assert [await respond(url, text="again") for _ in range(6)] == [200] * 5 + [404]
        assert len(quiet_slack.screen("ana", "#random")) == 5
        late = await quiet_slack.command("ana", "#random", wait="nothing")
        quiet_slack.pass_time(31 * 60)
        assert await respond(late.envelope.payload["response_url"], text="late") == 404
        used, expired = quiet_slack.violations
        assert "used_url" in used
        assert "expired_url" in expired


async def test_a_response_url_replaces_deletes_or_speaks_to_all(
    quiet_slack: SlackServer, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=channel_id(quiet_slack), **QUESTION)
    async with by_hand(quiet_slack) as session:
        [message] = quiet_slack.screen("ana", "#general")
        pressed = await quiet_slack.press("ana", message, "why", wait="nothing")
        url = pressed.envelope.payload["response_url"]
        await session.post(url, json={"text": "to all", "response_type": "in_channel"})
        await session.post(url, json={"text": "replaced", "replace_original": True})
        assert quiet_slack.read("ben", "#general") == "replaced\nto all"
        await session.post(url, json={"delete_original": True})
        assert quiet_slack.read("ben", "#general") == "to all"
        assert pressed.text == "to all"
        await session.post(url, json={"text": "odd", "colour": "red"})
        assert quiet_slack.violations == ["response_url: unknown key 'colour'"]


# -- troubles --------------------------------------------------------------------------------------


async def test_the_next_calls_of_a_method_fail_and_later_ones_do_not(
    quiet_slack: SlackServer, client: AsyncWebClient
) -> None:
    trouble = quiet_slack.trouble("chat.postMessage", Refusal("is_archived"), times=2)
    errors = [await refused(client.chat_postMessage(channel=channel_id(quiet_slack), text="hi")) for _ in range(2)]
    assert errors == ["is_archived"] * 2
    await client.chat_postMessage(channel=channel_id(quiet_slack), text="at last")
    assert trouble.over
    assert [call.answer for call in quiet_slack.requests] == ["Refusal", "Refusal", "ok"]


async def test_a_trouble_may_be_for_one_channel_only(quiet_slack: SlackServer, client: AsyncWebClient) -> None:
    staff = channel_id(quiet_slack, "staff")
    quiet_slack.trouble("chat.postMessage", Refusal("not_in_channel"), when=lambda body: body["channel"] == staff)
    await client.chat_postMessage(channel=channel_id(quiet_slack), text="fine")
    assert await refused(client.chat_postMessage(channel=staff, text="hi")) == "not_in_channel"


async def test_a_rate_limit_says_when_to_come_back(quiet_slack: SlackServer, client: AsyncWebClient) -> None:
    quiet_slack.trouble("chat.postMessage", RateLimit(retry_after=7))
    with pytest.raises(SlackApiError) as problem:
        await client.chat_postMessage(channel=channel_id(quiet_slack), text="hi")
    response = problem.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (
        429,
        "ratelimited",
        "7",
    )


async def test_a_bad_gateway_answers_html(quiet_slack: SlackServer, client: AsyncWebClient) -> None:
    quiet_slack.trouble("chat.postMessage", BadGateway())
    with pytest.raises(SlackApiError) as problem:
        await client.chat_postMessage(channel=channel_id(quiet_slack), text="hi")
    assert problem.value.response.status_code == 502
    assert quiet_slack.screen("ana", "#general") == []


@pytest.mark.parametrize("committed", [False, True])
async def test_a_connection_breaks_before_or_after_the_post(
    quiet_slack: SlackServer, client: AsyncWebClient, committed: bool
) -> None:
    quiet_slack.trouble("chat.postMessage", LostConnection(committed=committed))
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.chat_postMessage(channel=channel_id(quiet_slack), text="hi")
    assert len(quiet_slack.screen("ana", "#general")) == int(committed)


@pytest.mark.parametrize("committed", [False, True])
async def test_an_answer_is_held_back_until_released(
    quiet_slack: SlackServer, client: AsyncWebClient, committed: bool
) -> None:
    held = quiet_slack.trouble("chat.postMessage", HoldBack(committed=committed))
    posting = asyncio.create_task(client.chat_postMessage(channel=channel_id(quiet_slack), text="hi"))
    await held.met()
    await quiet_slack.until(lambda: len(quiet_slack.screen("ana", "#general")) == int(committed))
    assert not posting.done()
    held.fault.release()
    assert (await posting)["ok"]
    assert len(quiet_slack.screen("ana", "#general")) == 1
