"""`askq play`: the study room in a terminal. Wires the room, the clock, askq and the keyboard together."""

from __future__ import annotations

import io
import os
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TextIO

from adapters.terminal.clock import Clock
from adapters.terminal.completion import completions
from adapters.terminal.desk import Desk
from adapters.terminal.input import Key, Keyboard, Meanwhile, Plain, Reader
from adapters.terminal.limits import NARROWEST, UNKNOWN_WIDTH, WIDEST
from adapters.terminal.outbox import Outbox
from adapters.terminal.postman import Postman
from adapters.terminal.render import Paper, lines
from adapters.terminal.room import Room
from adapters.terminal.zone import machine_zone
from bot.ambient import utc_now
from bot.app import App
from bot.chat.command import Catalogue
from bot.chat.elements import View
from bot.errors import ConfigError
from bot.fronts import Finding, Report
from bot.settings import Settings

PEOPLE = ("ana", "ben")
"""Who is there at the start; the first is an organiser."""


class Terminal:
    """The front. It serves people at this terminal, in `play`, and nobody by network."""

    name = "terminal"

    def configured(self, settings: Settings) -> bool:
        """Never: there is nothing that `askq run` could connect to."""
        return False

    async def run(self, app: App, settings: Settings, report: Report) -> None:
        """Raises `ConfigError`: a room needs a person at the keyboard."""
        raise ConfigError(["The terminal is no front to run: open a room with askq play."])

    def manifest(self, catalogue: Catalogue, settings: Settings) -> str:
        """How to get in; there is nothing to install."""
        return "The terminal needs no installation and no token: askq play\n"

    def preview(self, view: View) -> str:
        return "\n".join(lines(view, Paper(UNKNOWN_WIDTH, colour=False)))

    async def checkup(self, catalogue: Catalogue, settings: Settings) -> list[Finding]:
        """Nothing can be wrong with it before it is opened."""
        return [Finding("terminal: askq play needs no token", True)]

    def play(
        self,
        build: Callable[[Callable[[], datetime]], App],
        history: Path | None = None,
        *,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        environ: Mapping[str, str] | None = None,
        people: Sequence[str] = PEOPLE,
        room: str = "study",
        base: Callable[[], datetime] = utc_now,
        session: str | None = None,
    ) -> int:
        """Open a room until the people leave; the exit code, always 0.

        `build` makes the App on the room's clock, which is `base` plus all ticks. `history` is the file that keeps
        what was typed, given where the room is kept. `session` tells this opening of the room from others, by
        default with random digits.
        """
        source, out = stdin or sys.stdin, stdout or sys.stdout
        _tolerate_anything(source, out)
        environ = os.environ if environ is None else environ
        clock = Clock(base)
        here = Room(
            room, people, session=session or secrets.token_hex(6), admins=people[:1], zone=machine_zone(environ)
        )
        app = build(clock)
        colour = wants_colour(out, environ)
        postman = Postman(app, clock, {here.home: Outbox(here, clock)})
        desk = Desk(postman, here, lambda: Paper(_width(out), colour))
        reader: Reader
        if source.isatty() and out.isatty() and environ.get("TERM") != "dumb":
            meanwhile = Meanwhile(desk.look, lambda: _print(out, desk.news(dated=True)))
            reader = Keyboard(partial(completions, app, here), history, meanwhile)
        else:
            reader = Plain(source, out, echo=not source.isatty())
        try:
            converse(desk, reader, out, kept=history is not None)
        finally:
            app.database.close()
        return 0


def converse(desk: Desk, reader: Reader, out: TextIO, *, kept: bool = False) -> None:
    """Read a line, do it, show what came of it; until there are no more lines or somebody leaves."""
    _print(out, desk.opens(kept=kept))
    while not desk.over:
        line = reader.read(desk.prompt, form=desk.filling is not None)
        if line is Key.INTERRUPT:
            _print(out, desk.interrupt())
        else:
            _print(out, desk.take("/quit" if line is None else line))


def wants_colour(out: TextIO, environ: Mapping[str, str]) -> bool:
    """Only a terminal gets colours, and only where nobody said no (https://no-color.org)."""
    return out.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def _print(out: TextIO, lines: list[str]) -> None:
    out.write("".join(f"{line}\n" for line in lines))
    out.flush()


def _width(out: TextIO) -> int:
    """Columns, asked anew each time because windows change their size."""
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return min(max(columns, NARROWEST), WIDEST) if columns else UNKNOWN_WIDTH


def _tolerate_anything(*streams: TextIO) -> None:
    """Bytes that are no text, and characters that the terminal cannot show, must not end the room."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


front = Terminal()
