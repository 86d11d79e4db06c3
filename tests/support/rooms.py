"""askq at the level of its one door: a room with a hand-moved clock, and people who type, press and fill in forms.

room = Room(database)
ana = room.person("ana")
ana.types("culture")
seen = ana.presses("Why ask it")
assert "What asking does for you" in seen.text
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from bot import bootstrap
from bot.app import App
from bot.bank import loader
from bot.bank.bank import Bank, Pack, Question
from bot.bank.kinds import AnyQuestion, ChoiceQuestion, OpenQuestion, RecallQuestion
from bot.bank.model import AskQuestion, Guide, PackFile
from bot.chat.elements import Button, Form, Select, View
from bot.chat.keys import Person, Place
from bot.chat.messages import (
    Addressed,
    Answer,
    Ask,
    Called,
    Check,
    Incoming,
    Joined,
    Pressed,
    Replace,
    Reply,
    Said,
    Spelling,
    Standing,
    Submitted,
    Suggest,
    Typing,
)
from bot.chat.plain import controls, form_text, plain
from bot.chat.refs import Ref, encode
from bot.delivery.sender import Pace, Post
from bot.delivery.service import Deliveries
from bot.errors import Undeliverable
from bot.storage.engine import Database
from bot.welcome import commands as welcome

START = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)


def asks(id: str, **changes: object) -> AskQuestion:
    """A question that is complete; `changes` set what the test is about."""
    written: dict[str, object] = {
        "id": id,
        "ask": f"Could you tell me about {id.partition('.')[2]}?",
        "reveals": f"The truth of {id}",
        "why": f"Why {id} is asked.",
        "benefit": f"What {id} does for you.",
        "use_it": f"How to use {id}.",
        "listen_for": ("A good sign", "Another good sign"),
        "warning_signs": ("A warning sign", "Another warning sign"),
        "follow_ups": ("What then?",),
        "tailor": f"I read {{fact}}. So, {id}?",
        "weak_form": "Is it good?",
        "weak_because": "A yes tells you nothing.",
        "stages": ("team",),
        "minutes": 2,
        "level": "any",
    }
    return AskQuestion.model_validate(written | changes)


def choice_of(id: str, *options: str, right: str = "A", **changes: object) -> ChoiceQuestion:
    """A question to pick from; `right` holds the letters of the right options, more than one makes it `select: all`."""
    letters = "ABCDEF"[: len(options or (options := ("First", "Second", "Third")))]
    written: dict[str, object] = {
        "id": id,
        "prompt": f"Which one is {id.partition('.')[2]}?",
        "options": tuple(
            {"text": option, "right": letter in right, "because": f"Because of {letter} in {id}."}
            for letter, option in zip(letters, options, strict=True)
        ),
        "select": "all" if len(right) > 1 else "one",
        "why": f"Why {id} matters.",
        "level": "any",
    }
    return ChoiceQuestion.model_validate(written | changes)


def recall_of(id: str, *accepts: str, **changes: object) -> RecallQuestion:
    """A question whose answer is typed; without `accepts` it is "answer"."""
    written: dict[str, object] = {
        "id": id,
        "prompt": f"What is {id.partition('.')[2]} called?",
        "accepts": accepts or ("answer",),
        "explanation": f"How {id} came to its name.",
        "why": f"Why {id} matters.",
        "level": "any",
    }
    return RecallQuestion.model_validate(written | changes)


def open_of(id: str, **changes: object) -> OpenQuestion:
    """A question to answer in one's own words, with hints and follow-ups."""
    written: dict[str, object] = {
        "id": id,
        "prompt": f"Tell me about {id.partition('.')[2]}.",
        "rubric": ("Names a case", "Says what they did", "Says what came of it"),
        "model_answer": f"This is how {id} is answered.",
        "why": f"Why {id} is asked.",
        "follow_ups": ("And then?",),
        "hints": ("Begin with the place.",),
        "level": "any",
    }
    return OpenQuestion.model_validate(written | changes)


