"""What becomes of practices when nobody does anything: offers and turns end, and what was given is shown."""

from __future__ import annotations

from bot.delivery.kinds import Occasion, Planner
from bot.practice import matching, model, notices, pool, store
from bot.practice.model import Met, Practice, State
from bot.practice.news_screens import News
from bot.storage.engine import in_turn


def plan(occasion: Occasion, home: str, most: int) -> int:
    """Deal with up to so many practices of this home whose moment has come."""
    due = store.agenda.due(occasion.db, home, occasion.now, most)
    for group, id in sorted(due):  # in order, so that nobody waits in a circle
        in_turn(occasion.db, group)
        practice = store.load(occasion.db, group, id)
        if practice is not None and practice.next_at is not None and practice.next_at <= occasion.now:
            _deal_with(occasion, practice)
    return len(due)


def _deal_with(occasion: Occasion, practice: Practice) -> None:
    after = model.overdue(practice, occasion.now)
    store.save(occasion.db, after)
    match after.state:
        case State.EXPIRED:
            notices.tell(occasion, after, after.members[0].person, News.EXPIRED)
        case State.FEEDBACK:
            notices.tell_all(occasion, after, News.FINISHED)
        case State.OVER if any(each.given and not each.empty for each in store.feedback_of(occasion.db, after)):
            notices.tell_all(occasion, after, News.SHOWN)
        case State.READY:
            for member in after.members:
                if member.met is Met.UNKNOWN or after.checks > 1:
                    notices.tell(occasion, after, member.person, News.CHECK)


PLANNERS = (
    Planner(plan, store.agenda.next_due, store.agenda.overdue),
    Planner(matching.plan, pool.agenda.next_due, pool.agenda.overdue),
)
