"""The post as it changes: how many have answered, and that the answers are out."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.daily import answers, post_screens
from bot.daily.about import about, where
from bot.daily.model import Day, Schedule
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind, Occasion
from bot.delivery.model import Delivery
from bot.delivery.sender import Post

COUNT = "daily-count"


def count_answers(db: sa.Connection, schedule: Schedule, day: Day, now: datetime, id: str) -> None:
    """Let the post say how many have answered: at most once in five seconds, however many do. To oneself alone there
    is nothing to count."""
    if not schedule.channel and day.revealed is None:
        return
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
    found = about(occasion, delivery)
    if found is None or not found[1].message:
        return None
    schedule, day, question = found
    number = answers.count(occasion.db, day)
    view = post_screens.question(occasion.words, occasion.bank, schedule, day, question, number)
    return Post(delivery.id, delivery.to, view, ping=day.ping, edits=day.message)


KIND = Kind(COUNT, _compose)
