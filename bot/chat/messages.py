"""What comes in from a platform, and what goes back. The whole traffic between adapters and `App.handle`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Discriminator

from bot.chat.elements import Form, Option, View
from bot.chat.keys import Person, Place


class Lack(StrEnum):
    """What keeps askq from posting in a place."""

    GONE = "gone"
    """There is no such channel any more."""
    ARCHIVED = "archived"
    MEMBER = "member"
    """askq is not in the channel, or may not see it."""
    POST = "post"
    THREADS = "threads"
    PING = "ping"
    """It may not wake everyone, or the role."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What askq lacks in a place, as the platform says, the gravest first, and what puts each right: what to type
    there, exactly as it is typed (`/invite @askq`), or the names of the permissions; empty where the platform has no
    word for it. What cannot be told before something graver is put right is left out."""

    fixes: Mapping[Lack, str] = field(default_factory=dict)


class Spelling(StrEnum):
    """How commands are typed on a front: after one name, `/askq quiz start`, or as a tree, `/quiz start`."""

    LINE = "line"
    TREE = "tree"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every incoming event carries.

    `receipt` is the platform's id of the event: the same receipt is the same event, delivered again.
    `name` is how the person is called there, for text that names them. `admin` says that the platform
    itself gives them authority over the group. `locale` is a BCP 47 tag such as `en-GB`, `zone` the IANA key
    of the person's time zone, empty where the platform does not tell. `standings` is how askq stands in
    channels, by their ids, where it was looked up (see `Check`). `own` is the id of askq's own account there, where
    the front knows it: people name askq too.
    """

    receipt: str
    place: Place
    person: Person
    name: str
    spelling: Spelling
    admin: bool = False
    locale: str = "en"
    zone: str = ""
    own: str = ""
    standings: Mapping[str, Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Event):
    """A command typed as one line of text, without the leading `/askq`."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Called(Event):
    """A command with named arguments, as Discord hands it over. `command` is its name in the catalogue."""

    command: str
    values: Mapping[str, str | int | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Event):
    """A button, or a select with the `values` picked. `private`: only this person sees the message it stands on."""

    ref: str
    values: tuple[str, ...] = ()
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Event):
    """A form, filled in. `private` as in `Pressed`, for the message the form was opened from."""

    ref: str
    fields: Mapping[str, str]
    private: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing(Event):
    """An argument being typed, to be completed. Reads only, leaves no receipt."""

    command: str
    argument: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Event):
    """askq was added: to the channel of `place`, or, where that is empty, to the group as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed(Event):
    """Someone mentioned askq or wrote to it directly, not through a command."""


Incoming = Said | Called | Pressed | Submitted | Typing | Joined | Addressed


def writable(incoming: Incoming) -> Incoming:
    """The event without halves of surrogate pairs, which JSON brings along and nothing can write."""
    changed: dict[str, Any] = {"name": _whole(incoming.name)}
    match incoming:
        case Said(line=line):
            changed["line"] = _whole(line)
        case Typing(text=text):
            changed["text"] = _whole(text)
        case Called(values=values):
            changed["values"] = {
                name: _whole(value) if isinstance(value, str) else value for name, value in values.items()
            }
        case Submitted(fields=fields):
            changed["fields"] = {name: _whole(value) for name, value in fields.items()}
    return replace(incoming, **changed)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Reply:
    """A new message: for everyone in the place if `public`, else for the person alone."""

    view: View
    public: bool = False
    kind: Literal["reply"] = "reply"


@dataclass(frozen=True, slots=True)
class Replace:
    """The message that was pressed changes into this."""

    view: View
    kind: Literal["replace"] = "replace"


@dataclass(frozen=True, slots=True)
class Ask:
    """A form opens. Cannot answer a `Submitted`."""

    form: Form
    kind: Literal["ask"] = "ask"


@dataclass(frozen=True, slots=True)
class Suggest:
    """Completions, best first: `label` is shown, `value` is what gets typed. At most 25."""

    options: tuple[Option, ...]
    kind: Literal["suggest"] = "suggest"


@dataclass(frozen=True, slots=True)
class Check:
    """Nothing was done yet: look up how askq stands in this place, and hand the same event in again with that.

    The core asks nobody by itself; a front does (`bot.fronts.answered`).
    """

    place: Place
    kind: Literal["check"] = "check"


Answer = Annotated[Reply | Replace | Ask | Suggest | Check, Discriminator("kind")]
"""What `App.handle` returns; None where there is nothing (more) to say."""
