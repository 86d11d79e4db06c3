"""Questions as they are played, over the whole bank that ships."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank.bank import Question
from bot.bank.grading import grade
from bot.bank.kinds import ChoiceQuestion
from bot.bank.model import AskQuestion
from bot.bank.rules import giveaway
from bot.chat.markdown import inline, literal
from bot.chat.markup import plain_text
from bot.chat.words import Words
from bot.rounds.keeping import dumped, loaded
from bot.rounds.ways import ASKED_WAYS, WRONG, Way, played, ways
from tests.support.rooms import asks, bank, choice_of, shipped

BANK = shipped()
WORDS = Words("en", lambda name, argument: f"/askq {name} {argument}".strip())
QUESTIONS = list(BANK.questions.values())
ASKS = BANK.of_kind("ask")


def choice(question: Question) -> ChoiceQuestion:
    assert isinstance(question.text, ChoiceQuestion)
    return question.text


@pytest.mark.parametrize("way", ASKED_WAYS)
def test_every_question_to_ask_has_one_right_option_and_all_are_explained(way: Way) -> None:
    made = 0
    for question in ASKS:
        for seed in range(3):
            round = played(WORDS, BANK, question, way, Random(seed))
            if round is None:
                continue
            made += 1
            text = choice(round)
            assert len(text.options) == (2 if way is Way.WORDING else WRONG + 1)
            assert len({option.text for option in text.options}) == len(text.options)
            assert len(text.right) == 1 and grade(text, text.right)
            assert all(option.because for option in text.options)
            assert (round.id, round.pack, round.topic) == (question.id, question.pack, question.topic)
            assert next(giveaway.check(text), None) is None
            assert loaded(dumped(round)) == round
    assert made > (50 if way is Way.WORDING else 3 * 0.65 * len(ASKS))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(QUESTIONS), st.integers(0, 10_000))
def test_the_same_chance_makes_the_same_round(question: Question, seed: int) -> None:
    for way in ways(question):
        first = played(WORDS, BANK, question, way, Random(seed))
        assert first == played(WORDS, BANK, question, way, Random(seed))
        if first is not None:
            assert loaded(dumped(first)) == first
            assert not isinstance(first.text, AskQuestion)


@pytest.mark.parametrize("way", [Way.REVEALS, Way.WHICH])
def test_neither_place_nor_length_gives_the_right_one_away(way: Way) -> None:
    places: Counter[int] = Counter()
    lengths: Counter[int] = Counter()
    for question in ASKS:
        round = played(WORDS, BANK, question, way, Random(question.id))
        if round is not None:
            (right,) = choice(round).right
            size = len(choice(round).options[right].text)
            places[right] += 1
            lengths[sum(len(option.text) > size for option in choice(round).options)] += 1
    for counted in (places, lengths):
        assert len(counted) == WRONG + 1
        assert max(counted.values()) < 1.7 * min(counted.values())


def test_a_question_is_played_in_its_own_ways_only() -> None:
    assert ways(ASKS[0]) == ASKED_WAYS
    assert played(WORDS, BANK, ASKS[0], Way.AS_IT_IS, Random(1)) is None
    for kind in ("choice", "recall", "open"):
        question = BANK.of_kind(kind)[0]
        assert ways(question) == (Way.AS_IT_IS,)
        assert played(WORDS, BANK, question, Way.REVEALS, Random(1)) is None
        assert played(WORDS, BANK, question, Way.AS_IT_IS, Random(1)) is not None


def test_shuffled_options_keep_their_explanations() -> None:
    question = BANK.of_kind("choice")[0]
    orders = set()
    for seed in range(30):
        round = played(WORDS, BANK, question, Way.AS_IT_IS, Random(seed))
        assert round is not None
        assert sorted(choice(round).options, key=repr) == sorted(choice(question).options, key=repr)
        orders.add(choice(round).options)
    assert len(orders) > 3


def test_options_that_speak_of_letters_keep_their_order() -> None:
    text = choice_of("culture.one", "Tea", "Coffee", "Both A and B", right="C")
    small = bank(text)
    question = small.questions["small:culture.one"]
    for seed in range(10):
        round = played(WORDS, small, question, Way.AS_IT_IS, Random(seed))
        assert round is not None and round.text == text


def test_a_wrong_thing_revealed_is_explained_by_the_question_one_learns_it_from() -> None:
    for question in ASKS[:40]:
        round = played(WORDS, BANK, question, Way.REVEALS, Random(3))
        for option in choice(round).options if round else ():
            if not option.right:
                (of,) = (each for each in ASKS if literal(each.gist) == option.text)
                assert option.because == f"That is what one learns by asking “{literal(of.prompt)}”"


def test_a_pack_with_too_few_questions_makes_no_round_of_four() -> None:
    small = bank("culture.one", "culture.two", "team.three")
    question = small.questions["small:culture.one"]
    assert played(WORDS, small, question, Way.REVEALS, Random(1)) is None
    assert played(WORDS, small, question, Way.WHICH, Random(1)) is None
    assert played(WORDS, small, question, Way.WORDING, Random(1)) is not None


def test_signs_that_are_markdown_elsewhere_are_shown_as_they_are() -> None:
    star = "What do *you* make of `x` & <y>?"
    small = bank(asks("culture.one", ask=star, weak_form="Is 1 [one] good, and 2 _two_ too?"))
    round = played(WORDS, small, small.questions["small:culture.one"], Way.WORDING, Random(1))
    assert round is not None
    assert {plain_text(inline(option.text)) for option in choice(round).options} == {
        star,
        "Is 1 [one] good, and 2 _two_ too?",
    }


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30))
def test_any_text_can_be_shown_literally(text: str) -> None:
    told = " ".join(text.split())
    assert not told or plain_text(inline(literal(text))) == told
