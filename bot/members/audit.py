"""Who changed what for a group, so that organisers can ask each other why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.chat.keys import Person
from bot.context import Context
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

KEPT = timedelta(days=400)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("person", sa.String(128), nullable=False, info=PERSONAL),
    sa.Column("what", sa.String(32), nullable=False),
    sa.Column("about", sa.String(200), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Change:
    """`what` is the command that made it, `about` what it was about, in that command's own terms."""

    person: Person
    what: str
    about: str
    at: datetime


def note(ctx: Context, what: str, about: str, *, group: str = "") -> None:
    """Keep that the person of this event did this. `group`: whose change it is, where the event came from another one,
    such as a press in an organiser's direct messages."""
    written = {"id": ctx.new_id(), "person": ctx.person.key, "what": what[:32], "about": about[:200]}
    ctx.db.execute(audit.insert().values(**written, group=group or ctx.group, at=ctx.now))


def latest(db: sa.Connection, group: str, what: str, most: int, *, about: str = "") -> Sequence[Change]:
    """The newest first, of the commands and of what they were about that begin like this."""
    begin = (audit.c.what.startswith(what, autoescape=True), audit.c.about.startswith(about, autoescape=True))
    query = sa.select(audit).where(audit.c.group == group, *begin)
    rows = db.execute(query.order_by(audit.c.at.desc(), audit.c.id).limit(most))
    return [Change(Person.of_key(row.person), row.what, row.about, row.at) for row in rows]


def numbers(db: sa.Connection, group: str, what: str) -> set[int]:
    """The numbers that changes by these commands were about: those that begin with one and a colon."""
    begins = sa.and_(audit.c.group == group, audit.c.what.startswith(what, autoescape=True))
    heads = (about.partition(":")[0] for about in db.scalars(sa.select(audit.c.about).where(begins).distinct()))
    return {int(head) for head in heads if head.isdecimal()}


def forget_old(db: sa.Connection, now: datetime) -> int:
    return db.execute(audit.delete().where(audit.c.at < now - KEPT)).rowcount
