"""The question itself: how it reads when it is sent, and what follows when it arrives or does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa

from bot.bank.bank import Question
from bot.calendar.plan import known, occurrence
from bot.daily import answers, counting, notices, post_screens, revealing, store
from bot.daily.about import about, behind, channel_lost
from bot.daily.fairness import expected
from bot.daily.model import Day, Fate, Problem, Schedule, Why, closing
from bot.daily.planning import QUESTION, key_of, plan, post, stop
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion, Planner
from bot.delivery.model import Delivery, Failure, State, Trouble, lane
from bot.delivery.sender import Post


def _compose(occasion: Occasion, delivery: Delivery) -> Post | None:
    found = about(occasion, delivery)
    if found is None or found[1].fate not in (Fate.DUE, Fate.UNKNOWN):
        return None
    schedule, day, question = found
    closes = closing(schedule, day.slot, occasion.now)
    view = post_screens.question(occasion.words, occasion.bank, schedule, replace(day, closes=closes), question, 0)
    return Post(delivery.id, delivery.to, view, ping=schedule.ping)


def _sent(occasion: Occasion, delivery: Delivery, message: str) -> None:
    found = about(occasion, delivery)
    if found is None:
        return
    schedule, day, question = found
    now = occasion.now
    doubtful = delivery.doubt is not None
    closes = closing(schedule, day.slot, now if doubtful else delivery.tried or now)  # as it stands in the post
    day = replace(
        _as_posted(occasion, schedule, day, question),
        fate=Fate.POSTED,
        why=_why(occasion.db, schedule, day, now, closes),
        message=message,
        posted=now,
        closes=closes,
        ping=schedule.ping,
    )
    store.update_day(occasion.db, day)
    if doubtful:  # what arrived may have been written before a restart, with another bank
        counting.rewrite(occasion.db, schedule, day, now, occasion.new_id())
    elif answers.count(occasion.db, day):  # somebody was quicker than the platform's answer to us
        counting.count_answers(occasion.db, schedule, day, now, occasion.new_id())
    if closes is not None:
        revealing.reveal(occasion.db, schedule, day.slot, closes, now, occasion.new_id())


def _as_posted(occasion: Occasion, schedule: Schedule, day: Day, question: Question) -> Day:
    """The day with what its post asks, which is drawn by that: it may stand in for one that was retired meanwhile."""
    if question.id != day.question:
        store.take_out_of_line(occasion.db, schedule.group, schedule.id, question.id)
        store.note_drawn(occasion.db, schedule.group, schedule.id, question.id, occasion.now)
    return replace(day, question=question.id, asked=question)


def _failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    found = behind(occasion, delivery)
    if found is None:
        return
    schedule, day = found
    match failure.trouble:
        case Trouble.GONE | Trouble.FORBIDDEN:
            store.update_day(occasion.db, replace(day, fate=Fate.MISSED, why=Why.TROUBLE))
            if not channel_lost(occasion, schedule, delivery, failure):
                notices.not_taken(occasion, schedule, day.slot, failure.reason)
        case Trouble.LATE:
            store.update_day(occasion.db, replace(day, fate=Fate.MISSED, why=Why.AWAY))
            notices.missed(occasion, schedule, day.date, day.date)
        case Trouble.UNKNOWN:
            asked = about(occasion, delivery)
            day = _as_posted(occasion, schedule, day, asked[2]) if asked else day
            store.update_day(occasion.db, replace(day, fate=Fate.UNKNOWN))
            notices.unknown(occasion, schedule, day.slot)
        case Trouble.REFUSED:
            store.update_day(occasion.db, replace(day, fate=Fate.MISSED, why=Why.TROUBLE))
            notices.not_taken(occasion, schedule, day.slot, failure.reason)


def _dropped(occasion: Occasion, delivery: Delivery) -> None:
    """Its question was retired after it was drawn, and there is none in its place: as where none can be drawn."""
    found = behind(occasion, delivery)
    if found is None or found[1].fate is not Fate.DUE or about(occasion, delivery) is not None:
        return
    schedule, day = found
    store.update_day(occasion.db, replace(day, question="", fate=Fate.SKIPPED, why=Why.EMPTY))
    stop(occasion, schedule, Problem.EMPTY)


def arrived(db: sa.Connection, schedule: Schedule, day: Day, now: datetime, id: str) -> Day:
    """What may have been posted is there after all. Nobody knows as which message: it does not change any more, and
    its answers come out in the channel."""
    closes = closing(schedule, day.slot, day.at)
    why = _why(db, schedule, day, day.at, closes)
    day = replace(day, fate=Fate.POSTED, why=why, posted=day.at, closes=closes)
    store.update_day(db, day)
    if day.closes is not None:
        revealing.reveal(db, schedule, day.slot, day.closes, now, id)
    return day


def _why(db: sa.Connection, schedule: Schedule, day: Day, posted: datetime, closes: datetime | None) -> str:
    """Nothing, or that nobody misses it."""
    by_plan = known(schedule.plan.zone) and day.at == occurrence(schedule.plan, day.date)
    skips = frozenset[date]() if by_plan else store.skips(db, schedule.group, schedule.id)
    return "" if expected(schedule, day, posted, closes, skips) else Why.EXCUSED


KINDS = (
    Kind(QUESTION, _compose, _sent, _failed, _dropped),
    counting.KIND,
    revealing.KIND,
    *notices.KINDS,
)
PLANNERS = (Planner(plan, store.agenda.next_due, store.agenda.overdue),)


def send_held(occasion: Occasion, schedule: Schedule) -> bool:
    """What was held back by trouble that is over: sent now, unless it is too late for that. Whether a question was."""
    db, now = occasion.db, occasion.now
    sent = False
    for day in store.latest_days(db, schedule.group, schedule.id, 3):
        if day.why == Why.TROUBLE and now <= day.at + schedule.grace:
            sent = _send_held(occasion, schedule, day) or sent
        if day.closes is not None and day.closes <= now:
            revealing.send_held(db, schedule, day, now, occasion.new_id())
    return sent


def _send_held(occasion: Occasion, schedule: Schedule, day: Day) -> bool:
    db, key = occasion.db, key_of(schedule.id, day.slot)
    held, question = ledger.find(db, day.group, key), occasion.bank.find(day.question)
    if held is None or held.state is not State.HELD:
        return False
    if lane(held.to) == lane(schedule.to):
        store.update_day(db, replace(day, fate=Fate.DUE, why=""))
        return ledger.hasten(db, day.group, key, occasion.now)
    ledger.withdraw(db, day.group, key, "moved", occasion.now)
    post(occasion, schedule, store.free_slot(db, schedule.group, schedule.id, day.date), day.at, question)
    return True
