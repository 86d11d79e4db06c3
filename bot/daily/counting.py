"""The post as it changes: how many have answered, and that the answers are out."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.daily import answers, post_screens, store
from bot.daily.about import where
from bot.daily.model import Day, Schedule, question_of
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery
from bot.delivery.sender import Post

COUNT = "daily-count"


def count_answers(db: sa.Connection, schedule: Schedule, day: Day, now: datetime, id: str) -> None:
    """Let the post say how many have answered, and whether the answers are out. To oneself alone there is nothing to
    count."""
    if schedule.channel or day.revealed is not None:
        rewrite(db, schedule, day, now, id)


def rewrite(db: sa.Connection, schedule: Schedule, day: Day, now: datetime, id: str) -> None:
    """Let the post say what is so by now: at most once in five seconds, whatever happens meanwhile."""
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


def _compose(occasion: Occasion, delivery: Delivery) -> Post | None:
    db, intent = occasion.db, delivery.intent
    day = store.day_of(db, delivery.group, intent["schedule"], intent["slot"])
    question = question_of(day, occasion.bank) if day else None
    if day is None or question is None or not day.message:
        return None
    schedule = store.load(db, delivery.group, intent["schedule"])
    if schedule is not None:
        number = answers.count(db, day)
        view = post_screens.question(occasion.words, occasion.bank, schedule, day, question, number)
    elif day.revealed is None:
        view = post_screens.taken_away(occasion.words, occasion.bank, day, question)
    else:
        return None
    return Post(delivery.id, delivery.to, view, ping=day.ping, edits=day.message)


KIND = Kind(COUNT, _compose)
