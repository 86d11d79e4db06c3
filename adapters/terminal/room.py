"""The room: who is in it, what was said, who sees what, and which forms are open. State only; it asks nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from adapters.terminal.filling import Filling
from adapters.terminal.limits import NAME_LENGTH
from bot.chat.elements import View
from bot.chat.keys import Person, Place
from bot.chat.plain import controls

PLATFORM = "play"
BOT = "askq"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the room. `admin`: the room's own authority, as a workspace admin has it elsewhere."""

    person: Person
    name: str
    admin: bool = False


@dataclass(slots=True)
class Message:
    """Something askq said. Its number stays when its view changes. `audience` is the only one who sees it, or None."""

    number: int
    place: Place
    view: View
    audience: Person | None = None


class Room:
    """One channel of one group, and each member's direct messages with askq."""

    def __init__(
        self, name: str, people: Iterable[str], *, admins: Iterable[str] = (), channel: str = "general"
    ) -> None:
        self.name = name
        self.place = Place(f"{PLATFORM}:{name}", channel)
        self.messages: list[Message] = []
        self.forms: dict[Person, Filling] = {}
        self._members: dict[str, Member] = {}
        self._shown: list[Message] = []
        for each in people:
            self.bring(each, admin=each in admins)
        self.present = next(iter(self._members.values()))

    @property
    def members(self) -> tuple[Member, ...]:
        return tuple(self._members.values())

    def member(self, name: str) -> Member | None:
        return self._members.get(name.casefold())

    def bring(self, name: str, *, admin: bool = False) -> Member:
        """The member of that name, new or not. Raises `ValueError` for what is no name (see `is_name`)."""
        if not is_name(name):
            raise ValueError(name)
        known = self.member(name)
        if known is None:
            known = Member(Person(PLATFORM, "", name.casefold()), name, admin)
            self._members[name.casefold()] = known
        return known

    def direct(self, member: Member) -> Place:
        """The member's direct messages: a group of one."""
        return Place(f"{PLATFORM}:dm:{self.name}:{member.person.id}", "direct")

    def post(self, view: View, place: Place, audience: Person | None = None) -> Message:
        message = Message(len(self.messages) + 1, place, view, audience)
        self.messages.append(message)
        self._shown.append(message)
        return message

    def change(self, message: Message, view: View) -> None:
        message.view = view
        self.show_again(message)

    def show_again(self, message: Message) -> None:
        """It is now what people saw last."""
        self._shown.remove(message)
        self._shown.append(message)

    def seen_by(self, member: Member) -> list[Message]:
        """All that the member can see, by number."""
        return [message for message in self.messages if message.audience in (None, member.person)]

    def find(self, member: Member, number: int) -> Message | None:
        """A message that is there, as far as the member can tell."""
        return next((message for message in self.seen_by(member) if message.number == number), None)

    def pressable(self, member: Member) -> Message | None:
        """The message with controls that the member saw last."""
        visible = (message for message in reversed(self._shown) if message.audience in (None, member.person))
        return next((message for message in visible if controls(message.view)), None)


def is_name(text: str) -> bool:
    """Whether a person can be called that: one word that fits a prompt and is not askq's own name."""
    return len(text) <= NAME_LENGTH and re.fullmatch(r"[^\W\d_][\w-]*", text) is not None and text.casefold() != BOT
