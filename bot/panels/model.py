"""Panels: what is too much for a form. A private view over a draft, edited piece by piece, finished by *Save*.

A panel lives in the database, so it survives restarts, works alike on every front, and changes nothing
until it is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.chat.elements import Option, View
from bot.chat.refs import Ref, ref
from bot.chat.words import Words
from bot.context import Context
from bot.errors import DeclarationError

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few, picked from a select. `options` are made for the reader; the first is what holds by default.
    `other` says what a value is that none of them has. It is left out where it does not apply to the other values."""

    name: str
    label: Callable[[Words], str]
    options: Callable[[Words], tuple[Option, ...]]
    other: Callable[[Words, str], str] | None = None
    applies: Callable[[Values], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Writing:
    """A line of text, written in a small form; may be left empty, which reads as the value called `otherwise`, which
    holds then, or as `empty`. `read` turns what was typed into what is kept, or raises `Refusal`; `shown` turns that
    into what is read."""

    name: str
    label: Callable[[Words], str]
    hint: Callable[[Words], str]
    max_length: int = 80
    read: Callable[[Context, str], str] = lambda _, typed: typed
    shown: Callable[[Words, str], str] = lambda _, kept: kept
    empty: Callable[[Words], str] = lambda _: _("nothing yet")
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that the platform offers. Left out where the panel is about somebody's direct messages: there its
    value is empty from the start."""

    name: str
    label: Callable[[Words], str]


Field = Choice | Writing | Channel


@dataclass(frozen=True, slots=True)
class Panel:
    """`load` gives the values in force. Values that no field has may be among them; they stay as they are. `save`
    puts new ones in force or raises `Refusal`; it may give a view of its own to show for that."""

    name: str
    title: Callable[[Words], str]
    command: str
    fields: tuple[Field, ...]
    load: Callable[[Context], Values]
    save: Callable[[Context, Values], View | None]

    def offered(self, values: Values) -> list[Field]:
        """The fields that mean something with these values: there is no choice of a channel in direct messages."""
        return [field for field in self.fields if _applies(field, values)]

    def field(self, name: str, values: Values) -> Field | None:
        return next((field for field in self.offered(values) if field.name == name), None)


def _applies(field: Field, values: Values) -> bool:
    match field:
        case Channel(name):
            return bool(values.get(name))
        case Choice(applies=applies):
            return applies(values)
        case Writing():
            return True


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
