"""Hello when askq is added, a pointer when it is addressed, and help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from bot.chat import help as helping
from bot.chat.command import Arg, Feature
from bot.chat.elements import Option
from bot.chat.fitting import clip
from bot.chat.keys import home_of
from bot.chat.messages import Answer, Pressed, Reply
from bot.context import Context
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery
from bot.delivery.sender import Post
from bot.errors import NotAnArgument
from bot.welcome import screens, store
from bot.welcome.model import WhatIsThis

feature = Feature("welcome")

STALE = timedelta(hours=3)
"""A hello that could not be said by then would only puzzle people."""


def complete_commands(ctx: Context, typed: str) -> list[Option]:
    names = [name for name in ctx.catalogue.commands if name.startswith(typed.strip().lower())]
    return [Option(name or "askq", name or "askq") for name in names]


@feature.command("help", tree="bank help", summary="What you can type, or more about one command", examples=("four",))
def help(ctx: Context, command: Annotated[str, Arg("A command", complete=complete_commands)] = "") -> Answer:
    name = " ".join(command.lower().removeprefix("/").split())
    if not name:
        return Reply(helping.overview(ctx.words, ctx.catalogue))
    found = ctx.catalogue.commands.get("" if name == "askq" else name.removeprefix("askq "))
    if found is None and (commands := ctx.catalogue.below(name.split())):
        return Reply(helping.below(ctx.words, commands))
    if found is None and (meant := ctx.catalogue.meant(name.split())[0]):
        return Reply(helping.meant(ctx.words, [(each, "") for each in meant]))
    if found is None:
        raise NotAnArgument(ctx.words("there is no command called “{name}”", name=clip(name, 60)))
    return Reply(helping.details(ctx.words, found))


@feature.pressed(WhatIsThis)
def on_what_is_this(ctx: Context, _: WhatIsThis, __: Pressed) -> Answer:
    return Reply(screens.what_is_this(ctx.words))


def hello(ctx: Context) -> None:
    """Once in every group and every channel of it."""
    if store.first_hello(ctx.db, ctx.place, ctx.now):
        ledger.write(
            ctx.db,
            id=ctx.new_id(),
            group=ctx.group,
            key=f"hello:{ctx.place.channel}",
            kind=HELLO.name,
            home=home_of(ctx.group, ctx.person),
            to=replace(ctx.place, thread=None),
            due=ctx.now,
            now=ctx.now,
            locale=ctx.incoming.locale,
            expires=ctx.now + STALE,
        )


def _compose_hello(occasion: Occasion, delivery: Delivery) -> Post:
    return Post(delivery.id, delivery.to, screens.hello(occasion.words))


HELLO = Kind("hello", _compose_hello)


def pointer(ctx: Context) -> Answer:
    return Reply(screens.pointer(ctx.words))
