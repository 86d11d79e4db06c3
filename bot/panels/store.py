"""Drafts: what a panel holds before it is saved. One a person and panel, in each group."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.storage.engine import put
from bot.storage.metadata import PERSONAL, UtcDateTime, metadata

KEPT = timedelta(hours=24)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("group", sa.String(128), primary_key=True),
    sa.Column("person", sa.String(128), primary_key=True, info=PERSONAL),
    sa.Column("panel", sa.String(32), primary_key=True),
    sa.Column("values", sa.JSON, nullable=False, info=PERSONAL),
    sa.Column("at", UtcDateTime, nullable=False),
)


def keep(db: sa.Connection, group: str, person: str, panel: str, values: Mapping[str, str], now: datetime) -> None:
    put(db, drafts, group=group, person=person, panel=panel, values=dict(values), at=now)


def draft(db: sa.Connection, group: str, person: str, panel: str) -> dict[str, str] | None:
    return db.scalar(sa.select(drafts.c["values"]).where(_is(group, person, panel)))


def drop(db: sa.Connection, group: str, person: str, panel: str) -> None:
    db.execute(drafts.delete().where(_is(group, person, panel)))


def forget_old(db: sa.Connection, now: datetime) -> int:
    """Delete drafts that were left lying for a day; how many there were."""
    return db.execute(drafts.delete().where(drafts.c.at < now - KEPT)).rowcount


def _is(group: str, person: str, panel: str) -> sa.ColumnElement[bool]:
    return sa.and_(drafts.c.group == group, drafts.c.person == person, drafts.c.panel == panel)
