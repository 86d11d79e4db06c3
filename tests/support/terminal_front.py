"""askq in a terminal for scenarios: the room's own desk, driven by the very lines that people would type."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from wcwidth import width as columns

from adapters.terminal import render
from adapters.terminal.clock import Clock
from adapters.terminal.desk import Desk
from adapters.terminal.filling import GO_ON
from adapters.terminal.limits import UNKNOWN_WIDTH
from adapters.terminal.outbox import Outbox
from adapters.terminal.postman import Postman
from adapters.terminal.render import Paper
from adapters.terminal.room import Member, Message, Room
from bot.bootstrap import build
from bot.chat.elements import Controls, Pick, Select, View
from bot.chat.messages import Incoming
from bot.chat.plain import control_label, controls
from bot.delivery.sender import Post
from bot.errors import Undeliverable
from bot.settings import load
from bot.storage.upgrade import upgrade
from tests.support.rooms import START, shipped

WIDE = Paper(100_000, colour=False)
"""So wide that nothing wraps: scenarios compare sentences, not lines."""


class RecordingDesk(Desk):
    """A desk that can be made to hand its last event over once more."""

    def __init__(self, stage: TerminalStage, room: Room) -> None:
        super().__init__(stage.postman, room, lambda: WIDE)
        self._stage = stage

    def deliver(self, incoming: Incoming, pressed: Message | None) -> list[str]:
        self._stage.latest = partial(super().deliver, incoming, pressed)
        return self._stage.latest()


class StageClock(Clock):
    @property
    def now(self) -> datetime:
        return self()


class Channels:
    """The sender of a group with several channels, each a room of its own: the first that knows the place or the
    person takes the post."""

    spelling, pace = Outbox.spelling, Outbox.pace

    def __init__(self) -> None:
        self.outboxes: list[Outbox] = []

    async def send(self, post: Post, doubtful_since: datetime | None, **_: object) -> str:
        for outbox in self.outboxes:
            try:
                return await outbox.send(post, doubtful_since)
            except Undeliverable as problem:
                if problem.reason not in ("not_here", "no_such_channel"):
                    raise
                nobody = problem
        raise nobody


class TerminalSeat:
    def __init__(self, stage: TerminalStage, desk: RecordingDesk, member: Member) -> None:
        self._stage = stage
        self._desk = desk
        self._member = member

    @property
    def mention(self) -> str:
        return f"@{self._member.name}"

    async def types(self, line: str) -> None:
        await self._take(f"/askq {line}")

    async def presses(self, label: str) -> None:
        for message in reversed(self._messages):
            for number, item in enumerate(controls(message.view), 1):
                if not isinstance(item, Select) and item.label == label:
                    return await self._take(f"#{message.number}.{number}")
        raise AssertionError(f"{self._member.name} sees no button {label!r} in {self.screen()}")

    async def picks(self, placeholder: str, option: str) -> None:
        for message in reversed(self._messages):
            for number, item in enumerate(controls(message.view), 1):
                if isinstance(item, Select) and item.placeholder.startswith(placeholder):
                    for place, each in enumerate(self._desk.room.offered(item).options, 1):
                        if each.label.startswith((option, f"#{option}")):
                            return await self._take(f"#{message.number}.{number}.{place}")
        raise AssertionError(f"{self._member.name} sees no {option!r} in {placeholder!r} in {self.screen()}")

    async def fills(self, **fields: str) -> None:
        filling = self._desk.room.forms.get(self._member.person)
        assert filling is not None, f"no form is open for {self._member.name}"
        for field in filling.form.fields:
            value = fields.get(field.name, "")
            if isinstance(field, Pick):
                value = next((option.label for option in field.options if option.value == value), value)
            *begun, last = value.split("\n")
            for line in (*(f"{line}{GO_ON}" for line in begun), last):
                await self._take(line)

    async def says(self, text: str) -> None:
        await self._take(f"@askq {text}")

    async def writes_privately(self, text: str) -> None:
        await self._take(f"/dm {text}")

    def form(self) -> str | None:
        filling = self._desk.room.forms.get(self._member.person)
        return filling.form.title if filling else None

    def reads(self) -> str:
        return self.screen()[-1]

    def screen(self) -> list[str]:
        return [_read(message) for message in self._messages]

    @property
    def _messages(self) -> list[Message]:
        return self._desk.room.seen_by(self._member)

    async def _take(self, line: str) -> None:
        await self._stage.do(self._desk.take, f"{self._member.name}> {line}")


class TerminalStage:
    name = "terminal"

    def __init__(self, folder: Path) -> None:
        self._settings = load(_env_file=None, database_url=f"sqlite:///{folder / 'room.db'}")
        self.clock = StageClock(lambda: START)
        self._starts = 0
        self._complaints: list[str] = []
        self._desks: dict[tuple[str, str], RecordingDesk] = {}
        self._seats: dict[tuple[str, str, str], TerminalSeat] = {}
        self._senders: dict[str, Channels] = {}
        self.latest: Callable[[], list[str]] | None = None
        self.postman = self._start()

    async def seat(
        self, who: str, *, group: str = "one", channel: str = "general", admin: bool = False
    ) -> TerminalSeat:
        key = (who, group, channel)
        if key not in self._seats:
            desk = self._desk(group, channel)
            self._seats[key] = TerminalSeat(self, desk, desk.room.bring(who, admin=admin))
        return self._seats[key]

    async def join(self, *, group: str = "one", channel: str = "general") -> None:
        await self.do(self._desk(group, channel).take, "/join")

    async def restart(self) -> None:
        self.close()
        self.postman = self._start()
        for desk in self._desks.values():
            desk.postman = self.postman

    async def repeat_last(self) -> None:
        assert self.latest is not None, "nothing has happened yet"
        await self.do(self.latest)

    async def forward(self, **delta: float) -> None:
        assert await asyncio.to_thread(self.postman.forward, self.clock.now + timedelta(**delta))
        self._look_around()

    async def refuse(self, channel: str = "general", *, group: str = "one") -> None:
        await self.do(self._desk(group, channel).take, "/lock")

    async def allow(self, channel: str = "general", *, group: str = "one") -> None:
        await self.do(self._desk(group, channel).take, "/unlock")

    def complaints(self) -> list[str]:
        """Lines that are too wide for a usual terminal, and characters that it would obey."""
        for desk in self._desks.values():
            for message in desk.room.messages:
                written = render.lines(message.view, Paper(UNKNOWN_WIDTH, colour=False))
                self._complaints += [f"too wide: {line}" for line in written if columns(line) > UNKNOWN_WIDTH]
        return self._complaints

    async def do(self, take: Callable[..., list[str]], *line: str) -> None:
        """A desk's methods run event loops of their own, so they need a thread beside the test's."""
        self._check(await asyncio.to_thread(take, *line))
        await asyncio.to_thread(self.postman.work_off)
        self._look_around()

    def _look_around(self) -> None:
        """What was sent to the other rooms shows there."""
        for desk in self._desks.values():
            self._check(desk.news())

    def _check(self, lines: list[str]) -> None:
        """Note what a terminal would obey instead of showing it."""
        obeyed = [line for line in lines if any(unicodedata.category(character) == "Cc" for character in line)]
        self._complaints += [f"control character: {line!r}" for line in obeyed]

    def close(self) -> None:
        self.postman.app.database.close()

    def _start(self) -> Postman:
        self._starts += 1
        app = build(self._settings, clock=self.clock, rng=Random(self._starts), bank=shipped())
        upgrade(app.database)
        return Postman(app, self.clock, self._senders)

    def _desk(self, group: str, channel: str) -> RecordingDesk:
        if (group, channel) not in self._desks:
            room = Room(group, ["host"], session=f"{group}-{channel}", channel=channel)
            self._desks[group, channel] = RecordingDesk(self, room)
            self._senders.setdefault(room.home, Channels()).outboxes.append(Outbox(room, self.clock))
        return self._desks[group, channel]


@asynccontextmanager
async def terminal_stage(folder: Path) -> AsyncIterator[TerminalStage]:
    stage = TerminalStage(folder)
    try:
        yield stage
    finally:
        stage.close()


def _read(message: Message) -> str:
    said = View(tuple(element for element in message.view.elements if not isinstance(element, Controls)))
    labels = " ".join(f"[{control_label(item)}]" for item in controls(message.view))
    ping = [f"@{message.ping}"] if message.ping else []
    return "\n".join([*ping, *render.lines(said, WIDE), *([labels] if labels else [])])
