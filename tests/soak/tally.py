"""What became of every message, by what stands on the platforms and not by what askq believes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import sqlalchemy as sa

from bot.daily import store
from bot.daily.model import Fate
from bot.daily.notices import NOTICE
from bot.daily.planning import QUESTION
from bot.daily.revealing import REVEAL
from bot.delivery import store as ledger
from bot.delivery.model import LEFT, State
from tests.soak.lane import Lane
from tests.soak.questions import people_in
from tests.support import parts

PLATFORMS = ("slack", "discord")

TOLD_AS = {QUESTION: "unknown", REVEAL: "not out"}
"""What a notice is about that tells of one that is in doubt."""

OUT = "The answers are out"

Key = tuple[str, str, int]
"""What was to be sent: the kind, the schedule, and the page, of which only answers have a second one."""

ById = Mapping[str, Mapping[int, Sequence[parts.There]]]
"""What stands there of each delivery, part by part."""


@dataclass
class Tally:
    """Of one platform; of what was to be sent each page on its own.

    `in_parts`: pages that took several messages, all of which are there. `edited`: posts that said in the end what
    they should, and `stale` those that did not. `left`: given up in doubt, because nobody could look; `missing`: those
    of them that are not there, or not all of them; `told`: those of them of which the organiser has a message;
    `told_twice`: messages that tell the organiser what another one has told.
    """

    questions: int = 0
    reveals: int = 0
    in_parts: int = 0
    edited: int = 0
    stale: int = 0
    lost: int = 0
    doubled: int = 0
    strays: int = 0
    left: int = 0
    missing: int = 0
    told: int = 0
    told_twice: int = 0
    wrong: list[str] = field(default_factory=list)

    def __iadd__(self, other: Tally) -> Self:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


def count(lane: Lane) -> dict[str, Tally]:
    """To be called when nothing is left to do."""
    with lane.database.read() as db:
        rows = {row.id: row for row in db.execute(sa.select(ledger.deliveries))}
        days = {(row.group, row.schedule): row for row in db.execute(sa.select(store.days))}
    platforms = {
        "slack": parts.in_slack(lane.slack.world),
        "discord": parts.in_discord(lane.discord.world, lane.nonces),
    }
    tallies = {}
    for name, there in platforms.items():
        group = next(each.key for each in lane.questions.groups if each.key.startswith(name))
        ours = {id: row for id, row in rows.items() if row.group == group}
        answered = {id: number for (of, id), number in lane.questions.answered.items() if of == group}
        planned = [id for of, id in lane.questions.planned if of == group]
        brought_out = sorted(id for of, id in lane.questions.brought_out if of == group)
        of_days = {id: day for (of, id), day in days.items() if of == group}
        tallies[name] = tally(ours, of_days, there, planned, brought_out, answered)
    return tallies


def tally(
    rows: Mapping[str, Any],
    days: Mapping[str, Any],
    there: parts.Standing,
    planned: Sequence[str],
    brought_out: Sequence[str],
    answered: Mapping[str, int],
) -> Tally:
    """For one group: the rows of its ledger by their ids, its schedules' days, and what stands on its platform. Each
    of the `planned` schedules should have its question, each that was `brought_out` its answers, and `answered` says
    how many there are."""
    found = Tally(questions=len(planned), reveals=len(brought_out))
    by_id = _by_id(there)
    found.strays = sum(sum(map(len, by_id[id].values())) for id in by_id if id not in rows)
    notices = [id for id, row in rows.items() if row.kind == NOTICE]
    found.told_twice = sum(_extra(by_id, [id]) for id in notices)
    arrived = [rows[id].intent for id in notices if id in by_id]
    told = {(each["what"], each["schedule"], int(each.get("page", 0))) for each in arrived}
    about: dict[Key, list[str]] = {}
    for id, row in rows.items():
        if row.kind in TOLD_AS:
            about.setdefault((row.kind, row.intent["schedule"], int(row.intent.get("page", 0))), []).append(id)
        over = row.state in (State.SENT, State.DROPPED) or (row.state == State.DEAD and row.reason == LEFT)
        found.wrong += [] if over else [f"{row.key} is {row.state}: {row.reason}"]
    for kind, schedule, page in _expected(planned, brought_out):
        ids = about.pop((kind, schedule, page), [])
        in_doubt = any(rows[id].state == State.DEAD for id in ids)
        marks = [parts.mark(schedule, number) for number in range(answered.get(schedule, 0) if page else 0)]
        whole = _whole(by_id, ids, marks)
        found.doubled += _extra(by_id, ids)
        found.left += in_doubt
        found.missing += in_doubt and not whole
        found.told += in_doubt and (TOLD_AS[kind], schedule, page) in told
        found.lost += not in_doubt and not whole
        found.in_parts += whole and any(len(by_id[id]) > 1 for id in ids if id in by_id)
        if kind == QUESTION:
            day, fate = days.get(schedule), Fate.UNKNOWN if in_doubt else Fate.POSTED
            if day is None or day.fate != fate.value:
                found.wrong.append(f"{schedule}: {day.fate if day else 'no day'}")
            elif fate is Fate.POSTED:
                right = _says_all(by_id, ids, day.message, answered.get(schedule, 0))
                found.edited += right
                found.stale += not right
    found.wrong += [f"nobody asked for {kind} of {schedule}, page {page}" for kind, schedule, page in about]
    return found


def _expected(planned: Sequence[str], brought_out: Sequence[str]) -> list[Key]:
    pages = [(REVEAL, id, page) for id in brought_out for page in ((0, 1) if people_in(id) else (0,))]
    return [*((QUESTION, id, 0) for id in planned), *pages]


def _by_id(there: parts.Standing) -> ById:
    found: dict[str, dict[int, list[parts.There]]] = {}
    for (id, part), standing in there.items():
        found.setdefault(id, {})[part] = standing
    return found


def _extra(there: ById, ids: Sequence[str]) -> int:
    """How many messages say what another one says."""
    each = Counter(part for id in ids for part, standing in there.get(id, {}).items() for _ in standing)
    return sum(number - 1 for number in each.values())


def _whole(there: ById, ids: Sequence[str], marks: Sequence[str]) -> bool:
    """Whether every part is there, with all that has these marks."""
    return any(_all_of(there.get(id, {}), marks) for id in ids)


def _all_of(standing: Mapping[int, Sequence[parts.There]], marks: Sequence[str]) -> bool:
    said = "".join(each[0].said for each in standing.values())
    return bool(standing) and set(standing) == set(range(len(standing))) and all(mark in said for mark in marks)


def _says_all(there: ById, ids: Sequence[str], message: str, answers: int) -> bool:
    """Whether the post says how many have answered, and that the answers are out."""
    posts = [each.said for id in ids for each in there.get(id, {}).get(0, ()) if each.id == message]
    count = ("one answer" if answers == 1 else f"{answers} answers") if answers else ""
    return any(OUT in said and count in said for said in posts)
