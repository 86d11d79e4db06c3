"""Which questions a game gets: all different, of mixed ways and topics."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from bot.bank.kinds import ChoiceQuestion
from bot.bank.sources import candidates
from bot.chat.markdown import literal
from bot.rounds.drawing import draw
from tests.rounds.test_ways import BANK, WORDS

ALL = [question for question in BANK.questions.values() if question.kind != "open"]
PROMPTS = ("What does this question tell you?", "Which question would tell you this?", "Which wording is stronger")


@pytest.mark.parametrize("seed", range(12))
def test_a_game_has_different_questions_of_different_topics(seed: int) -> None:
    drawn = draw(WORDS, BANK, ALL, 7, Random(seed))
    assert len({question.id for question in drawn}) == 7
    assert len({question.topic for question in drawn}) == 7
    assert drawn == draw(WORDS, BANK, ALL, 7, Random(seed))


def test_the_ways_are_mixed() -> None:
    of_pack = candidates(BANK, "pack:ask-the-interviewer", None)
    for seed in range(6):
        drawn = draw(WORDS, BANK, of_pack, 12, Random(seed))
        begun = Counter(next(p for p in PROMPTS if question.prompt.startswith(p)) for question in drawn)
        assert min(begun[prompt] for prompt in PROMPTS[:2]) >= 3


def test_neighbours_are_of_different_topics_as_far_as_that_goes() -> None:
    drawn = draw(WORDS, BANK, candidates(BANK, "culture pay team", None), 9, Random(4))
    assert all(one.topic != other.topic for one, other in pairwise(drawn))


@pytest.mark.parametrize("topic", list(BANK.topics))
def test_every_topic_has_five_rounds(topic: str) -> None:
    of_topic = candidates(BANK, topic, None)
    drawn = draw(WORDS, BANK, of_topic, 5, Random(topic))
    assert len(drawn) == min(5, len(of_topic))


def test_no_question_of_a_game_is_a_wrong_answer_to_another() -> None:
    lines = {literal(line): each.id for each in BANK.of_kind("ask") for line in (each.prompt, each.gist)}
    for seed in range(5):
        drawn = draw(WORDS, BANK, candidates(BANK, "pack:ask-the-interviewer", None), 10, Random(seed))
        for question in drawn:
            assert isinstance(question.text, ChoiceQuestion)
            named = {lines[option.text] for option in question.text.options if option.text in lines}
            assert not named & {each.id for each in drawn} - {question.id}


def test_what_was_played_before_stays_out() -> None:
    five = draw(WORDS, BANK, ALL, 5, Random(1))
    again = draw(WORDS, BANK, ALL, 5, Random(1), not_ids={question.id for question in five})
    assert not {question.id for question in five} & {question.id for question in again}


def test_fewer_questions_make_a_shorter_game() -> None:
    assert len(draw(WORDS, BANK, ALL[:3], 5, Random(1))) == 3
    assert draw(WORDS, BANK, [], 5, Random(1)) == []
