"""Wrong answers out of the bank: near enough to make one think, and never right."""

from __future__ import annotations

from random import Random

import pytest

from bot.bank.bank import Bank, Question
from bot.bank.distractors import MOST_ALIKE, Shown, clearly_wrong, distractors, profiles
from bot.bank.families import stems
from bot.bank.model import AskQuestion
from tests.support.rooms import shipped

BANK = shipped()
PACK = "ask-the-interviewer"
ASKS = BANK.of_kind("ask")


def asked(question: Question) -> AskQuestion:
    assert isinstance(question.text, AskQuestion)
    return question.text


@pytest.mark.parametrize("shown", ["reveals", "ask"])
def test_no_distractor_speaks_of_what_the_right_one_reveals(shown: Shown) -> None:
    known = profiles(BANK, PACK)
    for question in ASKS:
        own = known[question.id]
        for other in distractors(BANK, question, shown, 3, Random(question.id)) or ():
            beside = known[other.id]
            common = own.common & beside.common
            assert not (own.reveals - common) & (beside.reveals | beside.asked)
            assert not (beside.reveals - common) & (own.reveals | own.asked)


def test_what_is_written_about_both_is_never_much_alike() -> None:
    known = profiles(BANK, PACK)
    for question in ASKS:
        own = known[question.id]
        for other in distractors(BANK, question, "reveals", 3, Random(question.id)) or ():
            shared = own.about.keys() & known[other.id].about.keys() - (own.common & known[other.id].common)
            assert sum(own.about[stem] * known[other.id].about[stem] for stem in shared) <= MOST_ALIKE


def test_most_have_a_neighbour_of_their_own_topic_among_them() -> None:
    drawn = [(question, distractors(BANK, question, "reveals", 3, Random(question.id))) for question in ASKS]
    near = [any(other.topic == question.topic for other in others) for question, others in drawn if others]
    assert sum(near) > len(near) * 2 / 3 > len(ASKS) * 0.4


def test_where_the_right_line_shares_words_with_the_prompt_so_does_another() -> None:
    for question in ASKS:
        prompt = {*stems(asked(question).ask)}
        others = distractors(BANK, question, "reveals", 3, Random(question.id))
        if others and prompt & {*stems(asked(question).reveals)}:
            assert any(prompt & {*stems(asked(other).reveals)} for other in others)


def test_a_question_is_no_distractor_of_its_own_and_nobody_is_clearly_wrong_one_way_only() -> None:
    known = list(profiles(BANK, PACK).values())
    for own in known[::7]:
        assert not clearly_wrong(own, own)
        for other in known[::5]:
            assert clearly_wrong(own, other) == clearly_wrong(other, own)


def test_chance_is_an_argument() -> None:
    question = ASKS[0]
    assert distractors(BANK, question, "ask", 3, Random(5)) == distractors(BANK, question, "ask", 3, Random(5))
    drawn = {tuple(each.id for each in distractors(BANK, question, "ask", 3, Random(n)) or ()) for n in range(20)}
    assert len(drawn) > 5


def test_those_of_the_same_game_are_left_out() -> None:
    question = ASKS[0]
    first = {other.id for other in distractors(BANK, question, "ask", 3, Random(1)) or ()}
    second = {other.id for other in distractors(BANK, question, "ask", 3, Random(1), apart_from=first) or ()}
    assert len(second) == 3 and not first & second


def test_synonyms_keep_two_questions_apart() -> None:
    assert {*stems("Who is my boss?")} & {*stems("How the manager decides")}
    assert not {*stems("Who is my boss?")} & {*stems("How the lunch tastes")}


def test_a_pack_without_enough_questions_has_none() -> None:
    pack = BANK.pack(PACK)
    assert pack is not None
    small = Bank([type(pack)(pack.about, pack.questions[:3], None)])
    assert distractors(small, pack.questions[0], "ask", 3, Random(1)) is None
    choice = BANK.of_kind("choice")[0]
    assert distractors(BANK, choice, "ask", 3, Random(1)) is None
