"""Issuing a challenge: drawing its questions and having the other asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.bank.kinds import Kind
from bot.challenge import course, outgoing, screens, store
from bot.challenge.model import FEWEST, MOST_OPEN, QUESTIONS, Challenge, Side
from bot.challenge.wording import mention
from bot.chat.elements import View
from bot.chat.keys import Person
from bot.context import Context
from bot.errors import Refusal
from bot.preferences.courtesy import calm_at
from bot.rounds.drawing import draw
from bot.rounds.source import questions

ANSWERED_ALOUD: tuple[Kind, ...] = ("open",)
"""What only a person could mark is left out."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a challenge and its rematch have in common; the fields are those of `Challenge`."""

    group: str
    home: str
    channel: str
    privately: bool
    window: timedelta
    source: str


def issue(ctx: Context, to: Person, terms: Terms, *, name: str = "", not_ids: Collection[str] = ()) -> View:
    """Challenge them. Where there is a challenge open between the two, that one is shown instead. `name` is how the
    other is called, where that is known."""
    _, db, group = ctx.words, ctx.db, terms.group
    before = store.open_between(db, group, ctx.person, to)
    if before is not None:
        side = before.side(ctx.person) or before.by
        shown = screens.standing(_, ctx.bank, before, side, store.answers_of(db, before))
        return screens.there_is_one(_, mention(before.other(side)), shown)
    if store.count_open(db, group, ctx.person) >= MOST_OPEN:
        own = _.command("challenge").text
        raise Refusal(_("You have {count} challenges open. See them with {command}.", count=MOST_OPEN, command=own))
    wanted = questions(ctx.bank, terms.source, without=ANSWERED_ALOUD)
    drawn = draw(_, ctx.bank, wanted, QUESTIONS, ctx.rng, not_ids=not_ids)
    if len(drawn) < FEWEST:
        drawn = draw(_, ctx.bank, wanted, QUESTIONS, ctx.rng)  # a small topic: rather those of last time than none
    if len(drawn) < FEWEST:
        raise Refusal(_("There are too few questions in that for a challenge. Name more topics, or none."))
    asked = calm_at(db, group, to, ctx.now)
    offered = Challenge(
        group,
        ctx.new_id(),
        terms.home,
        terms.channel,
        terms.privately,
        Side(ctx.person, ctx.incoming.name, ctx.incoming.locale),
        Side(to, name, ctx.incoming.locale),
        terms.source,
        terms.window,
        tuple(drawn),
        ctx.now,
        asked + terms.window,
    )
    if not outgoing.reachable(ctx, offered, offered.to):
        raise Refusal(_("They do not want to be written to. Challenge them in a channel where both of you are."))
    course.offer(ctx, offered)
    return screens.issued(_, ctx.bank, offered, later=asked > ctx.now)
