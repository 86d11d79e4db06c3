"""Panels: what is too much for a form. A private view over a draft, edited piece by piece, finished by *Save*.

A panel lives in the database, so it survives restarts, works alike on every front, and changes nothing
until it is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.chat.elements import Option
from bot.chat.refs import Ref, ref
from bot.chat.words import Words
from bot.context import Context
from bot.errors import DeclarationError

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few, picked from a select. `options` are made for the reader; the first is what holds by default."""

    name: str
    label: Callable[[Words], str]
    options: Callable[[Words], tuple[Option, ...]]


@dataclass(frozen=True, slots=True)
class Writing:
    """A line of text, written in a small form; may be left empty."""

    name: str
    label: Callable[[Words], str]
    hint: Callable[[Words], str]
    max_length: int = 80


@dataclass(frozen=True, slots=True)
class Panel:
    """`load` gives the values in force, `save` puts new ones in force or raises `Refusal`."""

    name: str
    title: Callable[[Words], str]
    command: str
    fields: tuple[Choice | Writing, ...]
    load: Callable[[Context], Values]
    save: Callable[[Context, Values], None]

    def field(self, name: str) -> Choice | Writing | None:
        return next((field for field in self.fields if field.name == name), None)


class Panels:
    """The panels of the running bot, by name."""

    def __init__(self) -> None:
        self._by_name: dict[str, Panel] = {}

    def add(self, panel: Panel) -> Panel:
        if panel.name in self._by_name:
            raise DeclarationError(f"two panels are called {panel.name!r}")
        self._by_name[panel.name] = panel
        return panel

    def get(self, name: str) -> Panel | None:
        return self._by_name.get(name)


panels = Panels()


@ref("p-pick")
@dataclass(frozen=True)
class PickValue(Ref):
    """Put the option picked into the draft."""

    panel: str
    field: str


@ref("p-write")
@dataclass(frozen=True)
class WriteValue(Ref):
    """Pressed, opens the field's form; submitted, puts the text into the draft."""

    panel: str
    field: str


@ref("p-save")
@dataclass(frozen=True)
class SavePanel(Ref):
    panel: str


@ref("p-drop")
@dataclass(frozen=True)
class DropPanel(Ref):
    panel: str
