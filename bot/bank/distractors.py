"""Which other questions of the bank may stand beside one as wrong answers: near enough that one has to think, and
clearly wrong. Pure.

Two questions are kept apart by the words that tell them apart. A word that half their topic uses does not: "leave" says
little among questions on leave, and that both have it makes a wrong answer tempting. Any other word they share could
be what somebody rightly points to, so one such word is enough to keep the two apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from random import Random
from typing import Literal

from bot.bank.bank import Bank, Question
from bot.bank.families import FAMILY, stems
from bot.bank.model import AskQuestion

Shown = Literal["reveals", "ask"]
"""Which line of the questions the options are."""

NEAREST = 14
"""From so many, the nearest of those that are clearly wrong, the distractors are drawn."""

LOOKED_AT = 400
"""From so many questions of other topics, at most, the nearest are found."""

MOST_ALIKE = 0.12
"""The likeness of everything written about two questions, from which one might tell what the other does."""

MOST_TOLD = 0.34
"""The share of what one question reveals, rare words counting more, that may be spoken of beside the other."""

COMMON_SHARE = 0.3
"""A word that so large a part of a topic's questions use tells none of them apart."""

COMMON_TOPICS = 5
"""Nor does a word that questions of so many topics use, such as "happen", unless it belongs to a family."""

SAME_TOPIC, SAME_STAGE = 0.12, 0.03
"""What these count beside the likeness of the texts, when it comes to who is near."""

Vector = Mapping[str, float]
"""Stems, each with its weight: the number of times it stands in the text, rare ones counting more."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A question as stems: of what it `reveals`; of the line that is `asked`; and of all that is written about it, a
    vector of length 1. `common` are those that its topic has in common; `alike` the ids, below the pack's, of questions
    that its author holds to tell nearly the same."""

    question: Question
    text: AskQuestion
    reveals: frozenset[str]
    asked: frozenset[str]
    about: Vector
    common: frozenset[str]
    alike: frozenset[str]

    def line(self, shown: Shown) -> str:
        return self.text.reveals if shown == "reveals" else self.text.ask

    def words(self, shown: Shown) -> frozenset[str]:
        return self.reveals if shown == "reveals" else self.asked


@lru_cache(maxsize=8)
def profiles(bank: Bank, pack: str) -> Mapping[str, Profile]:
    """Of the questions to ask an interviewer in a pack, by their ids."""
    found = bank.pack(pack)
    return profiles_of(found.questions, found.about.alike) if found else {}


def prepare(bank: Bank) -> None:
    """Read the packs now, so that nobody who starts a game waits for it."""
    for pack in bank.packs:
        profiles(bank, pack.id)


def distractors(
    bank: Bank, question: Question, shown: Shown, count: int, rng: Random, *, apart_from: Collection[str] = ()
) -> list[Question] | None:
    """So many other questions whose `shown` line is a wrong answer beside that of this one; None where there are not
    so many. `apart_from` are ids of others that may not be among them."""
    own = profiles(bank, question.pack).get(question.id)
    if own is None:
        return None
    near = [other for other in _near(bank, question.pack, question.id) if other.question.id not in apart_from]
    return _drawn(own, near, shown, count, rng)


