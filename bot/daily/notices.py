"""What an organiser hears unasked: in direct messages, once for each cause, never in their quiet hours. Where nobody
takes any, a line in a channel says that there is something to be shown."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from zlib import crc32

import sqlalchemy as sa

from bot.bank.sources import candidates
from bot.chat.keys import Person, Place
from bot.daily import notice_screens, store
from bot.daily.caretakers import first_reachable
from bot.daily.choosing import wider
from bot.daily.model import Fate, Problem, Running, Schedule
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery, Failure, Trouble
from bot.delivery.sender import Post

log = logging.getLogger(__name__)

NOTICE, NUDGE = "daily-notice", "daily-nudge"
STALE = timedelta(days=3)

GATHERED = timedelta(minutes=2)
"""How long what was left out is gathered: after an outage that is planned schedule by schedule."""

WORTH_A_NUDGE = ("stopped", "empty", "broken", "unknown", "refused", "not out")
"""What an organiser has to put right. What was left out is past, and what runs low is said again when it has run
out."""


def missed(occasion: Occasion, schedule: Schedule, first: date, last: date) -> None:
    """Whoever hears of several schedules at once, as after an outage, is told of all in one."""
    _gather(occasion, schedule, f"{schedule.id}:{first}:{last}", told=[])


def not_taken(occasion: Occasion, schedule: Schedule, slot: str, reason: str) -> None:
    _tell(occasion, schedule, "refused", f"refused:{slot}", slot=slot, reason=reason)


def unknown(occasion: Occasion, schedule: Schedule, slot: str) -> None:
    _tell(occasion, schedule, "unknown", f"unknown:{slot}", slot=slot)


def runs_low(occasion: Occasion, schedule: Schedule, left: int, *, widened: bool) -> None:
    """Once in a round: the mark of the round is what there is to draw from. `widened`: from beyond its own topics."""
    stock = (wider if widened else candidates)(occasion.bank, schedule.source, schedule.kind)
    mark = crc32(" ".join(question.id for question in stock).encode())
    bag = "widened" if widened else "own"
    _tell(occasion, schedule, "low", f"low:{bag}:{mark:x}", left=str(left), bag=bag)


def not_out(occasion: Occasion, schedule: Schedule, delivery: Delivery, failure: Failure) -> None:
    """Answers did not come out, or nobody knows whether they did."""
    slot, page, again = (delivery.intent[name] for name in ("slot", "page", "again"))
    tried = "yes" if delivery.tried else ""
    about = {"slot": slot, "page": page, "trouble": failure.trouble.value, "reason": failure.reason, "tried": tried}
    about |= {"thread": failure.thread.value if failure.thread else ""}
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


def _to_next(occasion: Occasion, schedule: Schedule, intent: Mapping[str, str], told: list[str]) -> None:
    """To the first who can be reached of those who look after it and have not been told; else a nudge for all of
    them."""
    found = first_reachable(occasion.db, schedule, told, occasion.now)
    if found is None:
        _nudge(occasion, schedule, intent, tried=[])
        return
    person, due = found
    key = f"{NOTICE}:{intent['cause']}:{person.key}"
    _write(occasion, schedule, key, NOTICE, person, due, {**intent, "told": " ".join([*told, person.key])})


def _gather(occasion: Occasion, schedule: Schedule, item: str, told: list[str]) -> None:
    """As `_to_next`, into the message of what was left out that waits to be sent to them, if there is one."""
    db, now = occasion.db, occasion.now
    found = first_reachable(db, schedule, told, now)
    if found is None:
        _nobody_told(schedule, "missed")
        return
    person, due = found
    told = [*told, person.key]
    for nth in count(1):
        key = f"{NOTICE}:missed:{now.date()}.{nth}:{person.key}"
        intent = {"what": "missed", "items": item, "told": " ".join(told)}
        if _write(occasion, schedule, key, NOTICE, person, max(due, now + GATHERED), intent):
            return
        before = ledger.find(db, schedule.group, key[:128])
        if before is None or item in before.intent["items"].split():
            return
        both = {
            "items": f"{before.intent['items']} {item}",
            "told": " ".join(dict.fromkeys([*before.intent["told"].split(), *told])),
        }
        if ledger.amend(db, schedule.group, key[:128], both):
            return


def _nudge(occasion: Occasion, schedule: Schedule, intent: Mapping[str, str], tried: list[str]) -> None:
    """The last resort, where no direct message reaches anybody: a line without content in a channel that still takes
    something, for organisers to be shown it there."""
    places = _channels_left(occasion.db, schedule) if intent["what"] in WORTH_A_NUDGE else []
    channel = next((each for each in places if each not in tried), None)
    if channel is None:
        _nobody_told(schedule, intent["what"])
        return
    mark = f"{crc32(intent['cause'].encode()):x}"
    to, tries = Place(schedule.group, channel), {"mark": mark, "tried": " ".join([*tried, channel])}
    _write(occasion, schedule, nudge_key(mark, len(tried)), NUDGE, to, occasion.now, {**intent, **tries})


def nudge_key(mark: str, tried: int = 0) -> str:
    """The key in the ledger of a nudge, after so many channels that did not take it. The first of them is always
    there."""
    return f"{NUDGE}:{mark}:{tried}"


def _channels_left(db: sa.Connection, schedule: Schedule) -> list[str]:
    """Its own if the trouble is not the channel's, then those of others that run."""
    if not schedule.channel:
        return []
    lost = schedule.problem in (Problem.GONE, Problem.FORBIDDEN)
    others = (each for each in store.of_group(db, schedule.group) if each.running is Running.ON and each.channel)
    own = [] if lost else [schedule.channel]
    return list(dict.fromkeys([*own, *(each.channel for each in others if each.channel != schedule.channel)]))


