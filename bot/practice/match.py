"""The match: who is willing, and when a group makes its pairs. Values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.calendar.plan import Plan
from bot.chat.keys import Person


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody in the pool. `waiting`: since when they have nobody though they should, or None."""

    group: str
    person: Person
    name: str
    zone: str
    home: str
    locale: str
    channel: str
    at: datetime
    waiting: datetime | None = None


@dataclass(frozen=True, slots=True)
class Weekly:
    """When a group's pairs are made. `owner` settled it; `next_at` is the moment of the next time."""

    group: str
    channel: str
    home: str
    locale: str
    owner: Person
    plan: Plan
    next_at: datetime | None
