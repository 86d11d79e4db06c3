"""View -> lines of text. Pure: what is shown depends on the view and the paper, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import assert_never

from wcwidth import width as columns
from wcwidth import wrap

from adapters.terminal.limits import INDENT, LABEL_COLUMN
from adapters.terminal.markup import Style, clean, paint, styled, wrapped
from adapters.terminal.room import Message
from bot.chat.elements import (
    Bullets,
    Button,
    Code,
    Control,
    Controls,
    Divider,
    Element,
    Fields,
    Heading,
    Link,
    Note,
    Select,
    Table,
    Text,
    View,
)
from bot.chat.fitting import table_lines
from bot.chat.markup import Spans

_CLOSE = ((Text, Note), (Text, Bullets), (Controls, Controls))
"""Which element stands right below which, without an empty line between them."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written on: how many columns wide, and whether colours show."""

    width: int
    colour: bool

    def narrower(self, by: int) -> Paper:
        return Paper(self.width - by, self.colour)


def message(shown: Message, remarks: Sequence[str], paper: Paper) -> list[str]:
    """A message as it appears in the room, between empty lines. `remarks` stand beside its number."""
    head = [paint(f"#{shown.number}", Style.TYPED, paper.colour), paint("askq", Style.BOLD, paper.colour)]
    head += [paint(clean(remark), Style.FAINT, paper.colour) for remark in remarks]
    body = lines(shown.view, paper.narrower(INDENT))
    if shown.ping:
        body.insert(0, paint(clean(f"@{shown.ping}"), Style.NAME, paper.colour))
    return ["", *wrapped(" ".join(head), paper.width, "", " " * INDENT), *indented(body), ""]


def indented(written: list[str]) -> list[str]:
    return [" " * INDENT + line if line else line for line in written]


def lines(view: View, paper: Paper) -> list[str]:
    """The view's elements from top to bottom. Controls are numbered through the whole view, from 1."""
    written: list[str] = []
    numbers = count(1)
    above: Element | None = None
    for element in view.elements:
        block = _block(element, paper, numbers)
        if above is not None and block and not _close(above, element):
            written.append("")
        written += block
        above = element if block else above
    return written


def options(select: Select, number: str, paper: Paper) -> list[str]:
    """A select, opened: in brackets stands what to type, for example `[3.2]`."""
    marks = [f"[{number}.{place}] " for place in range(1, len(select.options) + 1)]
    indent = " " * max(map(len, marks), default=0)
    written = wrapped(paint(clean(select.placeholder), Style.BOLD, paper.colour), paper.width)
    for mark, option in zip(marks, select.options, strict=True):
        note = paint(f" – {clean(option.note)}", Style.FAINT, paper.colour) if option.note else ""
        line = paint(mark.rstrip(), Style.TYPED, paper.colour) + indent[len(mark) - 1 :] + clean(option.label) + note
        written += wrapped(line, paper.width, "", indent)
    return written


def _close(above: Element, element: Element) -> bool:
    # A heading is set off by the rule below it, so whatever follows it needs no empty line.
    return isinstance(above, Heading) or any(
        isinstance(above, upper) and isinstance(element, lower) for upper, lower in _CLOSE
    )


def _block(element: Element, paper: Paper, numbers: Iterator[int]) -> list[str]:
    match element:
        case Heading(text):
            return _heading(text, paper)
        case Text(spans):
            return _prose(spans, paper, Style.PLAIN)
        case Note(spans):
            return _prose(spans, paper, Style.FAINT)
        case Code(text):
            return _verbatim(text, paper)
        case Bullets(items, ordered, start):
            marks = [f"{number}." if ordered else "•" for number in range(start, start + len(items))]
            return _bullets(items, marks, paper)
        case Fields(pairs):
            return _fields(pairs, paper)
        case Table():
            return [line for row in table_lines(element) for line in wrapped(clean(row), paper.width, "", "  ")]
        case Divider():
            return [paint("———", Style.FAINT, paper.colour)]
        case Controls(items):
            return _controls(items, paper, numbers)
        case _:
            assert_never(element)


def _heading(text: str, paper: Paper) -> list[str]:
    title = wrapped(paint(clean(text), Style.BOLD, paper.colour), paper.width)
    return [*title, paint("─" * max(map(columns, title)), Style.FAINT, paper.colour)]


def _prose(spans: Spans, paper: Paper, base: Style) -> list[str]:
    text = styled(spans, paper.colour, base)
    return wrapped(text, paper.width) if text else []


def _verbatim(text: str, paper: Paper) -> list[str]:
    """Blanks count in code, so they stay where a line has to be broken."""
    return [
        f"  {paint(piece, Style.TYPED, paper.colour)}".rstrip()
        for line in clean(text).split("\n")
        for piece in wrap(line, paper.width - 2, drop_whitespace=False, break_on_hyphens=False) or [""]
    ]


def _bullets(items: tuple[Spans, ...], marks: list[str], paper: Paper) -> list[str]:
    widest = max(map(len, marks), default=0) + 1
    return [
        line
        for mark, item in zip(marks, items, strict=True)
        for line in wrapped(styled(item, paper.colour), paper.width, mark.rjust(widest - 1) + " ", " " * widest)
    ]


def _fields(pairs: tuple[tuple[str, Spans], ...], paper: Paper) -> list[str]:
    """Labels in a column, their values beside them; a label too long for the column stands above its value."""
    most = min(LABEL_COLUMN, paper.width // 2)
    labels = [clean(label) for label, _ in pairs]
    column = 2 + max((columns(label) for label in labels if columns(label) <= most), default=2)
    written = []
    for label, (_, value) in zip(labels, pairs, strict=True):
        said = wrapped(styled(value, paper.colour), paper.width, " " * column)
        name = paint(label, Style.BOLD, paper.colour)
        if columns(label) <= most and "\n" not in label:
            written.append((name + " " * (column - columns(label)) + said[0][column:]).rstrip())
            written += said[1:]
        else:
            written += [*wrapped(name, paper.width), *said]
    return written


def _controls(items: tuple[Control, ...], paper: Paper, numbers: Iterator[int]) -> list[str]:
    """As many in a line as fit; one that is longer than a line is wrapped below its own number."""
    rows: list[str] = []
    for item in items:
        number = next(numbers)
        shown = _control(item, number, paper.colour)
        if rows and columns(rows[-1]) + 3 + columns(shown) <= paper.width:
            rows[-1] += " " * 3 + shown
        else:
            rows.append(shown)
    return [line for row in rows for line in wrapped(row, paper.width, "", " " * 4)]


def _control(item: Control, number: int, colour: bool) -> str:
    mark = paint(f"[{number}]", Style.TYPED, colour)
    match item:
        case Button(label, _, style):
            styles = {"plain": Style.PLAIN, "primary": Style.PRIMARY, "danger": Style.DANGER}
            # A button that is labelled with a number mostly bears its own: [1] says it all.
            return mark if label == str(number) else f"{mark} {paint(_flat(label), styles[style], colour)}"
        case Link(label, url):
            return f"{mark} {_flat(label)} ↗ {_flat(url)}"
        case Select(placeholder):
            return f"{mark} {_flat(placeholder)} ▾"
        case _:
            assert_never(item)


def _flat(label: str) -> str:
    return " ".join(clean(label).split())
