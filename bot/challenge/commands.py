"""Challenging somebody, and seeing how one's challenges stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from bot.ask.commands import complete_topics
from bot.challenge import pressing, screens, store
from bot.challenge.feature import feature
from bot.challenge.issuing import Terms, issue
from bot.challenge.model import LONGEST, SHORTEST, USUAL, is_window, same, window
from bot.challenge.wording import length
from bot.chat.command import Arg, Named
from bot.chat.elements import View
from bot.chat.keys import Person, home_of
from bot.chat.messages import Answer, Reply
from bot.context import Context
from bot.errors import NotAnArgument, Refusal
from bot.rounds.source import source

__all__ = ["feature", "pressing"]
"""With the buttons that `pressing` declares."""

LISTED = 5
"""How many challenges one sees at once."""


@feature.command(
    "challenge",
    tree="challenge",
    summary="Challenge somebody: the same five questions, each of you plays when it suits",
    examples=("@ben", "@ben 24h culture", "@ben privately"),
)
def challenge(
    ctx: Context,
    member: Annotated[Named | None, Arg("Whom you challenge")] = None,
    time: Annotated[str, Arg("How long you both have: 24h, 2d", fits=is_window)] = "",
    privately: Annotated[bool, Arg("Only the two of you see the result")] = False,
    topics: Annotated[str, Arg("Topics or packs, with commas", complete=complete_topics)] = "",
) -> Answer:
    _ = ctx.words
    if member is None:
        if time or privately or topics:
            raise NotAnArgument(_("Name somebody: {example}", example=_.command("challenge", "@ben").text))
        return Reply(_standing(ctx))
    to = _person(ctx, member)
    if same(to, ctx.person):
        raise Refusal(_("Nobody loses against themselves. Name somebody else, or practise alone: {ask}", ask=_ask(ctx)))
    if to.id == ctx.incoming.own:
        raise Refusal(_("I know all the answers, so that would not be fair. Name somebody else."))
    terms = Terms(
        group=ctx.group,
        home=home_of(ctx.group, ctx.person),
        channel="" if ctx.place.direct else ctx.place.channel,
        privately=privately or ctx.place.direct,
        window=_window(ctx, time),
        source=source(ctx, topics),
    )
    return Reply(issue(ctx, to, terms))


def _person(ctx: Context, member: Named) -> Person:
    """Whoever is named belongs to the group's workspace, even where a guest names them."""
    scope = home_of(ctx.group, ctx.person).partition(":")[2] if ctx.person.scope else ""
    return replace(ctx.person, scope=scope, id=member.id)


def _window(ctx: Context, typed: str) -> timedelta:
    if not typed:
        return USUAL
    found = window(typed)
    if found is None:
        _ = ctx.words
        bounds = {"shortest": length(_, SHORTEST), "longest": length(_, LONGEST)}
        raise Refusal(_("The time is from {shortest} to {longest}: write it like 24h or 2d.", **bounds))
    return found


def _standing(ctx: Context) -> View:
    """Those that are open."""
    found = store.of_person(ctx.db, ctx.group, ctx.person, LISTED)
    blocks = []
    for each in [each for each in found if each.open]:
        side = each.side(ctx.person)
        if side is not None:
            blocks.append(screens.standing(ctx.words, ctx.bank, each, side, store.answers_of(ctx.db, each)))
    return screens.listing(ctx.words, blocks)


def _ask(ctx: Context) -> str:
    return ctx.words.command("").text
