"""Who looks after a schedule, and so hears of trouble with it and may put it right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.chat.keys import Person
from bot.daily.model import Schedule
from bot.members import audit
from bot.members import store as members
from bot.preferences.courtesy import calm_at, free_at

CHANGES = 10
"""How many of the latest changes tell who looks after a schedule."""


def caretakers(db: sa.Connection, schedule: Schedule) -> list[str]:
    """In the order in which they are told: the one who set it up, organisers who were named, and those who changed
    something about it lately, as admins of the platform need not be named. Whoever was removed from the organisers is
    none of them; instead of one who had set it up, whoever removed them is."""
    owner, group = schedule.owner.key, schedule.group
    if not schedule.channel:
        return [owner]
    former = members.former_organisers_of(db, group)
    in_their_place = [former[owner]] if owner in former else []
    lately = [change.person.key for change in audit.latest(db, group, "daily", CHANGES, about=f"{schedule.number}:")]
    everybody = dict.fromkeys([owner, *members.organisers_of(db, group), *in_their_place, *lately])
    return [key for key in everybody if key not in former]


def first_reachable(
    db: sa.Connection, schedule: Schedule, told: Collection[str], now: datetime
) -> tuple[Person, datetime] | None:
    """The first of them who has not been told and takes direct messages, and when they may be written to."""
    free = free_at if schedule.channel else calm_at  # their own one is in their direct messages
    for person in (Person.of_key(key) for key in caretakers(db, schedule) if key not in told):
        due = free(db, schedule.group, person, now, schedule.plan.zone)
        if due is not None:
            return person, due
    return None
