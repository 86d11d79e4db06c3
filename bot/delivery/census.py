"""What stands in the ledger, counted over all groups: for the doctor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.delivery.model import State
from bot.delivery.store import deliveries

_c = deliveries.c


def in_states(db: sa.Connection, states: Iterable[State]) -> Mapping[State, int]:
    """How many there are in each."""
    counted = sa.select(_c.state, sa.func.count()).where(_c.state.in_([state.value for state in states]))
    return {State(state): number for state, number in db.execute(counted.group_by(_c.state))}


def overdue(db: sa.Connection, before: datetime) -> Mapping[str, int]:
    """How many should have gone out before then, or are looked for since then, by their home."""
    late = sa.or_(
        sa.and_(_c.state == State.WAITING.value, _c.due < before),
        sa.and_(_c.state == State.DOUBTFUL.value, _c.doubt < before),
        sa.and_(_c.state == State.SENDING.value, _c.tried < before),
    )
    query = sa.select(_c.home, sa.func.count()).where(late).group_by(_c.home).order_by(_c.home)
    return dict(db.execute(query).all())


def held(db: sa.Connection, before: datetime) -> Mapping[str, int]:
    """How many are held since before then, by the reason."""
    query = sa.select(_c.reason, sa.func.count()).where(_c.state == State.HELD.value, _c.settled < before)
    return dict(db.execute(query.group_by(_c.reason).order_by(_c.reason)).all())


def troubles(db: sa.Connection, since: datetime) -> Sequence[tuple[State, str, int]]:
    """What kept messages from arriving lately, whether they are held or dead, and how often that was."""
    failed = (_c.state.in_((State.DEAD.value, State.HELD.value)), _c.settled >= since)
    query = sa.select(_c.state, _c.reason, sa.func.count()).where(*failed).group_by(_c.state, _c.reason)
    found = db.execute(query.order_by(sa.func.count().desc(), _c.reason))
    return [(State(state), reason, number) for state, reason, number in found]
