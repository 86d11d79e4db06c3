"""Which question next. Pure: what was seen, and chance, are arguments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from bot.bank.bank import Question


@dataclass(frozen=True, slots=True)
class Pick:
    """`again`: everything had been seen, so this starts the candidates over."""

    question: Question
    again: bool


def pick(candidates: Sequence[Question], seen: Collection[str], last: str | None, rng: Random) -> Pick | None:
    """One of the candidates that was not seen; when all were, any but the last one. None without candidates."""
    if not candidates:
        return None
    fresh = [question for question in candidates if question.id not in seen]
    if fresh:
        return Pick(rng.choice(fresh), again=False)
    return Pick(rng.choice([q for q in candidates if q.id != last] or list(candidates)), again=True)


def spread(candidates: Sequence[Question], seen: Collection[str], count: int, rng: Random) -> list[Question]:
    """`count` questions from as many topics as possible, unseen ones first."""
    shuffled = rng.sample(candidates, len(candidates))
    shuffled.sort(key=lambda question: question.id in seen)
    chosen: list[Question] = []
    while shuffled and len(chosen) < count:
        topics = {question.topic for question in chosen}
        chosen.append(next((q for q in shuffled if q.topic not in topics), shuffled[0]))
        shuffled.remove(chosen[-1])
    return chosen