GUIDE = Guide.model_validate(
    {
        "title": "How to ask",
        "intro": "Ask *little*, listen much.",
        "sections": (
            {"id": "when", "title": "When to ask", "text": "At the end."},
            {"id": "many", "title": "How many", "text": "Two or three."},
        ),
    }
)


def bank(*questions: AnyQuestion | str, retired: Iterable[str] = (), guide: Guide | None = GUIDE) -> Bank:
    """A bank of one pack, `small`, with the topics that the ids name, in their order."""
    written = [asks(each) if isinstance(each, str) else each for each in questions]
    topics = dict.fromkeys(each.id.partition(".")[0] for each in written)
    about = PackFile.model_validate(
        {
            "id": "small",
            "title": "Small",
            "language": "en",
            "licence": "MIT",
            "authors": ("The askq authors",),
            "about": "For tests.",
            "topics": tuple({"id": each, "title": each.title(), "about": f"About {each}."} for each in topics),
            "retired": tuple(retired),
        }
    )
    placed = tuple(Question(f"small:{each.id}", "small", each.id.partition(".")[0], each) for each in written)
    return Bank([Pack(about, placed, guide)])


SMALL = bank("culture.one", "culture.two", "culture.three", "team.four", "team.five", "pay.six")


@cache
def shipped() -> Bank:
    """The bank that comes with askq, read once."""
    return loader.load(Path(__file__).parents[2] / "content")


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@dataclass
class Message:
    """A message on people's screens. `owner` is the only one who sees it, or None."""

    view: View
    place: Place
    owner: Person | None


@dataclass(frozen=True)
class Seen:
    """What came back, as the person reads it."""

    answer: Answer | None

    @property
    def view(self) -> View:
        assert isinstance(self.answer, Reply | Replace), f"no message, but {self.answer!r}"
        return self.answer.view

    @property
    def form(self) -> Form:
        assert isinstance(self.answer, Ask), f"no form, but {self.answer!r}"
        return self.answer.form

    @property
    def text(self) -> str:
        """Everything that can be read in it, controls left out."""
        match self.answer:
            case None:
                return ""
            case Ask(form):
                return form_text(form)
            case Suggest(options):
                return "\n".join(option.label for option in options)
            case _:
                return plain(self.view)

    @property
    def labels(self) -> list[str]:
        return [each.placeholder if isinstance(each, Select) else each.label for each in controls(self.view)]

    @property
    def values(self) -> list[str]:
        """The values suggested, or those of all selects."""
        if isinstance(self.answer, Suggest):
            return [option.value for option in self.answer.options]
        return [option.value for each in controls(self.view) if isinstance(each, Select) for option in each.options]

    @property
    def public(self) -> bool:
        return isinstance(self.answer, Reply) and self.answer.public

    @property
    def replaced(self) -> bool:
        return isinstance(self.answer, Replace)


