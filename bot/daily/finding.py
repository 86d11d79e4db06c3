"""Which of a group's schedules somebody means."""

from __future__ import annotations

from bot.context import Context
from bot.daily import screens, store
from bot.daily.model import Schedule
from bot.errors import Refusal
from bot.members.model import Action
from bot.members.permits import require


def meant(ctx: Context, number: int) -> list[Schedule]:
    """The one with that number; without a number the one of this channel, or the only one. Several where that is not
    clear: those of this channel, else all. Raises `Refusal` where there is none."""
    every = store.of_group(ctx.db, ctx.group)
    if not every:
        raise Refusal(screens.none_yet(ctx.words))
    if number:
        named = [each for each in every if each.number == number]
        if not named:
            raise Refusal(screens.no_such_number(ctx.words, every, number))
        return named
    return [each for each in every if each.channel == ctx.place.channel] or every


def find(ctx: Context, number: int, command: str, *typed: str) -> Schedule:
    """The one that is meant. Raises `Refusal` where there is none, and with what to type where several may be: what was
    typed before the number, and behind it."""
    found = meant(ctx, number)
    if len(found) > 1:
        raise Refusal(screens.which(ctx.words, found, command, *typed))
    return found[0]


def by_id(ctx: Context, id: str) -> Schedule:
    """The one that a button names, of this group or the person's own. Raises `Refusal` where it is gone."""
    found = store.load(ctx.db, ctx.group, id) or store.load(ctx.db, ctx.person.alone, id)
    if found is None:
        raise Refusal(screens.gone(ctx.words))
    return found


def governed(ctx: Context, id: str) -> Schedule:
    """As `by_id`, for those who may change it. Raises `Refusal` for others."""
    schedule = by_id(ctx, id)
    if schedule.group == ctx.group:  # else it is their own
        require(ctx, Action.GOVERN)
    return schedule
