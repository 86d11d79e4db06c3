"""Panels: what is too much for a form. A private view over a draft, edited piece by piece, finished by *Save*.

A panel lives in the database, so it survives restarts, works alike on every front, and changes nothing
until it is saved. Each one that is opened has its own draft, and saving it changes only what was changed in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.chat.elements import Option, View
from bot.chat.markup import Spans
from bot.chat.refs import Ref, ref
from bot.chat.words import Words
from bot.context import Context
from bot.errors import DeclarationError

Values = Mapping[str, str]

NO_VALUES: Values = MappingProxyType({})

TYPED = "?"
"""Behind a field's name in a draft: what was typed there last, and could not be read."""

NOTHING = frozenset({"", "none", "no", "off", "nothing", "-", "–", "—"})
"""What people type where they mean that a field is to be empty."""


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
    holds then, or as `empty`, unless it is `needed`.
    `read` turns what was typed into what is kept, or raises `Refusal`; it gets the other values as well. `shown` turns
    that into what is read. `joined` is for what several people may change at once: from what it was, what the draft
    made of it, and what holds now, it makes what is to hold; without it, what the draft made of it does."""

    name: str
    label: Callable[[Words], str]
    hint: Callable[[Words], str]
    max_length: int = 80
    read: Callable[[Context, str, Values], str] = lambda _, typed, _values: typed
    shown: Callable[[Words, str], str] = lambda _, kept: kept
    empty: Callable[[Words], str] = lambda _: _("nothing yet")
    otherwise: str = ""
    needed: bool = False
    joined: Callable[[str, str, str], str] | None = None

    def meant(self, _: Words, typed: str) -> str:
        """What was typed; nothing where that says so: "none", "-", or what the panel shows for nothing."""
        said = typed.casefold()
        return "" if not self.needed and (said in NOTHING or said == self.empty(_).casefold()) else typed


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that the platform offers. Left out where the panel is about somebody's direct messages: there its
    value is empty from the start."""

    name: str
    label: Callable[[Words], str]


Field = Choice | Writing | Channel


@dataclass(frozen=True, slots=True)
class Draft:
    """One open panel. `values` are what it shows, `was` what was in force when it was opened."""

    id: str
    values: Values
    was: Values


@dataclass(frozen=True, slots=True)
class Panel:
    """`load` gives the values in force: of what the values of a draft are about, or, given none, of what a panel is
    about that is opened without any. It raises `Refusal` where that is gone. Values that no field has may be among
    them; they stay as they are. `save` puts new ones in force or raises `Refusal`; it may give a view of its own to
    show for that. `heading` says what the values are about, where that may be one of several; `hint` what else there
    is to know."""

    name: str
    title: Callable[[Words], str]
    command: str
    fields: tuple[Field, ...]
    load: Callable[[Context, Values], Values]
    save: Callable[[Context, Values], View | None]
    heading: Callable[[Words, Values], str] | None = None
    hint: Callable[[Words, Values], Spans | None] = lambda _, _values: None

    def headed(self, _: Words, values: Values) -> str:
        return self.heading(_, values) if self.heading else self.title(_)

    def offered(self, values: Values) -> list[Field]:
        """The fields that mean something with these values: there is no choice of a channel in direct messages."""
        return [field for field in self.fields if _applies(field, values)]

    def field(self, name: str, values: Values) -> Field | None:
        return next((field for field in self.offered(values) if field.name == name), None)

    def rebased(self, draft: Draft, now: Values) -> Values:
        """What holds `now`, with what was changed in the draft: so nothing that others did meanwhile is undone."""
        joined = {each.name: each.joined for each in self.fields if isinstance(each, Writing) and each.joined}
        values = dict(now)
        for name, value in draft.values.items():
            was = draft.was.get(name, "")
            if value != was:
                join = joined.get(name)
                values[name] = join(was, value, now.get(name, "")) if join else value
        return values


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


@ref("p-open")
@dataclass(frozen=True)
class OpenPanel(Ref):
    """Show a draft that was prepared: something may be changed in it already."""

    panel: str
    draft: str


@ref("p-pick")
@dataclass(frozen=True)
class PickValue(Ref):
    """Put the option picked into the draft."""

    panel: str
    draft: str
    field: str


@ref("p-write")
@dataclass(frozen=True)
class WriteValue(Ref):
    """Pressed, opens the field's form; submitted, puts the text into the draft."""

    panel: str
    draft: str
    field: str


@ref("p-save")
@dataclass(frozen=True)
class SavePanel(Ref):
    panel: str
    draft: str


@ref("p-drop")
@dataclass(frozen=True)
class DropPanel(Ref):
    panel: str
    draft: str
