"""The answers' coming out: one message after the other, and what is done where one of them does not arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import sqlalchemy as sa

from bot.bank.bank import Question
from bot.chat.elements import View
from bot.chat.keys import Place
from bot.daily import answers, notices, reveal_screens, store
from bot.daily.about import about, channel_lost, where
from bot.daily.counting import count_answers
from bot.daily.model import Day, Schedule
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery, Failure, State, Trouble
from bot.delivery.sender import Post

REVEAL = "daily-reveal"

REVEAL_GRACE = timedelta(days=2)
"""Answers that come out late are still welcome, up to this."""


def reveal(db: sa.Connection, schedule: Schedule, slot: str, due: datetime, now: datetime, id: str) -> bool:
    """Have the answers of this slot come out then. False if that was settled before."""
    return _write(db, schedule, slot, 0, 0, due, now, id)


def reveal_now(db: sa.Connection, schedule: Schedule, day: Day, now: datetime, id: str) -> None:
    """Have them come out at once, whatever was settled before: an earlier try may have failed for good."""
    if not reveal(db, schedule, day.slot, now, now, id) and not try_again(db, schedule, day, 0, now, id):
        *_, latest = _tries(db, schedule, day.slot, 0)
        ledger.hasten(db, schedule.group, latest.key, now)


def try_again(db: sa.Connection, schedule: Schedule, day: Day, page: int, now: datetime, id: str) -> bool:
    """Have them come out from this message on, where the last try failed for good. False where it did not."""
    tries = list(_tries(db, schedule, day.slot, page))
    given_up = bool(tries) and tries[-1].state is State.DEAD
    return given_up and _write(db, schedule, day.slot, page, len(tries), now, now, id)


def send_held(db: sa.Connection, schedule: Schedule, day: Day, now: datetime) -> None:
    """The first message of the answers that did not go out; those after it follow."""
    for page in count():
        tries = list(_tries(db, schedule, day.slot, page))
        if not tries or ledger.hasten(db, day.group, tries[-1].key, now):
            return


def put_right(db: sa.Connection, now: datetime) -> None:
    """What was too late only by a clock that had run ahead comes out when it should."""
    for delivery in ledger.late_ahead(db, REVEAL, now):
        day = store.day_of(db, delivery.group, delivery.intent["schedule"], delivery.intent["slot"])
        if day is not None and day.revealed is None and day.closes is not None:
            ledger.after_all(db, delivery, max(day.closes, now), now)


def _tries(db: sa.Connection, schedule: Schedule, slot: str, page: int) -> Iterator[Delivery]:
    """Of this message, the oldest first."""
    for again in count():
        found = ledger.find(db, schedule.group, _key(schedule.id, slot, page, again))
        if found is None:
            return
        yield found


def _key(schedule: str, slot: str, page: int, again: int) -> str:
    """`again`: which try it is, after those that failed for good."""
    key = f"{REVEAL}:{schedule}:{slot}:{page}"
    return f"{key}:{again}" if again else key


def _write(
    db: sa.Connection, schedule: Schedule, slot: str, page: int, again: int, due: datetime, now: datetime, id: str
) -> bool:
    return ledger.write(
        db,
        id=id,
        group=schedule.group,
        key=_key(schedule.id, slot, page, again),
        kind=REVEAL,
        home=schedule.home,
        to=where(db, schedule, slot),
        due=due,
        now=now,
        intent={"schedule": schedule.id, "slot": slot, "page": str(page), "again": str(again)},
        locale=schedule.locale,
        expires=max(due, now) + REVEAL_GRACE,
        turn=schedule.number - 1,
    )


def _in_thread(schedule: Schedule, day: Day) -> bool:
    """Below the post, where it is known which message that is."""
    return bool(schedule.channel and schedule.threaded and day.message)


def _messages(occasion: Occasion, schedule: Schedule, day: Day, question: Question) -> list[View]:
    return reveal_screens.reveal(occasion.words, schedule, day, question, answers.of_day(occasion.db, day))


def _compose(occasion: Occasion, delivery: Delivery) -> Post | None:
    found = about(occasion, delivery)
    if found is None:
        return None
    schedule, day, question = found
    messages, page = _messages(occasion, schedule, day, question), int(delivery.intent["page"])
    if page >= len(messages):
        return None
    to = delivery.to
    if isinstance(to, Place) and _in_thread(schedule, day):
        to = replace(to, thread=day.message)
    return Post(delivery.id, to, messages[page], title=reveal_screens.thread_title(occasion.words, day))


def _sent(occasion: Occasion, delivery: Delivery, _: str) -> None:
    found = about(occasion, delivery)
    if found is None:
        return
    schedule, day, question = found
    db, now, page = occasion.db, occasion.now, int(delivery.intent["page"])
    if day.revealed is None:
        day = replace(day, revealed=now)
        store.update_day(db, day)
        count_answers(db, schedule, day, now, occasion.new_id())
    if page + 1 < len(_messages(occasion, schedule, day, question)):
        _write(db, schedule, day.slot, page + 1, 0, now, now, occasion.new_id())


def _failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    found = about(occasion, delivery)
    if found is None:
        return
    schedule, day, _ = found
    if failure.trouble is Trouble.UNKNOWN:  # it may well be there: what follows comes, and it is not said twice
        _sent(occasion, delivery, "")
    if failure.trouble in (Trouble.GONE, Trouble.FORBIDDEN):
        channel_lost(occasion, schedule, delivery, failure, in_thread=_in_thread(schedule, day))
    else:
        notices.not_out(occasion, schedule, delivery, failure)


KIND = Kind(REVEAL, _compose, _sent, _failed)
