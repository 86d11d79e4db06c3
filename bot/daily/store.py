"""Schedules and their days."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from bot.bank.bank import Question
from bot.calendar.plan import Plan
from bot.calendar.typed import days_from_key, days_key
from bot.chat.keys import Person
from bot.daily.model import REASON_LENGTH, Day, Fate, Problem, Running, Schedule, WhenEmpty, Why
from bot.origin import origin
from bot.rounds.keeping import dumped, loaded
from bot.storage.agenda import Agenda
from bot.storage.engine import announce, inserted, put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

log = logging.getLogger(__name__)

UNREADABLE = timedelta(hours=1)
"""Until a schedule that cannot be read is looked at again."""

schedules = sa.Table(
    "schedules",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("home", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("person", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("time", sa.String(5), nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("days", sa.String(32), nullable=False),
    sa.Column("source", sa.String(400), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("threaded", sa.Boolean, nullable=False),
    sa.Column("reveal", sa.String(5), nullable=False),
    sa.Column("ping", sa.String(64), nullable=False),
    sa.Column("country", sa.String(16), nullable=False),
    sa.Column("when_empty", sa.String(8), nullable=False),
    sa.Column("grace", sa.Integer, nullable=False),
    sa.Column("running", sa.String(8), nullable=False),
    sa.Column("until", sa.String(10), nullable=False),
    sa.Column("problem", sa.String(16), nullable=False),
    sa.Column("fix", sa.String(200), nullable=False),
    sa.Column("since", UtcDateTime),
    sa.Column("next_on", sa.String(10), nullable=False),
    sa.Column("next_at", UtcDateTime),
    sa.Index("ix_schedules_home_next_at_number", "home", "next_at", "number"),
    sa.Index("ix_schedules_next_at", "next_at"),
)

days = sa.Table(
    "daily_days",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("schedule", sa.String(16), primary_key=True),
    sa.Column("slot", sa.String(16), primary_key=True),
    sa.Column("question", sa.String(80), nullable=False),
    sa.Column("fate", sa.String(8), nullable=False),
    sa.Column("why", sa.String(200), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("message", sa.String(64), nullable=False),
    sa.Column("posted", UtcDateTime),
    sa.Column("closes", UtcDateTime),
    sa.Column("revealed", UtcDateTime),
    sa.Column("ping", sa.String(64), nullable=False),
    sa.Column("asked", sa.JSON(none_as_null=True)),
    sa.Column("in_thread", sa.Boolean, nullable=False, server_default=sa.false()),
)

drawn_table = sa.Table(
    "daily_drawn",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("schedule", sa.String(16), primary_key=True),
    sa.Column("question", sa.String(80), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
)

queue = sa.Table(
    "daily_queue",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("schedule", sa.String(16), primary_key=True),
    sa.Column("question", sa.String(80), primary_key=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

skip_dates = sa.Table(
    "daily_skips",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("schedule", sa.String(16), primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
)

_s = schedules.c


def _of(table: sa.Table) -> sa.ColumnElement[bool]:
    """The rows of one schedule: its group and id are given when the statement runs, as `_the` writes them."""
    return sa.and_(table.c.group == sa.bindparam("in_group"), table.c.schedule == sa.bindparam("of"))


def _the(group: str, schedule: str) -> dict[str, str]:
    return {"in_group": group, "of": schedule}


# Made once, because they run for each of very many days (see `bot.storage.engine`).
_ONE = sa.select(schedules).where(_s.group == sa.bindparam("in_group"), _s.id == sa.bindparam("of"))
agenda = Agenda(schedules, _s.number)
_DUE = (
    sa.select(schedules)
    .where(_s.home == sa.bindparam("for"), _s.next_at <= sa.bindparam("by"))
    .order_by(_s.next_at, _s.number)
    .limit(sa.bindparam("most", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)
_DAY = sa.select(days).where(_of(days), days.c.slot == sa.bindparam("on"))
_HAD = sa.select(days.c.slot).where(_of(days), days.c.slot >= sa.bindparam("since"))
_DRAWN = sa.select(drawn_table.c.question, drawn_table.c.at).where(_of(drawn_table))
_LINE = (
    sa.select(queue.c.question, queue.c.day)
    .where(_of(queue))
    .order_by(queue.c.day == "", queue.c.day, queue.c.at, queue.c.question)
)
_OUT_OF_LINE = queue.delete().where(_of(queue), queue.c.question == sa.bindparam("asked"))
_SKIPS = sa.select(skip_dates.c.day).where(_of(skip_dates))


# Schedules


def save(db: sa.Connection, schedule: Schedule) -> None:
    """Keep it as it is now, and wake whoever plans."""
    plan = schedule.plan
    put(
        db,
        schedules,
        group=schedule.group,
        id=schedule.id,
        home=schedule.home,
        number=schedule.number,
        channel=schedule.channel,
        person=schedule.owner.key,
        locale=schedule.locale,
        time=f"{plan.time:%H:%M}",
        zone=plan.zone,
        days=days_key(plan.days),
        source=schedule.source,
        kind=schedule.kind or "",
        threaded=schedule.threaded,
        reveal=f"{schedule.reveal:%H:%M}" if schedule.reveal else "",
        ping=schedule.ping,
        country=schedule.country,
        when_empty=schedule.when_empty.value,
        grace=int(schedule.grace.total_seconds() // 60),
        running=schedule.running.value,
        until=_text(schedule.until),
        problem=schedule.problem or "",
        fix=schedule.fix[:200],
        since=schedule.since,
        next_on=_text(schedule.next_on),
        next_at=schedule.next_at,
    )
    announce(db)


def load(db: sa.Connection, group: str, id: str) -> Schedule | None:
    row = db.execute(_ONE, _the(group, id)).one_or_none()
    return None if row is None else _schedule(row)


def of_group(db: sa.Connection, group: str) -> list[Schedule]:
    """In the order of their numbers."""
    return [_schedule(row) for row in db.execute(sa.select(schedules).where(_s.group == group).order_by(_s.number))]


def remove(db: sa.Connection, group: str, id: str, now: datetime) -> None:
    """The schedule and what was planned for it. Its days stay, for the streaks of those who answered; those that could
    still be answered are missed by nobody."""
    db.execute(schedules.delete().where(_s.group == group, _s.id == id))
    still_open = (
        days.c.posted.is_not(None),
        days.c.revealed.is_(None),
        sa.or_(days.c.closes.is_(None), days.c.closes > now),
    )
    ours = (days.c.group == group, days.c.schedule == id)
    db.execute(days.update().where(*ours, *still_open).values(why=Why.EXCUSED.value))
    for table in (queue, skip_dates, drawn_table):
        db.execute(table.delete().where(table.c.group == group, table.c.schedule == id))


def due(db: sa.Connection, home: str, now: datetime, most: int) -> list[Schedule]:
    """Those that have a planned day now, over all groups of the home: the earliest first, and each group's first
    before any group's second. On PostgreSQL nobody else has them until the end of the transaction.

    One that cannot be read, as after going back to an older askq, keeps no other waiting: it is left for an hour.
    """
    found = []
    for row in db.execute(_DUE, {"for": home, "by": now, "most": most}).all():
        try:
            found.append(_schedule(row))
        except ValueError as error:
            log.error("schedule %s cannot be read: %s", row.id, origin(error))
            this = schedules.update().where(_s.group == row.group, _s.id == row.id)
            db.execute(this.values(next_at=now + UNREADABLE))
    return found


def ran_ahead(db: sa.Connection, now: datetime, far: datetime) -> list[Schedule]:
    """Those that have dealt with a day to come, or have nothing planned until `far` away, over all groups."""
    c = days.c
    of_it = (c.group == _s.group, c.schedule == _s.id, c.slot >= (now - timedelta(days=1)).date().isoformat())
    passed = sa.exists().where(*of_it, c.at > now)
    ahead = sa.or_(_s.next_at > far, sa.and_(_s.next_at > now + timedelta(days=1), passed))
    query = sa.select(schedules).where(_s.running == Running.ON.value, ahead)
    return [_schedule(row) for row in db.execute(query)]


def stopped(db: sa.Connection) -> Mapping[Problem, int]:
    """How many are stopped by what, over all groups: for the doctor."""
    counted = sa.select(_s.problem, sa.func.count()).where(_s.running == Running.STOPPED.value).group_by(_s.problem)
    return {Problem(problem): number for problem, number in db.execute(counted) if problem}


# Their days


def note_day(db: sa.Connection, day: Day) -> bool:
    """Keep what is to become of a day. False if it was dealt with already."""
    return inserted(db, days, **_day_values(day))


def update_day(db: sa.Connection, day: Day) -> None:
    put(db, days, **_day_values(day))


def day_of(db: sa.Connection, group: str, schedule: str, slot: str) -> Day | None:
    row = db.execute(_DAY, _the(group, schedule) | {"on": slot}).one_or_none()
    return None if row is None else _day(row)


def latest_days(db: sa.Connection, group: str, schedule: str, most: int) -> list[Day]:
    """The newest first."""
    query = sa.select(days).where(_of(days)).order_by(days.c.slot.desc()).limit(most)
    return [_day(row) for row in db.execute(query, _the(group, schedule))]


def open_days(db: sa.Connection, group: str, schedule: str, most: int) -> list[Day]:
    """Those that were posted and whose answers have not come out, the newest first."""
    answerable = (days.c.fate == Fate.POSTED.value, days.c.revealed.is_(None))
    query = sa.select(days).where(_of(days), *answerable).order_by(days.c.slot.desc()).limit(most)
    return [_day(row) for row in db.execute(query, _the(group, schedule))]


def free_slot(db: sa.Connection, group: str, schedule: str, day: date) -> str:
    """The slot of the next post of that date: the date itself, where nothing became of it yet, or with a number."""
    slots = (day.isoformat(), *(f"{day.isoformat()}.{number}" for number in range(2, 1000)))
    return next(slot for slot in slots if day_of(db, group, schedule, slot) is None)


def days_had(db: sa.Connection, group: str, schedule: str, since: date) -> frozenset[date]:
    """The dates from then on that were dealt with, one way or another."""
    slots = db.scalars(_HAD, _the(group, schedule) | {"since": since.isoformat()})
    return frozenset(date.fromisoformat(slot[:10]) for slot in slots)


def forget_ahead(db: sa.Connection, group: str, schedule: str, after: date) -> int:
    """Delete the days behind that date that had no question: a clock that ran ahead has seen them go by. How many."""
    empty = days.c.fate.in_((Fate.MISSED.value, Fate.SKIPPED.value))
    gone = days.delete().where(_of(days), days.c.slot > f"{after.isoformat()}~", empty)
    return db.execute(gone, _the(group, schedule)).rowcount


# The bag, the line before it, and days without


def drawn(db: sa.Connection, group: str, schedule: str) -> dict[str, datetime]:
    """What was asked, and when, last."""
    return dict(db.execute(_DRAWN, _the(group, schedule)).all())


def note_drawn(db: sa.Connection, group: str, schedule: str, question: str, now: datetime) -> None:
    put(db, drawn_table, group=group, schedule=schedule, question=question, at=now)


def put_in_line(db: sa.Connection, group: str, schedule: str, question: str, day: date | None, now: datetime) -> None:
    """On that day, or, without one, as soon as those before it are through. One place in line a question."""
    put(db, queue, group=group, schedule=schedule, question=question, day=_text(day), at=now)


def in_line(db: sa.Connection, group: str, schedule: str) -> Sequence[tuple[str, date | None]]:
    """Those for a day first, by their days, then the others in order."""
    return [(question, _date(day)) for question, day in db.execute(_LINE, _the(group, schedule))]


def take_out_of_line(db: sa.Connection, group: str, schedule: str, question: str) -> bool:
    return db.execute(_OUT_OF_LINE, _the(group, schedule) | {"asked": question}).rowcount == 1


def skips(db: sa.Connection, group: str, schedule: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in db.scalars(_SKIPS, _the(group, schedule)))


def set_skips(db: sa.Connection, group: str, schedule: str, wanted: Iterable[date]) -> None:
    db.execute(skip_dates.delete().where(_of(skip_dates)), _the(group, schedule))
    for day in sorted(set(wanted)):
        inserted(db, skip_dates, group=group, schedule=schedule, day=day.isoformat())


def forget_old(db: sa.Connection, now: datetime) -> int:
    """Delete days of more than two years ago; how many there were."""
    return db.execute(days.delete().where(days.c.at < now - timedelta(days=730))).rowcount


def _schedule(row: Any) -> Schedule:
    return Schedule(
        group=row.group,
        id=row.id,
        number=row.number,
        channel=row.channel,
        owner=Person.of_key(row.person),
        locale=row.locale,
        plan=Plan(time.fromisoformat(row.time), row.zone, days_from_key(row.days)),
        source=row.source,
        kind=row.kind or None,
        threaded=row.threaded,
        reveal=time.fromisoformat(row.reveal) if row.reveal else None,
        ping=row.ping,
        country=row.country,
        when_empty=WhenEmpty(row.when_empty),
        grace=timedelta(minutes=row.grace),
        running=Running(row.running),
        until=_date(row.until),
        problem=Problem(row.problem) if row.problem else None,
        fix=row.fix,
        since=row.since,
        next_on=_date(row.next_on),
        next_at=row.next_at,
    )


def _day_values(day: Day) -> dict[str, Any]:
    return {
        "group": day.group,
        "schedule": day.schedule,
        "slot": day.slot,
        "question": day.question,
        "fate": day.fate.value,
        "why": day.why[:REASON_LENGTH],
        "at": day.at,
        "message": day.message,
        "posted": day.posted,
        "closes": day.closes,
        "revealed": day.revealed,
        "ping": day.ping,
        "asked": dumped(day.asked) if day.asked else None,
        "in_thread": day.in_thread,
    }


def _day(row: Any) -> Day:
    return Day(
        row.group, row.schedule, row.slot, row.question, Fate(row.fate), row.why, row.at, row.message, row.posted,
        row.closes, row.revealed, row.ping, _asked(row.asked), row.in_thread,
    )  # fmt: skip


def _asked(kept: Any) -> Question | None:
    """None, too, for what an askq of long ago has kept in another way: then there is what the bank has."""
    try:
        return loaded(kept) if kept else None
    except ValueError:
        return None


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
