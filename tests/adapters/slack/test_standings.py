"""How askq stands in a channel."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.sender import Sender
from adapters.slack.standings import KEPT, Standings
from bot.chat.keys import Place
from bot.chat.messages import Lack, Standing
from tests.support.slack.faults import LostConnection, RateLimit
from tests.support.slack.server import SlackServer
from tests.support.slack_front import without_scopes


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def standings(slack: SlackServer, seconds: Seconds) -> AsyncIterator[Standings]:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[])
        yield Standings(Sender(client, session, lambda _: None), seconds)
    assert not slack.violations


def place(slack: SlackServer, name: str) -> Place:
    return Place(f"slack:{slack.workspace.id}", slack.world.channel(name, slack.workspace.id).id)


@pytest.mark.parametrize("name", ["#general", "#staff"])
async def test_where_askq_is_it_lacks_nothing(slack: SlackServer, standings: Standings, name: str) -> None:
    assert await standings.of(place(slack, name)) == Standing()


async def test_where_it_is_not_it_has_to_be_invited(slack: SlackServer, standings: Standings) -> None:
    assert await standings.of(place(slack, "#random")) == Standing({Lack.MEMBER: "/invite @askq"})


async def test_a_private_channel_that_it_may_not_see_is_one_that_it_is_not_in(
    slack: SlackServer, standings: Standings
) -> None:
    slack.bot_leaves("#staff")
    assert await standings.of(place(slack, "#staff")) == Standing({Lack.MEMBER: "/invite @askq"})


async def test_an_archived_channel_has_to_be_unarchived_first(slack: SlackServer, standings: Standings) -> None:
    fix = "unarchive the channel, then /invite @askq"
    assert await standings.of(place(slack, "#old")) == Standing({Lack.ARCHIVED: fix})


async def test_a_direct_message_lacks_nothing_and_costs_no_call(slack: SlackServer, standings: Standings) -> None:
    assert await standings.of(Place(f"slack:dm:{slack.workspace.id}:U1", "D1")) == Standing()
    assert await standings.of(Place(f"slack:{slack.workspace.id}", "")) == Standing()
    assert not slack.requests


async def test_what_is_well_is_remembered_for_a_few_seconds(
    slack: SlackServer, standings: Standings, seconds: Seconds
) -> None:
    general = place(slack, "#general")
    await standings.of(general)
    slack.bot_leaves("#general")
    assert await standings.of(general) == Standing()
    seconds.now = KEPT
    assert (await standings.of(general)).fixes == {Lack.MEMBER: "/invite @askq"}


async def test_what_was_amiss_is_looked_at_again_at_once(slack: SlackServer, standings: Standings) -> None:
    random = place(slack, "#random")
    assert (await standings.of(random)).fixes
    channel = slack.world.channels[random.channel]
    slack.world.set_channel(channel, members=channel.members | {slack.workspace.bot_user_id})
    assert not (await standings.of(random)).fixes


@pytest.mark.parametrize("fault", [RateLimit(), LostConnection()], ids=lambda fault: type(fault).__name__)
async def test_what_slack_does_not_say_is_not_held_against_askq(
    slack: SlackServer, standings: Standings, fault: RateLimit | LostConnection
) -> None:
    slack.trouble("conversations.info", fault, times=2)  # aiohttp reads once more by itself
    assert await standings.of(place(slack, "#random")) == Standing()
    slack.troubles.all.clear()
    assert (await standings.of(place(slack, "#random"))).fixes


async def test_what_askq_may_not_look_at_is_not_held_against_it(slack: SlackServer, standings: Standings) -> None:
    without_scopes(slack, "channels:read", "groups:read")
    assert await standings.of(place(slack, "#random")) == Standing()
