"""Drafts: what a panel holds before it is saved. Each panel that somebody opens has one of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.panels.model import Draft
from bot.storage.engine import put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

KEPT = timedelta(hours=24)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("panel", sa.String(32), primary_key=True),
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("values", sa.JSON, nullable=False, info=PERSONAL),
    sa.Column("was", sa.JSON, nullable=False, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)


def keep(db: sa.Connection, group: str, person: str, panel: str, draft: Draft, now: datetime) -> None:
    written = {"id": draft.id, "values": dict(draft.values), "was": dict(draft.was)}
    put(db, drafts, group=group, person=person, panel=panel, at=now, **written)


def load(db: sa.Connection, group: str, person: str, panel: str, id: str) -> Draft | None:
    query = sa.select(drafts.c["values"], drafts.c.was).where(_is(group, person, panel, id))
    row = db.execute(query).one_or_none()
    return None if row is None else Draft(id, *row)


def drop(db: sa.Connection, group: str, person: str, panel: str, id: str) -> None:
    db.execute(drafts.delete().where(_is(group, person, panel, id)))


def forget_old(db: sa.Connection, now: datetime) -> int:
    """Delete drafts that were left lying for a day; how many there were."""
    return db.execute(drafts.delete().where(drafts.c.at < now - KEPT)).rowcount


def _is(group: str, person: str, panel: str, id: str) -> sa.ColumnElement[bool]:
    c = drafts.c
    return sa.and_(c.group == group, c.person == person, c.panel == panel, c.id == id)
