"""askq on Slack for scenarios: the real adapter and real slack-bolt, against a Slack of our own on loopback.

A bot token belongs to one workspace, so every group of a story is a workspace with its own server and its own
running adapter; they share one core and one database. Time stands still until the stage moves it.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from adapters.slack import register
from adapters.slack.app import SlackFront
from bot.app import App
from bot.bootstrap import build
from bot.delivery.sender import Pace
from bot.delivery.service import Deliveries
from bot.fronts import State
from bot.settings import Settings, load
from bot.storage.upgrade import upgrade
from tests.support.rooms import Clock, shipped
from tests.support.slack.server import SlackServer
from tests.support.slack.world import Clock as SlackClock
from tests.support.slack.world import Message, User, View, World

_PING = 0.1

_UNHURRIED = 10.0
"""Seconds. A short interval takes a machine that is busy for a broken link, and stories do not break any."""

_SENDING = "Loop._deliver"

AT_ONCE = Pace(each=0.0, all=1_000)
"""For stories that are not about how fast askq posts."""


def settings_for(slack: SlackServer, database_url: str) -> Settings:
    return load(
        _env_file=None,
        database_url=database_url,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
    )


def with_our_scopes(clock: SlackClock, *, start: int = 1) -> World:
    """A workspace where askq has the scopes of its manifest and no more. `start` keeps ids of several apart."""
    world = World(clock)
    world._numbers = itertools.count(start)
    world.add_workspace(f"study-{start}", ",".join(register.SCOPES))
    return world


def without_scopes(slack: SlackServer, *scopes: str) -> None:
    """The app was installed with fewer scopes than it asks for."""
    team = slack.workspace
    slack.world.workspaces[team.id] = replace(team, scopes=team.scopes - set(scopes))


async def idle(slack: SlackServer) -> None:
    """Wait until nothing is under way any more: no delivery, no request, no answer of the adapter."""

    def quiet() -> bool:
        return not any(task.get_name().startswith("slack ") for task in asyncio.all_tasks())

    await slack.until(quiet)
    await slack.settled()
    await slack.until(quiet)


class Serving:
    """The adapter, running in this process. `states` is what it reported."""

    def __init__(self, slack: SlackServer, app: App, settings: Settings, **options: Any) -> None:
        self.slack = slack
        self.states: list[State] = []
        self.front = SlackFront(**{"ping_interval": _PING, "links": 2, **options})
        self.task = asyncio.create_task(self.front.run(app, settings, self.states.append))

    async def up(self, links: int = 2) -> None:
        await self.slack.until(lambda: self.task.done() or self.states[-1:] == [State.CONNECTED])
        if self.task.done():
            await self.task
        await self.slack.connected(links)

    async def abandon(self) -> None:
        self.task.cancel()
        await asyncio.wait({self.task})


@asynccontextmanager
async def serving(slack: SlackServer, app: App, settings: Settings, **options: Any) -> AsyncIterator[Serving]:
    running = Serving(slack, app, settings, **options)
    try:
        await running.up(options.get("links", 2))
        yield running
    finally:
        await running.abandon()


class Delivering:
    """What askq sends unasked, worked off beside the fronts."""

    def __init__(self, app: App, **options: Any) -> None:
        self.deliveries = Deliveries(app, **options)
        self._task = asyncio.create_task(self.deliveries.run())

    async def settled(self) -> None:
        """Until all that is due has been sent, or been refused. Raises what ended the work, if anything did."""
        settling = asyncio.create_task(self.deliveries.settled())
        await asyncio.wait({settling, self._task}, return_when=asyncio.FIRST_COMPLETED)
        settling.cancel()
        if self._task.done():
            await self._task

    async def abandon(self) -> None:
        """As the end of a process does it: what is being sent is cut off, too, where `Deliveries` would wait for it."""
        sending = [task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__qualname__", "") == _SENDING]
        for task in (self._task, *sending):
            task.cancel()
        await asyncio.wait({self._task, *sending})


class SlackStage:
    """Fulfils `tests.support.fronts.Stage`. Use as an async context manager."""

    name = "slack"

    def __init__(self, folder: Path, *, pace: Pace = AT_ONCE, clock: Clock | None = None, **built: Any) -> None:
        """`built` goes to `bot.bootstrap.build`: rng, bank."""
        self.clock = clock or Clock()
        self._url = f"sqlite:///{folder / 'askq.db'}"
        self._pace = pace
        self._built = built
        self._app = self._build()
        upgrade(self._app.database)
        self._delivering: Delivering | None = None
        self._slacks: dict[str, SlackServer] = {}
        self._running: dict[str, Serving] = {}
        self._seats: dict[tuple[str, str, str], SlackSeat] = {}
        self._last: tuple[SlackServer, bool] | None = None

    async def __aenter__(self) -> Self:
        self._delivering = Delivering(self._app)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._abandon()
        for slack in self._slacks.values():
            await slack.__aexit__()
        self._app.database.close()

    async def seat(self, who: str, *, group: str = "one", channel: str = "general", admin: bool = False) -> SlackSeat:
        seat = self._seats.get((who, group, channel))
        if seat is None:
            slack = await self._slack(group)
            user = _user(slack, who, admin)
            _channel(slack, channel, user)
            seat = self._seats[who, group, channel] = SlackSeat(self, slack, user, f"#{channel}")
        return seat

    async def join(self, *, group: str = "one", channel: str = "general") -> None:
        slack = await self._slack(group)
        inviter = _user(slack, "host", False)
        _channel(slack, channel, inviter)
        await slack.bot_joins(f"#{channel}", invited_by=inviter)
        await self.done(slack, event=True)

    async def refuse(self, channel: str, *, group: str = "one") -> None:
        slack = await self._slack(group)
        host = _user(slack, "host", False)
        _channel(slack, channel, host)
        slack.bot_leaves(f"#{channel}", removed_by=host)

    async def allow(self, channel: str, *, group: str = "one") -> None:
        """As Slack tells it: askq is invited, and hears of that."""
        await self.join(group=group, channel=channel)

    async def forward(self, **delta: float) -> None:
        until = self.clock.now + timedelta(**delta)
        deliveries = self.delivering.deliveries
        while (due := await asyncio.to_thread(deliveries.next_due)) is not None and due <= until:
            self.clock.now = max(due, self.clock.now)
            await self.idle()
        self.clock.now = until
        await self.idle()

    async def idle(self) -> None:
        """Until nothing is under way any more, neither an answer nor what is sent unasked."""
        for slack in self._slacks.values():
            await idle(slack)
        await self.delivering.settled()
        for slack in self._slacks.values():
            await idle(slack)

    @property
    def delivering(self) -> Delivering:
        assert self._delivering is not None, "use the stage as an async context manager"
        return self._delivering

    async def restart(self) -> None:
        await self._abandon()
        self._app.database.close()
        self._app = self._build()
        self._delivering = Delivering(self._app)
        for group, slack in self._slacks.items():
            self._running[group] = await self._serve(slack)

    async def repeat_last(self) -> None:
        assert self._last is not None, "nothing happened yet"
        slack, event = self._last
        await (slack.resend_last_event() if event else slack.repeat_last())
        await self.idle()

    def complaints(self) -> list[str]:
        return [complaint for slack in self._slacks.values() for complaint in slack.violations]

    async def done(self, slack: SlackServer, *, event: bool = False) -> None:
        """All that came of the last act has arrived; remember what it was. The next one is a moment later."""
        self._last = slack, event
        await self.idle()
        self.clock.forward(milliseconds=1)

    async def _abandon(self) -> None:
        await self.delivering.abandon()
        for running in self._running.values():
            await running.abandon()

    def _build(self) -> App:
        given = {"bank": shipped()} | self._built
        return build(load(_env_file=None, database_url=self._url), clock=self.clock, **given)

    async def _slack(self, group: str) -> SlackServer:
        if group not in self._slacks:
            start = 1 + 1_000 * len(self._slacks)
            slack = SlackServer(
                world=lambda clock: with_our_scopes(clock, start=start), now=lambda: self.clock.now.timestamp()
            )
            self._slacks[group] = await slack.__aenter__()
            self._running[group] = await self._serve(slack)
        return self._slacks[group]

    async def _serve(self, slack: SlackServer) -> Serving:
        running = Serving(slack, self._app, settings_for(slack, self._url), pace=self._pace, ping_interval=_UNHURRIED)
        await running.up()
        return running


@asynccontextmanager
async def slack_stage(folder: Path, **built: Any) -> AsyncIterator[SlackStage]:
    """A stage. `built` may hold `pace` and `clock`; the rest goes to `bot.bootstrap.build`: rng, bank."""
    async with SlackStage(folder, **built) as stage:
        yield stage


class SlackSeat:
    """Fulfils `tests.support.fronts.Seat`: a person looking at a channel and at their direct messages with askq."""

    def __init__(self, stage: SlackStage, slack: SlackServer, user: User, channel: str) -> None:
        self._stage = stage
        self._slack = slack
        self._user = user
        self._channel = channel

    @property
    def mention(self) -> str:
        return f"@{self._user.name}"

    async def types(self, line: str) -> None:
        await self._slack.command(self._user, self._channel, line)
        await self._stage.done(self._slack)

    async def presses(self, label: str) -> None:
        message, action = self._newest(("button",), "text", label)
        await self._slack.press(self._user, message, action)
        await self._stage.done(self._slack)

    async def picks(self, placeholder: str, option: str) -> None:
        kinds = ("static_select", "conversations_select")
        message, action = self._newest(kinds, "placeholder", placeholder)
        (menu,) = [element for element in _elements(message) if element["action_id"] == action]
        if menu["type"] != "conversations_select":
            labels = [choice["text"]["text"] for choice in menu["options"]]
            (option,) = [label for label in labels if label == option] or [x for x in labels if x.startswith(option)]
        await self._slack.press(self._user, message, action, option)
        await self._stage.done(self._slack)

    async def fills(self, **fields: str) -> None:
        view = self._modal()
        assert view is not None, f"no form is open for {self._user.name}"
        await self._slack.submit(self._user, view, fields)
        await self._stage.done(self._slack)

    async def says(self, text: str) -> None:
        await self._slack.mention(self._user, self._channel, text)
        await self._stage.done(self._slack, event=True)

    async def writes_privately(self, text: str) -> None:
        await self._slack.direct_message(self._user, text)
        await self._stage.done(self._slack, event=True)

    def form(self) -> str | None:
        view = self._modal()
        return None if view is None else view.title

    def reads(self) -> str:
        messages = self._messages()
        return self._slack.as_text(messages[-1]) if messages else ""

    def screen(self) -> list[str]:
        return [self._slack.as_text(message) for message in self._messages()]

    def _messages(self) -> list[Message]:
        seen = [*self._slack.screen(self._user, self._channel), *self._slack.direct_messages(self._user)]
        return sorted(seen, key=lambda message: message.ts)

    def _modal(self) -> View | None:
        return self._slack.modal(self._user)

    def _newest(self, kinds: tuple[str, ...], key: str, label: str) -> tuple[Message, str]:
        """The newest message with such an element, and the element's action id."""
        for message in reversed(self._messages()):
            for element in _elements(message):
                shown = element.get(key, {}).get("text", "")
                if element["type"] in kinds and (shown == label or (key != "text" and shown.startswith(label))):
                    return message, element["action_id"]
        raise AssertionError(f"{self._user.name} sees no {kinds[0]} {label!r} in:\n" + "\n---\n".join(self.screen()))


def _elements(message: Message) -> list[dict[str, Any]]:
    return [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]


def _user(slack: SlackServer, who: str, admin: bool) -> User:
    for user in slack.world.users.values():
        if user.name == who and not user.is_bot:
            return user
    return slack.world.add_user(who, slack.workspace, is_admin=admin)


def _channel(slack: SlackServer, name: str, member: User) -> None:
    for channel in slack.world.channels.values():
        if channel.name == name and channel.kind != "im":
            slack.world.set_channel(channel, members=channel.members | {member.id})
            return
    slack.world.add_channel(f"#{name}", slack.workspace, (member,))
