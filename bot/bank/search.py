"""Search: which questions are about these words, best first. Also while the words are still being typed.

The index, the stems and the ranking (BM25) are tantivy's. Ours is what the words that were typed may stand for:
themselves, a beginning, a misspelling (RapidFuzz), two words written as one; how much each field counts; and how much
of what was typed has to be met before it is worth showing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import Document as Row
from tantivy import Index, Occur, Query, SchemaBuilder, Searcher

from bot.bank.analysis import STOP, analyzer, encodable
from bot.bank.searchable import NEIGHBOURS, TELLING, WEIGHTS, Document, characters

OTHER_FIELDS = 0.3
"""How much a word in a second field adds, beside the field where it counts most."""

ENOUGH, ENOUGH_OF_TWO = 0.4, 0.54
"""The share of what was typed, each word counting by its rarity, that has to be met. Of two words one alone is no more
than chance, unless it says much more than the other."""

UNKNOWN = 0.5
"""How much an unknown word counts beside the rarest known one: half, as many are names of firms or tools."""

BEGUN, MISSPELT = 0.8, 0.8
"""How much a word counts that only begins as typed, or that is spelt nearly so, before its typos are taken off."""

LEAST_BEGUN, LEAST_MISSPELT, TWO_TYPOS, LEAST_SPLIT = 3, 4, 8, 6
"""From how many letters on a word may be a beginning, misspelt, misspelt twice, two words. A letter changed in a
shorter one makes another word of it."""

MOST_BEGUN, MOST_MISSPELT, MOST_WORDS = 10, 5, 40
"""How many words of the vocabulary one may stand for, and how many of a text are looked at."""

LOOKED_AT = 100
"""How many of the best are looked at more closely."""

Alternatives = dict[str, float]
"""Stems that one typed word may stand for, each with how surely (0 to 1)."""


class Finder:
    """An index of documents in memory, by id. Immutable: threads may search at once."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._ids = tuple(documents)
        self._words = analyzer(stop=True, stem=False)
        builder = SchemaBuilder()
        for name in WEIGHTS:
            kept = "position" if name in NEIGHBOURS else "freq"
            builder.add_text_field(name, tokenizer_name="stems", index_option=kept)
        builder.add_text_field("words", tokenizer_name="words", index_option="basic")  # as they are spelt
        builder.add_unsigned_field("number", indexed=True, fast=True)
        self._schema = builder.build()
        self._searcher = self._filled(documents)
        self._vocabulary = dict(self._searcher.terms_with_prefix("words", ""))
        self._spellings = list(self._vocabulary)

    def _filled(self, documents: Mapping[str, Document]) -> Searcher:
        index = Index(self._schema)
        index.register_tokenizer("words", self._words)
        index.register_tokenizer("stems", analyzer(stop=True, stem=True))
        # One thread and room for all make one segment: equal scores then stay in the order of the documents.
        room = min(max(15_000_000, 8 * characters(documents.values())), 4_000_000_000)
        writer = index.writer(room, num_threads=1)
        for number, document in enumerate(documents.values()):
            writer.add_document(Row.from_dict(_row(number, document), self._schema))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index.searcher()

    def search(self, text: str, most: int) -> list[str]:
        """Ids of the documents that fit, best first. What fits only the lesser part of the words is left out."""
        return self._best(self._asked(text), most)

    def complete(self, text: str, most: int) -> list[str]:
        """As `search`, for a text that is still being typed: its last word may be the beginning of any."""
        if not text[-1:].isalnum():
            return self.search(text, most)
        every = _plain.analyze(encodable(text))
        if not every:
            return []
        asked, last = self._asked(" ".join(every[:-1])), every[-1]
        if last not in STOP or not asked:
            asked.append(self._begun(last) or self._meant(last))
        return self._best(asked, most)

    def _asked(self, text: str) -> list[Alternatives]:
        """What each word of the text stands for. Of what is unknown and too short to be mended no account is taken."""
        meant = ((word, self._meant(word)) for word in self._typed(text))
        return [alternatives for word, alternatives in meant if alternatives or len(word) >= LEAST_MISSPELT]

    def _typed(self, text: str) -> list[str]:
        """The words that say something, each once; two that are known apart and were written as one, apart."""
        typed = list(dict.fromkeys(self._words.analyze(encodable(text))))[:MOST_WORDS]
        return list(dict.fromkeys(part for word in typed for part in self._parts(word)))

    def _parts(self, word: str) -> Sequence[str]:
        """The word, or its two halves where it is unknown and they are not; of several ways, the most usual halves."""
        if len(word) < LEAST_SPLIT or self._known(word) or self._begun(word):
            return (word,)
        halves = [(word[:at], word[at:]) for at in range(3, len(word) - 2)]
        rarest = {pair: min(self._vocabulary.get(half, 0) for half in pair) for pair in halves}
        best = max(halves, key=lambda pair: rarest[pair])
        return best if rarest[best] else (word,)

    def _meant(self, word: str) -> Alternatives:
        """What a whole word stands for. Beginnings are tried only where it is unknown, misspellings only after that."""
        stem = self._stem(word)
        if self._known(word):
            return {stem: 1.0}
        begun = self._begun(word) if len(word) >= LEAST_BEGUN else {}
        return begun or (self._misspelt(word) if len(word) >= LEAST_MISSPELT else {})

    def _begun(self, word: str) -> Alternatives:
        """What a beginning may stand for: itself, where it is a word, and the most frequent words that begin so."""
        found = {self._stem(word): 1.0} if self._known(word) else {}
        begun = sorted(self._searcher.terms_with_prefix("words", word), key=lambda term: (-term[1], term[0]))
        for known, _ in begun[:MOST_BEGUN]:
            found.setdefault(self._stem(known), BEGUN)
        return found

    def _misspelt(self, word: str) -> Alternatives:
        """The nearest words, by typos: a letter changed, missing or too many, or two of them swapped. Few get the first
        letter wrong, so that counts half a typo more."""
        most = 2 if len(word) >= TWO_TYPOS else 1
        close = process.extract(word, self._spellings, scorer=OSA.distance, score_cutoff=most, limit=None)
        strayed = [(distance + (known[:1] != word[:1]) / 2, known) for known, distance, _ in close]
        strayed.sort(key=lambda each: (each[0], -self._vocabulary[each[1]], each[1]))
        found: Alternatives = {}
        for typos, known in strayed[:MOST_MISSPELT]:
            found.setdefault(self._stem(known), MISSPELT * (1 - typos / len(word)))
        return found

    def _best(self, words: Sequence[Alternatives], most: int) -> list[str]:
        """Ids by score, equal ones in the order of the documents, of those that meet enough of the words."""
        if most < 1 or not any(words):
            return []
        rarities = [self._rarity(word) for word in words]
        known = [(word, rarity) for word, rarity in zip(words, rarities, strict=True) if word]
        ranking = [*(self._anywhere(word, WEIGHTS) for word, _ in known), *self._side_by_side(words)]
        scores = self._scores(_any_of(ranking), max(LOOKED_AT, most))
        if len(words) > 1:
            met = self._scores(self._coverage(scores, known), len(scores))
            least = (ENOUGH_OF_TWO if len(words) == 2 else ENOUGH) * sum(rarities) * (1 - 1e-6)  # single precision
            scores = {number: score for number, score in scores.items() if met.get(number, 0.0) >= least}
        return [self._ids[number] for number in sorted(scores, key=lambda number: (-scores[number], number))[:most]]

    def _anywhere(self, word: Alternatives, weights: Iterable[str]) -> Query:
        """Where any of the alternatives stands in any of the fields; the best of them counts."""
        return Query.disjunction_max_query(
            [
                Query.disjunction_max_query(
                    [_boosted(self._term(name, stem), WEIGHTS[name] * surely) for name in weights], OTHER_FIELDS
                )
                for stem, surely in word.items()
            ]
        )

    def _side_by_side(self, words: Sequence[Alternatives]) -> Iterable[Query]:
        """Where two words that were typed one after the other stand so."""
        likely = [max(word, key=lambda stem: word[stem]) if word else "" for word in words]
        for one, other in pairwise(likely):
            if one and other and one != other:
                for name in NEIGHBOURS:
                    yield _boosted(Query.phrase_query(self._schema, name, [one, other]), WEIGHTS[name])

    def _coverage(self, numbers: Iterable[int], words: Sequence[tuple[Alternatives, float]]) -> Query:
        """Of these documents, the sum of the rarities of the words they have; half of it where the word only stands
        in a field that is not telling."""
        among = Query.const_score_query(Query.term_set_query(self._schema, "number", list(numbers)), 0.0)
        each = [
            Query.disjunction_max_query(
                [
                    Query.const_score_query(self._anywhere(word, TELLING), rarity),
                    Query.const_score_query(self._anywhere(word, WEIGHTS), rarity / 2),
                ]
            )
            for word, rarity in words
        ]
        return Query.boolean_query([(Occur.Must, among), *((Occur.Should, query) for query in each)])

    def _scores(self, query: Query, most: int) -> dict[int, float]:
        hits = self._searcher.search(query, most, count=False).hits if most else []
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return {int(number or 0): score for number, (score, _) in zip(numbers, hits, strict=True)}

    def _rarity(self, word: Alternatives) -> float:
        """How much it says that a document has this word."""
        if not word:
            return UNKNOWN * log(2 + len(self._ids))
        having = max(self._frequency(stem) for stem in word)
        return log(1 + (len(self._ids) + 1) / (having + 0.5))  # BM25 has nearly the same

    def _known(self, word: str) -> bool:
        return self._frequency(self._stem(word)) > 0

    def _frequency(self, stem: str) -> int:
        return max(self._searcher.doc_freq(name, stem) for name in WEIGHTS)

    def _term(self, field: str, stem: str) -> Query:
        return Query.term_query(self._schema, field, stem, "freq")

    def _stem(self, word: str) -> str:
        return "".join(_stemmer.analyze(word))


_plain, _stemmer = analyzer(stop=False, stem=False), analyzer(stop=False, stem=True)


def _row(number: int, document: Document) -> dict[str, object]:
    texts = {name: [encodable(text) for text in getattr(document, name)] for name in WEIGHTS}
    return {"number": number, "words": [text for each in texts.values() for text in each], **texts}


def _any_of(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _boosted(query: Query, weight: float) -> Query:
    return Query.boost_query(query, weight)
