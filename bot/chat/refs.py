"""What a button means, written into the button.

A press may arrive after a restart, on last year's message, from another process. So nothing is kept
in memory: the meaning is a frozen dataclass, encoded into the platform's identifier, at most 100
characters (Discord's `custom_id`; Slack's `action_id` takes 255). Encoding refuses what it could not
read back. Never encode which choice is right, nor who may press: people can read identifiers.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, ClassVar, TypeVar, get_type_hints

from bot.errors import AskqError, DeclarationError

MAX_LENGTH = 96
"""Discord: `custom_id` has 1 to 100 characters (docs: component reference). Four are left for what keeps the same
meaning apart when it stands in one message several times (`bot.chat.identifiers`)."""

VERSION = "1"
_SEPARATOR = "|"


class Ref:
    """The base of every meaning. Subclasses are frozen dataclasses of `str`, `int`, `bool` and `StrEnum`."""

    tag: ClassVar[str]


class UnreadableRef(AskqError):
    """The identifier was not written by this version of askq."""


class UnwritableRef(AskqError):
    """The meaning does not fit an identifier, or would not be read back the same."""


_R = TypeVar("_R", bound=type[Ref])
_by_tag: dict[str, type[Ref]] = {}
_kinds: dict[type[Ref], dict[str, Any]] = {}
"""Each meaning's fields and their types, read once."""


def ref(tag: str) -> Callable[[_R], _R]:
    """Give a meaning its short, lasting name. A tag, once released, is never reused for another meaning."""

    def register(cls: _R) -> _R:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,15}", tag):
            raise DeclarationError(f"{tag!r} is no tag: use a-z, 0-9 and -, at most 16 characters")
        known = _by_tag.get(tag)
        if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise DeclarationError(f"tag {tag!r} already means {known.__module__}.{known.__qualname__}")
        if not dataclasses.is_dataclass(cls):
            raise DeclarationError(f"{cls.__name__} is no dataclass: @ref stands above @dataclass")
        kinds = _fields(cls)
        for name, kind in kinds.items():
            if kind not in (str, int, bool) and not (isinstance(kind, type) and issubclass(kind, StrEnum)):
                raise DeclarationError(f"{cls.__name__}.{name} must be str, int, bool or a StrEnum")
        cls.tag = tag
        _by_tag[tag] = cls
        _kinds[cls] = kinds
        return cls

    return register


def encode(meaning: Ref) -> str:
    """The identifier that carries this meaning. Raises `UnwritableRef`."""
    try:
        text = _written(meaning)
        same = _meant(text) == meaning
    except (LookupError, ValueError) as error:  # no tag of its own, a value of another type
        raise UnwritableRef(f"a {type(meaning).__name__} that would not be read back") from error
    if not same:
        raise UnwritableRef(f"{meaning!r} would not be read back the same")
    if len(text) > MAX_LENGTH:
        raise UnwritableRef(f"{meaning!r} takes {len(text)} characters, {MAX_LENGTH} are allowed")
    return text


def decode(text: str) -> Ref:
    """The meaning that an identifier carries. Raises `UnreadableRef` for anything `encode` did not write."""
    try:
        meaning = _meant(text)
        canonical = encode(meaning) == text
    except (ValueError, UnwritableRef) as error:
        raise UnreadableRef(text) from error
    if not canonical:
        raise UnreadableRef(text)
    return meaning


def known_refs() -> tuple[type[Ref], ...]:
    return tuple(_by_tag.values())


def _fields(cls: type[Ref]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls)}  # type: ignore[arg-type]


def _written(meaning: Ref) -> str:
    values = [_write(getattr(meaning, name)) for name in _kinds[type(meaning)]]
    text = _SEPARATOR.join([VERSION, meaning.tag, *values])
    text.encode()  # half of a surrogate pair raises here, not in the platform's client
    return text


def _meant(text: str) -> Ref:
    """Raises `ValueError` where the text means nothing."""
    version, _, rest = text.partition(_SEPARATOR)
    tag, *raw = rest.split(_SEPARATOR)
    cls = _by_tag.get(tag)
    if version != VERSION or cls is None:
        raise ValueError(text)
    values = zip(_kinds[cls].items(), raw, strict=True)
    return cls(**{name: _read(kind, part) for (name, kind), part in values})


def _write(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "y" if value else "n"
    return re.sub(r"[%|\x00-\x1f\x7f]", lambda found: f"%{ord(found.group()):02x}", str(value))


def _read(kind: Any, text: str) -> str | int | bool:
    if kind is bool:
        if text not in ("y", "n"):
            raise ValueError(text)
        return text == "y"
    plain = re.sub(r"%([0-9a-f]{2})", lambda found: chr(int(found.group(1), 16)), text)
    return kind(plain)  # type: ignore[no-any-return]
