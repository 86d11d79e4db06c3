"""Rows that have a home and a next moment: which are due, and when the next one is.

What is due is worked off over all groups, home by home; what a handler asks is asked for one group.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import each_of
from bot.storage.metadata import UtcDateTime

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Agenda:
    """Of a table with `group`, `home` and `next_at`, which is None where there is nothing to come. `then` is how
    its index on home and next moment goes on."""

    def __init__(self, table: sa.Table, *then: sa.Column[Any]) -> None:
        c = table.c
        of, by = c.home == sa.bindparam("for"), c.next_at <= sa.bindparam("by", type_=UtcDateTime)
        each = each_of("homes")
        due = sa.select(*table.primary_key).where(of, by).order_by(c.next_at, *table.primary_key)
        self._due = due.limit(sa.bindparam("most", type_=sa.Integer))
        # Bounded below and in the index's order, so that it is one step, behind all that have nothing to come.
        first = sa.select(c.next_at).where(c.home == each.c.value, c.next_at > _BEGINNING).order_by(c.next_at, *then)
        self._next = sa.select(each.c.value, first.limit(1).scalar_subquery())
        late = c.next_at < sa.bindparam("before", type_=UtcDateTime)
        self._overdue = sa.select(sa.func.count()).select_from(table).where(late)

    def next_due(self, db: sa.Connection, homes: Collection[str]) -> dict[str, datetime]:
        """When the next of them is due, for each of these homes that has any."""
        return {home: moment for home, moment in db.execute(self._next, {"homes": list(homes)}) if moment is not None}

    def overdue(self, db: sa.Connection, before: datetime) -> int:
        """How many were due before then and are still to be dealt with, over all homes: for the doctor."""
        return db.scalar(self._overdue, {"before": before}) or 0

    def due(self, db: sa.Connection, home: str, now: datetime, most: int) -> list[tuple[str, ...]]:
        """The keys of those with something to do now, over all groups of the home: the earliest first, as far as
        anybody knows who has not taken the groups' turns yet."""
        return [tuple(row) for row in db.execute(self._due, {"for": home, "by": now, "most": most})]
