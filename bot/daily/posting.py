"""What the question of the day sends: the question, the count of answers below it, and the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import sqlalchemy as sa

from bot.bank.bank import Question
from bot.chat.elements import View
from bot.chat.keys import Person, Place
from bot.daily import answers, notices, post_screens, reveal_screens, store
from bot.daily.model import Day, Fate, Problem, Running, Schedule, Why, closing
from bot.daily.planning import QUESTION, choice_for, key_of, plan, post, stop
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion, Planner
from bot.delivery.model import Delivery, Failure, State, Trouble, lane
from bot.delivery.sender import Post

REVEAL = "daily-reveal"
COUNT = "daily-count"

REVEAL_GRACE = timedelta(days=2)
"""Answers that come out late are still welcome, up to this."""


def where(db: sa.Connection, schedule: Schedule, slot: str) -> Place | Person:
    """Where the question of this slot went: the schedule may have another channel by now."""
    question = ledger.find(db, schedule.group, key_of(schedule.id, slot))
    return question.to if question else schedule.to


def _about(occasion: Occasion, delivery: Delivery) -> tuple[Schedule, Day, Question] | None:
    """What a delivery is about, if it is all still there."""
    intent = delivery.intent
    schedule = store.load(occasion.db, delivery.group, intent["schedule"])
    day = store.day_of(occasion.db, delivery.group, intent["schedule"], intent["slot"])
    if schedule is None or day is None:
        return None
    question = occasion.bank.find(day.question)
    if question is None and day.fate is Fate.DUE:  # taken out of the bank since it was drawn: another one, then
        chosen = choice_for(occasion.db, occasion.bank, schedule, day.slot)
        question = chosen.question if chosen else None
    return (schedule, day, question) if question else None


# The question


def _compose_question(occasion: Occasion, delivery: Delivery) -> Post | None:
    found = _about(occasion, delivery)
    if found is None or found[1].fate not in (Fate.DUE, Fate.UNKNOWN):
        return None
    schedule, day, question = found
    closes = closing(schedule, day.slot, occasion.now)
    view = post_screens.question(occasion.words, occasion.bank, schedule, replace(day, closes=closes), question, 0)
    return Post(delivery.id, delivery.to, view, ping=schedule.ping)


def _question_sent(occasion: Occasion, delivery: Delivery, message: str) -> None:
    found = _about(occasion, delivery)
    if found is None:
        return
    schedule, day, question = found
    now = occasion.now
    if question.id != day.question:
        store.note_drawn(occasion.db, schedule.group, schedule.id, question.id, now)
    closes = closing(schedule, day.slot, now)
    day = replace(day, question=question.id, fate=Fate.POSTED, why="", message=message, posted=now, closes=closes)
    store.update_day(occasion.db, day)
    if answers.count(occasion.db, day):  # somebody was quicker than the platform's answer to us
        count_answers(occasion.db, schedule, day, now, occasion.new_id())
    if closes is not None:
        reveal(occasion.db, schedule, day.slot, closes, now, occasion.new_id())


def _question_failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    found = _about(occasion, delivery)
    if found is None:
        return
    schedule, day, _ = found
    match failure.trouble:
        case Trouble.GONE | Trouble.FORBIDDEN:
            store.update_day(occasion.db, replace(day, fate=Fate.MISSED, why=Why.TROUBLE))
            _stop(occasion, schedule, delivery, failure)
        case Trouble.LATE:
            store.update_day(occasion.db, replace(day, fate=Fate.MISSED, why=Why.AWAY))
            notices.missed(occasion, schedule, day.date, day.date)
        case Trouble.UNKNOWN:
            store.update_day(occasion.db, replace(day, fate=Fate.UNKNOWN))
            notices.unknown(occasion, schedule, day.slot)
        case Trouble.REFUSED:
            store.update_day(occasion.db, replace(day, fate=Fate.MISSED, why=Why.TROUBLE))
            notices.not_taken(occasion, schedule, day.slot, failure.reason)


def _stop(occasion: Occasion, schedule: Schedule, delivery: Delivery, failure: Failure) -> None:
    """The channel takes nothing any more, if it is still the one that the schedule posts to."""
    if lane(delivery.to) == lane(schedule.to) and schedule.running is not Running.STOPPED:
        problem = Problem.GONE if failure.trouble is Trouble.GONE else Problem.FORBIDDEN
        stop(occasion, schedule, problem, failure.fix)


# The count below it


def count_answers(db: sa.Connection, schedule: Schedule, day: Day, now: datetime, id: str) -> None:
    """Let the post say how many have answered: at most once in five seconds, however many do. To oneself alone there
    is nothing to count."""
    if schedule.channel or day.revealed is not None:
        _show_again(db, schedule, day, now, id)


def _show_again(db: sa.Connection, schedule: Schedule, day: Day, now: datetime, id: str) -> None:
    ledger.write_again(
        db,
        id=id,
        group=schedule.group,
        key=f"{COUNT}:{schedule.id}:{day.slot}",
        kind=COUNT,
        home=schedule.home,
        to=where(db, schedule, day.slot),
        now=now,
        intent={"schedule": schedule.id, "slot": day.slot},
        locale=schedule.locale,
    )


def _compose_count(occasion: Occasion, delivery: Delivery) -> Post | None:
    found = _about(occasion, delivery)
    if found is None or not found[1].message:
        return None
    schedule, day, question = found
    number = answers.count(occasion.db, day)
    view = post_screens.question(occasion.words, occasion.bank, schedule, day, question, number)
    return Post(delivery.id, delivery.to, view, edits=day.message)


# The answers


def reveal(db: sa.Connection, schedule: Schedule, slot: str, due: datetime, now: datetime, id: str) -> bool:
    """Have the answers of this slot come out then. False if that was settled before."""
    return _write_reveal(db, schedule, slot, 0, due, now, id, reveal_key(schedule.id, slot))


def reveal_now(db: sa.Connection, schedule: Schedule, day: Day, now: datetime, id: str) -> None:
    """Have them come out at once, whatever was settled before: an earlier try may have failed for good."""
    key = reveal_key(schedule.id, day.slot)
    if reveal(db, schedule, day.slot, now, now, id) or ledger.hasten(db, schedule.group, key, now):
        return
    earlier = ledger.find(db, schedule.group, key)
    if earlier is not None and earlier.state is State.DEAD:
        _write_reveal(db, schedule, day.slot, 0, now, now, id, f"{key}:{id}")


def reveal_key(schedule: str, slot: str, page: int = 0) -> str:
    return f"{REVEAL}:{schedule}:{slot}:{page}"


def _write_reveal(
    db: sa.Connection, schedule: Schedule, slot: str, page: int, due: datetime, now: datetime, id: str, key: str
) -> bool:
    return ledger.write(
        db,
        id=id,
        group=schedule.group,
        key=key,
        kind=REVEAL,
        home=schedule.home,
        to=where(db, schedule, slot),
        due=due,
        now=now,
        intent={"schedule": schedule.id, "slot": slot, "page": str(page)},
        locale=schedule.locale,
        expires=max(due, now) + REVEAL_GRACE,
        turn=schedule.number - 1,
    )


def _pages(occasion: Occasion, schedule: Schedule, day: Day, question: Question) -> list[View]:
    return reveal_screens.reveal(occasion.words, schedule, day, question, answers.of_day(occasion.db, day))


def _compose_reveal(occasion: Occasion, delivery: Delivery) -> Post | None:
    found = _about(occasion, delivery)
    if found is None:
        return None
    schedule, day, question = found
    pages, page = _pages(occasion, schedule, day, question), int(delivery.intent["page"])
    if page >= len(pages) or (page == 0 and day.revealed is not None):
        return None
    to = delivery.to
    if isinstance(to, Place) and schedule.threaded and day.message:
        to = replace(to, thread=day.message)
    return Post(delivery.id, to, pages[page], title=reveal_screens.thread_title(occasion.words, day))


def _reveal_sent(occasion: Occasion, delivery: Delivery, _: str) -> None:
    found = _about(occasion, delivery)
    if found is None:
        return
    schedule, day, question = found
    db, now, page = occasion.db, occasion.now, int(delivery.intent["page"])
    if day.revealed is None:
        day = replace(day, revealed=now)
        store.update_day(db, day)
        count_answers(db, schedule, day, now, occasion.new_id())
    if page + 1 < len(_pages(occasion, schedule, day, question)):
        key = reveal_key(schedule.id, day.slot, page + 1)
        _write_reveal(db, schedule, day.slot, page + 1, now, now, occasion.new_id(), key)


def _reveal_failed(occasion: Occasion, delivery: Delivery, failure: Failure) -> None:
    found = _about(occasion, delivery)
    if found is None:
        return
    if failure.trouble is Trouble.UNKNOWN:  # it may well be there: what follows comes, and it is not said twice
        _reveal_sent(occasion, delivery, "")
    if failure.trouble in (Trouble.GONE, Trouble.FORBIDDEN):
        _stop(occasion, found[0], delivery, failure)


KINDS = (
    Kind(QUESTION, _compose_question, _question_sent, _question_failed),
    Kind(COUNT, _compose_count),
    Kind(REVEAL, _compose_reveal, _reveal_sent, _reveal_failed),
    notices.KIND,
)
PLANNERS = (Planner(plan, store.next_due),)


def send_held(occasion: Occasion, schedule: Schedule) -> bool:
    """What was held back by trouble that is over: sent now, unless it is too late for that. Whether a question was."""
    db, now = occasion.db, occasion.now
    sent = False
    for day in store.latest_days(db, schedule.group, schedule.id, 3):
        if day.why == Why.TROUBLE and now <= day.at + schedule.grace:
            sent = _send_held_question(occasion, schedule, day) or sent
        if day.closes is not None and day.closes <= now:
            _send_held_reveal(db, schedule, day, now)
    return sent


def _send_held_question(occasion: Occasion, schedule: Schedule, day: Day) -> bool:
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


def _send_held_reveal(db: sa.Connection, schedule: Schedule, day: Day, now: datetime) -> None:
    """The first message of the answers that did not go out; those after it follow."""
    for page in count():
        key = reveal_key(schedule.id, day.slot, page)
        if ledger.hasten(db, day.group, key, now) or ledger.find(db, day.group, key) is None:
            return
