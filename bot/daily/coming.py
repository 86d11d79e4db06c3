"""What comes next of a schedule: its days, with the reason of those without a question, and the question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.bank.bank import Question
from bot.bank.sources import candidates
from bot.calendar.plan import days_from, known, occurrence
from bot.context import Context
from bot.daily import store
from bot.daily.model import Coming, Schedule, Stock, reason_against
from bot.daily.planning import choice_for
from bot.errors import Refusal

YEAR = timedelta(days=366)


def days_to_come(ctx: Context, schedule: Schedule) -> Iterator[Coming]:
    """The planned days from the next one on, for a year, with the reason of those that have no question."""
    if schedule.next_on is None or not known(schedule.plan.zone):
        return
    skips = store.skips(ctx.db, schedule.group, schedule.id)
    had = store.days_had(ctx.db, schedule.group, schedule.id, schedule.next_on)
    for day in days_from(schedule.plan, schedule.next_on):
        if day > schedule.next_on + YEAR:
            return
        at = occurrence(schedule.plan, day)
        if at is not None and day not in had:
            yield Coming(day, at, reason_against(schedule, day, skips))


def until_next(ctx: Context, schedule: Schedule) -> list[Coming]:
    """The next day that has a question, behind those before it that have none."""
    found = []
    for coming in days_to_come(ctx, schedule):
        found.append(coming)
        if not coming.why:
            break
    return found


def next_day(ctx: Context, schedule: Schedule) -> tuple[date, datetime]:
    """The next day that has a question."""
    coming = until_next(ctx, schedule)
    if not coming or coming[-1].why:
        raise Refusal(ctx.words("There is no question to come: it is paused or stopped. Resume it first."))
    return coming[-1].day, coming[-1].at


def next_question(ctx: Context, schedule: Schedule, slot: str) -> Question:
    """What this slot would get now. Raises `Refusal` where every question has been asked."""
    chosen = choice_for(ctx.db, ctx.bank, schedule, slot)
    if chosen is None:
        _ = ctx.words
        own = not schedule.channel and schedule.group != ctx.group  # where that is said, its number is another's
        change = (_.command("daily set", "me") if own else _.command("daily change", str(schedule.number))).text
        raise Refusal(
            _("Every question has been asked. Choose more topics, or let it start again: {change}", change=change)
        )
    return chosen.question


def stock(ctx: Context, schedule: Schedule) -> Stock:
    drawn = store.drawn(ctx.db, schedule.group, schedule.id)
    every = candidates(ctx.bank, schedule.source, schedule.kind)
    return Stock(len(every), sum(each.id not in drawn for each in every))
