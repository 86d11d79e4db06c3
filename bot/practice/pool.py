"""Who is willing to be matched, and when a group makes its pairs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa

from bot.calendar.plan import Plan
from bot.calendar.typed import days_from_key, days_key
from bot.chat.keys import Person
from bot.practice.match import Joined, Weekly
from bot.storage.agenda import Agenda
from bot.storage.engine import announce, put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

pool = sa.Table(
    "practice_pool",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("name", sa.String(80), nullable=False, info=PERSONAL),
    sa.Column("zone", sa.String(64), nullable=False, info=PERSONAL),
    sa.Column("home", sa.String(64), nullable=False),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("waiting", UtcDateTime),
)

weekly = sa.Table(
    "practice_weekly",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("home", sa.String(64), nullable=False),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("person", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("time", sa.String(5), nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("days", sa.String(32), nullable=False),
    sa.Column("next_at", UtcDateTime),
    sa.Index("ix_practice_weekly_home_next_at", "home", "next_at"),
)

_w = weekly.c
agenda = Agenda(weekly)


def join(db: sa.Connection, joined: Joined) -> None:
    put(
        db,
        pool,
        group=joined.group,
        person=joined.person.key,
        name=joined.name,
        zone=joined.zone,
        home=joined.home,
        locale=joined.locale,
        channel=joined.channel,
        at=joined.at,
        waiting=joined.waiting,
    )


def leave(db: sa.Connection, group: str, person: Person) -> bool:
    """False if they were not in."""
    return db.execute(pool.delete().where(pool.c.group == group, pool.c.person == person.key)).rowcount == 1


def find(db: sa.Connection, group: str, person: Person) -> Joined | None:
    return next((each for each in everyone(db, group) if each.person == person), None)


def everyone(db: sa.Connection, group: str) -> list[Joined]:
    """In the order in which they joined."""
    query = sa.select(pool).where(pool.c.group == group).order_by(pool.c.at, pool.c.person)
    return [
        Joined(
            row.group,
            Person.of_key(row.person),
            row.name,
            row.zone,
            row.home,
            row.locale,
            row.channel,
            row.at,
            row.waiting,
        )
        for row in db.execute(query)
    ]


def wait(db: sa.Connection, group: str, people: Collection[Person], since: datetime | None) -> None:
    """These have nobody since then, or with None nobody of them waits any more."""
    keys = [person.key for person in people]
    db.execute(pool.update().where(pool.c.group == group, pool.c.person.in_(keys)).values(waiting=since))


def settle(db: sa.Connection, settled: Weekly) -> None:
    """Keep it as it is now, and wake whoever plans."""
    put(
        db,
        weekly,
        group=settled.group,
        channel=settled.channel,
        home=settled.home,
        locale=settled.locale,
        person=settled.owner.key,
        time=f"{settled.plan.time:%H:%M}",
        zone=settled.plan.zone,
        days=days_key(settled.plan.days),
        next_at=settled.next_at,
    )
    announce(db)


def settled(db: sa.Connection, group: str) -> Weekly | None:
    row = db.execute(sa.select(weekly).where(_w.group == group)).one_or_none()
    return None if row is None else _weekly(row)


def unsettle(db: sa.Connection, group: str) -> bool:
    """No more pairs by themselves. False if there were none to come."""
    return db.execute(weekly.delete().where(_w.group == group)).rowcount == 1


def far_ahead(db: sa.Connection, after: datetime) -> list[Weekly]:
    """Those that have nothing planned until then, over all groups."""
    return [_weekly(row) for row in db.execute(sa.select(weekly).where(_w.next_at > after))]


def _weekly(row: Any) -> Weekly:
    plan = Plan(time.fromisoformat(row.time), row.zone, days_from_key(row.days))
    return Weekly(row.group, row.channel, row.home, row.locale, Person.of_key(row.person), plan, row.next_at)
