"""What features say: a `View` of elements, or a `Form` to fill in. No platform is known here.

A closed union: a renderer that forgets a member fails type checking, and a new member is a decision.
Text in an element is never markup; only spans carry meaning. Every element has a text form
(`bot.chat.plain`); nothing is said by colour or picture alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Discriminator

from bot.chat.markup import Span, Spans, spans
from bot.chat.refs import Ref, encode


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. Line breaks in it stay."""

    spans: Spans
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Note:
    """Small print below what matters."""

    spans: Spans
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    language: str = ""
    kind: Literal["code"] = "code"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list. An ordered one counts from `start`."""

    items: tuple[Spans, ...]
    ordered: bool = False
    start: int = 1
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Fields:
    """Rows of `label: value`."""

    pairs: tuple[tuple[str, Spans], ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. Shown aligned where it is narrow enough, else as rows of `column: cell`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Divider:
    kind: Literal["divider"] = "divider"


@dataclass(frozen=True, slots=True)
class Button:
    """`ref` is the encoded meaning (see `bot.chat.refs`); make one with `button()`."""

    label: str
    ref: str
    style: Literal["plain", "primary", "danger"] = "plain"
    kind: Literal["button"] = "button"


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    kind: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select or of completions. `value` arrives in `Pressed.values`, or is what gets typed."""

    label: str
    value: str
    note: str = ""

    def __post_init__(self) -> None:
        if not self.value:
            raise ValueError(f"{self.label!r} needs a value: no platform carries an empty one")


@dataclass(frozen=True, slots=True)
class Select:
    """Pick one of several; make one with `select()`. Longer lists than a platform takes become several selects.

    Where `of` is "channel" the platform offers its own channels that one can post to, and `options` is empty.
    """

    placeholder: str
    ref: str
    options: tuple[Option, ...]
    of: Literal["options", "channel"] = "options"
    kind: Literal["select"] = "select"


Control = Annotated[Button | Link | Select, Discriminator("kind")]


@dataclass(frozen=True, slots=True)
class Controls:
    """Buttons, links and selects that belong together, in one row where they fit."""

    items: tuple[Control, ...]
    kind: Literal["controls"] = "controls"


Element = Annotated[Heading | Text | Note | Code | Bullets | Fields | Table | Divider | Controls, Discriminator("kind")]


@dataclass(frozen=True, slots=True)
class View:
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text to fill in. `name` is the key in `Submitted.fields`."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    required: bool = True
    max_length: int = 150
    kind: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Several lines of text to fill in."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    required: bool = True
    max_length: int = 1000
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Pick:
    """One of a few options."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    required: bool = True
    kind: Literal["pick"] = "pick"


Field = Annotated[Line | Paragraph | Pick, Discriminator("kind")]

FORM_FIELDS = 5
"""The most fields a form may have: Discord's modals take five (docs: component reference, modals)."""


@dataclass(frozen=True, slots=True)
class Form:
    """At most five fields; title at most 24 characters, labels 45. Cannot be the answer to a form."""

    title: str
    ref: str
    fields: tuple[Field, ...]
    submit: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.fields) <= FORM_FIELDS:
            raise ValueError(f"a form has 1 to {FORM_FIELDS} fields, not {len(self.fields)}")


def text(*parts: str | Span) -> Text:
    return Text(spans(*parts))


def note(*parts: str | Span) -> Note:
    return Note(spans(*parts))


def bullets(*items: str | Spans, ordered: bool = False) -> Bullets:
    return Bullets(tuple(spans(item) if isinstance(item, str) else item for item in items), ordered)


def button(label: str, ref: Ref, style: Literal["plain", "primary", "danger"] = "plain") -> Button:
    return Button(label, encode(ref), style)


def pressed(on: bool) -> Literal["plain", "primary"]:
    """How a button looks that is pressed in; a text beside it has to say the same."""
    return "primary" if on else "plain"


def select(placeholder: str, ref: Ref, options: tuple[Option, ...]) -> Select:
    return Select(placeholder, encode(ref), options)


def select_channel(placeholder: str, ref: Ref) -> Select:
    return Select(placeholder, encode(ref), (), "channel")


def view(*elements: Element | None) -> View:
    """A view of the elements that are there: `None` leaves a gap closed."""
    return View(tuple(element for element in elements if element is not None))
