"""Where questions are to come from, as people name it: topics and packs, apart by blanks or commas. Pure.

A source is kept as ids apart by blanks, `culture team pack:python-fundamentals`; nothing is all packs.
"""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.bank.bank import Bank, Question, normal
from bot.bank.kinds import Kind

PACK = "pack:"

CLOSE_ENOUGH = 75.0
"""The least likeness, in percent, for "did you mean"."""

LONGEST_NAME = 5
"""The most words that the name of a topic or pack has, as far as it is read from a line."""


def candidates(bank: Bank, source: str, kind: Kind | None) -> list[Question]:
    """The questions of these topics and packs, of this kind, in the bank's order; where none is named, of all packs."""
    wanted: dict[str, Question] = {}
    for name in source.split():
        found = bank.of_pack(name.removeprefix(PACK)) if name.startswith(PACK) else bank.of_topic(name)
        wanted |= {question.id: question for question in found}
    every = wanted.values() if source else bank.questions.values()
    return [question for question in every if kind is None or question.kind == kind]


def read(bank: Bank, text: str) -> tuple[str, str]:
    """The source that the text names, and the words from the first one on that names nothing."""
    found: dict[str, None] = {}
    for part in text.split(","):
        words = part.split()
        while words:
            ids, taken = _named(bank, words)
            if not ids:
                return " ".join(found), " ".join(words)
            found |= dict.fromkeys(ids)
            words = words[taken:]
    return " ".join(found), ""


def close(bank: Bank, text: str) -> list[str]:
    """Topics and packs that may have been meant, likeliest first."""
    names = {normal(name): name for name in (*bank.topics, *(pack.id for pack in bank.packs))}
    found = process.extract(normal(text), names.keys(), scorer=fuzz.WRatio, limit=3, score_cutoff=CLOSE_ENOUGH)
    return [names[name] for name, _score, _at in found]


def _named(bank: Bank, words: list[str]) -> tuple[list[str], int]:
    """The topics or the pack that as many of the words as possible name, and how many those are."""
    packs = {normal(name): pack.id for pack in bank.packs for name in (pack.id, pack.about.title)}
    for count in range(min(len(words), LONGEST_NAME), 0, -1):
        name = " ".join(words[:count]).removeprefix(PACK)
        if normal(name) in packs:
            return [f"{PACK}{packs[normal(name)]}"], count
        topics = bank.topics_named(name)
        if topics and (len(topics) == 1 or normal(name) in bank.topic_names):
            return [topic.id for topic in topics], count
    return [], 0
