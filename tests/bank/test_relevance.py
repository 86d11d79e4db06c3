"""The search finds what people mean: measured by queries that were written before it was tuned."""

from __future__ import annotations

import pytest

from bot.bank import loader
from bot.bank.content import content_folder
from bot.bank.search import Finder
from bot.bank.searchable import of_packs
from tests.bench import relevance

BANK = loader.load(content_folder(None))
SET = relevance.load()
FINDER = Finder(of_packs(BANK.packs, BANK.topics))


@pytest.mark.parametrize("judged", SET.queries, ids=lambda judged: judged.query)
def test_every_question_that_was_judged_right_is_still_in_the_bank(judged: relevance.Judged) -> None:
    assert judged.right <= BANK.questions.keys(), "judge anew: which question is right now?"


@pytest.mark.parametrize(("half", "recall", "mrr"), [("tune", 0.84, 0.93), ("held", 0.70, 0.81)])
def test_search_is_not_worse_than_it_was(half: str, recall: float, mrr: float) -> None:
    """The floors lie a little below what `make bench-search` printed when they were set. Raise them with it."""
    pairs = [(each, relevance.results(FINDER, each)) for each in SET.queries if each.half == half]
    missed = [each.query for each, found in pairs if not each.right & set(found[: relevance.FIRST])]
    measured = relevance.score(pairs)
    assert measured.recall >= recall, missed
    assert measured.mrr >= mrr, missed


def test_what_nobody_asks_about_finds_nothing() -> None:
    found = [typed for typed in SET.nothing if FINDER.search(typed, 5)]
    assert len(found) <= 1, found
