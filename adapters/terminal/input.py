"""Where lines come from: a person at a terminal, with completion and history, or a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol, TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app, run_in_terminal
from prompt_toolkit.completion import CompleteEvent, Completer
from prompt_toolkit.completion import Completion as Offer
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from adapters.terminal.completion import Completion
from adapters.terminal.limits import CHECK_SECONDS

MENU_LINES = 6
"""Lines kept free below the prompt for the completion menu."""

Complete = Callable[[str], Iterable[Completion]]


class Key(Enum):
    """What somebody pressed instead of ending the line."""

    INTERRUPT = "Ctrl-C"


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What goes on while the prompt waits: `look`, in a thread, every so many seconds, and where that finds
    something `show`, which prints it above the prompt."""

    look: Callable[[], bool]
    show: Callable[[], None]
    every: float = CHECK_SECONDS


class Reader(Protocol):
    def read(self, prompt: str, *, form: bool) -> str | Key | None:
        """The next line, without its end; None when there are no more. `form`: it answers a form."""


class Plain:
    """Lines as they come, from a file or a terminal that can do nothing special. With `echo` each is written after
    its prompt, so that what comes out reads like what a person would have seen."""

    def __init__(self, source: TextIO, out: TextIO, *, echo: bool) -> None:
        self._source = source
        self._out = out
        self._echo = echo

    def read(self, prompt: str, *, form: bool) -> str | None:
        if not self._echo:
            self._write(prompt)
        line = self._source.readline()
        if not line:
            return None
        line = line.rstrip("\r\n")
        if self._echo:
            self._write(f"{prompt}{line}".rstrip() + "\n")
        return line

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


class Keyboard:
    """A person at a terminal. Ctrl-D ends. What is written into forms stays out of history."""

    def __init__(
        self,
        complete: Complete,
        history: Path | None,
        meanwhile: Meanwhile | None = None,
        *,
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self._meanwhile = meanwhile
        kept: History = FileHistory(str(history)) if history else InMemoryHistory()
        self._talk: PromptSession[str] = PromptSession(
            history=kept,
            completer=Offering(complete),
            complete_in_thread=True,
            reserve_space_for_menu=MENU_LINES,
            input=input,
            output=output,
        )
        self._form: PromptSession[str] = PromptSession(input=input, output=output)

    def read(self, prompt: str, *, form: bool) -> str | Key | None:
        try:
            return (self._form if form else self._talk).prompt(ANSI(prompt), pre_run=self._begin)
        except KeyboardInterrupt:
            return Key.INTERRUPT
        except EOFError:
            return None

    def _begin(self) -> None:
        if self._meanwhile is not None:
            get_app().create_background_task(self._watch(self._meanwhile))

    @staticmethod
    async def _watch(meanwhile: Meanwhile) -> None:
        """Until the line is typed: then it is cancelled, and what was not shown yet is shown with that line."""
        while True:
            await asyncio.sleep(meanwhile.every)
            if await asyncio.to_thread(meanwhile.look):
                await run_in_terminal(meanwhile.show)


class Offering(Completer):
    """Our completions as prompt_toolkit takes them."""

    def __init__(self, complete: Complete) -> None:
        self._complete = complete

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Offer]:
        for each in self._complete(document.text_before_cursor):
            yield Offer(each.text, -each.length, display_meta=each.note)
