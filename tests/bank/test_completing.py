"""What is offered while somebody types."""

from __future__ import annotations

import pytest

from bot.bank.bank import Bank
from bot.bank.content import content_folder
from bot.bank.loader import load
from bot.bank.search import Finder
from bot.bank.searchable import Document

BANK = load(content_folder(None))

SMALL = Finder(
    {
        "promoted": Document(asked=("Who was promoted last?",)),
        "promises": Document(asked=("Which promises were kept?",)),
        "people": Document(asked=("How do you promote people?",)),
        "work": Document(asked=("How do people work?",)),
        "do": Document(asked=("What is documented?",)),
    }
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("promi", ["promises"]),
        ("promis", ["promises"]),
        ("promote", ["promoted", "people"]),
        ("promote p", ["people", "promoted"]),
        ("promtoe peo", ["people"]),
        ("promtoe", ["promoted", "people"]),
        ("doc", ["do"]),
        ("what do", ["do"]),
        ("how do", ["do"]),
        ("promises how do", ["promises"]),
        ("wo", ["work"]),
    ],
)
def test_the_last_word_may_be_a_beginning_and_those_before_it_misspelt(typed: str, found: list[str]) -> None:
    assert SMALL.complete(typed, 5) == found


def test_a_word_is_whole_once_a_blank_follows() -> None:
    assert SMALL.complete("promise ", 5) == ["promises"]
    assert SMALL.complete("wor", 5) == ["work"]


def test_a_beginning_stands_for_all_words_that_begin_so() -> None:
    assert set(SMALL.complete("pro", 5)) == {"promoted", "promises", "people"}


def test_questions_that_begin_as_typed_come_first() -> None:
    found = BANK.complete("how do you", 15)
    assert len(found) == 15
    assert all(question.prompt.lower().startswith("how do you") for question in found)


def test_no_more_are_offered_than_wanted() -> None:
    assert len(BANK.complete("pay", 3)) == 3


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cult", "culture"),
        ("cultre", "culture"),
        ("salar", "pay"),
        ("bonsu", "pay"),
        ("on-c", "on-call"),
        ("pyhton exc", "python-exceptions"),
        ("team", "team"),
        ("promo", "promotion"),
    ],
)
def test_topics_are_offered_by_any_name_even_a_misspelt_one(typed: str, first: str) -> None:
    assert BANK.complete_topics(typed)[0].id == first


def test_topics_whose_own_name_begins_so_come_before_those_with_such_an_alias() -> None:
    offered = [topic.id for topic in BANK.complete_topics("co")]
    assert offered[:2] == ["conflict", "contract"]
    assert {"team", "pay"} <= set(offered[2:])  # colleagues, compensation


def test_nothing_is_offered_for_nonsense() -> None:
    assert BANK.complete("xqzzk", 15) == []
    assert BANK.complete_topics("xqzzk") == []


def test_an_empty_bank_offers_nothing() -> None:
    assert Bank(()).complete("pay", 5) == []
    assert Bank(()).complete_topics("pay") == []
    Bank(()).prepare()