class Room:
    """An App with its clock and its chance in the test's hands. Several rooms may share one database."""

    def __init__(self, database: Database, *, bank: Bank = SMALL, seed: int = 1, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.messages: list[Message] = []
        self.standings: dict[str, Standing] = {}
        """How askq stands in channels, by their names; well, where nothing is said."""
        self._receipts = count(1)
        ids = count(1)
        self.app = App(
            database=database,
            bank=bank,
            catalogue=bootstrap.catalogue(),
            joined=welcome.hello,
            addressed=welcome.pointer,
            housekeeping=bootstrap.HOUSEKEEPING,
            kinds=bootstrap.KINDS,
            planners=bootstrap.PLANNERS,
            clock=self.clock,
            rng=Random(seed),
            new_id=lambda: f"{seed}id{next(ids)}",  # rooms that share a database have different seeds
        )
        self.sender = RoomSender(self)
        self._front = _Front(self)
        self.deliveries = Deliveries(self.app)

    def restarted(self, *, bank: Bank | None = None, seed: int = 2) -> Room:
        """Another process on the same database; clock and screens stay, receipts go on."""
        again = Room(self.app.database, bank=bank or self.app.bank, seed=seed, clock=self.clock)
        again.messages, again._receipts = self.messages, self._receipts
        again.standings, again.sender.refuses = self.standings, self.sender.refuses
        again.sender._by_id, again.sender.sent = self.sender._by_id, self.sender.sent
        return again

    def person(self, name: str, *, group: str = "play:one", channel: str = "general", **more: Any) -> Someone:
        """`more`: thread, admin, spelling, locale, zone."""
        return Someone(self, name, Place(group, channel, more.pop("thread", None)), **more)

    def delivers(self, *homes: str) -> None:
        """What is due for these homes (by default `play`) is sent now, at the room's own pace."""
        with ExitStack() as serving:
            for home in homes or ("play",):
                serving.enter_context(self.app.senders.serving(home, self._front))
            asyncio.run(self.deliveries.work_off())

    def forward(self, **delta: float) -> None:
        """Let time pass as it does: everything that falls due on the way is done at its moment."""
        until = self.clock.now + timedelta(**delta)
        while (due := self._next_due()) is not None and due <= until:
            self.clock.now = max(due, self.clock.now)
            self.delivers()
        self.clock.now = until
        self.delivers()

    def _next_due(self) -> datetime | None:
        with self.app.senders.serving("play", self._front):  # `delivers` ends with nobody connected
            return self.deliveries.next_due()

    def receipt(self) -> str:
        return f"event-{next(self._receipts)}"

    def take(self, incoming: Incoming, answer: Answer | None, pressed: Message | None = None) -> None:
        """Put the answer on the screens, as a platform does."""
        if isinstance(answer, Replace) and pressed is not None:
            pressed.view = answer.view
        elif isinstance(answer, Reply | Replace):
            owner = None if isinstance(answer, Reply) and answer.public else incoming.person
            self.messages.append(Message(answer.view, incoming.place, owner))


class _Front:
    """Fulfils `bot.delivery.sender.Sender` with whatever sends in the room just now, and spares it what nothing here
    asks for."""

    spelling = Spelling.LINE
    pace = Pace(each=0.0, all=1e6)

    def __init__(self, room: Room) -> None:
        self._room = room

    async def send(self, post: Post, doubtful_since: datetime | None, **_: object) -> str:
        return await self._room.sender.send(post, doubtful_since)


class RoomSender:
    """Puts what askq sends unasked on the screens. `refuses`: what it raises for a channel, or for a person as
    `@<key>`, instead; `sent` is every post that arrived."""

    spelling = Spelling.LINE
    pace = Pace(each=0.0, all=1e6)

    def __init__(self, room: Room) -> None:
        self._room = room
        self.refuses: dict[str, Undeliverable] = {}
        self.sent: list[Post] = []
        self._by_id: dict[str, Message] = {}

    async def send(self, post: Post, doubtful_since: datetime | None) -> str:
        to = post.to
        problem = self.refuses.get(f"@{to.key}" if isinstance(to, Person) else to.channel)
        if problem is not None:
            raise problem
        self.sent.append(post)
        if post.edits:
            self._by_id[post.edits].view = post.view
            return post.edits
        message = self._by_id.get(post.id)
        if message is None:
            owner = to if isinstance(to, Person) else None
            place = Place(to.alone, "") if isinstance(to, Person) else to
            message = Message(post.view, place, owner)
            self._room.messages.append(message)
            self._by_id[post.id] = message
        return post.id


@dataclass
class Someone:
    """A person in a place. The same person elsewhere is another `Someone` with the same name."""

    room: Room
    name: str
    place: Place
    admin: bool = False
    spelling: Spelling = Spelling.LINE
    locale: str = "en"
    zone: str = ""
    last: Incoming | None = None
    open_form: Form | None = None
    _pressed: Message | None = field(default=None, repr=False)

    @property
    def person(self) -> Person:
        return Person(self.place.group.partition(":")[0], "", self.name)

    def types(self, line: str) -> Seen:
        return self.sends(Said(**self._event(), line=line))

    def calls(self, command: str, **values: str | int | bool) -> Seen:
        return self.sends(Called(**self._event(), command=command, values=values))

    def presses(self, label: str) -> Seen:
        """The newest button with this label that they can see."""
        for message in self._visible():
            for each in controls(message.view):
                if isinstance(each, Button) and each.label == label:
                    return self.presses_ref(each.ref, on=message)
        raise AssertionError(f"{self.name} sees no button {label!r}")

    def picks(self, placeholder: str, option: str) -> Seen:
        """The option whose label begins like this, in the newest select with this placeholder; or, where the platform
        offers its channels, the one with this id."""
        for message in self._visible():
            for each in controls(message.view):
                if isinstance(each, Select) and each.placeholder == placeholder:
                    values = [item.value for item in each.options if item.label.startswith(option)]
                    if each.of == "channel":
                        values = [option]
                    assert values, f"{placeholder!r} has no option {option!r}"
                    return self.presses_ref(each.ref, values[0], on=message)
        raise AssertionError(f"{self.name} sees no select {placeholder!r}")

    def presses_ref(self, ref: str | Ref, *values: str, on: Message | None = None, private: bool = True) -> Seen:
        """A press that need not stand on any screen: old, or forged."""
        written = ref if isinstance(ref, str) else encode(ref)
        private = on.owner is not None if on else private
        return self.sends(Pressed(**self._event(), ref=written, values=values, private=private), on=on)

    def fills(self, **fields: str) -> Seen:
        """Send the form that is open."""
        assert self.open_form is not None, f"no form is open for {self.name}"
        form, self.open_form = self.open_form, None
        return self.submits(form.ref, on=self._pressed, **fields)

    def submits(self, ref: str | Ref, on: Message | None = None, **fields: str) -> Seen:
        written = ref if isinstance(ref, str) else encode(ref)
        private = on is None or on.owner is not None
        return self.sends(Submitted(**self._event(), ref=written, fields=fields, private=private), on=on)

    def completes(self, command: str, argument: str, text: str) -> Seen:
        return self.sends(Typing(**self._event(), command=command, argument=argument, text=text))

    def adds_askq(self) -> Seen:
        return self.sends(Joined(**self._event()))

    def mentions_askq(self) -> Seen:
        return self.sends(Addressed(**self._event()))

    def again(self) -> Seen:
        """The platform delivers their last event once more."""
        assert self.last is not None
        return Seen(self.room.app.handle(self.last))

    def sends(self, incoming: Incoming, on: Message | None = None) -> Seen:
        self.last = incoming
        while isinstance(answer := self.room.app.handle(incoming), Check):
            channel = answer.place.channel
            standing = self.room.standings.get(channel, Standing())
            incoming = replace(incoming, standings={**incoming.standings, channel: standing})
        if isinstance(answer, Ask):
            self.open_form, self._pressed = answer.form, on
        self.room.take(incoming, answer, on)
        return Seen(answer)

    def screen(self) -> list[str]:
        """All they can see, oldest first."""
        return [plain(message.view) for message in reversed(self._visible())]

    def via(self, room: Room) -> Someone:
        """The same person, after a restart."""
        return replace(self, room=room)

    def _visible(self) -> list[Message]:
        here = [m for m in self.room.messages if replace(m.place, thread=None) == replace(self.place, thread=None)]
        seen = [m for m in here if m.owner in (None, self.person)]
        return seen[::-1]

    def _event(self) -> Mapping[str, Any]:
        return {
            "receipt": self.room.receipt(),
            "place": self.place,
            "person": self.person,
            "name": self.name,
            "spelling": self.spelling,
            "admin": self.admin,
            "locale": self.locale,
            "zone": self.zone,
        }
