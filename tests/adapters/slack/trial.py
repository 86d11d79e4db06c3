"""A real core with a few commands of its own, each of which makes one kind of answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from random import Random
from typing import Annotated

from bot.app import App
from bot.bank.bank import Bank
from bot.chat.command import Arg, Catalogue, Feature
from bot.chat.elements import (
    Controls,
    Form,
    Line,
    Link,
    Option,
    Pick,
    button,
    select,
    select_channel,
    text,
    view,
)
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
    HELD = "held"
    HELD_ASK = "held-ask"
    LONG = "long"
    STANDING = "standing"
    BROKEN = "broken"


@ref("trial-act")
@dataclass(frozen=True)
class Act(Ref):
    how: How


@ref("trial-pick")
@dataclass(frozen=True)
class Picked(Ref):
    pass


@ref("trial-fill")
@dataclass(frozen=True)
class Fill(Ref):
    how: How


@dataclass
class Trial:
    """`gate` holds back what is declared as held; `seen` is every event that a handler ran for."""

    gate: threading.Event
    seen: list[Incoming] = field(default_factory=list)
    app: App = field(init=False)


HELLO = view(text("Hello, I am askq."))
LONG = view(*(text(f"part {n} ", "x" * 2_900) for n in range(1, 10)))


@contextmanager
def trial(database_url: str) -> Iterator[Trial]:
    gate = threading.Event()
    gate.set()
    feature = Feature("trial")
    made = Trial(gate)

    def answer(ctx: Context, how: How) -> Answer:
        standing = ctx.standing(ctx.place) if how is How.STANDING else None
        made.seen.append(ctx.incoming)
        who = f"{ctx.incoming.name} ({ctx.incoming.locale}{', admin' if ctx.incoming.admin else ''})"
        made_it = view(text(f"{how} for {who}"), screen())
        match how:
            case How.PUBLIC:
                return Reply(made_it, public=True)
            case How.REPLACE:
                return Replace(made_it)
            case How.ASK:
                return Ask(form())
            case How.HELD:
                gate.wait(20)
                return Reply(made_it)
            case How.HELD_ASK:
                gate.wait(20)
                return Ask(form())
            case How.STANDING:
                assert standing is not None
                lacks = [f"{lack}: {fix}" for lack, fix in standing.fixes.items()]
                return Reply(view(text(f"lacks {', '.join(lacks) or 'nothing'}")))
            case How.LONG:
                return Reply(LONG)
            case How.BROKEN:
                return Reply(view(Controls((Link("Too far", "https://example.org/" + "x" * 4_000),))))
            case How.REPLY:
                return Reply(made_it)

    @feature.command("", tree="askq", summary="Says it back", examples=("culture",))
    def echo(ctx: Context, topic: Annotated[str, Arg("Anything")] = "") -> Answer:
        made.seen.append(ctx.incoming)
        return Reply(view(text("you said: ", topic), screen()))

    @feature.command("quiz", tree="quiz", summary="Answers in the way that is named")
    def act(ctx: Context, how: Annotated[How, Arg("How to answer")]) -> Answer:
        return answer(ctx, how)

    @feature.command("here", tree="here", summary="Nothing to say")
    def nothing(ctx: Context) -> Answer | None:
        made.seen.append(ctx.incoming)
        return None

    @feature.pressed(Act)
    def pressed(ctx: Context, meaning: Act, _: Pressed) -> Answer:
        return answer(ctx, meaning.how)

    @feature.pressed(Picked)
    def picked(ctx: Context, _: Picked, event: Pressed) -> Answer:
        return Reply(view(text(f"picked {', '.join(event.values)}")))

    @feature.submitted(Fill)
    def filled(ctx: Context, meaning: Fill, event: Submitted) -> Answer:
        made.seen.append(event)
        words = ", ".join(f"{name}={value}" for name, value in event.fields.items())
        if "held" in words:
            gate.wait(20)
        shown = view(text(f"filled {words}"))
        return Replace(shown) if "replace" in words else Reply(shown, public="public" in words)

    def joined(ctx: Context) -> None:
        made.seen.append(ctx.incoming)
        to = replace(ctx.place, thread=None)
        ledger.write(
            ctx.db, id=ctx.new_id(), group=ctx.group, key="hello", kind="hello", home=ctx.person.home, to=to,
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
        kinds={"hello": Kind("hello", lambda _, delivery: Post(delivery.id, delivery.to, HELLO))},
        planners=(),
        clock=lambda: NOW,
        rng=Random(1),
        new_id=lambda: f"incident{next(numbers)}",
    )
    try:
        yield made
    finally:
        gate.set()
        database.close()


def screen() -> Controls:
    options = (Option("Culture", "culture"), Option("Team", "team"))
    buttons = tuple(button(str(how), Act(how)) for how in How)
    menus = (select("Topic", Picked(), options), select_channel("Channel", Picked()))
    return Controls((*buttons, *menus, Link("Read on", "https://example.org/")))


def form() -> Form:
    level = Pick("level", "Your level", (Option("Junior", "junior"), Option("Senior", "senior")), required=False)
    return Form("A note", encode(Fill(How.REPLY)), (Line("note", "Your note"), level), "Keep")
