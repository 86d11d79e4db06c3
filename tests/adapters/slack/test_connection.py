"""Coming up, staying up, and giving up only where nothing can help."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter

import pytest

from adapters.slack import register
from adapters.slack.app import SlackFront
from bot.errors import ConfigError
from bot.fronts import State
from tests.adapters.slack.trial import Trial
from tests.support.slack.faults import BadGateway, HoldBack, LostConnection, Refusal
from tests.support.slack.methods import METHODS
from tests.support.slack.server import SlackServer
from tests.support.slack_front import Delivering, Serving, idle, serving, settings_for


async def test_two_links_serve_and_the_token_is_looked_at_once(slack: SlackServer, running: Serving) -> None:
    assert len(slack.sockets.ready) == 2
    for _ in range(4):
        await slack.command("ana", "#general", "culture")
    assert Counter(call.method for call in slack.requests) == {
        "auth.test": 1,
        "apps.connections.open": 2,
        "users.info": 1,
    }
    assert running.states == [State.CONNECTED]


async def test_a_broken_connection_is_reported_and_comes_back(slack: SlackServer, running: Serving) -> None:
    await slack.drop_links()
    await slack.until(lambda: State.BROKEN in running.states and running.states[-1] is State.CONNECTED)
    await slack.until(lambda: len(slack.sockets.ready) == 2)
    assert "you said: culture" in (await slack.command("ana", "#general", "culture")).text


async def test_slack_unreachable_for_a_while_is_waited_out(slack: SlackServer, running: Serving) -> None:
    away = slack.trouble("apps.connections.open", LostConnection(), times=6)
    await slack.drop_links()
    await away.met(6)
    await slack.until(lambda: running.states[-1] is State.CONNECTED)
    await slack.until(lambda: len(slack.sockets.ready) == 2)


async def test_links_are_renewed_when_slack_says_so(slack: SlackServer, running: Serving) -> None:
    await slack.refresh_links()
    await slack.until(lambda: slack.sockets.opened == 4 and len(slack.sockets.ready) == 2)
    assert "you said: culture" in (await slack.command("ana", "#general", "culture")).text


async def test_a_press_before_and_an_answer_after_a_restart(slack: SlackServer, core: Trial, database_url: str) -> None:
    settings = settings_for(slack, database_url)
    async with serving(slack, core.app, settings):
        first = (await slack.command("ana", "#general", "culture")).message
    async with serving(slack, core.app, settings):
        shown = await slack.press("ana", first, "reply")
        await idle(slack)
        assert "reply for ana" in shown.text


async def test_a_dead_bot_token_is_a_mistake_in_the_settings(
    slack: SlackServer, core: Trial, database_url: str
) -> None:
    slack.revoke_token()
    with pytest.raises(ConfigError, match=r"ASKQ_SLACK_BOT_TOKEN: Slack says token_revoked; install"):
        await SlackFront().run(core.app, settings_for(slack, database_url), lambda _: None)


async def test_a_dead_app_token_is_a_mistake_in_the_settings(
    slack: SlackServer, core: Trial, database_url: str
) -> None:
    slack.trouble("apps.connections.open", Refusal("invalid_auth"), times=2)
    with pytest.raises(ConfigError, match=r"ASKQ_SLACK_APP_TOKEN: Slack says invalid_auth; make"):
        await SlackFront().run(core.app, settings_for(slack, database_url), lambda _: None)


async def test_other_trouble_at_the_start_may_be_tried_again(
    slack: SlackServer, core: Trial, database_url: str
) -> None:
    slack.trouble("auth.test", BadGateway())
    with pytest.raises(Exception, match=r"auth\.test") as problem:
        await SlackFront().run(core.app, settings_for(slack, database_url), lambda _: None)
    assert not isinstance(problem.value, ConfigError)


async def test_a_token_revoked_meanwhile_ends_the_run(slack: SlackServer, running: Serving) -> None:
    slack.revoke_token()
    await slack.direct_message("ben", "hello?")
    with pytest.raises(ConfigError, match="token_revoked"):
        await running.task


async def test_being_uninstalled_ends_the_run(slack: SlackServer, running: Serving) -> None:
    await slack.uninstall(wait="nothing")
    with pytest.raises(ConfigError, match="app_uninstalled"):
        await running.task


async def test_no_task_and_no_connection_outlives_the_run(slack: SlackServer, core: Trial, database_url: str) -> None:
    before = asyncio.all_tasks()
    async with serving(slack, core.app, settings_for(slack, database_url)):
        await slack.command("ana", "#general", "culture")
    await slack.until(lambda: not slack.sockets.links)
    left = {task.get_coro().__qualname__ for task in asyncio.all_tasks() - before}  # type: ignore[union-attr]
    assert not {name for name in left if "SocketMode" in name or "Links" in name or "Service" in name}


async def test_the_log_holds_no_secret_and_no_text(
    slack: SlackServer, core: Trial, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving(slack, core.app, settings_for(slack, database_url)):
        shown = await slack.command("ana", "#general", "a-private-thought")
        slack.trouble("response_url", Refusal("expired_url", status=404))
        slack.trouble("chat.postEphemeral", LostConnection())
        await slack.press("ana", shown.message, "reply")
        await slack.mention("ben", "#general", "a-private-thought")
        await idle(slack)
        await slack.drop_links()
        await slack.until(lambda: len(slack.sockets.ready) == 2)
    ours = "\n".join(
        record.getMessage() + (record.exc_text or "")
        for record in caplog.records
        if record.name.startswith(("adapters", "slack", "askq"))
    )
    assert "response_url did not take an answer: expired_url" in ours
    for secret in ("xoxb-", "xapp-", "ticket=", "/response/", "a-private-thought"):
        assert secret not in ours


async def test_every_method_called_is_allowed_by_a_declared_scope_and_every_scope_is_needed(
    slack: SlackServer, running: Serving, delivering: Delivering
) -> None:
    shown = await slack.command("ana", "#general", "culture")
    slack.trouble("response_url", Refusal("expired_url", status=404))
    await slack.press("ana", shown.message, "reply")
    await slack.press("ana", shown.message, "ask")
    await slack.direct_message("ben", "hello")
    await slack.bot_joins("#random")
    await idle(slack)
    await delivering.settled()
    called = {call.method for call in slack.requests} - {"response_url"}
    assert called == {
        "apps.connections.open",
        "auth.test",
        "chat.postEphemeral",
        "chat.postMessage",
        "users.info",
        "views.open",
    }
    for_calls = {scope for method in called for scope in METHODS[method].scopes}
    for_events = {
        "app_mention": {"app_mentions:read"},
        "message.im": {"im:history"},
        "member_joined_channel": {"channels:read", "groups:read"},
    }
    heard = {scope for event in register.EVENTS for scope in for_events.get(event, set())}
    assert for_calls | heard | {"commands"} == set(register.SCOPES) - register.FOR_LOOKING


async def test_a_link_that_hangs_while_connecting_does_not_keep_the_other_from_serving(
    slack: SlackServer, core: Trial, database_url: str
) -> None:
    held = slack.trouble("apps.connections.open", HoldBack())
    running = Serving(slack, core.app, settings_for(slack, database_url))
    try:
        await held.met()
        await slack.connected(1)
        assert "you said: culture" in (await slack.command("ana", "#general", "culture")).text
    finally:
        held.fault.release()
        await running.abandon()
