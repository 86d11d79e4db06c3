"""Posting, and what Slack's refusals mean for whoever wanted to post."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import render
from adapters.slack.app import PATIENCE
from adapters.slack.markup import Json
from adapters.slack.sender import Sender, undeliverable
from bot.chat.elements import text, view
from bot.errors import Doubtful, ThreadEnd, Undeliverable
from tests.support.silence import packets_dropped
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
        (Refusal("msg_too_long"), {"forbidden": False, "gone": False, "retry_after": None, "thread": None}),
        (Refusal("restricted_action_thread_locked"), {"forbidden": False, "gone": False, "thread": ThreadEnd.CLOSED}),
        (Refusal("thread_not_found"), {"forbidden": False, "gone": False, "thread": ThreadEnd.POST_DELETED}),
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


_SCOPE_FIX = "add None under OAuth & Permissions of the Slack app, then install it again"
SUSPENDED = "ask an admin of the workspace to let askq post there"
PERMISSIONS = "allow askq to post under the channel's posting permissions"
UNARCHIVE = "unarchive the channel, then /invite @askq"

PASSES = {
    "external_channel_migrating": (300.0, False),
    "rate_limited": (60.0, False),
    "accesslimited": (300.0, True),
    "message_limit_exceeded": (300.0, True),
    "org_login_required": (300.0, True),
    "team_added_to_org": (300.0, True),
}
DOUBTFUL = ("fatal_error", "internal_error", "request_timeout", "service_unavailable")
DEAD = ("account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked")
GONE = {"channel_not_found": "/invite @askq", "user_disabled": "", "user_not_found": "", "users_not_found": ""}
FORBIDDEN = {
    "access_denied": SUSPENDED,
    "cannot_dm_bot": "",
    "ekm_access_denied": SUSPENDED,
    "enterprise_is_restricted": "install the Slack app in the workspace itself",
    "is_archived": UNARCHIVE,
    "messages_tab_disabled": "turn on the Messages Tab under App Home of the Slack app",
    "missing_scope": _SCOPE_FIX,
    "no_permission": "",
    "not_allowed_token_type": "",
    "not_in_channel": "/invite @askq",
    "restricted_action": PERMISSIONS,
    "restricted_action_non_threadable_channel": "",
    "restricted_action_read_only_channel": PERMISSIONS,
    "restricted_action_thread_only_channel": PERMISSIONS,
    "team_access_not_granted": "install the Slack app in this workspace",
    "two_factor_setup_required": "set up two-factor authentication for whoever installed the Slack app",
    "user_not_in_channel": "",
}
REFUSED = (
    "as_user_not_supported attachment_payload_limit_exceeded cannot_reply_to_message channel_type_not_supported"
    " deprecated_endpoint duplicate_channel_not_found duplicate_message_not_found invalid_arg_name invalid_arguments"
    " invalid_array_arg invalid_attachments invalid_blocks invalid_blocks_format invalid_charset invalid_form_data"
    " invalid_metadata_format invalid_metadata_schema invalid_post_type message_not_found"
    " metadata_must_be_sent_from_app metadata_too_large method_deprecated missing_file_data missing_post_type"
    " msg_blocks_too_long msg_too_long no_text restricted_action_thread_locked slack_connect_blocked_file_type"
    " slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked team_not_found"
    " too_many_attachments too_many_contact_cards"
).split()
"""Slack's words for what it refuses (docs: chat.postMessage, errors), by what they mean."""


def meant(reason: str) -> Undeliverable:
    response = AsyncSlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data={"error": reason}, headers={}, status_code=200
    )
    return undeliverable(SlackApiError("", response))


@pytest.mark.parametrize("reason", PASSES)
def test_what_passes_by_itself_is_tried_again(reason: str) -> None:
    problem, (seconds, everywhere) = meant(reason), PASSES[reason]
    assert (problem.reason, problem.retry_after, problem.everywhere) == (reason, seconds, everywhere)
    assert not (isinstance(problem, Doubtful) or problem.gone or problem.forbidden)


@pytest.mark.parametrize("reason", DOUBTFUL)
def test_what_slack_may_have_carried_out_is_in_doubt(reason: str) -> None:
    assert isinstance(meant(reason), Doubtful)


@pytest.mark.parametrize("reason", DEAD)
def test_a_token_that_slack_takes_no_more_concerns_everything(reason: str) -> None:
    problem = meant(reason)
    assert (problem.everywhere, problem.retry_after, problem.forbidden) == (True, 60.0, False)


@pytest.mark.parametrize("reason", GONE)
def test_what_is_gone_is_given_up(reason: str) -> None:
    problem = meant(reason)
    assert (problem.gone, problem.forbidden, problem.retry_after, problem.fix) == (True, False, None, GONE[reason])


@pytest.mark.parametrize("reason", FORBIDDEN)
def test_what_a_person_can_put_right_is_forbidden_until_then(reason: str) -> None:
    problem = meant(reason)
    assert (problem.forbidden, problem.gone, problem.retry_after) == (True, False, None)
    assert problem.fix == FORBIDDEN[reason]


@pytest.mark.parametrize("reason", REFUSED)
def test_of_anything_else_a_repeat_is_no_use(reason: str) -> None:
    problem = meant(reason)
    assert type(problem) is Undeliverable
    assert (problem.forbidden, problem.gone, problem.retry_after, problem.fix) == (False, False, None, "")


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


async def test_where_no_connection_is_made_nothing_was_carried_out(
    slack: SlackServer, sender: Sender, revoked: list[str]
) -> None:
    hasty = aiohttp.ClientTimeout(total=PATIENCE.total, connect=0.2)
    with packets_dropped() as address:
        async with aiohttp.ClientSession(timeout=hasty) as session:
            client = AsyncWebClient(slack.bot_token, base_url=f"http://{address}/", session=session, retry_handlers=[])
            with pytest.raises(Undeliverable, match="ConnectionTimeoutError") as problem:
                await Sender(client, session, revoked.append).post(channel(slack), MESSAGE)
    assert not isinstance(problem.value, Doubtful)
    assert problem.value.everywhere
    assert PATIENCE.connect is not None
    assert PATIENCE.total is not None
    assert PATIENCE.connect < PATIENCE.total, "or the call as a whole is over before, and nobody knows what it did"


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
