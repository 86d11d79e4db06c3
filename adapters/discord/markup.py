"""Spans -> Discord Markdown. What people typed is shown as they typed it.

Discord takes a backslash before any character that is no letter, digit or blank as "this one literally", so
everything that could begin markup gets one: always where it works anywhere in a line, and only there where it
works at the beginning. Nothing invisible is put in between, so that copied text is the text.

Addresses in people's text stay text: an address that Discord links by itself shows our backslashes, and one
without them would let its own `_` and `*` through.

What a client takes for a mention notifies nobody: every message is sent with `allowed_mentions` of none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from bot.chat.markup import (
    At,
    Bold,
    Href,
    Italic,
    Mention,
    MentionChannel,
    MentionRole,
    Mono,
    Plain,
    Span,
    Spans,
    plain_text,
)

Json = dict[str, Any]

_ANYWHERE = re.compile(
    r"[\\*_~|`\[\]<>@]"  # emphasis, spoilers, code, masked links, mentions, emoji, timestamps, quotes
    r"|:(?=\S)"  # :emoji: and https://
)
_AT_LINE_START = re.compile(
    r"^([^\S\n]*)(?:(#{1,3}|-\#|[-+])(?=\s|$)"  # headings, small print, lists
    r"|(\d+)([.)])(?=\s|$))",  # numbered lists
    re.MULTILINE,
)
_STYLED = (Bold, Italic)
_MERGING = (Plain, Bold, Italic, Mono)
_GROWTH = 4
"""How much longer Markdown may be than its text: at worst bold lines of one character that needs a backslash."""


def escape(text: str, *, begins_line: bool = True) -> str:
    """The text, so that it shows as it is. `begins_line`: it stands at the beginning of a line."""
    escaped = _ANYWHERE.sub(r"\\\g<0>", "\n".join(_lines(text)))
    if begins_line:
        return _AT_LINE_START.sub(_at_line_start, escaped)
    first, newline, rest = escaped.partition("\n")
    return first + newline + _AT_LINE_START.sub(_at_line_start, rest)


def markdown(spans: Spans) -> str:
    """The spans as Markdown, for the beginning of a line."""
    merged = _merged(spans)
    parts: list[str] = []
    begins_line = True
    for before, span, after in zip((None, *merged), merged, (*merged[1:], None), strict=False):
        parts.append(_span(span, before, after, begins_line))
        begins_line = _line_begins_after(parts[-1], begins_line)
    return "".join(parts)


def split_spans(spans: Spans, most: int) -> list[Spans]:
    """Groups of spans whose Markdown has at most `most` characters each, broken at a good place."""
    if len(markdown(spans)) <= most:
        return [spans]
    groups: list[list[Span]] = [[]]
    measured = _Measured()
    for span in _pieces(spans, most):
        longer = measured.then(span)
        if groups[-1] and longer.length > most:
            groups.append([])
            longer = _Measured().then(span)
        groups[-1].append(span)
        measured = longer
    return [tuple(group) for group in groups]


@dataclass(frozen=True, slots=True)
class _Measured:
    """How long the Markdown of a group is, known anew after each span without writing those before it again.

    Only the last span is still open: how it is written depends on what follows.
    """

    closed: int = 0
    """The characters before the last span."""

    before: Span | None = None
    last: Span | None = None
    begins_line: bool = True

    @property
    def length(self) -> int:
        return self.closed + len(self._written(None))

    def then(self, span: Span) -> _Measured:
        last = self.last
        if isinstance(last, _MERGING) and isinstance(span, _MERGING) and type(last) is type(span):
            return replace(self, last=type(span)(last.text + span.text))
        part = self._written(span)
        return _Measured(self.closed + len(part), last, span, _line_begins_after(part, self.begins_line))

    def _written(self, after: Span | None) -> str:
        return "" if self.last is None else _span(self.last, self.before, after, self.begins_line)


def _line_begins_after(part: str, begun: bool) -> bool:
    """Whether what follows this part is the first in its line. `begun`: the part was."""
    _, newline, tail = part.rpartition("\n")
    return not tail.strip() and (begun or bool(newline))


def _pieces(spans: Spans, most: int) -> Iterator[Span]:
    """The spans; those too long in pieces, which keep their blanks and fit whatever their Markdown adds."""
    for span in _merged(spans):
        if isinstance(span, _MERGING) and len(span.text) > most // _GROWTH:
            yield from (type(span)(piece) for piece in _cut(span.text, most // _GROWTH))
        elif len(markdown((span,))) > most:
            yield from (Plain(piece) for piece in _cut(plain_text((span,)), most // _GROWTH))
        else:
            yield span


def _cut(text: str, most: int) -> Iterator[str]:
    while len(text) > most:
        window = text[:most]
        cut = next((at + len(mark) for mark in ("\n\n", "\n", ". ", " ") if (at := window.rfind(mark)) > 0), most)
        yield text[:cut]
        text = text[cut:]
    yield text


def _at_line_start(found: re.Match[str]) -> str:
    blanks, mark, number, dot = found.groups()
    return f"{blanks}\\{mark}" if mark else f"{blanks}{number}\\{dot}"


def _merged(spans: Spans) -> tuple[Span, ...]:
    """Neighbours of the same kind as one: between two of them the marks would run together."""
    merged: list[Span] = []
    filled = (span for span in spans if not isinstance(span, _MERGING) or span.text)
    for kind, run in groupby(filled, key=type):
        neighbours = list(run)
        if issubclass(kind, _MERGING):
            merged.append(kind("".join(plain_text((span,)) for span in neighbours)))
        else:
            merged += neighbours
    return tuple(merged)


def _span(span: Span, before: Span | None, after: Span | None, begins_line: bool) -> str:
    match span:
        case Plain(text):
            return escape(text, begins_line=begins_line)
        case Bold(text):
            return _marked("**", text, begins_line)
        case Italic(text) if not isinstance(before, _STYLED) and not isinstance(after, _STYLED):
            return _marked("*", text, begins_line)
        case Italic(text):  # its marks would run together with the neighbour's
            return escape(text, begins_line=begins_line)
        case Mono(text):
            return _mono(text, begins_line)
        case Href(label, url):
            return _link(label, url, begins_line)
        case Mention(person, _) if person.platform == "discord" and _is_id(person.id):
            return f"<@{person.id}>"
        case MentionRole(id, _) if _is_id(id):
            return f"<@&{id}>"
        case MentionChannel(id, _) if _is_id(id):
            return f"<#{id}>"
        case At(when, _, soon):
            return f"<t:{int(when.timestamp())}:{'R' if soon else 'f'}>"  # R counts down (docs: message formatting)
        case _:
            return escape(plain_text((span,)), begins_line=begins_line)


def _marked(mark: str, text: str, begins_line: bool) -> str:
    """The marks around each line, blanks outside: Discord reads them as marks only next to a character."""
    lines = []
    for line in _lines(text):
        core = line.strip()
        before, _, after = line.partition(core) if core else (line, "", "")
        # Behind a mark nothing begins a line, so only what works anywhere needs its backslash.
        lines.append(f"{before}{mark}{escape(core, begins_line=False)}{mark}{after}" if core else before)
    return "\n".join(lines)


def _mono(text: str, begins_line: bool) -> str:
    """Code, in which everything is literal. What could end it is written as escaped text instead."""
    if not text.strip() or "``" in text or "\n" in text or text != text.strip():
        return escape(text, begins_line=begins_line)
    if "`" not in text:
        return f"`{text}`"
    return f"`` {text} ``" if text.startswith("`") or text.endswith("`") else f"``{text}``"


def _link(label: str, url: str, begins_line: bool) -> str:
    """A masked link; where Discord would refuse it, label and address."""
    address = re.sub(r"[\s()<>\\]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)
    if not re.match(r"https?://[^\s/]", url):
        return escape(plain_text((Href(label, url),)), begins_line=begins_line)
    if label == url:
        return f"<{address}>"
    words = " ".join(label.split())
    if "://" in words or not words:  # Discord shows a link whose label looks like another address as it is written
        return f"{escape(words, begins_line=begins_line)} (<{address}>)".lstrip()
    return f"[{escape(words, begins_line=False)}]({address})"


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|[\r\n]", text)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit()
