"""Between the room and askq: takes what somebody typed, does it, and hands back the lines to print."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from typing import assert_never

from adapters.terminal import render, screens
from adapters.terminal.clock import span
from adapters.terminal.filling import GO_ON, LITERALLY, Filling
from adapters.terminal.inbound import (
    Command,
    Meaning,
    Nothing,
    Origin,
    Press,
    Show,
    Talk,
    ToRoom,
    Unknown,
    meaning,
    speaker,
    with_references,
)
from adapters.terminal.limits import INDENT, TICK_MESSAGES
from adapters.terminal.markup import Style, clean, paint, wrapped
from adapters.terminal.postman import Postman
from adapters.terminal.render import Paper
from adapters.terminal.room import Member, Message, Room, is_name
from bot.app import App
from bot.chat.elements import Link, Select, View
from bot.chat.keys import Place
from bot.chat.messages import Answer, Ask, Incoming, Pressed, Replace, Reply, Spelling, Standing, Submitted
from bot.chat.plain import controls
from bot.chat.words import Words
from bot.fronts import answered

CANCEL = "cancel"


class Desk:
    """One person types at a time, `room.present`. Its methods cannot be called from within a running event loop."""

    def __init__(self, postman: Postman, room: Room, paper: Callable[[], Paper], *, locale: str = "en") -> None:
        self.postman = postman
        self.room = room
        self.over = False
        self._paper = paper
        self._events = count(1)
        self._words = Words(locale, partial(self.app.catalogue.spell, Spelling.LINE))

    @property
    def app(self) -> App:
        return self.postman.app

    @property
    def prompt(self) -> str:
        """What stands before the line being typed: who types it and, in a form, what it is for."""
        name = paint(self.room.present.name, Style.NAME, self._paper().colour)
        filling = self.filling
        return f"{name} | {clean(filling.current.label)}> " if filling else f"{name}> "

    @property
    def filling(self) -> Filling | None:
        """The form that the present person has open."""
        return self.room.forms.get(self.room.present.person)

    def opens(self, *, kept: bool) -> list[str]:
        """What stands there when the room is entered: askq has just been added to it."""
        me, *others = self.room.members
        said = self._aside(screens.welcome(self._words, me.name, [other.name for other in others], kept=kept))
        self._ask(self._origin(me, self.room.place).joined())
        self.postman.work_off()
        return [*said, *(self.news() or [""])]

    def take(self, line: str) -> list[str]:
        """Do what the line says, and then what is due. Whatever the line is, nothing is raised."""
        done = self._take(line)
        self.postman.work_off()
        return _closed_up([done, self.news()])

    def look(self) -> bool:
        """Do what is due while nobody types. Whether there is something to show then; `news` has it."""
        self.postman.work_off()
        return bool(self.room.arrivals)

    def news(self, *, dated: bool = False) -> list[str]:
        """What askq has sent unasked since it was shown last, each time it came at above it if `dated`."""
        arrivals, self.room.arrivals = self.room.arrivals, []
        blocks: list[list[str]] = []
        above = ""
        for arrival in arrivals:
            when = screens.posted(self._words, self._local(arrival.moment))
            if dated and when != above:
                blocks.append(self._aside(when))
                above = when
            blocks.append(self.show(arrival.message, changed=arrival.changed))
        return _closed_up(blocks)

    def _take(self, line: str) -> list[str]:
        line = clean(line).strip()
        name, rest = speaker(line)
        member = self.room.member(name) if name else None
        if member is not None:
            return self._act(member, rest)
        # Nobody of that name: `Acme> hello` may well be text. What only a person can do was meant for somebody.
        if name is not None and self.filling is None and not isinstance(meaning(rest), Command):
            return self._aside(screens.stranger(self._words, name))
        return self._act(self.room.present, line)

    def interrupt(self) -> list[str]:
        """Ctrl-C: away with what was begun. The line is gone already; a form is left."""
        return self._leave_form(self.room.present) if self.filling else []

    def deliver(self, incoming: Incoming, pressed: Message | None) -> list[str]:
        """Hand an event to askq and show its answer. `pressed` is the message it came from."""
        member = self._member(incoming)
        match self._ask(incoming):
            case Reply(view, public):
                everyone = public and not incoming.place.direct
                return self.show(self.room.post(view, incoming.place, None if everyone else member.person))
            case Replace(view) if pressed is not None and pressed.audience is not None:
                self.room.change(pressed, view)
                return self.show(pressed, changed=True)
            case Replace(view):
                return self.show(self.room.post(view, incoming.place, member.person))
            case Ask(form) if not isinstance(incoming, Submitted):
                private = isinstance(incoming, Pressed) and incoming.private
                self.room.forms[member.person] = Filling(form, pressed.number if pressed else 0, private)
                return ["", *self._form_lines(screens.form_head(self._words, form.title)), *self._field(member)]
            case _:
                return [] if self.look() else self._aside(screens.silence(self._words))

    def show(self, message: Message, *, changed: bool = False) -> list[str]:
        remarks = []
        if (parent := self.room.parent(message)) is not None:
            remarks.append(screens.below(self._words, parent.number))
        if message.audience is not None:
            (name,) = (member.name for member in self.room.members if member.person == message.audience)
            remarks.append(screens.only(self._words, name, direct=message.place.direct))
        if changed:
            remarks.append(screens.changed(self._words))
        return render.message(message, remarks, self._paper())

    def _ask(self, incoming: Incoming) -> Answer | None:
        async def look(place: Place) -> Standing:
            return self.room.standing(place)

        return asyncio.run(answered(self.app, incoming, look))

    def _act(self, member: Member, line: str) -> list[str]:
        meant = meaning(line)
        filling = self.room.forms.get(member.person)
        if filling is not None and line.startswith(LITERALLY) and line != GO_ON:
            return self._fill(member, filling, line.removeprefix(LITERALLY), literal=True)
        # The room's own commands work in a form as well: others go on while one person is writing.
        if filling is not None and not isinstance(meant, ToRoom):
            return self._fill(member, filling, line)
        return self._do(member, meant)

    def _do(self, member: Member, meant: Meaning) -> list[str]:
        match meant:
            case Nothing():
                return []
            case Command(line, direct):
                line = with_references(line, self.room.member)
                return self.deliver(self._origin(member, self._place(member, direct)).said(line), None)
            case Talk(direct):
                return self.deliver(self._origin(member, self._place(member, direct)).addressed(), None)
            case Press():
                return self._press(member, meant)
            case Show(number):
                message = self.room.find(member, number)
                if message is None:
                    return self._aside(screens.no_message(self._words, number))
                self.room.show_again(message)
                return self.show(message)
            case ToRoom(word, rest):
                return self._room_command(member, word, rest)
            case Unknown(word):
                return self._aside(screens.unknown(self._words, word))
            case _:
                assert_never(meant)

    def _press(self, member: Member, press: Press) -> list[str]:
        _ = self._words
        if press.message is None:
            message = self.room.pressable(member)
            if message is None:
                return self._aside(screens.nothing_to_press(_))
        else:
            message = self.room.find(member, press.message)
            if message is None:
                return self._aside(screens.no_message(_, press.message))
        items = controls(message.view)
        if not 1 <= press.control <= len(items):
            return self._aside(screens.no_control(_, message.number, len(items)))
        item = items[press.control - 1]
        if isinstance(item, Link):
            return self._aside(screens.address(_, item.url))
        values: tuple[str, ...] = ()
        if isinstance(item, Select):
            item = self.room.offered(item)
            number = f"{press.control}" if press.message is None else f"#{message.number}.{press.control}"
            if press.option is None:
                return ["", *render.indented(render.options(item, number, self._inner)), ""]
            if not 1 <= press.option <= len(item.options):
                return self._aside(screens.no_such_option(_, number, len(item.options)))
            values = (item.options[press.option - 1].value,)
        elif press.option is not None:
            return self._aside(screens.no_list(_, press.control))
        origin = self._origin(member, message.place)
        return self.deliver(origin.pressed(item.ref, values, message.audience is not None), message)

    def _leave_form(self, member: Member) -> list[str]:
        del self.room.forms[member.person]
        return self._aside(screens.left_form(self._words))

    def _fill(self, member: Member, filling: Filling, line: str, *, literal: bool = False) -> list[str]:
        if line.lower() == CANCEL and not literal:
            return self._leave_form(member)
        asked = filling.current
        complaint = filling.take(line, self._words, literal=literal)
        if complaint is not None:
            return self._aside(complaint)
        if not filling.complete:
            return [] if filling.current is asked else self._field(member)
        del self.room.forms[member.person]
        message = self.room.find(member, filling.message)
        origin = self._origin(member, message.place if message else self.room.place)
        return self.deliver(origin.submitted(filling.form.ref, filling.values, filling.private), message)

    def _room_command(self, member: Member, word: str, rest: str) -> list[str]:
        _ = self._words
        match word:
            case "as":
                return self._switch(rest)
            case "who":
                people = [(each.name, each.admin) for each in self.room.members]
                return self._aside(screens.who(_, people, member.name))
            case "screen":
                seen = [self.show(message) for message in self.room.seen_by(member)]
                return _closed_up(seen) or self._aside(screens.nothing_to_press(_))
            case "tick":
                return self._tick(rest)
            case "lock" | "unlock":
                self.room.locked = word == "lock"
                return self._aside(screens.locked(_) if self.room.locked else screens.unlocked(_))
            case "join":
                return self.deliver(self._origin(member, self.room.place).joined(), None)
            case "dm":
                return self.deliver(self._origin(member, self.room.direct(member)).addressed(), None)
            case "quit":
                self.over = True
                return self._aside(screens.bye(_))
            case _:
                return ["", *self._form_lines(screens.help(_))]

    def _tick(self, rest: str) -> list[str]:
        by, clock = span(rest), self.postman.clock
        until = clock.after(by) if by else None
        if until is None:
            return self._aside(screens.no_span(self._words))
        whole = self.postman.forward(until, enough=lambda: len(self.room.arrivals) >= TICK_MESSAGES)
        now = self._local(clock())
        says = screens.clock(self._words, now) if whole else screens.stopped(self._words, now)
        return [*self.news(dated=True), *self._aside(says)]

    def _switch(self, name: str) -> list[str]:
        if not is_name(name):
            return self._aside(screens.no_name(self._words, name))
        known = self.room.member(name)
        self.room.present = known or self.room.bring(name)
        said = [] if known else self._aside(screens.arrived(self._words, name))
        return [*said, *(self._field(self.room.present) if self.filling else [])]

    def _field(self, member: Member) -> list[str]:
        return self._form_lines(screens.field(self._words, self.room.forms[member.person].current))

    def _form_lines(self, view: View) -> list[str]:
        return [*render.indented(render.lines(view, self._inner)), ""]

    def _aside(self, sentence: str) -> list[str]:
        """The room itself speaks: after a dot, so that nobody takes it for askq."""
        paper = self._paper()
        return wrapped(paint(clean(sentence), Style.FAINT, paper.colour), paper.width, "· ", "  ")

    @property
    def _inner(self) -> Paper:
        return self._paper().narrower(INDENT)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.room.tz)

    def _place(self, member: Member, direct: bool) -> Place:
        return self.room.direct(member) if direct else self.room.place

    def _origin(self, member: Member, place: Place) -> Origin:
        return Origin(f"{self.room.session}-{next(self._events)}", place, member)

    def _member(self, incoming: Incoming) -> Member:
        return next(each for each in self.room.members if each.person == incoming.person)


def _closed_up(blocks: list[list[str]]) -> list[str]:
    """One empty line between blocks, where one ends and the next begins with it."""
    lines: list[str] = []
    for block in blocks:
        lines += block[1:] if lines and block and lines[-1] == block[0] == "" else block
    return lines
