"""An answer is right when it says the right thing, as people type: slips are forgiven, other words are not."""

from __future__ import annotations

from string import ascii_lowercase

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.bank.grading import LONG, LONGEST_EXACT, grade, matches
from tests.support.rooms import choice_of, recall_of, shipped

words = st.text(ascii_lowercase, min_size=LONGEST_EXACT + 1, max_size=20)
short_words = st.text(ascii_lowercase, min_size=1, max_size=LONGEST_EXACT)
anything = st.text(max_size=30)


@st.composite
def misspelt(draw: st.DrawFn, word: str) -> str:
    """The word with one typo, behind its first letter: one too many, one missing, one wrong, two exchanged."""
    at = draw(st.integers(1, len(word) - 1))
    letter = draw(st.sampled_from(ascii_lowercase))
    return draw(
        st.sampled_from(
            (
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            )
        )
    )


@settings(deadline=None)
@given(st.data(), st.lists(words, min_size=1, max_size=8, unique=True))
def test_an_accepted_answer_with_one_typo_is_right(data: st.DataObject, accepts: list[str]) -> None:
    question = recall_of("a.one", *accepts)
    assert grade(question, data.draw(misspelt(data.draw(st.sampled_from(accepts)))))


@settings(deadline=None)
@given(words, words)
def test_another_word_is_wrong(accepted: str, typed: str) -> None:
    assume(OSA.distance(accepted, typed) > 2)
    assert not matches(typed, accepted)


@settings(deadline=None)
@given(words, words)
def test_a_word_with_another_first_letter_is_wrong(accepted: str, typed: str) -> None:
    assume(accepted[0] != typed[0])
    assert not matches(typed, accepted)


@settings(deadline=None)
@given(st.data(), short_words)
def test_a_short_answer_has_to_be_exact(data: st.DataObject, accepted: str) -> None:
    typed = data.draw(short_words)
    assert matches(typed, accepted) == (typed == accepted)


@settings(deadline=None)
@given(st.integers(), st.integers())
def test_a_number_has_to_be_exact(accepted: int, typed: int) -> None:
    assert matches(str(typed), str(accepted)) == (typed == accepted)
    assert matches(f"Python {typed}", f"Python {accepted}") == (typed == accepted)


@settings(deadline=None)
@given(anything.filter(lambda text: bool(text.strip())))
def test_what_is_accepted_is_always_right(accepted: str) -> None:
    assert matches(accepted, accepted)
    assert matches(f"  {accepted} ", accepted)


@settings(deadline=None)
@given(anything, anything)
def test_any_text_is_right_or_wrong(typed: str, accepted: str) -> None:
    assert matches(typed, accepted) in (True, False)


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("LIST  COMPREHENSION", "list comprehension"),
        ("list-comprehension", "list comprehension"),
        ("listcomprehension.", "list comprehension"),
        ("lsit comprehention", "list comprehension"),
        ("an f string", "an f-string"),
        ("“duck typing”", "duck typing"),
        ("it's", "it’s"),
        ("`elif`", "elif"),
        ("enumerate()", "enumerate"),
        ("init", "__init__"),
        ("cafe", "café"),
        ("ＹＩＥＬＤ", "yield"),
        ("yield!", "yield"),
        ("[1,2]", "[1, 2]"),
        ('{1: "a"}', "{1: 'a'}"),
        ("pyhton 3", "Python 3"),
        ("3.", "3"),
        ("`3`", "3"),
        ("==", "=="),
        ("...", "..."),
        ("O(n)", "o(n)"),
        ("0 . 5", "0.5"),
    ],
)
def test_this_is_the_same_answer(typed: str, accepted: str) -> None:
    assert matches(typed, accepted)


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("asynchronous", "synchronous"),
        ("mutable", "immutable"),
        ("deserialize", "serialize"),
        ("setter", "getter"),
        ("precondition", "postcondition"),
        ("1988", "1989"),
        ("Python 2", "Python 3"),
        ("1", "-1"),
        ("3.0", "3"),
        ("12", "1 2"),
        ("'1'", "1"),
        ("[-1]", "[::-1]"),
        ("(1, 2)", "[1, 2]"),
        ("=", "=="),
        ("/", "//"),
        ("C++", "C"),
        ("C", "C++"),
        ("O(n log n)", "O(n)"),
        ("not", "no"),
        ("eleven", "11"),
        ("", "yield"),
        ("", "..."),
        (" ", "-"),
        ("?", "yield"),
    ],
)
def test_this_is_another_answer(typed: str, accepted: str) -> None:
    assert not matches(typed, accepted)


def test_a_long_answer_may_have_two_typos_and_no_more() -> None:
    assert len("comprehension") >= LONG
    assert matches("comprehnsoin", "comprehension")
    assert not matches("comprhnsoin", "comprehension")
    assert not matches("enumarat", "enumerate")


@pytest.mark.parametrize("typed", ["answer", "an answer", "anwser"])
def test_any_of_the_accepted_answers_will_do(typed: str) -> None:
    assert grade(recall_of("a.one", "reply", "an answer", "answer"), typed)


def test_no_answer_of_one_shipped_question_is_right_for_another_of_its_topic() -> None:
    bank = shipped()
    recalls = bank.of_kind("recall")
    for question in recalls:
        for other in recalls:
            if other.topic == question.topic and other != question:
                assert not any(grade(question.text, accepted) for accepted in other.text.accepts)


@pytest.mark.parametrize(
    ("right", "given_", "is_right"),
    [
        ("B", {1}, True),
        ("B", [1], True),
        ("B", {0}, False),
        ("B", {0, 1}, False),
        ("B", set(), False),
        ("AC", {0, 2}, True),
        ("AC", {2, 0}, True),
        ("AC", {0}, False),
        ("AC", {0, 1, 2}, False),
    ],
)
def test_a_choice_is_right_when_all_that_is_right_was_chosen_and_nothing_else(
    right: str, given_: set[int], is_right: bool
) -> None:
    assert grade(choice_of("a.one", right=right), given_) is is_right


def test_letters_do_not_answer_what_wants_words_and_the_other_way_round() -> None:
    with pytest.raises(TypeError, match="str does not answer a choice question"):
        grade(choice_of("a.one"), "A")
    with pytest.raises(TypeError, match="set does not answer a recall question"):
        grade(recall_of("a.one"), {0})
