"""askq as a whole sends what nobody asked for: the ledger, the front and Slack together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.outbox import SLACKS_PACE, Outbox
from bot.delivery.sender import Pace
from tests.adapters.slack.trial import Trial
from tests.support.slack.faults import Fault, HoldBack, LateCommit, LostConnection, RateLimit, Refusal
from tests.support.slack.server import SlackServer
from tests.support.slack_front import (
    Delivering,
    Serving,
    SlackStage,
    serving,
    settings_for,
    slack_stage,
    without_scopes,
)

HELLO = "Hello, I am askq"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[SlackStage]:
    async with slack_stage(tmp_path) as made:
        await made.seat("ben")
        yield made
        assert made.complaints() == []


def server(stage: SlackStage) -> SlackServer:
    return stage._slacks["one"]


async def hellos(stage: SlackStage) -> int:
    return sum(HELLO in message for message in (await stage.seat("ben")).screen())


# -- who can send ----------------------------------------------------------------------------------


async def test_the_front_sends_for_its_workspace_while_it_runs(
    slack: SlackServer, core: Trial, database_url: str
) -> None:
    home = f"slack:{slack.workspace.id}"
    async with serving(slack, core.app, settings_for(slack, database_url)):
        outbox = core.app.senders.of(home)
        assert isinstance(outbox, Outbox)
        assert outbox.pace == SLACKS_PACE
    assert not core.app.senders.homes


async def test_the_pace_may_be_another(slack: SlackServer, core: Trial, database_url: str) -> None:
    pace = Pace(each=0.5, all=2)
    async with serving(slack, core.app, settings_for(slack, database_url), pace=pace):
        (home,) = core.app.senders.homes
        outbox = core.app.senders.of(home)
        assert outbox is not None
        assert outbox.pace == pace


async def test_a_front_without_links_still_sends(
    slack: SlackServer, core: Trial, running: Serving, delivering: Delivering
) -> None:
    held = slack.trouble("chat.postMessage", HoldBack(committed=False))
    await slack.bot_joins("#random")
    await held.met()
    slack.trouble("apps.connections.open", Refusal("internal_error"), times=1_000)
    await slack.drop_links()
    held.fault.release()
    await slack.until(lambda: HELLO in slack.read("ben", "#random"))
    assert core.app.senders.homes


async def test_stopping_waits_for_the_post_under_way(
    slack: SlackServer, core: Trial, running: Serving, delivering: Delivering
) -> None:
    held = slack.trouble("chat.postMessage", HoldBack(committed=False))
    await slack.bot_joins("#random")
    await held.met()
    running.task.cancel()
    await slack.until(lambda: not core.app.senders.homes)
    assert not running.task.done()
    held.fault.release()
    await asyncio.wait({running.task})
    assert HELLO in slack.read("ben", "#random")


# -- what comes of trouble -------------------------------------------------------------------------


@pytest.mark.parametrize("committed", [True, False])
async def test_a_message_whose_answer_was_lost_is_said_once(stage: SlackStage, committed: bool) -> None:
    server(stage).trouble("chat.postMessage", LostConnection(committed=committed))
    await stage.join()
    assert await hellos(stage) == int(committed)
    await stage.forward(seconds=30)
    assert await hellos(stage) == 1
    assert len(server(stage).calls("chat.postMessage")) == 2 - int(committed)
    assert len(server(stage).calls("conversations.history")) == 1


async def test_a_message_that_slack_carries_out_late_is_said_once(stage: SlackStage) -> None:
    late = server(stage).trouble("chat.postMessage", LateCommit())
    await stage.join()
    await stage.forward(seconds=4)
    late.fault.commit()
    await server(stage).until(lambda: len(server(stage).world.messages) == 1)
    await stage.forward(seconds=30)
    assert await hellos(stage) == 1


async def test_a_message_in_doubt_at_the_end_of_the_process_is_looked_for_by_the_next(stage: SlackStage) -> None:
    server(stage).trouble("chat.postMessage", LostConnection(committed=True))
    await stage.join()
    await stage.restart()
    await stage.forward(seconds=30)
    assert await hellos(stage) == 1


async def test_a_process_that_ends_in_the_middle_of_sending_leaves_it_to_the_next(stage: SlackStage) -> None:
    slack = server(stage)
    held = slack.trouble("chat.postMessage", HoldBack(committed=True))
    await slack.bot_joins("#general", invited_by="ben")
    await held.met()
    await stage.restart()
    held.fault.release()
    await stage.forward(seconds=30)
    assert await hellos(stage) == 1
    assert len(slack.calls("chat.postMessage")) == 1


async def test_what_cannot_be_looked_for_is_left_in_doubt(stage: SlackStage) -> None:
    without_scopes(server(stage), "channels:history")
    server(stage).trouble("chat.postMessage", LostConnection())
    await stage.join()
    await stage.forward(minutes=30)
    assert await hellos(stage) == 0
    assert len(server(stage).calls("chat.postMessage")) == 1


@pytest.mark.parametrize("fault", [RateLimit(retry_after=0), Refusal("internal_error")], ids=["429", "internal_error"])
async def test_a_message_refused_for_a_while_is_said_later(stage: SlackStage, fault: Fault) -> None:
    server(stage).trouble("chat.postMessage", fault)
    await stage.join()
    assert await hellos(stage) == 0
    await stage.forward(seconds=30)
    assert await hellos(stage) == 1


async def test_invited_again_after_it_was_removed_askq_does_not_say_hello_twice(stage: SlackStage) -> None:
    slack = server(stage)
    for _ in range(2):
        await stage.refuse("general")
        assert slack.workspace.bot_user_id not in slack.world.channel("#general", slack.workspace.id).members
        await stage.allow("general")
        assert await hellos(stage) == 1


async def test_each_workspace_gets_its_messages_from_its_own_askq(stage: SlackStage) -> None:
    await stage.seat("ben", group="two")
    await stage.join()
    await stage.join(group="two")
    for slack in stage._slacks.values():
        assert [HELLO in slack.read("ben", "#general"), len(slack.calls("chat.postMessage"))] == [True, 1]
