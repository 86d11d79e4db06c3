"""A real core with a few commands of its own, each of which makes one kind of answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from random import Random
from typing import Annotated

from bot.app import App
from bot.bank.bank import Bank
from bot.chat.command import Arg, Catalogue, Feature, Named, NamedRole
from bot.chat.elements import (
    Controls,
    Form,
    Line,
    Link,
    Option,
    Paragraph,
    Pick,
    button,
    select,
    select_channel,
    text,
    view,
)
from bot.chat.keys import Person, Place
from bot.chat.messages import Answer, Ask, Incoming, Pressed, Replace, Reply, Submitted
from bot.chat.refs import Ref, encode, ref
from bot.context import Context
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind
from bot.delivery.sender import Post
from bot.storage.engine import Database
from bot.storage.metadata import metadata

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class How(StrEnum):
    REPLY = "reply"
    PUBLIC = "public"
    REPLACE = "replace"
    ASK = "ask"
    LONG = "long"
    LONG_CHANGE = "long-change"
    BROKEN = "broken"
    NOTHING = "nothing"
    STANDING = "standing"


@ref("trial-do")
@dataclass(frozen=True)
class Do(Ref):
    how: How


@ref("trial-choose")
@dataclass(frozen=True)
class Choose(Ref):
    pass


@ref("trial-channel")
@dataclass(frozen=True)
class Channel(Ref):
    pass


@ref("trial-note")
@dataclass(frozen=True)
class TakeNote(Ref):
    how: How


gate = threading.Event()


def topics(ctx: Context, typed: str) -> list[Option]:
    gate.wait(20)
    return [Option(name.title(), name) for name in ("culture", "team") if name.startswith(typed)]


ZONES = ("Europe/Berlin", "Europe/Lisbon", "UTC")


def zones(ctx: Context, typed: str) -> list[Option]:
    return [Option(zone, zone) for zone in ZONES if typed.lower() in zone.lower()]


@dataclass
class Trial:
    """`gate` holds every handler back while it is closed; `seen` is every event that a handler ran for."""

    gate: threading.Event
    seen: list[Incoming] = field(default_factory=list)
    app: App = field(init=False)

    def sends(self, to: Place | Person, words: str) -> None:
        """Have this sent unasked."""
        now, key = self.app.clock(), self.app.new_id()
        group = to.alone if isinstance(to, Person) else to.group
        with self.app.database.write() as db:
            ledger.write(
                db, id=key, group=group, key=key, kind="note", home="discord", to=to, due=now, now=now,
                intent={"words": words},
            )  # fmt: skip


HELLO = view(text("Hello, I am askq."))
LONG = view(*(text(f"part {n} ", "x" * 1_800) for n in range(1, 6)))


KINDS = (
    Kind("hello", lambda _, delivery: Post(delivery.id, delivery.to, HELLO)),
    Kind("note", lambda _, delivery: Post(delivery.id, delivery.to, view(text(delivery.intent["words"])))),
)


@contextmanager
def trial(database_url: str, clock: Callable[[], datetime] = lambda: NOW) -> Iterator[Trial]:
    gate.set()
    feature = Feature("trial")
    made = Trial(gate)

    def standing(ctx: Context, place: Place) -> Answer:
        found = ctx.standing(place)
        lacks = [f"{lack}: {fix}" for lack, fix in found.fixes.items()]
        return Reply(view(text(f"lacks {', '.join(lacks) or 'nothing'}")))

    def answer(ctx: Context, how: How) -> Answer | None:
        if how is How.STANDING:
            return standing(ctx, replace(ctx.place, thread=None))
        made.seen.append(ctx.incoming)
        gate.wait(20)
        shown = view(text(f"{how} for {ctx.incoming.name}"), screen())
        match how:
            case How.PUBLIC:
                return Reply(shown, public=True)
            case How.REPLACE:
                return Replace(shown)
            case How.ASK:
                return Ask(form(TakeNote(How.REPLY)))
            case How.LONG:
                return Reply(LONG)
            case How.LONG_CHANGE:
                return Replace(LONG)
            case How.BROKEN:
                return Reply(view(Controls((Link("Too far", "https://example.org/" + "x" * 600),))))
            case How.NOTHING:
                return None
            case How.REPLY:
                return Reply(shown)

    @feature.command("", tree="askq", summary="Says it back", examples=("culture",))
    def echo(ctx: Context, topic: Annotated[str, Arg("Anything", complete=topics)] = "") -> Answer:
        made.seen.append(ctx.incoming)
        return Reply(view(text("you said: ", topic), screen()))

    @feature.command("quiz", tree="quiz act", summary="Answers in the way that is named")
    def act(ctx: Context, how: Annotated[How, Arg("How to answer")]) -> Answer | None:
        return answer(ctx, how)

    @feature.command("daily", tree="quiz open", summary="Declared to be for everyone", public=True)
    def openly(ctx: Context, how: Annotated[How, Arg("How to answer")]) -> Answer | None:
        return answer(ctx, how)

    @feature.command("challenge", tree="challenge", summary="Somebody else")
    def challenge(
        ctx: Context,
        who: Annotated[Named, Arg("Whom")],
        times: Annotated[int, Arg("How often", ge=1, le=3)] = 1,
        here: Annotated[bool, Arg("For all to see")] = False,
    ) -> Answer:
        made.seen.append(ctx.incoming)
        return Reply(view(text(f"{who.id} {times} {here}")), public=here)

    @feature.command("practice", tree="practice", summary="Some of us")
    def practice(
        ctx: Context,
        role: Annotated[NamedRole, Arg("Who")],
        zone: Annotated[str, Arg("Where", complete=zones, fits=lambda typed: typed in ZONES)] = "UTC",
    ) -> Answer:
        return Reply(view(text(f"role {role.id} in {zone}")))

    @feature.pressed(Do)
    def pressed(ctx: Context, meaning: Do, _: Pressed) -> Answer | None:
        return answer(ctx, meaning.how)

    @feature.pressed(Choose)
    def chosen(ctx: Context, _: Choose, event: Pressed) -> Answer:
        return Reply(view(text(f"picked {', '.join(event.values)}")))

    @feature.pressed(Channel)
    def channel_chosen(ctx: Context, _: Channel, event: Pressed) -> Answer:
        return standing(ctx, Place(ctx.group, event.values[0]))

    @feature.submitted(TakeNote)
    def noted(ctx: Context, _: TakeNote, event: Submitted) -> Answer:
        made.seen.append(event)
        gate.wait(20)
        shown = view(text("noted ", ", ".join(f"{name}={value}" for name, value in event.fields.items())))
        return Replace(shown) if "change" in event.fields["note"] else Reply(shown)

    def joined(ctx: Context) -> None:
        made.seen.append(ctx.incoming)
        ledger.write(
            ctx.db, id=ctx.new_id(), group=ctx.group, key="hello", kind="hello", home=ctx.person.home, to=ctx.place,
            due=ctx.now, now=ctx.now,
        )  # fmt: skip

    def addressed(ctx: Context) -> Answer:
        made.seen.append(ctx.incoming)
        return Reply(view(text("I answer to commands.")))

    database = Database(database_url)
    metadata.create_all(database.engine)
    numbers = count(1)
    made.app = App(
        database=database,
        bank=Bank(()),
        catalogue=Catalogue((feature,)),
        joined=joined,
        addressed=addressed,
        housekeeping=(),
        kinds={kind.name: kind for kind in KINDS},
        planners=(),
        clock=clock,
        rng=Random(1),
        new_id=lambda: f"incident{next(numbers)}",
    )
    try:
        yield made
    finally:
        gate.set()
        database.close()


def screen() -> Controls:
    options = tuple(Option(f"Topic {n}", f"topic-{n}") for n in range(30))
    buttons = tuple(button(str(how), Do(how)) for how in How)
    menus = (select("Topic", Choose(), options), select_channel("Channel", Channel()))
    return Controls((*buttons, *menus, Link("Read on", "https://example.org/")))


def form(meaning: TakeNote) -> Form:
    level = Pick("level", "Your level", (Option("Junior", "junior"), Option("Senior", "senior")), "junior")
    note = Line("note", "Your note", value="so far", hint="A word or two", max_length=20)
    return Form("A note", encode(meaning), (note, level, Paragraph("more", "More", required=False)), "Keep")
