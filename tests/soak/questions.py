"""Questions that are due all the time: schedules for the real planner, members who answer, and organisers who bring
the answers out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random

import sqlalchemy as sa

from bot.ambient import new_id, utc_now
from bot.calendar.plan import WEEK, Plan, local_date
from bot.chat.keys import Person
from bot.daily import revealing, store
from bot.daily.model import Fate, Schedule
from bot.daily.planning import QUESTION
from bot.delivery import store as ledger
from bot.delivery.model import OPEN, State
from bot.storage.engine import Database
from tests.support import parts

GRACE = timedelta(hours=6)

ANSWERED = 3
"""Every so many questions one is answered,"""
LONG = 6
"""and of every so many the answers take several messages."""

_d, _s, _days = ledger.deliveries.c, store.schedules.c, store.days.c
_FOR = _d.group == sa.bindparam("of")
_TO_PLAN = sa.select(sa.func.count()).where(_s.group == sa.bindparam("of"), _s.next_at <= sa.bindparam("now"))
_TO_SEND = sa.select(sa.func.count()).where(_FOR, _d.kind == QUESTION, _d.state == State.WAITING.value)
_LEFT = sa.select(sa.func.count()).where(_FOR, _d.state.in_([state.value for state in OPEN]))
_POSTED = sa.select(_days.schedule, _days.slot).where(
    _days.group == sa.bindparam("of"), _days.fate == Fate.POSTED.value, _days.revealed.is_(None)
)


@dataclass(frozen=True)
class Group:
    """Where questions go: the channels of one workspace or server."""

    key: str
    owner: Person
    channels: tuple[str, ...]


class Questions:
    """Each question has a schedule of its own, which posts once today and never again while this runs.

    What is answered is brought out a little later than the others, so that its post changes twice.
    """

    def __init__(self, database: Database, rng: Random, groups: list[Group]) -> None:
        self.groups = groups
        self.planned: dict[tuple[str, str], datetime] = {}
        """When each is due, by group and schedule."""
        self.answered: dict[tuple[str, str], int] = {}
        """How many answers there are, by group and schedule."""
        self.brought_out: set[tuple[str, str]] = set()
        self._database = database
        self._rng = rng
        self._numbers = count(1)

    def keep_coming(self, load: int) -> int:
        """See to it that in each group so many questions are due; answer what was posted, or bring the answers out.
        For how many there was something to do."""
        now = utc_now()
        new: list[tuple[str, str]] = []
        with self._database.write() as db:
            for group in self.groups:
                given = {"of": group.key, "now": now}
                due = (db.scalar(_TO_PLAN, given) or 0) + (db.scalar(_TO_SEND, given) or 0)
                new += [self._plan(db, group, now) for _ in range(load - due)]
        self.planned |= dict.fromkeys(new, now)
        return len(new) + self.bring_out()

    def bring_out(self) -> int:
        """As members answer, and an organiser does by `daily reveal`; for how many questions."""
        with self._database.read() as db:
            posted = [(group.key, *row) for group in self.groups for row in db.execute(_POSTED, {"of": group.key})]
        new = [each for each in posted if each[:2] not in self.brought_out]
        if not new:
            return 0
        to_answer = {(group, id): people_in(id) for group, id, _ in new if (group, id) not in self.answered}
        with self._database.write() as db:
            for group, id, slot in new:
                schedule, day = store.load(db, group, id), store.day_of(db, group, id, slot)
                assert schedule is not None and day is not None
                if people := to_answer.get((group, id)):
                    parts.answer(db, schedule, day, people, utc_now(), new_id())
                else:
                    revealing.reveal_now(db, schedule, day, utc_now(), new_id())
        self.answered |= to_answer
        self.brought_out |= {each[:2] for each in new if not to_answer.get(each[:2])}
        return len(new)

    def left(self) -> int:
        """How much there is still to do."""
        with self._database.read() as db:
            given = [{"of": group.key, "now": utc_now()} for group in self.groups]
            return sum((db.scalar(_TO_PLAN, each) or 0) + (db.scalar(_LEFT, each) or 0) for each in given)

    def cut_off(self, since: datetime) -> int:
        """How many messages were on their way in the process that began then, and that has just been killed."""
        begun = sa.select(sa.func.count()).where(_d.state == State.SENDING.value, _d.tried >= since)
        with self._database.read() as db:
            return db.scalar(begun) or 0

    def _plan(self, db: sa.Connection, group: Group, now: datetime) -> tuple[str, str]:
        number = next(self._numbers)
        wall = now.time().replace(second=0, microsecond=0)
        schedule = Schedule(
            group.key,
            f"s{number}",
            number,
            self._rng.choice(group.channels),
            group.owner,
            "en",
            Plan(wall, "UTC", WEEK),
            reveal=None,
            kind="ask" if people_in(f"s{number}") else None,
            threaded=self._rng.random() < 0.5,
            grace=GRACE,
            next_on=local_date(now, "UTC"),
            next_at=now,
        )
        store.save(db, schedule)
        return group.key, schedule.id


def people_in(schedule: str) -> int:
    """How many answer its question. What they say takes a page of its own; of some it takes several messages."""
    number = int(schedule.removeprefix("s"))
    return 0 if number % ANSWERED else 1 if number % LONG else parts.ANSWERS
