"""What a turn is played with."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.practice.dealing import TO_ASK, Asker, deal
from bot.practice.model import Practice, Turn, Way
from tests.practice.rooms import BANK, bank_with_roles
from tests.practice.test_model import NOW, ready
from tests.support.rooms import bank, choice_of, open_of

NOTHING_YET = replace(ready(), turns=())


def played(practice: Practice, *questions: str, role: str = "") -> Practice:
    turn = Turn(len(practice.turns) + 1, 0, questions, role, started=NOW, ends=NOW)
    return replace(practice, turns=(*practice.turns, turn))


@given(st.integers())
def test_nothing_comes_twice_as_long_as_there_is_anything_else(seed: int) -> None:
    practice, rng = NOTHING_YET, Random(seed)
    had = []
    for _ in range(4):
        dealt = deal(practice, BANK, Way.INTERVIEW, Asker(), rng)
        had += dealt.questions
        practice = played(practice, *dealt.questions)
    assert len(set(had)) == 4
    assert deal(practice, BANK, Way.INTERVIEW, Asker(), rng).questions


@given(st.integers())
def test_what_is_answered_is_of_the_topics_that_were_named(seed: int) -> None:
    practice = replace(NOTHING_YET, source="setbacks")
    assert deal(practice, BANK, Way.INTERVIEW, Asker(), Random(seed)).questions == ("small:setbacks.four",)


@given(st.integers(), st.lists(st.sampled_from(["small:pay.nine", "small:team.seven", "small:gone.one"]), unique=True))
def test_ones_own_questions_come_first_and_others_fill_up(seed: int, saved: list[str]) -> None:
    dealt = deal(NOTHING_YET, BANK, Way.REVERSE, Asker(saved), Random(seed))
    own = [id for id in saved if BANK.find(id)]
    assert list(dealt.questions[: len(own)]) == own
    assert len(set(dealt.questions)) == TO_ASK


@given(st.integers())
def test_one_plays_somebody_else_each_time(seed: int) -> None:
    practice, rng, had = NOTHING_YET, Random(seed), []
    for _ in range(3):
        dealt = deal(practice, BANK, Way.REVERSE, Asker(), rng)
        had.append(dealt.role)
        practice = played(practice, *dealt.questions, role=dealt.role)
    assert set(had) == set(BANK.roles)


def test_without_a_topic_it_is_for_everybody_or_for_ones_level() -> None:
    made = bank(open_of("one.all"), open_of("one.boss", level="manager"), open_of("one.first", level="first-job"))
    for level, wanted in (("any", {"all"}), ("manager", {"all", "boss"}), ("first-job", {"all", "first"})):
        drawn = {
            deal(NOTHING_YET, made, Way.INTERVIEW, Asker(level=level), Random(seed)).questions[0].partition(".")[2]
            for seed in range(30)
        }
        assert drawn == wanted


def test_a_bank_without_anybody_to_play_or_anything_to_answer_is_no_mistake() -> None:
    assert deal(NOTHING_YET, bank_with_roles(), Way.REVERSE, Asker(), Random(1)).role == ""
    dealt = deal(NOTHING_YET, bank(choice_of("python.ten")), Way.INTERVIEW, Asker(), Random(1))
    assert dealt.questions == ()
