"""From the calendar to the ledger: what is due becomes a day of its schedule, and a message to be sent."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from bot.bank.bank import Bank, Question
from bot.calendar.plan import known, local_date, next_occurrence
from bot.daily import notices, store
from bot.daily.choosing import Chosen, choose, days_left, line_for
from bot.daily.model import (
    WARNED,
    Day,
    Fate,
    Planned,
    Problem,
    Running,
    Schedule,
    Why,
    days_at_rest,
    due_days,
    first_day,
)
from bot.delivery import store as ledger
from bot.delivery.attempts import may_pass
from bot.delivery.kinds import Occasion
from bot.origin import origin
from bot.storage.engine import by_itself

log = logging.getLogger(__name__)

QUESTION = "daily"
"""The kind of the delivery that is the question itself."""

TOO_FAR = timedelta(days=8)
"""A schedule has a day in every week: a later one was planned by a clock that went wrong."""


def plan(occasion: Occasion, home: str, most: int) -> int:
    """Deal with up to so many schedules of this home whose day has come."""
    due = store.due(occasion.db, home, occasion.now, most)
    for schedule in due:
        _deal_with_or_stop(occasion, schedule)
    return len(due)


def _deal_with_or_stop(occasion: Occasion, schedule: Schedule) -> None:
    """What cannot be planned keeps no other from its question: it stops, and whoever looks after it is told."""
    try:
        with by_itself(occasion.db):
            _deal_with(occasion, schedule)
    except Exception as error:
        if may_pass(error):
            raise
        log.error("schedule %s could not be planned: %s", schedule.id, origin(error))
        stop(occasion, schedule, Problem.BROKEN)


def _deal_with(occasion: Occasion, schedule: Schedule) -> None:
    db, now = occasion.db, occasion.now
    assert schedule.next_on is not None
    had = store.days_had(db, schedule.group, schedule.id, schedule.next_on)
    planned = due_days(schedule, had, store.skips(db, schedule.group, schedule.id), now)
    note_rest(db, schedule, now)
    schedule = _moved_on(schedule, now)
    store.save(db, schedule)
    for day in planned:
        schedule = _deal_with_day(occasion, schedule, day)
    missed = [day for day in planned if day.fate is Fate.MISSED]
    if missed:
        notices.missed(occasion, schedule, missed[0].day, missed[-1].day)


def _moved_on(schedule: Schedule, now: datetime) -> Schedule:
    """With the next day to come, and running again where it was paused until now."""
    day, at = next_occurrence(schedule.plan, now)
    return replace(schedule, next_on=day, next_at=at, running=Running.ON, until=None, since=None)


def note_rest(db: sa.Connection, schedule: Schedule, now: datetime) -> None:
    """Keep that the days that have gone by in its pause, or since it was stopped, had no question, and why."""
    for rest in days_at_rest(schedule, now):
        store.note_day(db, _without(schedule, rest))


def _without(schedule: Schedule, planned: Planned) -> Day:
    """A day that has no question."""
    slot = planned.day.isoformat()
    return Day(schedule.group, schedule.id, slot, "", planned.fate, planned.why, planned.at)


def _deal_with_day(occasion: Occasion, schedule: Schedule, planned: Planned) -> Schedule:
    if planned.fate is not Fate.DUE:
        store.note_day(occasion.db, _without(schedule, planned))
        return schedule
    return post(occasion, schedule, planned.day.isoformat(), planned.at)


def post(occasion: Occasion, schedule: Schedule, slot: str, at: datetime, again: Question | None = None) -> Schedule:
    """Choose the question of this slot, if it is not one that comes `again`, and have it sent; the schedule as it is
    afterwards, stopped if it ran dry."""
    db, now = occasion.db, occasion.now
    chosen = Chosen(again, 0, again=True) if again else choice_for(db, occasion.bank, schedule, slot)
    if chosen is None:
        store.note_day(db, Day(schedule.group, schedule.id, slot, "", Fate.SKIPPED, Why.EMPTY, at))
        return stop(occasion, schedule, Problem.EMPTY)
    day = Day(schedule.group, schedule.id, slot, chosen.question.id, Fate.DUE, "", at)
    if not store.note_day(db, day):
        return schedule
    store.take_out_of_line(db, schedule.group, schedule.id, chosen.question.id)
    store.note_drawn(db, schedule.group, schedule.id, chosen.question.id, now)
    ledger.write(
        db,
        id=occasion.new_id(),
        group=schedule.group,
        key=key_of(schedule.id, slot),
        kind=QUESTION,
        home=schedule.home,
        to=schedule.to,
        due=at,
        now=now,
        intent={"schedule": schedule.id, "slot": slot},
        locale=schedule.locale,
        expires=at + schedule.grace,
        turn=schedule.number - 1,
    )
    if runs_low(schedule, chosen):
        notices.runs_low(occasion, schedule, chosen.left, widened=chosen.widened)
    return schedule


def choice_for(db: sa.Connection, bank: Bank, schedule: Schedule, slot: str) -> Chosen | None:
    """What the slot would get if it were due now."""
    queued = line_for(store.in_line(db, schedule.group, schedule.id), date.fromisoformat(slot[:10]))
    return choose(bank, schedule, slot, store.drawn(db, schedule.group, schedule.id), queued)


def runs_low(schedule: Schedule, chosen: Chosen) -> bool:
    """Whether the organiser should hear now that the questions come to an end: the schedule's own, and then those from
    beyond its topics."""
    if chosen.again:
        return False
    return days_left(chosen.left, len(schedule.plan.days)) <= WARNED.days


def stop(occasion: Occasion, schedule: Schedule, problem: Problem, fix: str = "") -> Schedule:
    """It posts no more until somebody resumes it; the organiser is told once."""
    since = schedule.since or occasion.now
    stopped = replace(
        schedule, running=Running.STOPPED, problem=problem, fix=fix, since=since, next_on=None, next_at=None
    )
    store.save(occasion.db, stopped)
    if schedule.running is not Running.STOPPED:
        notices.stopped(occasion, stopped)
    return stopped


def started(db: sa.Connection, schedule: Schedule, now: datetime, not_before: date | None = None) -> Schedule:
    """Running, with its next day to come. `not_before`: paused until then, since it was or from now on."""
    lately = local_date(now, schedule.plan.zone) - timedelta(days=1)
    had = store.days_had(db, schedule.group, schedule.id, lately)
    day, at = first_day(schedule.plan, now, had, not_before)
    running = Running.ON if not_before is None else Running.PAUSED
    since = None if not_before is None else schedule.since or now
    return replace(
        schedule, running=running, until=not_before, problem=None, fix="", since=since, next_on=day, next_at=at
    )


def put_right(db: sa.Connection, now: datetime) -> None:
    """Plan anew where a clock that had run ahead has passed days over, or put the next one into the far future. An hour
    that has passed today is for tomorrow: whether it had its question may have been forgotten meanwhile."""
    for schedule in store.ran_ahead(db, now, now + TOO_FAR):
        if not known(schedule.plan.zone):
            continue  # it stops when its time has come
        passed_over = store.forget_ahead(db, schedule.group, schedule.id, local_date(now, schedule.plan.zone))
        assert schedule.next_at is not None
        if passed_over or schedule.next_at > now + TOO_FAR:
            store.save(db, started(db, schedule, now))


def key_of(schedule: str, slot: str) -> str:
    """The lasting key of the question of this slot in the ledger."""
    return f"daily:{schedule}:{slot}"
