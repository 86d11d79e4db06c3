"""Which question a day gets: those that organisers put in line, then a shuffle bag. Pure.

The bag gives every question once before any comes again. Nothing is shuffled ahead: what was drawn is remembered,
so that questions that are new in the bank simply are among those left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from bot.bank.bank import Bank, Question
from bot.bank.kinds import Kind
from bot.bank.sources import PACK, candidates
from bot.daily.model import Schedule, WhenEmpty

Line = Sequence[tuple[str, date | None]]
"""The questions that were put in line, in its order: each with the day that it is for, if it is for one."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`left` is how many are left in the bag afterwards; `widened` says that it came from beyond the schedule's
    own topics, `again` that every question had been asked."""

    question: Question
    left: int
    widened: bool = False
    again: bool = False


def wider(bank: Bank, source: str, kind: Kind | None) -> list[Question]:
    """The whole packs that the topics are from."""
    packs = {f"{PACK}{question.pack}" for question in candidates(bank, source, None)}
    return candidates(bank, " ".join(sorted(packs)), kind) if packs else []


def unasked(bank: Bank, schedule: Schedule, drawn: Collection[str]) -> int:
    """How many questions there still are before any comes again."""
    own = [each for each in candidates(bank, schedule.source, schedule.kind) if each.id not in drawn]
    if own or schedule.when_empty is not WhenEmpty.WIDEN:
        return len(own)
    return sum(each.id not in drawn for each in wider(bank, schedule.source, schedule.kind))


def line_for(line: Line, day: date) -> list[str]:
    """Those of the line that this day takes its question from: those for this day, then those that are for no day, or
    for one that had none."""
    return [id for id, on in line if on == day] + [id for id, on in line if on is None or on < day]


def placed(line: Line, days: Iterable[date]) -> dict[str, date]:
    """On which of these days, which all have a question, each of the line comes, in that order. Those that find no day
    are left out."""
    found: dict[str, date] = {}
    for day in days:
        left = [place for place in line if place[0] not in found]
        if not left:
            break
        found |= dict.fromkeys(line_for(left, day)[:1], day)
    return found


def choose(
    bank: Bank, schedule: Schedule, slot: str, drawn: Mapping[str, datetime], queued: Sequence[str]
) -> Chosen | None:
    """The question of this slot; the same for the same slot, whoever asks and how often. None where the bag is empty
    and the schedule stops then, or where there is no question at all.

    `drawn`: what was asked, and when, last. `queued`: what is to come before anything else, in order.
    """
    own = candidates(bank, schedule.source, schedule.kind)
    fresh = [question for question in own if question.id not in drawn]
    for id in queued:
        question = bank.find(id)
        if question is not None:
            return Chosen(question, sum(each.id != id for each in fresh))
    rng = Random(f"{schedule.id}:{slot}")  # noqa: S311 - a fair draw, not a secret
    if fresh:
        return Chosen(rng.choice(fresh), len(fresh) - 1)
    if schedule.when_empty is WhenEmpty.STOP:
        return None
    if schedule.when_empty is WhenEmpty.WIDEN:
        beyond = wider(bank, schedule.source, schedule.kind)
        unseen = [question for question in beyond if question.id not in drawn]
        if unseen:
            return Chosen(rng.choice(unseen), len(unseen) - 1, widened=True)
        own = beyond
    oldest = min(own, key=lambda question: (drawn[question.id], question.id), default=None)
    return None if oldest is None else Chosen(oldest, 0, again=True)


def days_left(left: int, days_a_week: int) -> int:
    """For how many days, about, so many questions last."""
    return left * 7 // days_a_week
