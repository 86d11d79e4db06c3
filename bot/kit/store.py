"""Each person's own list of questions, one for every group they are in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.kit.model import Saved
from bot.storage.engine import inserted
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

saved = sa.Table(
    "saved",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("question", sa.String(80), primary_key=True),
    sa.Column("wording", sa.Text, nullable=False, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)


def add(db: sa.Connection, group: str, person: str, question: str, now: datetime) -> bool:
    """False if it was in the list already."""
    return inserted(db, saved, group=group, person=person, question=question, wording="", at=now)


def remove(db: sa.Connection, group: str, person: str, question: str) -> bool:
    """False if it was not in the list."""
    return db.execute(saved.delete().where(_is(group, person), saved.c.question == question)).rowcount == 1


def set_wording(db: sa.Connection, group: str, person: str, question: str, wording: str) -> None:
    db.execute(saved.update().where(_is(group, person), saved.c.question == question).values(wording=wording))


def listed(db: sa.Connection, group: str, person: str) -> list[Saved]:
    """Oldest first."""
    query = sa.select(saved.c.question, saved.c.wording, saved.c.at).where(_is(group, person))
    return [Saved(*row) for row in db.execute(query.order_by(saved.c.at, saved.c.question))]


def _is(group: str, person: str) -> sa.ColumnElement[bool]:
    return sa.and_(saved.c.group == group, saved.c.person == person)
