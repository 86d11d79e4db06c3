"""Whether askq may write to somebody unasked, and if not now, when: as they have settled it with `settings me`."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.calendar.plan import quiet_until
from bot.calendar.typed import hours
from bot.chat.keys import Person
from bot.preferences import store


def free_at(db: sa.Connection, group: str, person: Person, now: datetime, zone: str = "") -> datetime | None:
    """When askq may write to them: now, or when their quiet hours end; None where they want no direct messages.

    `zone` is taken where they have not said which one they live in; without any, nobody knows when it is quiet.
    """
    likes = _likes(db, group, person)
    return None if likes["direct"] == "off" else _calm(likes, now, zone)


def calm_at(db: sa.Connection, group: str, person: Person, now: datetime, zone: str = "") -> datetime:
    """When something that concerns them may be said where others read it too: now, or when their quiet hours end."""
    return _calm(_likes(db, group, person), now, zone)


def _calm(likes: dict[str, str], now: datetime, zone: str) -> datetime:
    return quiet_until(now, hours(likes["quiet"]), likes["zone"] or zone)


def _likes(db: sa.Connection, group: str, person: Person) -> dict[str, str]:
    """As settled in the group, or else in the direct messages themselves; no direct messages wherever they said so."""
    here = store.load(db, group, person.key)
    alone = store.load(db, person.alone, person.key)
    direct = "off" if "off" in (here["direct"], alone["direct"]) else "on"
    return {name: here[name] or alone[name] for name in ("zone", "quiet")} | {"direct": direct}
