"""When askq was there: spans of time for each home, made longer while it is connected. They are about askq itself and
hold no group's data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.storage.engine import inserted
from bot.storage.metadata import UtcDateTime, metadata

KEPT = timedelta(days=730)

BREAK = timedelta(minutes=5)
"""A silence of up to this is no absence: a process was started again, a line was cut for a moment."""

Span = tuple[datetime, datetime]

presence = sa.Table(
    "presence",
    metadata,
    sa.Column("home", sa.String(64), primary_key=True),
    sa.Column("since", UtcDateTime, primary_key=True),
    sa.Column("until", UtcDateTime, nullable=False),
)

_c = presence.c


def note(db: sa.Connection, homes: Iterable[str], now: datetime) -> None:
    """askq is connected to these homes now."""
    for home in sorted(homes):
        going_on = presence.update().where(_c.home == home, _c.since <= now, _c.until >= now - BREAK)
        if not db.execute(going_on.values(until=now)).rowcount:
            inserted(db, presence, home=home, since=now, until=now)


def absences(db: sa.Connection, home: str, since: datetime, now: datetime) -> list[Span]:
    """From when to when it was not there, in order. Where nothing was noted nobody knows, and it counts as there."""
    spans = db.execute(sa.select(_c.since, _c.until).where(_c.home == home, _c.until >= since).order_by(_c.since))
    found: list[Span] = []
    seen: datetime | None = None
    for begun, until in spans:
        if seen is not None and begun > seen:
            found.append((seen, begun))
        seen = until if seen is None else max(seen, until)
    if seen is not None and now - seen > BREAK:
        found.append((seen, now))
    return found


def forget_old(db: sa.Connection, now: datetime) -> int:
    """Delete what is of more than two years ago, and what a clock that ran ahead has noted; how much there was."""
    return db.execute(presence.delete().where(sa.or_(_c.until < now - KEPT, _c.since > now))).rowcount
