"""Which quiz somebody means, and whether they play in it or look after it."""

from __future__ import annotations

from bot.chat.keys import Person
from bot.context import Context
from bot.errors import Refusal
from bot.members import store as members
from bot.members.permits import is_organiser
from bot.quiz import lobby_screens, more_screens, store
from bot.quiz.model import Player, Quiz, Round
from bot.storage.engine import in_turn


def by_id(ctx: Context, id: str) -> Quiz:
    """The one that a button names, of this group. Raises `Refusal` where there is none."""
    # PostgreSQL does not even look for what holds a NUL.
    found = store.load(ctx.db, ctx.group, id) if id.isprintable() else None
    if found is None:
        raise Refusal(more_screens.gone(ctx.words))
    return found


def here(ctx: Context) -> Quiz:
    """The one that runs in this channel. Raises `Refusal` where none does."""
    if ctx.place.direct:
        raise Refusal(lobby_screens.not_alone(ctx.words))
    found = store.running(ctx.db, ctx.group, ctx.place.channel)
    if found is None:
        raise Refusal(more_screens.none_here(ctx.words))
    return found


def require_running(ctx: Context, quiz: Quiz) -> None:
    if quiz.over:
        raise Refusal(more_screens.over(ctx.words, day_of(ctx, quiz)))


def require_managing(ctx: Context, quiz: Quiz) -> None:
    """Raises `Refusal` for anybody but the host and the organisers."""
    if not manages(ctx, quiz):
        raise Refusal(more_screens.not_yours(ctx.words, host_name(ctx, quiz)))


def manages(ctx: Context, quiz: Quiz) -> bool:
    return ctx.person == quiz.host or is_organiser(ctx)


def elsewhere(ctx: Context, group: str, id: str) -> Quiz:
    """A quiz of a group, for somebody who looks after it or the group, maybe from their direct messages."""
    if not (group + id).isprintable():
        raise Refusal(more_screens.gone(ctx.words))
    in_turn(ctx.db, group)
    found = store.load(ctx.db, group, id)
    named = {found.host.key, *members.organisers_of(ctx.db, group)} if found else set()
    if found is None or (ctx.person.key not in named and not (group == ctx.group and is_organiser(ctx))):
        raise Refusal(more_screens.gone(ctx.words))
    return found


def host_name(ctx: Context, quiz: Quiz) -> str:
    return lobby_screens.name_of(ctx.words, store.players_of(ctx.db, quiz), quiz)


def round_of(ctx: Context, quiz: Quiz, number: int) -> Round:
    """A round that has been asked. Raises `Refusal` for one that is still to come: nobody reads ahead."""
    found = store.round_of(ctx.db, quiz, number) if number <= quiz.number else None
    if found is None:
        raise Refusal(more_screens.gone(ctx.words))
    return found


def player_of(ctx: Context, quiz: Quiz, person: Person | None = None) -> Player | None:
    """Who plays just now; None for those who never did, or have left."""
    found = store.player_of(ctx.db, quiz, person or ctx.person)
    return found if found is not None and found.playing else None


def day_of(ctx: Context, quiz: Quiz) -> str:
    return ctx.words.day(quiz.at.date())
