"""What became of every message, by what stands on the platforms and not by what askq believes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Self

import sqlalchemy as sa

from bot.daily import store
from bot.daily.model import Fate
from bot.daily.notices import NOTICE
from bot.daily.planning import QUESTION
from bot.daily.revealing import REVEAL
from bot.delivery import store as ledger
from bot.delivery.model import State
from tests.soak.lane import Lane

PLATFORMS = ("slack", "discord")

TOLD_AS = {QUESTION: "unknown", REVEAL: "not out"}
"""What a notice is about that tells of one that is in doubt."""


@dataclass
class Tally:
    """Of one platform. `left`: given up in doubt, because nobody could look; `missing`: those of them that are not
    there; `told`: those of them of which the organiser has a message."""

    questions: int = 0
    reveals: int = 0
    lost: int = 0
    doubled: int = 0
    strays: int = 0
    left: int = 0
    missing: int = 0
    told: int = 0
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
    tallies = {name: Tally() for name in PLATFORMS}
    for name, there in (("slack", _on_slack(lane)), ("discord", _on_discord(lane))):
        tally = tallies[name]
        tally.strays = sum(number for id, number in there.items() if id not in rows)
        about: dict[tuple[str, str, str], list[str]] = {}
        for row in rows.values():
            if row.group.startswith(name) and row.kind in (QUESTION, REVEAL):
                about.setdefault((row.group, row.intent["schedule"], row.kind), []).append(row.id)
        arrived = [row.intent for row in rows.values() if row.kind == NOTICE and there[row.id]]
        notices = {(intent["what"], intent["schedule"]) for intent in arrived}
        for (group, schedule), kind in _planned(lane, name):
            ids = about.get((group, schedule, kind), [])
            number = sum(there[id] for id in ids)
            in_doubt = [id for id in ids if rows[id].state == State.DEAD]
            tally.questions += kind == QUESTION
            tally.reveals += kind == REVEAL
            tally.doubled += max(number - 1, 0)
            tally.left += bool(in_doubt)
            tally.missing += bool(in_doubt) and number == 0
            tally.told += bool(in_doubt) and (TOLD_AS[kind], schedule) in notices
            tally.lost += number == 0 and not in_doubt
            expected = {Fate.UNKNOWN.value} if in_doubt and kind == QUESTION else {Fate.POSTED.value}
            day = days.get((group, schedule))
            if kind == QUESTION and (day is None or day.fate not in expected):
                tally.wrong.append(f"{group} {schedule}: {day.fate if day else 'no day'}")
            open_ones = [id for id in ids if rows[id].state not in (State.SENT, State.DEAD)]
            tally.wrong += [f"{rows[id].key} is {rows[id].state}: {rows[id].reason}" for id in open_ones]
    return tallies


def _planned(lane: Lane, platform: str) -> list[tuple[tuple[str, str], str]]:
    questions = [(each, QUESTION) for each in lane.questions.planned]
    reveals = [(each, REVEAL) for each in sorted(lane.questions.brought_out)]
    return [each for each in (*questions, *reveals) if each[0][0].startswith(platform)]


def _on_slack(lane: Lane) -> Counter[str]:
    messages = lane.slack.world.messages.values()
    return Counter(message.metadata["event_payload"]["id"] for message in messages if message.metadata)


def _on_discord(lane: Lane) -> Counter[str]:
    return Counter(lane.nonces.values())
