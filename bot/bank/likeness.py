"""Which texts of many are nearly the same: by what they say, whatever the order of their words.

Each text is a vector of its telling words' stems, a word counting the more, the fewer texts have it (TF-IDF), and the
likeness of two is the cosine of the angle between them, 0 to 1. Not all pairs are compared. With all words in one
order, the rarest first, the first word that a pair shares has to stand early in both texts: of each, what comes after
its prefix is too short a vector to reach the bound (prefix filtering; Bayardo, Ma and Srikant, "Scaling up all pairs
similarity search", 2007).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt

from rapidfuzz import fuzz

from bot.bank.phrasing import telling

Vector = dict[str, float]

COPIED = 0.85
"""So alike two texts have to be spelt that share one telling word only: that both are about customers says little."""

LEAST_COSINE = 0.45
"""Below it are texts on one subject. Two reasons in one pack of ours reach 0.3."""

LEAST_SPELT = 0.6
"""Texts that are spelt less alike, with their words sorted (RapidFuzz), are worded differently, whatever they say."""


def alike(texts: Sequence[Sequence[str]], least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts, each a sequence of stems, that are at least so alike: the index of the later one, of an earlier
    one, and their likeness. Texts without words are like nothing."""
    vectors = _vectors(texts)
    having: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for index, vector in enumerate(vectors):
        near: set[int] = set()
        prefix = list(_prefix(vector, least))
        for word, weight, rest in prefix:
            # Where this is the first word that both have, they can be no more alike than this.
            near.update([other for other, its, after in having[word] if weight * its + rest * after >= least])
        for other in sorted(near):
            likeness = _cosine(vector, vectors[other])
            if likeness >= least:
                yield index, other, likeness
        for word, weight, rest in prefix:
            having[word].append((index, weight, rest))


def _vectors(texts: Sequence[Sequence[str]]) -> list[Vector]:
    """Of length 1, with the rarest words first; equally rare ones are in the same order everywhere."""
    spread = Counter(word for text in texts for word in set(text))
    made = []
    for text in texts:
        weights = {word: count * log(1 + len(texts) / spread[word]) for word, count in Counter(text).items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        order = sorted(weights, key=lambda word: (spread[word], word))
        made.append({word: weights[word] / length for word in order})
    return made


def _prefix(vector: Vector, least: float) -> Iterator[tuple[str, float, float]]:
    """The first words with their weights and the length of what comes after each, until that is shorter than the bound
    and so cannot reach it with any other vector."""
    remaining = 1.0
    for word, weight in vector.items():
        if remaining < least * least:
            return
        remaining = max(remaining - weight * weight, 0.0)
        yield word, weight, sqrt(remaining)


def _cosine(one: Vector, other: Vector) -> float:
    return sum(one[word] * other[word] for word in one.keys() & other.keys())


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that are nearly the same, the later and the earlier one, by their indices."""

    later: int
    earlier: int
    score: float


def near_duplicates(texts: Sequence[str], least: float) -> Iterator[Pair]:
    """Pairs of texts that say nearly the same in nearly the same words.

    The score is the geometric mean of two likenesses, because either alone is fooled: short questions that share their
    one rare word have the same vector, and long texts share many letters by chance.
    """
    lowered = [text.lower() for text in texts]
    told = [telling(text) for text in texts]
    for later, earlier, likeness in alike(told, max(least * least, LEAST_COSINE)):
        spelt = fuzz.token_sort_ratio(lowered[later], lowered[earlier]) / 100
        score = sqrt(likeness * spelt)
        if score >= least and spelt >= (LEAST_SPELT if len({*told[later]} & {*told[earlier]}) > 1 else COPIED):
            yield Pair(later, earlier, score)
