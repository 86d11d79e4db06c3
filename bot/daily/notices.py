"""What an organiser hears unasked: in direct messages, once for each cause, never in their quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zlib import crc32

import sqlalchemy as sa

from bot.chat.keys import Person
from bot.daily import notice_screens, store
from bot.daily.choosing import candidates
from bot.daily.model import Fate, Schedule, quiet_until
from bot.daily.typed import hours
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery, Failure, Trouble
from bot.delivery.sender import Post
from bot.members import audit
from bot.members import store as members
from bot.preferences import store as preferences

NOTICE = "daily-notice"
STALE = timedelta(days=3)

CHANGES = 10
"""How many of the latest changes tell who looks after a schedule."""


def missed(occasion: Occasion, schedule: Schedule, first: date, last: date) -> None:
    _tell(occasion, schedule, "missed", f"missed:{last}", first=first.isoformat(), last=last.isoformat())


def not_taken(occasion: Occasion, schedule: Schedule, slot: str, reason: str) -> None:
    _tell(occasion, schedule, "refused", f"refused:{slot}", slot=slot, reason=reason)


def unknown(occasion: Occasion, schedule: Schedule, slot: str) -> None:
    _tell(occasion, schedule, "unknown", f"unknown:{slot}", slot=slot)


def runs_low(occasion: Occasion, schedule: Schedule, left: int) -> None:
    """Once in a round: the mark of the round is what there is to draw from."""
    stock = candidates(occasion.bank, schedule.source, schedule.kind)
    mark = crc32(" ".join(question.id for question in stock).encode())
    _tell(occasion, schedule, "low", f"low:{mark:x}", left=str(left))


def stopped(occasion: Occasion, schedule: Schedule) -> None:
    since = occasion.now.strftime("%Y%m%d%H%M%S")
    _tell(occasion, schedule, "stopped", f"stopped:{schedule.problem}:{since}")


def _tell(occasion: Occasion, schedule: Schedule, what: str, cause: str, **about: str) -> None:
    intent = {"schedule": schedule.id, "what": what, "cause": cause, **about}
    _to_next(occasion, schedule, intent, told=[])


def _to_next(occasion: Occasion, schedule: Schedule, intent: Mapping[str, str], told: list[str]) -> None:
    """To the one who set it up; if they cannot be reached, to the next organiser: those who were named, and those who
    changed something about it lately."""
    db, group = occasion.db, schedule.group
    lately = [change.person.key for change in audit.latest(db, group, "daily", CHANGES, about=f"{schedule.number}:")]
    others = [*members.organisers_of(db, group), *lately] if schedule.channel else []
    reachable = (key for key in dict.fromkeys([schedule.owner.key, *others]) if key not in told)
    for key in reachable:
        likes = _likes(db, group, key)
        if likes["direct"] == "off" and schedule.channel:
            continue
        zone = likes["zone"] or schedule.plan.zone
        ledger.write(
            occasion.db,
            id=occasion.new_id(),
            group=schedule.group,
            key=f"{NOTICE}:{schedule.id}:{intent['cause']}:{key}"[:128],
            kind=NOTICE,
            home=schedule.home,
            to=Person.of_key(key),
            due=quiet_until(occasion.now, hours(likes["quiet"]), zone),
            now=occasion.now,
            intent={**intent, "told": " ".join([*told, key])},
            locale=schedule.locale,
            expires=occasion.now + STALE,
        )
        return


def _likes(db: sa.Connection, group: str, person: str) -> dict[str, str]:
    """How they want to be written to, as settled in the group or in the direct messages themselves."""
    here = preferences.load(db, group, person)
    alone = preferences.load(db, Person.of_key(person).alone, person)
    direct = "off" if "off" in (here["direct"], alone["direct"]) else "on"
    return {name: here[name] or alone[name] for name in ("zone", "quiet")} | {"direct": direct}


def _compose(occasion: Occasion, delivery: Delivery) -> Post | None:
    intent = delivery.intent
    schedule = store.load(occasion.db, delivery.group, intent["schedule"])
    if schedule is None:
        return None
    match intent["what"]:
        case "stopped" if schedule.problem is None:
            return None  # somebody was quicker
        case "unknown":
            day = store.day_of(occasion.db, delivery.group, schedule.id, intent["slot"])
            if day is None or day.fate is not Fate.UNKNOWN:
                return None
    own = delivery.to == schedule.owner
    return Post(delivery.id, delivery.to, notice_screens.notice(occasion.words, schedule, intent, own=own))


def _failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    schedule = store.load(occasion.db, delivery.group, delivery.intent["schedule"])
    if schedule is not None and failure.trouble is not Trouble.LATE:
        _to_next(occasion, schedule, delivery.intent, delivery.intent["told"].split())


KIND = Kind(NOTICE, _compose, failed=_failed, rather_twice=True)
"""Somebody who hears of trouble twice is better off than one who never does."""
