"""askq in a terminal for scenarios: the room's own desk, driven by the very lines that people would type."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from random import Random

from wcwidth import width as columns

from adapters.terminal import render
from adapters.terminal.clock import Clock
from adapters.terminal.desk import Desk
from adapters.terminal.filling import GO_ON
from adapters.terminal.limits import UNKNOWN_WIDTH
from adapters.terminal.render import Paper
from adapters.terminal.room import Member, Message, Room
from bot.app import App
from bot.bootstrap import build
from bot.chat.elements import Controls, Pick, Select, View
from bot.chat.messages import Incoming
from bot.chat.plain import control_label, controls
from bot.settings import load
from bot.storage.upgrade import upgrade
from tests.support.rooms import START

WIDE = Paper(100_000, colour=False)
"""So wide that nothing wraps: scenarios compare sentences, not lines."""


class RecordingDesk(Desk):
    """A desk that can be made to hand its last event over once more."""

    def __init__(self, stage: TerminalStage, room: Room) -> None:
        super().__init__(stage.app, room, stage.clock, lambda: WIDE, session=f"{room.name}-{room.place.channel}")
        self._stage = stage

    def deliver(self, incoming: Incoming, pressed: Message | None) -> list[str]:
        self._stage.latest = partial(super().deliver, incoming, pressed)
        return self._stage.latest()


class TerminalSeat:
    def __init__(self, stage: TerminalStage, desk: RecordingDesk, member: Member) -> None:
        self._stage = stage
        self._desk = desk
        self._member = member

    async def types(self, line: str) -> None:
        self._take(f"/askq {line}")

    async def presses(self, label: str) -> None:
        for message in reversed(self._messages):
            for number, item in enumerate(controls(message.view), 1):
                if not isinstance(item, Select) and item.label == label:
                    return self._take(f"#{message.number}.{number}")
        raise AssertionError(f"{self._member.name} sees no button {label!r} in {self.screen()}")

    async def picks(self, placeholder: str, option: str) -> None:
        for message in reversed(self._messages):
            for number, item in enumerate(controls(message.view), 1):
                if isinstance(item, Select) and item.placeholder.startswith(placeholder):
                    for place, each in enumerate(item.options, 1):
                        if each.label.startswith(option):
                            return self._take(f"#{message.number}.{number}.{place}")
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
                self._take(line)

    async def says(self, text: str) -> None:
        self._take(f"@askq {text}")

    async def writes_privately(self, text: str) -> None:
        self._take(f"/dm {text}")

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

    def _take(self, line: str) -> None:
        self._stage.check(self._desk.take(f"{self._member.name}> {line}"))


class TerminalStage:
    name = "terminal"

    def __init__(self, folder: Path) -> None:
        self._settings = load(_env_file=None, database_url=f"sqlite:///{folder / 'room.db'}")
        self.clock = Clock(lambda: START)
        self._starts = 0
        self._complaints: list[str] = []
        self._desks: dict[tuple[str, str], RecordingDesk] = {}
        self._seats: dict[tuple[str, str, str], TerminalSeat] = {}
        self.latest: Callable[[], list[str]] | None = None
        self.app = self._start()

    async def seat(
        self, who: str, *, group: str = "one", channel: str = "general", admin: bool = False
    ) -> TerminalSeat:
        key = (who, group, channel)
        if key not in self._seats:
            desk = self._desk(group, channel)
            self._seats[key] = TerminalSeat(self, desk, desk.room.bring(who, admin=admin))
        return self._seats[key]

    async def join(self, *, group: str = "one", channel: str = "general") -> None:
        self.check(self._desk(group, channel).take("/join"))

    async def restart(self) -> None:
        self.app.database.close()
        self.app = self._start()
        for desk in self._desks.values():
            desk.app = self.app

    async def repeat_last(self) -> None:
        assert self.latest is not None, "nothing has happened yet"
        self.check(self.latest())

    def complaints(self) -> list[str]:
        """Lines that are too wide for a usual terminal, and characters that it would obey."""
        for desk in self._desks.values():
            for message in desk.room.messages:
                written = render.lines(message.view, Paper(UNKNOWN_WIDTH, colour=False))
                self._complaints += [f"too wide: {line}" for line in written if columns(line) > UNKNOWN_WIDTH]
        return self._complaints

    def check(self, lines: list[str]) -> None:
        """Note what a terminal would obey instead of showing it."""
        obeyed = [line for line in lines if any(unicodedata.category(character) == "Cc" for character in line)]
        self._complaints += [f"control character: {line!r}" for line in obeyed]

    def close(self) -> None:
        self.app.database.close()

    def _start(self) -> App:
        self._starts += 1
        app = build(self._settings, clock=self.clock, rng=Random(self._starts))
        upgrade(app.database)
        return app

    def _desk(self, group: str, channel: str) -> RecordingDesk:
        if (group, channel) not in self._desks:
            room = Room(group, ["host"], channel=channel)
            self._desks[group, channel] = RecordingDesk(self, room)
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
    return "\n".join([*render.lines(said, WIDE), *([labels] if labels else [])])
