"""Other libraries over the same fields with the same weights, each used as its documentation shows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.bank.analysis import STOP
from bot.bank.searchable import WEIGHTS, Document

LEAST_MISSPELT = 4


def words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text.lower()) if word not in STOP]


def texts(document: Document) -> dict[str, str]:
    return {name: " ".join(getattr(document, name)) for name in WEIGHTS}


class Fts5:
    """SQLite's FTS5 (sqlite.org/fts5.html): BM25 with a weight a column, the porter tokenizer, and its table of the
    vocabulary. FTS5 knows no typos: a word that it does not have is replaced by the nearest ones (RapidFuzz)."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._db = db = sqlite3.connect(":memory:")
        columns = ", ".join(WEIGHTS)
        db.execute(f"CREATE VIRTUAL TABLE found USING fts5(id UNINDEXED, {columns}, tokenize = 'porter unicode61')")
        db.execute("CREATE VIRTUAL TABLE spelt USING fts5(text, content = '', detail = none, tokenize = 'unicode61')")
        db.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(spelt, row)")
        for id, document in documents.items():
            written = texts(document)
            db.execute(f"INSERT INTO found VALUES ({', '.join('?' * (len(WEIGHTS) + 1))})", (id, *written.values()))
            db.execute("INSERT INTO spelt (text) VALUES (?)", (" ".join(written.values()),))
        self._spellings = [word for (word,) in db.execute("SELECT term FROM vocabulary")]
        self._known = set(self._spellings)

    def search(self, text: str, most: int) -> list[str]:
        return self._run([self._whole(word) for word in words(text)], most)

    def complete(self, text: str, most: int) -> list[str]:
        *before, last = words(text) or [""]
        return self._run([*map(self._whole, before), f'"{last}"*'], most) if last else []

    def _whole(self, word: str) -> str:
        if word in self._known or len(word) < LEAST_MISSPELT:
            return f'"{word}"'
        typos = 1 if len(word) < 8 else 2
        close = process.extract(word, self._spellings, scorer=OSA.distance, score_cutoff=typos, limit=3)
        return " OR ".join(f'"{known}"' for known, _, _ in close) or f'"{word}"*'

    def _run(self, terms: list[str], most: int) -> list[str]:
        if not terms:
            return []
        weights = ", ".join(map(str, WEIGHTS.values()))
        statement = f"SELECT id FROM found WHERE found MATCH ? ORDER BY bm25(found, 0, {weights}), rowid LIMIT ?"
        return [id for (id,) in self._db.execute(statement, (" OR ".join(terms), most))]


class Lunr:
    """lunr.py (lunr.readthedocs.io): BM25 with boosts, stems and stop words of its pipeline. As its guide to searching
    has it, a typed word is asked for as it is, with a wildcard behind it, and with an edit, each with a boost."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        from lunr import lunr

        fields: Any = [{"field_name": name, "boost": weight} for name, weight in WEIGHTS.items()]
        self._index: Any = lunr("id", fields, [{"id": id, **texts(document)} for id, document in documents.items()])

    def search(self, text: str, most: int) -> list[str]:
        return self._run([(word, False) for word in words(text)], most)

    def complete(self, text: str, most: int) -> list[str]:
        typed = words(text)
        return self._run([(word, number == len(typed) - 1) for number, word in enumerate(typed)], most)

    def _run(self, typed: list[tuple[str, bool]], most: int) -> list[str]:
        query = self._index.create_query()
        for word, begun in typed:
            query.term(word, boost=10)
            if begun:
                query.term(word, boost=3, wildcard=query.WILDCARD_TRAILING, use_pipeline=False)
            if len(word) >= LEAST_MISSPELT:
                query.term(word, boost=1, edit_distance=1, use_pipeline=False)
        return [found["ref"] for found in self._index.query(query)][:most] if query.clauses else []


class Whoosh:
    """Whoosh-Reloaded (whoosh.readthedocs.io): BM25F with boosted fields and stems; a group of words, of which most
    should be there (`OrGroup.factory`), with the plug-in for misspelt words."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        from whoosh.analysis import StemmingAnalyzer
        from whoosh.fields import ID, TEXT, Schema
        from whoosh.filedb.filestore import RamStorage
        from whoosh.qparser import FuzzyTermPlugin, MultifieldParser, OrGroup, PrefixPlugin, WhitespacePlugin

        fields = {name: TEXT(analyzer=StemmingAnalyzer(), field_boost=weight) for name, weight in WEIGHTS.items()}
        schema = Schema(id=ID(stored=True), **fields)
        index = RamStorage().create_index(schema)
        writer = index.writer()
        for id, document in documents.items():
            writer.add_document(id=id, **texts(document))
        writer.commit()
        self._searcher: Any = index.searcher()
        plugins = [WhitespacePlugin(), FuzzyTermPlugin(), PrefixPlugin()]
        self._parser = MultifieldParser(list(WEIGHTS), schema, plugins=plugins, group=OrGroup.factory(0.9))

    def search(self, text: str, most: int) -> list[str]:
        return self._run(list(map(self._whole, words(text))), most)

    def complete(self, text: str, most: int) -> list[str]:
        *before, last = words(text) or [""]
        return self._run([*map(self._whole, before), f"{last} {last}*"], most) if last else []

    def _whole(self, word: str) -> str:
        return f"{word} {word}~1/1" if len(word) >= LEAST_MISSPELT else word

    def _run(self, typed: list[str], most: int) -> list[str]:
        hits = self._searcher.search(self._parser.parse(" ".join(typed)), limit=most) if typed else []
        return [hit["id"] for hit in hits]
