"""Looking at a schedule: what comes, what came of the last days, and the next post as it will be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from bot.bank.bank import Question
from bot.calendar.plan import days_from, known, occurrence
from bot.chat.messages import Answer, Reply
from bot.context import Context
from bot.daily import overview_screens, post_screens, store
from bot.daily.choosing import placed, unasked
from bot.daily.line_screens import InLine
from bot.daily.model import LATELY, LOOKED_BACK, Day, Fate, Schedule, closing, reason_against
from bot.daily.overview_screens import Coming
from bot.daily.panel import reader_zone
from bot.daily.planning import choice_for
from bot.daily.revealing import unrevealed
from bot.errors import Refusal
from bot.members import audit
from bot.members.permits import is_organiser

COMING = 10
CHANGES = 3
YEAR = timedelta(days=366)


def show(ctx: Context, schedule: Schedule) -> Answer:
    drawn = store.drawn(ctx.db, schedule.group, schedule.id)
    organiser = schedule.group != ctx.group or is_organiser(ctx)
    line = line_of(ctx, schedule) if organiser else []
    return Reply(
        overview_screens.shown(
            ctx.words,
            schedule,
            _coming(ctx, schedule, line),
            store.latest_days(ctx.db, schedule.group, schedule.id, LOOKED_BACK.days + LATELY),
            unasked(ctx.bank, schedule, drawn),
            audit.latest(ctx.db, schedule.group, "daily", CHANGES, about=f"{schedule.number}:"),
            reader_zone(ctx),
            organiser=organiser,
            open_slots=[day.slot for day in unrevealed(ctx.db, schedule)],
            in_line=len(line),
        )
    )


def preview(ctx: Context, schedule: Schedule) -> Answer:
    """The next post as it would be if nothing changed. The draw is seeded, so that it will be this one."""
    day, at = next_day(ctx, schedule)
    question = next_question(ctx, schedule, day.isoformat())
    closes = closing(schedule, day.isoformat(), at)
    planned = Day(schedule.group, schedule.id, day.isoformat(), question.id, Fate.DUE, "", at, closes=closes)
    shown = post_screens.question(ctx.words, ctx.bank, schedule, planned, question, 0)
    return Reply(overview_screens.preview(ctx.words, schedule, at, shown, reader_zone(ctx)))


def next_question(ctx: Context, schedule: Schedule, slot: str) -> Question:
    """What this slot would get now. Raises `Refusal` where every question has been asked."""
    chosen = choice_for(ctx.db, ctx.bank, schedule, slot)
    if chosen is None:
        _ = ctx.words
        change = _.command("daily change", str(schedule.number)).text
        raise Refusal(
            _("Every question has been asked. Choose more topics, or let it start again: {change}", change=change)
        )
    return chosen.question


def next_day(ctx: Context, schedule: Schedule) -> tuple[date, datetime]:
    """The next day that has a question."""
    for coming in days_to_come(ctx, schedule):
        if not coming.why:
            return coming.day, coming.at
    raise Refusal(ctx.words("There is no question to come: it is paused or stopped. Resume it first."))


def line_of(ctx: Context, schedule: Schedule) -> list[InLine]:
    """What was put in line, in the order in which it comes, and the day that each comes on, as far as that is known."""
    line = store.in_line(ctx.db, schedule.group, schedule.id)
    there = [(id, day) for id, day in line if ctx.bank.find(id) is not None]
    on = placed(there, (each.day for each in days_to_come(ctx, schedule) if not each.why)) if there else {}
    found = [InLine(question, day, on.get(id)) for id, day in there if (question := ctx.bank.find(id)) is not None]
    return sorted(found, key=lambda each: (each.comes is None, each.comes or date.max))


def _coming(ctx: Context, schedule: Schedule, line: Sequence[InLine]) -> list[Coming]:
    """The next days, and what is in line for them."""
    questions = {each.comes: each.question for each in line}
    return [replace(each, question=questions.get(each.day)) for each in islice(days_to_come(ctx, schedule), COMING)]


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