def _nobody_told(schedule: Schedule, what: str) -> None:
    log.warning("nobody could be told of the question of the day %d of %s: %s", schedule.number, schedule.group, what)


def _write(
    occasion: Occasion,
    schedule: Schedule,
    key: str,
    kind: str,
    to: Place | Person,
    due: datetime,
    intent: Mapping[str, str],
) -> bool:
    return ledger.write(
        occasion.db,
        id=occasion.new_id(),
        group=schedule.group,
        key=key[:128],
        kind=kind,
        home=schedule.home,
        to=to,
        due=due,
        now=occasion.now,
        intent=intent,
        locale=schedule.locale,
        expires=occasion.now + STALE,
    )


def _compose(occasion: Occasion, delivery: Delivery) -> Post | None:
    told_of = still_true(occasion.db, delivery)
    if not told_of:
        return None
    own = any(delivery.to == schedule.owner for schedule in told_of)
    return Post(delivery.id, delivery.to, notice_screens.notice(occasion.words, told_of, delivery.intent, own=own))


def _compose_nudge(occasion: Occasion, delivery: Delivery) -> Post | None:
    if not still_true(occasion.db, delivery):
        return None
    return Post(delivery.id, delivery.to, notice_screens.nudge(occasion.words, delivery.intent["mark"]))


def still_true(db: sa.Connection, delivery: Delivery) -> list[Schedule]:
    """The schedules that it tells of: none where somebody was quicker."""
    intent = delivery.intent
    if intent["what"] == "missed":
        ids = dict.fromkeys(item.partition(":")[0] for item in intent["items"].split())
        found = (store.load(db, delivery.group, id) for id in ids)
        return sorted((each for each in found if each is not None), key=lambda each: each.number)
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
    told_of, told = still_true(occasion.db, delivery), delivery.intent["told"].split()
    if not told_of or failure.trouble is Trouble.LATE:
        return
    if delivery.intent["what"] != "missed":
        _to_next(occasion, told_of[0], delivery.intent, told)
        return
    by_id = {schedule.id: schedule for schedule in told_of}
    for item in delivery.intent["items"].split():
        schedule = by_id.get(item.partition(":")[0])
        if schedule is not None:
            _gather(occasion, schedule, item, told)


def _nudge_failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    told_of = still_true(occasion.db, delivery)
    if told_of and failure.trouble not in (Trouble.LATE, Trouble.UNKNOWN):
        _nudge(occasion, told_of[0], delivery.intent, delivery.intent["tried"].split())


KINDS = (
    Kind(NOTICE, _compose, failed=_failed, rather_twice=True),
    Kind(NUDGE, _compose_nudge, failed=_nudge_failed),
)
"""Somebody who hears of trouble twice is better off than one who never does; a channel is not."""
