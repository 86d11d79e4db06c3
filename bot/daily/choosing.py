"""Which question a day gets: those that organisers put in line, then a shuffle bag. Pure.

The bag gives every question once before any comes again. Nothing is shuffled ahead: what was drawn is remembered,
so that questions that are new in the bank simply are among those left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.bank.bank import Bank, Question
from bot.bank.kinds import Kind
from bot.bank.sources import PACK, candidates
from bot.daily.model import Schedule, WhenEmpty


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
