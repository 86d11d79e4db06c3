"""From the clock to the course: rounds that close, what comes after them, quizzes that nobody goes on with."""

from __future__ import annotations

from bot.delivery.kinds import Occasion, Planner
from bot.quiz import store
from bot.quiz.course import tend
from bot.storage.engine import in_turn


def plan(occasion: Occasion, home: str, most: int) -> int:
    """Deal with up to so many quizzes of this home that have something to do."""
    due = store.due(occasion.db, home, occasion.now, occasion.since, most)
    for group in sorted({group for group, _id in due}):
        in_turn(occasion.db, group)  # before any row is changed, and in order: so that nobody waits in a circle
    for group, id in due:
        quiz = store.load(occasion.db, group, id)
        if quiz is not None:
            tend(occasion, quiz, occasion.since)
    return len(due)


PLANNERS = (Planner(plan, store.next_due, store.agenda.overdue, puts_off=False),)
"""A question closes when its time is up, however much there is to send."""
