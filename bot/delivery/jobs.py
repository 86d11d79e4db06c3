"""On PostgreSQL every delivery has a job in PgQueuer's queue, made in the same transaction as its row.

On SQLite there is nothing to do here: the one process that works the ledger off reads the ledger itself.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.delivery.model import DOUBT, Ticket

OF_HOME = "deliver "
"""What an entry point's name begins with. Each home has one, so that a process fetches only what it can send."""

LOG_KEPT = timedelta(days=1)

LOST_AFTER = timedelta(minutes=1)
"""So long after its time a delivery without a job is one that PgQueuer does not know any more."""

_LOST = sa.text(
    """
    SELECT id, home, lane, turn FROM deliveries
    WHERE (state IN ('waiting', 'doubtful') AND due < :before OR state = 'sending' AND tried < :before)
    AND NOT EXISTS (
        SELECT FROM pgqueuer WHERE pgqueuer.dedupe_key = deliveries.id AND pgqueuer.status IN ('queued', 'picked')
    )
    LIMIT :most
    """
)


def entrypoint(home: str) -> str:
    return OF_HOME + home


def enqueue(db: sa.Connection, ticket: Ticket, wait: timedelta, turn: int, *, first: bool = False) -> None:
    """Have the ticket come up after `wait`. More than one job for a delivery does no harm; the `first` one is found
    by the delivery's id."""
    if db.dialect.name != "postgresql":
        return
    from bot.delivery.queue import queries_within  # which needs the extra `postgres`

    connection: Any = db.connection.driver_connection
    queries_within(connection).enqueue(
        entrypoint(ticket.home),
        json.dumps(asdict(ticket)).encode(),
        priority=-turn,
        execute_after=max(wait, timedelta()),
        dedupe_key=ticket.id if first else None,
        on_conflict="skip",
    )


def ticket_of(payload: bytes) -> Ticket:
    return Ticket(**json.loads(payload))


def mend(db: sa.Connection, now: datetime, most: int = 500) -> int:
    """Give a job to deliveries that have lost theirs: how many there were.

    That happens where PgQueuer gives a job up, and after a backup was restored without its tables.
    """
    lost = db.execute(_LOST, {"before": now - LOST_AFTER - DOUBT, "most": most}).all()
    for row in lost:
        enqueue(db, Ticket(row.id, row.home, row.lane), timedelta(), row.turn, first=True)
    return len(lost)


def forget_old(db: sa.Connection, now: datetime) -> None:
    """Empty PgQueuer's log of what is more than a day old; nobody reads it."""
    if db.dialect.name == "postgresql":
        db.execute(sa.text("DELETE FROM pgqueuer_log WHERE created < :before"), {"before": now - LOG_KEPT})
