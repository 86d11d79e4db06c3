"""Search over the bank: which questions are about these words.

Each word typed is matched against the bank's vocabulary, exactly, by its beginning, or within a typo
(RapidFuzz); a match counts the more, the rarer the word and the weightier the field it stands in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from math import log

import snowballstemmer
from rapidfuzz import fuzz, process

Fields = tuple[tuple[str, float], ...]
"""Texts and how much each counts."""

TYPO = 82.0
"""The least similarity, in percent, at which another word passes as a misspelling. Below it "pay" meets "day"."""

SHORTEST_TYPO = 4
"""Words shorter than this are taken as typed: a letter changed makes another word of them."""

ENOUGH = 0.4
"""The share of what was typed, each word counting by its rarity, that a question has to meet."""

STOP = frozenset(
    """a an and any are as at be been but by can could did do does for from get had has have how i if in is it its
    me my not of on or our s so t that the their them there they this to us was we were what when where which who
    why will with would you your""".split()
)


class Index:
    """An inverted index of small documents, by id."""

    def __init__(self, documents: Mapping[str, Fields]) -> None:
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)
        self._stems: dict[str, str] = {}
        for id, fields in documents.items():
            for text, weight in fields:
                for surface in dict.fromkeys(_surfaces(text)):
                    word = self._stems[surface] = _stem(surface)
                    self._weights[word][id] = self._weights[word].get(id, 0.0) + weight
        self._size = max(len(documents), 1)

    def search(self, text: str, most: int) -> list[str]:
        """Ids of the documents that fit, best first. What fits only the lesser part of the words is left out."""
        scores: dict[str, float] = defaultdict(float)
        covered: dict[str, float] = defaultdict(float)
        wanted = 0.0
        for word in dict.fromkeys(_surfaces(text)):
            best: dict[str, float] = {}
            rarest = 0.0
            for match, likeness in self._alike(word):
                ids = self._weights[match]
                rarity = log(1 + self._size / len(ids))
                rarest = max(rarest, rarity)
                for id, weight in ids.items():
                    best[id] = max(best.get(id, 0.0), weight * rarity * likeness)
            rarest = rarest or log(1 + self._size)
            wanted += rarest
            for id, score in best.items():
                scores[id] += score
                covered[id] += rarest
        fitting = [id for id in scores if covered[id] >= ENOUGH * wanted]
        return sorted(fitting, key=lambda id: (-scores[id], id))[:most]

    def _alike(self, word: str) -> list[tuple[str, float]]:
        """Stems of the vocabulary that this word may stand for, each with how surely (0 to 1)."""
        if _stem(word) in self._weights:
            return [(_stem(word), 1.0)]
        begins = {stem for known, stem in self._stems.items() if len(word) >= 3 and known.startswith(word)}
        if begins or len(word) < SHORTEST_TYPO:
            return [(stem, 0.8) for stem in begins]
        close = process.extract(word, self._stems.keys(), scorer=fuzz.ratio, score_cutoff=TYPO, limit=5)
        return list({self._stems[known]: score / 100 * 0.8 for known, score, _ in reversed(close)}.items())


def _surfaces(text: str) -> list[str]:
    """The words that carry meaning, as they are written."""
    return [word for word in re.findall(r"[^\W_]+", text.lower()) if word not in STOP]


_stemmer = snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """What "promoted", "promote" and "promotion" share."""
    return str(_stemmer.stemWord(word))
