"""Spans: pieces of text with a meaning. What people type is always `Plain`, and plain text is always literal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.chat.keys import Person


@dataclass(frozen=True, slots=True)
class Plain:
    text: str
    kind: Literal["plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Bold:
    text: str
    kind: Literal["bold"] = "bold"


@dataclass(frozen=True, slots=True)
class Italic:
    text: str
    kind: Literal["italic"] = "italic"


@dataclass(frozen=True, slots=True)
class Mono:
    """Something to type exactly as it stands."""

    text: str
    kind: Literal["mono"] = "mono"


@dataclass(frozen=True, slots=True)
class Href:
    label: str
    url: str
    kind: Literal["href"] = "href"


@dataclass(frozen=True, slots=True)
class Mention:
    """Names a person without waking them where the platform can do that.

    `name` is how they are called there; empty where nobody told, and then the platform has to look it up.
    """

    person: Person
    name: str
    kind: Literal["mention"] = "mention"


@dataclass(frozen=True, slots=True)
class MentionRole:
    id: str
    name: str
    kind: Literal["role"] = "role"


@dataclass(frozen=True, slots=True)
class MentionChannel:
    """`name` may be empty, as for a person."""

    id: str
    name: str
    kind: Literal["channel"] = "channel"


@dataclass(frozen=True, slots=True)
class At:
    """A moment, shown in each reader's own time where the platform can. `when` is aware. `soon`: in seconds or
    minutes, so that the seconds count."""

    when: datetime
    fallback: str
    soon: bool = False
    kind: Literal["at"] = "at"


Span = Plain | Bold | Italic | Mono | Href | Mention | MentionRole | MentionChannel | At
Spans = tuple[Span, ...]


def spans(*parts: str | Span) -> Spans:
    """Strings become `Plain`; spans stay. Empty strings vanish."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts if part != "")


def plain_text(parts: Spans) -> str:
    """What the spans say, without any markup."""
    return "".join(_plain(part) for part in parts)


def _plain(span: Span) -> str:
    match span:
        case Href(label, url):
            return url if label == url else f"{label} ({url})"
        case Mention(person, name):
            return f"@{name or person.id}"
        case MentionRole(_, name):
            return f"@{name}"
        case MentionChannel(id, name):
            return f"#{name or id}"
        case At(fallback=fallback):
            return fallback
        case Plain(text) | Bold(text) | Italic(text) | Mono(text):
            return text
