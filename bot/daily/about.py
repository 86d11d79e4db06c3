"""What a delivery of the question of the day is about, and whose channel it is that takes nothing any more."""

from __future__ import annotations

import sqlalchemy as sa

from bot.bank.bank import Question
from bot.chat.keys import Person, Place
from bot.daily import store
from bot.daily.model import Day, Fate, Problem, Running, Schedule, question_of
from bot.daily.planning import choice_for, key_of, stop
from bot.delivery import store as ledger
from bot.delivery.kinds import Occasion
from bot.delivery.model import Delivery, Failure, Trouble, lane


def where(db: sa.Connection, schedule: Schedule, slot: str) -> Place | Person:
    """Where the question of this slot went: the schedule may have another channel by now."""
    question = ledger.find(db, schedule.group, key_of(schedule.id, slot))
    return question.to if question else schedule.to


def behind(occasion: Occasion, delivery: Delivery) -> tuple[Schedule, Day] | None:
    """The schedule and the day behind a delivery, if they are still there."""
    intent = delivery.intent
    schedule = store.load(occasion.db, delivery.group, intent["schedule"])
    day = store.day_of(occasion.db, delivery.group, intent["schedule"], intent["slot"])
    return (schedule, day) if schedule and day else None


def about(occasion: Occasion, delivery: Delivery) -> tuple[Schedule, Day, Question] | None:
    """What a delivery is about, if it is all still there."""
    found = behind(occasion, delivery)
    if found is None:
        return None
    schedule, day = found
    question = question_of(day, occasion.bank)
    if question is None and day.fate is Fate.DUE:  # taken out of the bank since it was drawn: another one, then
        chosen = choice_for(occasion.db, occasion.bank, schedule, day.slot)
        question = chosen.question if chosen else None
    return (schedule, day, question) if question else None


def channel_lost(
    occasion: Occasion, schedule: Schedule, delivery: Delivery, failure: Failure, *, in_thread: bool = False
) -> bool:
    """The channel takes nothing any more, or nothing in a thread. Stops the schedule, if that is still where it posts
    to, and the others that run there, so that all of them are told of at once.

    False where organisers do not hear of the channel by that: it posts elsewhere by now, or had run out of questions.
    """
    if lane(delivery.to) != lane(schedule.to):
        return False
    problem = Problem.GONE if failure.trouble is Trouble.GONE else Problem.FORBIDDEN
    for each in store.of_group(occasion.db, schedule.group):
        runs_there = each.running is Running.ON and lane(each.to) == lane(schedule.to)
        concerned = each.threaded or not in_thread or problem is Problem.GONE
        if (each.id == schedule.id and each.running is not Running.STOPPED) or (runs_there and concerned):
            stop(occasion, each, problem, failure.fix)
    return schedule.running is not Running.STOPPED or schedule.problem in (Problem.GONE, Problem.FORBIDDEN)
