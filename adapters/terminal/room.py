"""The room: who is in it, what was said, who sees what, and which forms are open. State only; it asks nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from adapters.terminal.filling import Filling
from adapters.terminal.limits import NAME_LENGTH
from bot.chat.elements import Option, Select, View
from bot.chat.keys import Person, Place
from bot.chat.messages import Lack, Standing
from bot.chat.plain import controls

PLATFORM = "play"
BOT = "askq"
UNLOCK = "/unlock"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the room. `admin`: the room's own authority, as a workspace admin has it elsewhere.
    `zone`: their time zone's IANA key, or empty."""

    person: Person
    name: str
    admin: bool = False
    zone: str = ""


@dataclass(slots=True)
class Message:
    """Something askq said. Its number stays when its view changes. `audience` is the only one who sees it, or None.
    `ping` is whom it woke: "here", "everyone", or nobody."""

    number: int
    place: Place
    view: View
    audience: Person | None = None
    ping: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something sent unasked, as the message read at that moment: it is `changed` where it was there before."""

    message: Message
    moment: datetime
    changed: bool


class Room:
    """One channel of one group, and each member's direct messages with askq.

    `session` tells this opening of the room from others on the same database. `zone` is the IANA key of the time
    zone that people here live by, or empty. `arrivals` are those that nobody was shown yet. While the room is
    `locked` askq may not post to its channel.
    """

    def __init__(
        self,
        name: str,
        people: Iterable[str],
        *,
        session: str,
        admins: Iterable[str] = (),
        channel: str = "general",
        zone: str = "",
    ) -> None:
        self.name = name
        self.session = session
        self.zone = zone
        self.locked = False
        self.arrivals: list[Arrival] = []
        self.place = Place(f"{PLATFORM}:{name}", channel)
        self.messages: list[Message] = []
        self.forms: dict[Person, Filling] = {}
        self._members: dict[str, Member] = {}
        self._shown: list[Message] = []
        for each in people:
            self.bring(each, admin=each in admins)
        self.present = next(iter(self._members.values()))

    @property
    def home(self) -> str:
        """What everybody's account here belongs to (`bot.chat.keys.Person.home`)."""
        return self.present.person.home

    @property
    def tz(self) -> tzinfo:
        """What the room's clock shows: the time of its zone, or UTC."""
        return ZoneInfo(self.zone) if self.zone else UTC

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
            known = Member(Person(PLATFORM, self.name, name.casefold()), name, admin, self.zone)
            self._members[name.casefold()] = known
        return known

    def direct(self, member: Member) -> Place:
        """The member's direct messages: a group of one."""
        return Place(member.person.alone, "")

    def standing(self, place: Place) -> Standing:
        """How askq stands there."""
        if place.direct:
            return Standing()
        if place.channel not in ("", self.place.channel):
            return Standing({Lack.GONE: ""})
        return Standing({Lack.POST: UNLOCK}) if self.locked else Standing()

    def offered(self, item: Select) -> Select:
        """The select with its options: where those are the room's own, its channel."""
        if item.of == "channel":
            return replace(item, options=(Option(f"#{self.place.channel}", self.place.channel),))
        return item

    def post(self, view: View, place: Place, audience: Person | None = None, ping: str = "") -> Message:
        message = Message(len(self.messages) + 1, place, view, audience, ping)
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

    def id_of(self, message: Message) -> str:
        """By what it is known outside the room. Numbers begin anew with each opening, ids do not."""
        return f"{self.session}-{message.number}"

    def by_id(self, id: str) -> Message | None:
        """None for what an earlier opening has shown."""
        return next((message for message in self.messages if self.id_of(message) == id), None)

    def parent(self, message: Message) -> Message | None:
        """The message in whose thread it stands, as far as that is known."""
        return self.by_id(message.place.thread) if message.place.thread else None

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
