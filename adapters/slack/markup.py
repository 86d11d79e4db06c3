"""Spans -> Slack's text. What people typed is literal by construction, never by hoping that an escape holds.

Slack's mrkdwn cannot escape `*`, `_`, `~`, a backtick or `:emoji:`; the invisible characters that people put
in between travel along when the text is copied. So literal text goes where Slack looks for no markup at all:

* `rich_text` (everything that reads as prose): each piece is an object of its own, and a text in it is text.
* `plain_text` with `emoji: false` (headers, labels, small print).
* `mrkdwn` only for small print whose literal pieces hold nothing that mrkdwn could read as markup:
  `mrkdwn` returns None for any other, and the renderer takes `plain_text` instead.

A `Mention` is the person's name as text: a real mention notifies, and names need not wake anybody. Only where
nobody told the name does Slack have to look it up; in what is posted unasked `unnamed` finds those. Whom a post is
meant to wake is said apart from its text, with `wake`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.chat.fitting import split
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

_CHANNEL = re.compile(r"C[A-Z0-9]+")
_GROUP = re.compile(r"S[A-Z0-9]+")
_RANGES = {"here": "here", "everyone": "channel"}
"""Slack's own "everyone" means all of #general (Block Kit, broadcast element)."""

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ACTIVE = re.compile(r"[*_~`]|:[^\s:]+:|(?m:^\s*(?:>|&gt;))")
"""What mrkdwn may take for markup although `verbatim` is set: marks, emoji, quotes."""


def escape(text: str) -> str:
    """The three characters that Slack asks to escape, and only these (docs: formatting message text)."""
    return re.sub("[&<>]", lambda found: _ENTITIES[found[0]], text)


def escape_clipped(text: str, most: int) -> str:
    """Escaped text of at most `most` characters; no entity is cut in two."""
    if len(text) * len("&amp;") <= most or len(escape(text)) <= most:
        return escape(text)
    pieces: list[str] = []
    left = most - 1
    for character in text:
        piece = _ENTITIES.get(character, character)
        left -= len(piece)
        if left < 0:
            break
        pieces.append(piece)
    return "".join(pieces).rstrip() + "…"


def rich(spans: Spans) -> list[Json]:
    """The elements of a `rich_text_section` (Block Kit, rich text block)."""
    return [element for span in spans if (element := _rich(span)) is not None]


def wake(whom: str) -> tuple[Json, str]:
    """The element and the text that notify "here", "everyone" or the user group with that id. Raises ValueError."""
    if whom in _RANGES:
        return {"type": "broadcast", "range": _RANGES[whom]}, f"<!{_RANGES[whom]}>"
    if not _GROUP.fullmatch(whom):
        raise ValueError(f"{whom[:40]!r} is nobody that can be notified")
    return {"type": "usergroup", "usergroup_id": whom}, f"<!subteam^{whom}>"


def woken(whom: str) -> Json:
    """As `wake`, for a message that has woken them already and changes now. Slack does not say whether a change wakes
    anybody, so that words for all are words here. A group has no other name than its mention, which is no new one."""
    element, _ = wake(whom)
    return {"type": "text", "text": f"@{element['range']}"} if "range" in element else element


def unnamed(part: Json) -> Iterator[Json]:
    """Every element in a message or block that Slack would write a person's name for, and notify that person."""
    if part.get("type") == "user":
        yield part
    for inner in (*part.get("blocks", ()), *part.get("elements", ())):
        yield from unnamed(inner)


def mrkdwn(spans: Spans) -> str | None:
    """mrkdwn that reads exactly as the spans say, or None where some literal piece could be taken for markup."""
    parts: list[str] = []
    for before, span, after in zip((None, *spans[:-1]), spans, (*spans[1:], None), strict=True):
        part = _mrkdwn(span, _ends_open(before) and _starts_open(after))
        if part is None:
            return None
        parts.append(part)
    literal = "".join(
        "\ue000" if isinstance(span, (Bold, Italic, Mono, Href, At)) else plain_text((span,)) for span in spans
    )
    return None if _ACTIVE.search(literal) else "".join(parts)


def split_spans(spans: Spans, most: int) -> list[Spans]:
    """Groups of spans with at most `most` characters each; a longer piece of text is broken at a good place."""
    if sum(_size(span) for span in spans) <= most:
        return [spans]
    groups: list[list[Span]] = [[]]
    used = 0
    for span in _pieces(spans, most):
        if used and used + _size(span) > most:
            groups.append([])
            used = 0
        groups[-1].append(span)
        used += _size(span)
    return [tuple(group) for group in groups]


def _pieces(spans: Spans, most: int) -> Iterable[Span]:
    for span in spans:
        if isinstance(span, (Plain, Bold, Italic, Mono)) and len(span.text) > most:
            for piece in split(span.text, most):
                yield type(span)(piece)
        else:
            yield span


def _size(span: Span) -> int:
    return len(plain_text((span,)))


def _rich(span: Span) -> Json | None:
    match span:
        case Plain(text):
            return _text(text)
        case Bold(text):
            return _text(text, "bold")
        case Italic(text):
            return _text(text, "italic")
        case Mono(text):
            return _text(text, "code")
        case Href(label, url):
            return {"type": "link", "url": url, **({"text": label} if label else {})}
        case Mention(person, ""):
            return {"type": "user", "user_id": person.id}
        case Mention() | MentionRole():
            return _text(plain_text((span,)))
        case MentionChannel(id, name):
            return {"type": "channel", "channel_id": id} if _CHANNEL.fullmatch(id) else _text(f"#{name}")
        case At(when, fallback):
            shown = {"format": _format(span), "fallback": fallback}
            return {"type": "date", "timestamp": int(when.timestamp()), **shown}


def _format(at: At) -> str:
    """Of a date (docs.slack.dev, formatting message text, date formatting)."""
    return "{time_secs}" if at.soon else "{date_short_pretty} {time}"


def _text(text: str, style: str | None = None) -> Json | None:
    if not text:
        return None
    return {"type": "text", "text": text, **({"style": {style: True}} if style else {})}


def _mrkdwn(span: Span, free: bool) -> str | None:
    """`free`: no letter touches the span on either side, so that its marks count as marks."""
    match span:
        case Bold(text):
            return _marked("*", text, free)
        case Italic(text):
            return _marked("_", text, free)
        case Mono(text):
            return _marked("`", text, free)
        case Href(label, url) if _holds(label) and not set("<>|") & {*url}:
            return f"<{escape(url)}|{escape(label)}>"
        case MentionChannel(id, _) if _CHANNEL.fullmatch(id):
            return f"<#{id}>"
        case At(when, fallback) if _holds(fallback):
            return f"<!date^{int(when.timestamp())}^{_format(span)}|{escape(fallback)}>"
        case Href() | At():
            return None
        case _:
            return escape(plain_text((span,)))


def _marked(mark: str, text: str, free: bool) -> str | None:
    if not free or not text or text != text.strip() or "\n" in text or _ACTIVE.search(text):
        return None
    return f"{mark}{escape(text)}{mark}"


def _holds(label: str) -> bool:
    """Whether a link or a date may carry this label: nothing in it ends or starts anything."""
    return bool(label.strip()) and not set("<>|\n") & {*label} and not _ACTIVE.search(label)


def _ends_open(span: Span | None) -> bool:
    return span is None or (isinstance(span, Plain) and bool(re.search(r"[\s(“]$", span.text)))


def _starts_open(span: Span | None) -> bool:
    return span is None or (isinstance(span, Plain) and bool(re.match(r"[\s).,:;!?”]", span.text)))
