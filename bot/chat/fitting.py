"""Making things fit: what is clipped, what is split, what is paged. Renderers call it with their platform's numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar
from unicodedata import category

from wcwidth import wcswidth

from bot.chat.elements import Table

_T = TypeVar("_T")

NARROW = 32
"""The widest table, in columns, that is set as aligned text: a phone shows about so much without wrapping."""


def clip(text: str, most: int) -> str:
    """At most `most` characters, the last one an ellipsis where something was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def one_line(text: str, most: int) -> str:
    """What someone wrote, as one line of at most `most` characters: any run of blanks is one, and characters that
    are none, such as NUL, go (PostgreSQL does not take them)."""
    kept = "".join(char for char in " ".join(text.split()) if category(char) not in ("Cc", "Cs"))
    return clip(kept, most)


def paragraphs(typed: str) -> str:
    """What somebody wrote, its lines as they are: no control characters (PostgreSQL takes no NUL), one blank line at
    most between two paragraphs."""
    lines = (
        "".join(char for char in line.expandtabs(4) if category(char) not in ("Cc", "Cs")).rstrip()
        for line in typed.splitlines()
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def split(text: str, most: int) -> list[str]:
    """Pieces of at most `most` characters, broken at the best place there is: paragraph, line, sentence, word."""
    pieces = []
    while len(text) > most:
        window = text[:most]
        cut = next((at + len(mark) for mark in ("\n\n", "\n", ". ", " ") if (at := window.rfind(mark)) > 0), most)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [piece for piece in [*pieces, text] if piece]


def pages(items: Sequence[_T], size: int) -> list[tuple[_T, ...]]:
    """The items in pages of at most `size`."""
    return [tuple(items[start : start + size]) for start in range(0, len(items), size)]


def table_lines(table: Table) -> list[str]:
    """Aligned columns where they fit `NARROW`, else rows of `column: cell`."""
    rows = [tuple(" ".join(cell.split()) for cell in row) for row in (table.columns, *table.rows)]
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) <= NARROW:
        return ["  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    head, *body = rows
    return [" · ".join(f"{column}: {cell}" for column, cell in zip(head, row, strict=True)) for row in body]


def _width(text: str) -> int:
    width = wcswidth(text)
    return width if width >= 0 else len(text)  # wcwidth gives up on text with control characters


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
