"""What an organiser hears unasked: in direct messages, once for each cause, never in their quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zlib import crc32

import sqlalchemy as sa

from bot.bank.sources import candidates
from bot.chat.keys import Person, Place
from bot.daily import notice_screens, store
from bot.daily.model import Fate, Problem, Running, Schedule
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery, Failure, Trouble
from bot.delivery.sender import Post
from bot.members import audit
from bot.members import store as members
from bot.preferences.courtesy import calm_at, free_at

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


def not_out(occasion: Occasion, schedule: Schedule, delivery: Delivery, failure: Failure) -> None:
    """Answers did not come out, or nobody knows whether they did."""
    slot, page, again = (delivery.intent[name] for name in ("slot", "page", "again"))
    about = {"slot": slot, "page": page, "trouble": failure.trouble.value, "reason": failure.reason}
    channel = delivery.to.channel or "" if isinstance(delivery.to, Place) else ""
    _tell(occasion, schedule, "not out", f"out:{slot}:{page}:{again}", channel=channel, **about)


def stopped(occasion: Occasion, schedule: Schedule) -> None:
    """By what has become of its channel, all that stopped there at once are told of in one; or each by itself."""
    since = occasion.now.strftime("%Y%m%d%H%M%S")
    if schedule.problem is Problem.EMPTY:
        _tell(occasion, schedule, "empty", f"empty:{since}")
    elif schedule.problem is Problem.BROKEN:
        _tell(occasion, schedule, "broken", f"broken:{since}")
    else:
        _tell(occasion, schedule, "stopped", f"stopped:{since}", of=f"#{schedule.channel}", channel=schedule.channel)


def _tell(occasion: Occasion, schedule: Schedule, what: str, cause: str, *, of: str = "", **about: str) -> None:
    """`of` and `cause` say what is told once: of a schedule, where nothing else is said."""
    intent = {"schedule": schedule.id, "what": what, "cause": f"{of or schedule.id}:{cause}", **about}
    _to_next(occasion, schedule, intent, told=[])


def caretakers(db: sa.Connection, schedule: Schedule) -> list[str]:
    """Who looks after it: the one who set it up, organisers who were named, and those who changed something about it
    lately, as admins of the platform need not be named."""
    if not schedule.channel:
        return [schedule.owner.key]
    group, about = schedule.group, f"{schedule.number}:"
    lately = [change.person.key for change in audit.latest(db, group, "daily", CHANGES, about=about)]
    return list(dict.fromkeys([schedule.owner.key, *members.organisers_of(db, group), *lately]))


def _to_next(occasion: Occasion, schedule: Schedule, intent: Mapping[str, str], told: list[str]) -> None:
    """To the first who can be reached of those who look after it and have not been told."""
    db, group = occasion.db, schedule.group
    for key in caretakers(db, schedule):
        if key in told:
            continue
        person = Person.of_key(key)
        free = free_at if schedule.channel else calm_at  # their own one is in their direct messages
        due = free(db, group, person, occasion.now, schedule.plan.zone)
        if due is None:
            continue
        ledger.write(
            db,
            id=occasion.new_id(),
            group=schedule.group,
            key=f"{NOTICE}:{intent['cause']}:{key}"[:128],
            kind=NOTICE,
            home=schedule.home,
            to=person,
            due=due,
            now=occasion.now,
            intent={**intent, "told": " ".join([*told, key])},
            locale=schedule.locale,
            expires=occasion.now + STALE,
        )
        return


def _compose(occasion: Occasion, delivery: Delivery) -> Post | None:
    told_of = _still_true(occasion.db, delivery)
    if not told_of:
        return None
    own = any(delivery.to == schedule.owner for schedule in told_of)
    return Post(delivery.id, delivery.to, notice_screens.notice(occasion.words, told_of, delivery.intent, own=own))


def _still_true(db: sa.Connection, delivery: Delivery) -> list[Schedule]:
    """The schedules that it tells of: none where somebody was quicker."""
    intent = delivery.intent
    if intent["what"] == "stopped":
        every = store.of_group(db, delivery.group)
        there = [each for each in every if each.channel == intent["channel"] and each.running is Running.STOPPED]
        return [each for each in there if each.problem in (Problem.GONE, Problem.FORBIDDEN)]
    schedule = store.load(db, delivery.group, intent["schedule"])
    if schedule is None:
        return []
    day = store.day_of(db, delivery.group, schedule.id, intent["slot"]) if "slot" in intent else None
    match intent["what"]:
        case "empty":
            told = schedule.problem is Problem.EMPTY
        case "broken":
            told = schedule.problem is Problem.BROKEN
        case "unknown":
            told = day is not None and day.fate is Fate.UNKNOWN
        case "not out" if intent["trouble"] != Trouble.UNKNOWN and intent["page"] == "0":
            told = day is not None and day.revealed is None
        case _:
            told = True
    return [schedule] if told else []


def _failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    told_of = _still_true(occasion.db, delivery)
    if told_of and failure.trouble is not Trouble.LATE:
        _to_next(occasion, told_of[0], delivery.intent, delivery.intent["told"].split())


KIND = Kind(NOTICE, _compose, failed=_failed, rather_twice=True)
"""Somebody who hears of trouble twice is better off than one who never does."""
