"""What a turn is played with: the question to answer, or the questions to ask and whom the interviewer plays. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from bot.bank import sources
from bot.bank.bank import Bank, Question
from bot.bank.model import Level
from bot.bank.picking import spread
from bot.practice.model import Dealt, Practice, Way
from bot.preferences.model import fitting

TO_ASK = 4
"""How many questions the candidate of a reverse interview is given."""


def candidates(bank: Bank, source: str, way: Way) -> list[Question]:
    """The questions of the source that can be played this way."""
    return sources.candidates(bank, source, "ask" if way is Way.REVERSE else "open")


@dataclass(frozen=True, slots=True)
class Asker:
    """What is known of the candidate: the ids of their own questions, oldest first, and the level they told."""

    saved: Sequence[str] = ()
    level: str = Level.ANY


def deal(practice: Practice, bank: Bank, way: Way, candidate: Asker, rng: Random) -> Dealt:
    """For the next turn: nothing that this practice has had, as long as there is anything else.

    Where no topic was named it is for everybody or for the candidate's level. Their own questions come first in a
    reverse interview.
    """
    had = {question for turn in practice.turns for question in turn.questions}
    found = candidates(bank, practice.source, way) or candidates(bank, "", way)
    if not practice.source:
        found = fitting(found, candidate.level) or found
    if way is Way.INTERVIEW:
        fresh = [question for question in found if question.id not in had] or found
        return Dealt((rng.choice(fresh).id,) if fresh else ())
    roles = {turn.role for turn in practice.turns}
    own = [id for id in candidate.saved if (question := bank.find(id)) is not None and question.kind == "ask"]
    return Dealt(_to_ask(found, own, had, rng), _role(bank, roles, rng))


def _to_ask(found: Sequence[Question], own: Sequence[str], had: Collection[str], rng: Random) -> tuple[str, ...]:
    fresh = [id for id in own if id not in had] or own
    mine = fresh[-TO_ASK:]  # the latest are for the interview ahead
    others = [question for question in found if question.id not in mine]
    return (*mine, *(question.id for question in spread(others, had, TO_ASK - len(mine), rng)))


def _role(bank: Bank, had: Collection[str], rng: Random) -> str:
    fresh = [id for id in bank.roles if id not in had] or list(bank.roles)
    return rng.choice(fresh) if fresh else ""
