"""A Slack of our own on loopback: a real Bolt app speaks HTTP and WebSocket to it, tests speak to `People`.

    async with SlackServer() as slack:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        ... start the bot with slack.app_token ...
        await slack.connected()
        shown = await slack.command("ana", "#general", "culture")

The server never sleeps and knows no deadlines of its own; time passes when a test says so (`pass_time`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self

from aiohttp import web

from tests.support.slack.faults import FaultKind, Trouble, Troubles
from tests.support.slack.http_side import HttpSide
from tests.support.slack.people import People
from tests.support.slack.rates import Rates
from tests.support.slack.records import Ack, Call, Records
from tests.support.slack.socket_mode import Envelope, SocketMode
from tests.support.slack.tickets import Tickets
from tests.support.slack.world import Clock, Workspace, World


def study_group(clock: Clock) -> World:
    """The usual world: ana (an admin), ben and cleo.

    The bot is in #general, #staff (private, without cleo) and #old (archived), not in #random.
    """
    world = World(clock)
    team = world.add_workspace("study")
    ana = world.add_user("ana", team, is_admin=True)
    ben = world.add_user("ben", team)
    cleo = world.add_user("cleo", team, tz="America/New_York", tz_offset=-18_000, locale="de-DE")
    world.add_channel("#general", team, (ana, ben, cleo))
    world.add_channel("#random", team, (ana, ben, cleo), bot=False)
    world.add_channel("#staff", team, (ana, ben), kind="private")
    world.add_channel("#old", team, (ana, ben, cleo), archived=True)
    return world


class SlackServer(People):
    def __init__(
        self,
        *,
        world: Callable[[Clock], World] = study_group,
        now: Callable[[], float] = time.time,
        command_name: str = "/askq",
    ) -> None:
        super().__init__()
        self.clock = Clock(now)
        self.records = Records()
        self.world = world(self.clock)
        self.world.on_change = self.records.wake
        self.tickets = Tickets(self.clock)
        self.troubles = Troubles()
        self.command_name = command_name
        self.app_token = f"xapp-1-{self.world.app_id}-loopback"
        self.sockets = SocketMode(self.world.app_id, self.records, self._acknowledged)
        self.rates = Rates(self.clock)
        self._http = HttpSide(
            self.world, self.records, self.tickets, self.troubles, self.rates, self.sockets, self.app_token
        )
        self._runner = web.AppRunner(self._http.application(), access_log=None, shutdown_timeout=1)
        self._site: web.TCPSite | None = None

    # -- life --------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await self._listen(0)
        self._http.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.troubles.end()
        self._http.end()
        await self.sockets.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return self._http.url

    @property
    def api_url(self) -> str:
        """What a web client takes as `base_url`."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        return self.workspace.bot_token

    @property
    def requests(self) -> list[Call]:
        return self.records.requests

    def calls(self, method: str) -> list[Call]:
        return [call for call in self.requests if call.method == method]

    @property
    def acks(self) -> list[Ack]:
        return self.records.acks

    @property
    def violations(self) -> list[str]:
        return self.records.violations

    async def connected(self, links: int = 1) -> None:
        """Wait until this many of the bot's links are up."""
        await self.until(lambda: len(self.sockets.ready) >= links and self.sockets.opened >= links)

    async def settled(self) -> None:
        """Wait until every delivery is acknowledged and no request of the bot is under way."""
        await self.until(lambda: not self._unacknowledged() and not self.records.in_flight)

    async def assert_well_behaved(self) -> None:
        """Settle, then raise AssertionError if the bot broke any rule. For fixtures, at the end of a test."""
        await self.settled()
        assert not self.violations, "the bot broke Slack's rules:\n" + "\n".join(self.violations)

    # -- what a test brings about ------------------------------------------------------------------

    def pass_time(self, seconds: float) -> None:
        """Let time pass in the workspaces: trigger ids and response URLs grow old by it."""
        self.clock.passed += seconds

    def trouble(
        self,
        method: str,
        fault: FaultKind,
        *,
        times: int = 1,
        when: Callable[[dict[str, Any]], bool] = lambda body: True,
    ) -> Trouble[FaultKind]:
        """Let the next `times` calls of `method` (or `"response_url"`) that suit `when` meet a fault."""
        trouble = Trouble(method, fault, times, when, self.until)
        self.troubles.all.append(trouble)
        return trouble

    def revoke_token(self, team: Workspace | None = None) -> None:
        team = team or self.workspace
        self.world.workspaces[team.id] = replace(team, token_error="token_revoked")

    def delay_by(self, seconds: Callable[[str], float]) -> None:
        """From now on a request of a method, and its answer, is on its way for so long: who asked may be gone then."""
        self._http.delay = seconds

    def enforce_rates(self) -> None:
        """From now on a channel takes one post a second; `rates.refused` counts those that came earlier."""
        self.rates.enforced = True

    async def goes_down(self, *, refusing: bool = False) -> None:
        """Every link breaks, and every request is answered with 503, or finds nobody who listens, until told
        otherwise."""
        self._http.down = "refusing" if refusing else "unavailable"
        if refusing and self._site is not None:
            await self._site.stop()
            self._site = None
        await self.drop_links()

    async def comes_back(self) -> None:
        self._http.down = None
        if self._site is None:
            await self._listen(int(self.url.rpartition(":")[2]))

    async def drop_links(self) -> None:
        """Break every link without a word."""
        await self.sockets.drop()

    async def refresh_links(self, reason: str = "refresh_requested") -> None:
        """Announce the end of every link (`warning`, `refresh_requested`); the bot should open new ones."""
        await self.sockets.refresh(reason)

    async def ping(self) -> None:
        await self.sockets.ping()

    async def _listen(self, port: int) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", port)
        await self._site.start()

    def _acknowledged(self, envelope: Envelope, payload: dict[str, Any] | None) -> None:
        self._http.responding.acknowledged(self._interactions[envelope.id], payload, envelope.id)

    def _unacknowledged(self) -> list[Envelope]:
        every = self.sockets.envelopes.values()
        return [envelope for envelope in every if not envelope.acknowledged and not envelope.undeliverable]