@lru_cache(maxsize=1_000)
def _near(bank: Bank, pack: str, id: str) -> tuple[Profile, ...]:
    """Those that are clearly wrong beside this one, the nearest first. A pack may be of any size, so of the other
    topics only so many are looked at."""
    known = profiles(bank, pack)
    own = known[id]
    same = [other for other in known.values() if other.question.topic == own.question.topic]
    others = [other for other in known.values() if other.question.topic != own.question.topic]
    wrong = [other for other in (*same, *others[:: len(others) // LOOKED_AT + 1]) if clearly_wrong(own, other)]
    return tuple(sorted(wrong, key=lambda other: (-nearness(own, other), other.question.id)))


def clearly_wrong(own: Profile, other: Profile) -> bool:
    """Whether neither of the two questions would tell what the other one does."""
    return told_apart(own, other) and _cosine(own.about, other.about, own.common & other.common) <= MOST_ALIKE


def told_apart(own: Profile, other: Profile) -> bool:
    """Whether what each of the two reveals is nothing that is spoken of beside the other."""
    if own.question.id == other.question.id or other.text.id in own.alike:
        return False
    common = own.common & other.common
    for one, two in ((own, other), (other, own)):
        if (one.reveals - common) & (two.reveals | two.asked):
            return False
        if _told(one.reveals - common, two.about, one.about) > MOST_TOLD:
            return False
    return True


def nearness(own: Profile, other: Profile) -> float:
    same_topic = own.question.topic == other.question.topic
    same_stage = bool({*own.text.stages} & {*other.text.stages})
    return _cosine(own.about, other.about) + SAME_TOPIC * same_topic + SAME_STAGE * same_stage


def _drawn(own: Profile, near: Sequence[Profile], shown: Shown, count: int, rng: Random) -> list[Question] | None:
    """By chance, but so that neither length nor words give the right line away: it is the longest, the shortest or in
    between equally often, and where it shares words with the prompt, so does another line: else one only had to match
    words. None where no other can."""
    prompt = own.words("ask" if shown == "reveals" else "reveals")
    echoed = own.words(shown) & prompt
    tempting = [each for each in near if each.words(shown) & prompt] if echoed else near
    if len(near) < count or not tempting:
        return None
    size, longer = len(own.line(shown)), rng.randint(0, count)
    sized = [each for each in tempting if _fits(each.line(shown), size, longer, count)]
    first = rng.choice((sized or tempting)[: NEAREST // 2])
    chosen = [first]
    longer -= len(first.line(shown)) > size
    nearest = [each for each in near[: max(NEAREST, count)] if each is not first]
    for each in rng.sample(nearest, len(nearest)):
        if len(chosen) < count and _fits(each.line(shown), size, longer, count - len(chosen)):
            chosen.append(each)
            longer -= len(each.line(shown)) > size
    rest = [each for each in nearest if each not in chosen]
    return [each.question for each in (*chosen, *rest)[:count]]


def _fits(line: str, size: int, longer: int, left: int) -> bool:
    """Whether the line may be among those that are `left` to choose, of which so many are to be longer than `size`."""
    return longer > 0 if len(line) > size else longer < left


def profiles_of(questions: Iterable[Question], alike: Sequence[Sequence[str]] = ()) -> dict[str, Profile]:
    """Of the questions to ask an interviewer among these, by their ids: compared with each other, as a pack is."""
    asks = [(question, question.text) for question in questions if isinstance(question.text, AskQuestion)]
    about = {question.id: Counter(stems(*_everything(text))) for question, text in asks}
    spread = Counter(stem for found in about.values() for stem in found)
    common = _common(asks)
    made = {}
    for question, text in asks:
        weights = {stem: n * log(1 + len(asks) / spread[stem]) for stem, n in about[question.id].items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        made[question.id] = Profile(
            question,
            text,
            frozenset(stems(text.reveals)),
            frozenset(stems(text.ask)),
            {stem: weight / length for stem, weight in weights.items()},
            common[question.topic],
            frozenset(id for group in alike if text.id in group for id in group),
        )
    return made


def _common(asks: Iterable[tuple[Question, AskQuestion]]) -> dict[str, frozenset[str]]:
    """By topic, the words that tell its questions not apart."""
    topics: dict[str, Counter[str]] = {}
    sizes: Counter[str] = Counter()
    for question, text in asks:
        topics.setdefault(question.topic, Counter()).update({*stems(text.ask, text.reveals)})
        sizes[question.topic] += 1
    spread = Counter(stem for found in topics.values() for stem in found)
    everywhere = {stem for stem, count in spread.items() if count >= COMMON_TOPICS} - {*FAMILY.values()}
    return {
        topic: frozenset(everywhere | {s for s, n in found.items() if n >= max(3, COMMON_SHARE * sizes[topic])})
        for topic, found in topics.items()
    }


def _everything(text: AskQuestion) -> Iterable[str]:
    told = (text.ask, text.reveals, text.why, text.benefit, text.use_it)
    return (*told, *text.listen_for, *text.warning_signs, *text.follow_ups)


def _told(named: Collection[str], about: Vector, own: Vector) -> float:
    """The share of these stems, by their weight in the question's `own` text, that another text speaks of."""
    whole = sum(own.get(stem, 0.0) for stem in named)
    return sum(own.get(stem, 0.0) for stem in named if stem in about) / whole if whole else 0.0


def _cosine(one: Vector, other: Vector, apart_from: Collection[str] = ()) -> float:
    shared = [stem for stem in one if stem in other and stem not in apart_from]
    return sum(one[stem] * other[stem] for stem in shared)
