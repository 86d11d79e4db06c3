"""Which questions a game has, and in which way each is played. Pure: chance is an argument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from random import Random

from bot.bank.bank import Bank, Question
from bot.chat.words import Words
from bot.rounds.ways import Way, played, ways


def draw(
    _: Words,
    bank: Bank,
    questions: Sequence[Question],
    count: int,
    rng: Random,
    *,
    not_ids: Collection[str] = (),
) -> list[Question]:
    """So many different questions as they are played, fewer where there are not so many; none of `not_ids`.

    The ways are mixed, topics are spread, and two of one topic stand apart as far as that goes.
    """
    left = [question for question in rng.sample(questions, len(questions)) if question.id not in not_ids]
    used: Counter[Way] = Counter()
    topics: Counter[str] = Counter()
    drawn: list[tuple[Question, Way, Question]] = []
    while left and len(drawn) < count:
        question = min(left, key=lambda each: topics[each.topic])
        left.remove(question)
        for way in sorted(rng.sample(ways(question), len(ways(question))), key=lambda each: used[each]):
            made = played(_, bank, question, way, rng, apart_from=not_ids)
            if made is not None:
                drawn.append((question, way, made))
                used[way] += 1
                topics[question.topic] += 1
                break
    # Now that all are known none need be a wrong answer to another, which would say what it is about.
    taken = {*not_ids, *(question.id for question, _way, _made in drawn)}
    return _apart([played(_, bank, each, way, rng, apart_from=taken) or made for each, way, made in drawn])


def _apart(drawn: Sequence[Question]) -> list[Question]:
    """In an order in which neighbours are of different topics, as long as there are any."""
    left, placed = list(drawn), list[Question]()
    while left:
        many = Counter(question.topic for question in left)
        last = placed[-1].topic if placed else None
        placed.append(max(left, key=lambda each: (each.topic != last, many[each.topic])))
        left.remove(placed[-1])
    return placed
