"""Many schedules at once: one is saved the usual way, the others are rows like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import count, islice
from typing import Any

import sqlalchemy as sa

from bot.calendar.plan import WEEK, Plan
from bot.chat.keys import Person
from bot.daily import store
from bot.daily.model import Schedule
from bot.delivery import store as ledger
from bot.storage.engine import Database

MORNING = datetime(2031, 3, 4, 9, tzinfo=UTC)
"""When they are all due."""

ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Crowd:
    """`groups` groups of one home with `schedules` schedules each, spread over `channels` channels in every group.
    On Slack a workspace is both the home and the group; on Discord the bot is the home and a server the group."""

    platform: str
    groups: int
    schedules: int
    channels: int
    name: str = ""

    @property
    def size(self) -> int:
        return self.groups * self.schedules

    @property
    def members(self) -> Iterator[str]:
        return (f"{self.platform}:{self.name}{number}" for number in range(1, self.groups + 1))

    def homes(self) -> list[str]:
        return list(self.members) if self.platform == "slack" else [self.platform]

    def rows(self) -> Iterator[dict[str, object]]:
        for group in self.members:
            owner = f"slack:{group.partition(':')[2]}:U1" if self.platform == "slack" else "discord:1"
            home = group if self.platform == "slack" else self.platform
            for number in range(1, self.schedules + 1):
                channel = f"C{number % self.channels}"
                yield {"group": group, "home": home, "number": number, "channel": channel, "person": owner}


def fill(database: Database, crowds: Iterable[Crowd], due: int | None = None) -> None:
    """Store all of them: the first `due` of them for `MORNING`, the others for a day later."""
    likeness = _likeness(database)
    later = {"next_on": "2031-03-05", "next_at": MORNING.replace(day=5)}
    numbers = count()
    rows = (
        likeness | row | {"id": f"s{number:x}"} | (later if due is not None and number >= due else {})
        for crowd in crowds
        for row, number in zip(crowd.rows(), numbers, strict=False)
    )
    _store(database, store.schedules, rows)


def fill_ledger(database: Database, rows: int) -> None:
    """What a ledger holds besides: half of it was sent, half waits for the evening."""
    with database.write() as db:
        ledger.write(
            db, id="like", group="discord:0", key="like", kind="daily", home="discord",
            to=Person("discord", "", "1"), due=MORNING.replace(hour=17), now=MORNING,
            intent={"schedule": "s0", "slot": "2031-03-04"},
        )  # fmt: skip
        likeness = dict(db.execute(sa.select(ledger.deliveries)).one()._mapping)
        db.execute(ledger.deliveries.delete())
    sent = {"state": "sent", "due": MORNING.replace(day=3), "settled": MORNING.replace(day=3), "message": "m1"}
    all_rows = (
        likeness
        | {"id": f"l{number:x}", "key": f"daily:{number}", "group": f"discord:{number // 4}", "settled": None}
        | (sent if number % 2 else {})
        for number in range(rows)
    )
    _store(database, ledger.deliveries, all_rows)


def _likeness(database: Database) -> dict[str, Any]:
    plan = Plan(time(9), "UTC", WEEK)
    source = "pack:ask-the-interviewer"
    schedule = Schedule(
        "discord:0", "like", 1, "C1", Person("discord", "", "1"), "en", plan, source,
        next_on=MORNING.date(), next_at=MORNING,
    )  # fmt: skip
    with database.write() as db:
        store.save(db, schedule)
        row = dict(db.execute(sa.select(store.schedules)).one()._mapping)
        db.execute(store.schedules.delete())
    return row


def _store(database: Database, table: sa.Table, rows: Iterator[dict[str, Any]]) -> None:
    with database.write() as db:
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            db.execute(table.insert(), batch)
        if database.shared:
            db.execute(sa.text(f"ANALYZE {table.name}"))
