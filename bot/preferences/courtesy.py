"""Whether askq may write to somebody unasked, and if not now, when: as they have settled it with `settings me`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from bot.calendar.plan import known, quiet_until
from bot.calendar.typed import hours
from bot.chat.keys import Person
from bot.preferences.store import likes


def free_at(db: sa.Connection, group: str, person: Person, now: datetime, zone: str = "") -> datetime | None:
    """When askq may write to them: now, or when their quiet hours end; None where they want no direct messages.

    `zone` is taken where they have not said which one they live in; without any, nobody knows when it is quiet.
    """
    theirs = likes(db, group, person)
    return None if theirs["direct"] == "off" else _calm(theirs, now, zone)


def calm_at(db: sa.Connection, group: str, person: Person, now: datetime, zone: str = "") -> datetime:
    """When something that concerns them may be said where others read it too: now, or when their quiet hours end."""
    return _calm(likes(db, group, person), now, zone)


def _calm(theirs: Mapping[str, str], now: datetime, zone: str) -> datetime:
    return quiet_until(now, hours(theirs["quiet"]), theirs["zone"] if known(theirs["zone"]) else zone)
