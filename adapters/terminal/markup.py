"""Spans -> text for a terminal. With colour or without, the characters are the same: colour only adds."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from wcwidth import wrap

from bot.chat.markup import Bold, Italic, Mention, MentionChannel, MentionRole, Mono, Span, Spans, plain_text

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE = frozenset(("Cc", "Cs", "Zl", "Zp"))


class Style(StrEnum):
    """Parameters of SGR, the terminal's "select graphic rendition" (ECMA-48, 8.3.117)."""

    PLAIN = ""
    BOLD = "1"
    FAINT = "2"
    ITALIC = "3"
    TYPED = "36"
    """Cyan: what one can type, as it stands."""
    NAME = "35"
    """Magenta: who somebody is."""
    PRIMARY = "1;36"
    DANGER = "31"


def clean(text: str) -> str:
    """The text with nothing in it that a terminal would obey: people's words must not move the cursor,
    colour the screen or turn the reading direction. Line breaks stay, tabs become blanks."""
    return "".join(map(_harmless, text.replace("\r\n", "\n").expandtabs(4)))


def paint(text: str, style: Style, colour: bool) -> str:
    """The text in this style, line by line, so that it can be wrapped and indented afterwards."""
    if not colour or style is Style.PLAIN:
        return text
    return "\n".join(f"\x1b[{style}m{line}\x1b[0m" if line else line for line in text.split("\n"))


def styled(spans: Spans, colour: bool, base: Style = Style.PLAIN) -> str:
    """What the spans say; `base` is the style of those that have none of their own."""
    return "".join(paint(clean(plain_text((span,))), _style(span, base), colour) for span in spans)


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines at most `width` columns wide, `first` before the first and `rest` before the others.

    `text` is clean and perhaps painted; its line breaks and empty lines stay.
    """
    rest = first if rest is None else rest
    lines: list[str] = []
    for part in text.split("\n"):
        lead = rest if lines else first
        # Where the style is carried over to a new line its code stands before the indent. Foreground
        # styles do not show on blanks, so there is nothing to see.
        lines += wrap(part, width, initial_indent=lead, subsequent_indent=rest, break_on_hyphens=False) or [lead]
    return [line.rstrip() for line in lines]


def _style(span: Span, base: Style) -> Style:
    match span:
        case Bold():
            return Style.BOLD
        case Italic():
            return Style.ITALIC
        case Mono():
            return Style.TYPED
        case Mention() | MentionRole() | MentionChannel():
            return Style.NAME
        case _:
            return base


def _harmless(character: str) -> str:
    if character == "\n":
        return character
    if character < " ":
        return chr(0x2400 + ord(character))  # Unicode's pictures of the control characters
    if character in _BIDI_CONTROLS or unicodedata.category(character) in _UNPRINTABLE:
        return "\N{REPLACEMENT CHARACTER}"
    return character
