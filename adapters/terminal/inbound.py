"""What somebody typed -> what they mean, and that -> the event for askq. Pure and total: every line means something."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from adapters.terminal.room import BOT, Member
from bot.chat.keys import Person, Place
from bot.chat.messages import Addressed, Joined, Pressed, Said, Spelling, Submitted, Typing

ROOM_COMMANDS = ("as", "who", "screen", "dm", "tick", "lock", "unlock", "join", "help", "quit")
"""What the room itself answers to, each after a slash. `/askq` is askq's."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """An empty line."""


@dataclass(frozen=True, slots=True)
class Command:
    """A line for askq, as after `/askq`. `direct`: written in the person's direct messages."""

    line: str
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """Words for askq that are no command: a mention, or a direct message."""

    direct: bool


@dataclass(frozen=True, slots=True)
class Press:
    """Control number `control`, perhaps option number `option` of it, of message `message` or the one shown last."""

    control: int
    option: int | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """One message again."""

    message: int


@dataclass(frozen=True, slots=True)
class ToRoom:
    """A command of the room's own: one of `ROOM_COMMANDS`."""

    word: str
    rest: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A slash, and a word that names nothing here."""

    word: str


Meaning = Nothing | Command | Talk | Press | Show | ToRoom | Unknown

_SPEAKER = re.compile(r"\s*([^\W\d_][\w-]*)>(?=\s|$)(.*)", re.DOTALL)
_PRESS = re.compile(r"(?:#([0-9]{1,6})\.)?([0-9]{1,6})(?:\.([0-9]{1,6}))?")
_SHOW = re.compile(r"#([0-9]{1,6})")
_SLASH = re.compile(r"/(\S+)(.*)", re.DOTALL)


def speaker(line: str) -> tuple[str | None, str]:
    """Who says the line, where it begins as `ben> 2`, and the rest of it."""
    match = _SPEAKER.fullmatch(line)
    return (match[1], match[2].strip()) if match else (None, line.strip())


def meaning(line: str) -> Meaning:
    """The meaning of one line, without the `ben>` before it."""
    line = line.strip()
    if not line:
        return Nothing()
    if press := _PRESS.fullmatch(line):
        message, control, option = (int(part) if part else None for part in press.groups())
        return Press(control or 0, option, message)
    if show := _SHOW.fullmatch(line):
        return Show(int(show[1]))
    if slash := _SLASH.fullmatch(line):
        return _slash(slash[1].lower(), slash[2].strip())
    word, _, rest = line.partition(" ")
    if word.lower() == f"@{BOT}":
        return Talk(direct=False)
    return Command(rest.strip() if word.lower() == BOT else line)


def _slash(word: str, rest: str) -> Meaning:
    if word == BOT:
        return Command(rest)
    if word == "dm" and rest:
        call, _, command = rest.partition(" ")
        return Command(command.strip(), direct=True) if call.lower() == f"/{BOT}" else Talk(direct=True)
    return ToRoom(word, rest) if word in ROOM_COMMANDS else Unknown(word)


def with_references(line: str, find: Callable[[str], Member | None]) -> str:
    """`@ben` becomes a reference to the person where there is a ben; anything else stays as it was typed."""

    def replace(match: re.Match[str]) -> str:
        member = find(match[1])
        return f"<@{member.person.id}>" if member else match[0]

    return re.sub(r"(?<!\S)@([^\W\d_][\w-]*)", replace, line)


class _Common(TypedDict):
    receipt: str
    place: Place
    person: Person
    name: str
    spelling: Spelling
    admin: bool
    zone: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Who, where, and the event's receipt: what every event is made from."""

    receipt: str
    place: Place
    member: Member

    def said(self, line: str) -> Said:
        return Said(**self._common, line=line)

    def pressed(self, ref: str, values: tuple[str, ...], private: bool) -> Pressed:
        return Pressed(**self._common, ref=ref, values=values, private=private)

    def submitted(self, ref: str, fields: Mapping[str, str], private: bool) -> Submitted:
        return Submitted(**self._common, ref=ref, fields=fields, private=private)

    def joined(self) -> Joined:
        return Joined(**self._common)

    def addressed(self) -> Addressed:
        return Addressed(**self._common)

    def typing(self, command: str, argument: str, text: str) -> Typing:
        return Typing(**self._common, command=command, argument=argument, text=text)

    @property
    def _common(self) -> _Common:
        return {
            "receipt": self.receipt,
            "place": self.place,
            "person": self.member.person,
            "name": self.member.name,
            "spelling": Spelling.LINE,
            "admin": self.member.admin,
            "zone": self.member.zone,
        }
