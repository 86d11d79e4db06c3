"""Looking at a schedule: what comes, what came of the last days, and the next post as it will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from bot.chat.messages import Answer, Reply
from bot.context import Context
from bot.daily import overview_screens, post_screens, store
from bot.daily.choosing import placed, unasked
from bot.daily.coming import days_to_come, next_day, next_question
from bot.daily.line_screens import InLine
from bot.daily.model import LATELY, LOOKED_BACK, Coming, Day, Fate, Schedule, closing
from bot.daily.panel import reader_zone
from bot.daily.revealing import unrevealed
from bot.members import audit
from bot.members.permits import is_organiser

COMING = 10
CHANGES = 3


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
            _changes(ctx, schedule.group, schedule.number),
            reader_zone(ctx),
            organiser=organiser,
            open_slots=[day.slot for day in unrevealed(ctx.db, schedule)],
            in_line=len(line),
        )
    )


def show_removed(ctx: Context, number: int) -> Answer | None:
    """Who removed the one with this number, for organisers; None where there was none, or it is there."""
    changes = _changes(ctx, ctx.group, number)
    removed = bool(changes) and all(each.number != number for each in store.of_group(ctx.db, ctx.group))
    if not removed or not is_organiser(ctx):
        return None
    return Reply(overview_screens.was_removed(ctx.words, number, changes))


def _changes(ctx: Context, group: str, number: int) -> Sequence[audit.Change]:
    return audit.latest(ctx.db, group, "daily", CHANGES, about=f"{number}:")


def preview(ctx: Context, schedule: Schedule) -> Answer:
    """The next post as it would be if nothing changed. The draw is seeded, so that it will be this one."""
    day, at = next_day(ctx, schedule)
    question = next_question(ctx, schedule, day.isoformat())
    closes = closing(schedule, day.isoformat(), at)
    planned = Day(schedule.group, schedule.id, day.isoformat(), question.id, Fate.DUE, "", at, closes=closes)
    shown = post_screens.question(ctx.words, ctx.bank, schedule, planned, question, 0)
    return Reply(overview_screens.preview(ctx.words, schedule, at, shown, reader_zone(ctx)))


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
