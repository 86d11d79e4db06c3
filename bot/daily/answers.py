"""What members answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.chat.keys import Person
from bot.daily.fairness import Had
from bot.daily.model import Answered, Day, Shown, Why
from bot.daily.store import days, schedules
from bot.storage.engine import put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

answers = sa.Table(
    "daily_answers",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("schedule", sa.String(16), primary_key=True),
    sa.Column("slot", sa.String(16), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("name", sa.String(80), nullable=False, info=PERSONAL),
    sa.Column("text", sa.Text, nullable=False, info=PERSONAL),
    sa.Column("shown", sa.String(8), nullable=False, info=PERSONAL),
    sa.Column("right", sa.Boolean, info=PERSONAL),
    sa.Column("marks", sa.String(16), nullable=False, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)

_c = answers.c
_COUNT = (
    sa.select(sa.func.count())
    .select_from(answers)
    .where(_c.group == sa.bindparam("in_group"), _c.schedule == sa.bindparam("of"), _c.slot == sa.bindparam("on"))
)


def keep(db: sa.Connection, day: Day, answer: Answered) -> None:
    put(
        db,
        answers,
        group=day.group,
        schedule=day.schedule,
        slot=day.slot,
        person=answer.person.key,
        name=answer.name[:80],
        text=answer.text,
        shown=answer.shown.value,
        right=answer.right,
        marks=",".join(map(str, sorted(answer.marks))),
        at=answer.at,
    )


def of_person(db: sa.Connection, day: Day, person: Person) -> Answered | None:
    row = db.execute(sa.select(answers).where(*_day(day), _c.person == person.key)).one_or_none()
    return None if row is None else _answered(row)


def of_day(db: sa.Connection, day: Day) -> Sequence[Answered]:
    """In the order in which they came."""
    return [_answered(row) for row in db.execute(sa.select(answers).where(*_day(day)).order_by(_c.at, _c.person))]


def count(db: sa.Connection, day: Day) -> int:
    return db.scalar(_COUNT, {"in_group": day.group, "of": day.schedule, "on": day.slot}) or 0


def forget(db: sa.Connection, day: Day, person: Person) -> None:
    db.execute(answers.delete().where(*_day(day), _c.person == person.key))


def moments_of(db: sa.Connection, group: str, person: Person, since: datetime) -> list[datetime]:
    """When the person answered something in the group."""
    query = sa.select(_c.at).where(_c.group == group, _c.person == person.key, _c.at >= since)
    return list(db.scalars(query))


def questions_had(db: sa.Connection, group: str, person: Person, since: datetime) -> list[Had]:
    """What the schedules in which the person has answered something have posted."""
    theirs = sa.select(_c.schedule).where(_c.group == group, _c.person == person.key, _c.at >= since)
    same_day = sa.and_(_c.group == days.c.group, _c.schedule == days.c.schedule, _c.slot == days.c.slot)
    query = (
        sa.select(days.c.schedule, days.c.posted, days.c.closes, _c.at, days.c.why)
        .select_from(days.outerjoin(answers, sa.and_(same_day, _c.person == person.key)))
        .where(days.c.group == group, days.c.schedule.in_(theirs), days.c.posted >= since)
    )
    rows = db.execute(query).all()
    return [Had(of, posted, closes, answered, why == Why.EXCUSED) for of, posted, closes, answered, why in rows]


def latest_zone(db: sa.Connection, group: str, person: Person) -> str:
    """The zone of the schedule that the person answered last, of those that there are; empty where there is none."""
    same = sa.and_(schedules.c.group == _c.group, schedules.c.id == _c.schedule)
    query = sa.select(schedules.c.zone).select_from(answers.join(schedules, same))
    mine = (_c.group == group, _c.person == person.key)
    return db.scalar(query.where(*mine).order_by(_c.at.desc(), schedules.c.number).limit(1)) or ""


def forget_old(db: sa.Connection, now: datetime) -> int:
    """Delete answers of more than two years ago, as their days are; how many there were."""
    return db.execute(answers.delete().where(_c.at < now - timedelta(days=730))).rowcount


def _day(day: Day) -> tuple[sa.ColumnElement[bool], ...]:
    return (_c.group == day.group, _c.schedule == day.schedule, _c.slot == day.slot)


def _answered(row: Any) -> Answered:
    marks = frozenset(int(mark) for mark in row.marks.split(",") if mark)
    return Answered(Person.of_key(row.person), row.name, row.text, Shown(row.shown), row.right, marks, row.at)
