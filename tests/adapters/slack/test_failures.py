"""What goes wrong on our side: somebody is told, the log knows where it was, and quotes nobody."""

from __future__ import annotations

import asyncio
import copy
from typing import Any

import pytest

from adapters.slack import render
from tests.adapters.slack.trial import Trial
from tests.support.slack.faults import Refusal
from tests.support.slack.responding import Interaction
from tests.support.slack.server import SlackServer
from tests.support.slack.shown import Shown
from tests.support.slack.socket_mode import Envelope
from tests.support.slack_front import Serving, idle

SORRY = "Something went wrong on our side"
PRIVATE = "a-private-thought"


def broken(*typed: object) -> Any:
    raise RuntimeError(f"{PRIVATE} in {typed}")


def ours(caplog: pytest.LogCaptureFixture) -> str:
    lines = (record.getMessage() + (record.exc_text or "") + str(record.exc_info or "") for record in caplog.records)
    return "\n".join(lines)


def incidents(caplog: pytest.LogCaptureFixture) -> int:
    return sum(record.levelname == "ERROR" for record in caplog.records)


async def deliver(slack: SlackServer, kind: Any, payload: dict[str, Any], like: Shown) -> Shown:
    """A payload that is not quite what Slack sends, in place of one like `like`."""
    interaction: Interaction = slack._interactions[like.envelope.id]
    assert interaction.response_url is not None
    envelope = Envelope(kind, payload)
    interaction.response_url.envelope_id = envelope.id
    return await slack._deliver(interaction.user, envelope, interaction, "ack")


@pytest.mark.parametrize("how", ["command", "press", "submission"])
async def test_a_core_that_fails_is_an_incident_for_that_person(
    slack: SlackServer,
    running: Serving,
    core: Trial,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    message = (await slack.command("ana", "#general", "culture")).message
    opened = await slack.press("ana", message, "ask")
    view = await opened.until(lambda shown: shown.view)
    monkeypatch.setattr(core.app, "handle", broken)
    match how:
        case "command":
            await slack.command("ana", "#general", PRIVATE)
        case "press":
            await slack.press("ana", message, "reply")
        case _:
            assert view is not None
            await slack.submit("ana", view, {"Your note": PRIVATE})
    await idle(slack)
    assert slack.read("ana", "#general").count(SORRY) == 1
    assert SORRY not in slack.read("ben", "#general")
    assert "RuntimeError" in ours(caplog)
    assert PRIVATE not in ours(caplog)
    assert incidents(caplog) == 1


async def test_a_hello_that_fails_stays_unsaid(
    slack: SlackServer, running: Serving, core: Trial, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(core.app, "handle", broken)
    await slack.bot_joins("#random")
    await idle(slack)
    assert not slack.screen("ben", "#random")
    assert incidents(caplog) == 1


@pytest.mark.parametrize("how", ["command", "press"])
async def test_a_renderer_that_fails_is_an_incident_and_the_log_does_not_quote_it(
    slack: SlackServer, running: Serving, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    message = (await slack.command("ana", "#general", "culture")).message
    working = render.messages
    calls = iter([broken])
    monkeypatch.setattr(render, "messages", lambda view: next(calls, working)(view))
    await (slack.command("ana", "#general", PRIVATE) if how == "command" else slack.press("ana", message, "reply"))
    await idle(slack)
    assert slack.read("ana", "#general").count(SORRY) == 1
    assert "RuntimeError" in ours(caplog)
    assert PRIVATE not in ours(caplog)
    assert incidents(caplog) == 1


@pytest.mark.parametrize("missing", ["trigger_id", "team_id"])
async def test_a_command_that_makes_no_sense_is_an_incident(
    slack: SlackServer, running: Serving, caplog: pytest.LogCaptureFixture, missing: str
) -> None:
    like = await slack.command("ana", "#general", "here")
    payload = copy.deepcopy(like.envelope.payload)
    del payload[missing]
    shown = await deliver(slack, "slash_commands", payload, like)
    await idle(slack)
    assert SORRY in shown.text
    assert shown.message.only_for == shown.user.id
    assert incidents(caplog) == 1


@pytest.mark.parametrize("value", [None, 7], ids=str)
async def test_a_press_that_makes_no_sense_is_an_incident(slack: SlackServer, running: Serving, value: object) -> None:
    first = await slack.command("ana", "#general", "culture")
    like = await slack.press("ana", first.message, "Read on")
    payload = {**copy.deepcopy(like.envelope.payload), "container": value}
    payload["actions"][0]["action_id"] = "0|gone"
    shown = await deliver(slack, "interactive", payload, like)
    await idle(slack)
    assert SORRY in shown.text


async def test_an_event_that_makes_no_sense_is_acknowledged_and_logged(
    slack: SlackServer, running: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    ana = slack.world.user("ana")
    payload = {"type": "event_callback", "event": {"type": "app_mention", "user": "U1", "text": PRIVATE}}
    shown = await slack._deliver(ana, Envelope("events_api", payload), Interaction(ana, "event"), "ack")
    await idle(slack)
    assert shown.acknowledged
    assert not shown.messages
    assert "KeyError" in ours(caplog)
    assert PRIVATE not in ours(caplog)


@pytest.mark.parametrize(
    "user", [None, "U1", {"profile": []}, {"locale": 7}, {"tz": 7}, {"tz": "../etc"}, {"tz": "Europe"}], ids=str
)
async def test_whom_slack_describes_in_nonsense_is_nobody_in_particular(
    slack: SlackServer, running: Serving, core: Trial, monkeypatch: pytest.MonkeyPatch, user: object
) -> None:
    monkeypatch.setattr(slack._http._api, "_users_info", lambda *_: {} if user is None else {"user": user})
    shown = await slack.command("ana", "#general", "quiz reply")
    assert "reply for ana (" in shown.text
    assert "admin" not in shown.text
    assert core.seen[-1].zone == ""


async def stopping(slack: SlackServer, running: Serving, core: Trial, line: str) -> Shown:
    """A command that is held back until the adapter was told to stop."""
    core.gate.clear()
    shown = await slack.command("ana", "#general", line, wait="nothing")
    await slack.until(lambda: core.seen)
    running.task.cancel()
    return shown


async def test_stopping_waits_for_the_command_under_way(slack: SlackServer, running: Serving, core: Trial) -> None:
    shown = await stopping(slack, running, core, "quiz held")
    core.gate.set()
    await asyncio.wait({running.task})
    assert shown.acknowledged
    assert "held for ana" in shown.text
    assert not slack.sockets.ready
    assert not slack.calls("response_url")


async def test_stopping_waits_for_an_answer_that_comes_later(slack: SlackServer, hasty: Serving, core: Trial) -> None:
    shown = await stopping(slack, hasty, core, "quiz held")
    await slack.until(lambda: shown.acknowledged)
    core.gate.set()
    await asyncio.wait({hasty.task})
    assert "held for ana" in shown.text


async def test_an_answer_whose_connection_broke_meanwhile_comes_by_the_response_url(
    slack: SlackServer, core: Trial, running: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    core.gate.clear()
    shown = await slack.command("ana", "#general", "quiz held", wait="nothing")
    await slack.until(lambda: core.seen)
    slack.trouble("apps.connections.open", Refusal("internal_error"), times=1_000)
    await slack.drop_links()
    core.gate.set()
    await slack.until(lambda: shown.messages)
    assert not shown.acknowledged
    assert "held for ana" in shown.text
    assert [call.answer for call in slack.calls("response_url")] == ["ok"]
    running.task.cancel()
