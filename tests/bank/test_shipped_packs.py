"""What holds for every pack that ships, and for the questions in them that are answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.bank import loader
from bot.bank.bank import Bank, Question
from bot.bank.content import content_folder
from bot.bank.grading import grade
from bot.bank.kinds import ChoiceQuestion, OpenQuestion, RecallQuestion
from bot.chat.command import RESERVED

BANK = loader.load(content_folder(None))
QUESTIONS = BANK.of_kind("choice", "recall", "open")

each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text.id)


def texts(value: object) -> Iterator[str]:
    """Everything a person may read in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def of(kind: type) -> list[Question]:
    return [question for question in QUESTIONS if isinstance(question.text, kind)]


def test_the_four_packs_are_there() -> None:
    assert isinstance(BANK, Bank)
    assert {pack.id for pack in BANK.packs} == {
        "ask-the-interviewer",
        "answer-the-interviewer",
        "interview-craft",
        "python-fundamentals",
    }


@pytest.mark.parametrize(
    ("pack", "kinds", "topics", "questions"),
    [
        ("answer-the-interviewer", {"open"}, 4, 12),
        ("interview-craft", {"choice"}, 4, 16),
        ("python-fundamentals", {"choice", "recall"}, 4, 16),
    ],
)
def test_there_is_enough_to_begin_with(pack: str, kinds: set[str], topics: int, questions: int) -> None:
    found = BANK.of_pack(pack)
    assert {question.kind for question in found} == kinds
    assert len({question.topic for question in found}) >= topics
    assert len(found) >= questions


def test_no_topic_belongs_to_two_packs() -> None:
    ids = [topic.id for pack in BANK.packs for topic in pack.about.topics]
    assert len(ids) == len(set(ids)) == len(BANK.topics)
    assert not RESERVED & set(BANK.topic_names)


def test_one_prompt_is_told_from_another_by_its_headline() -> None:
    headlines = Counter(question.headline for question in BANK.questions.values())
    assert [headline for headline, times in headlines.items() if times > 1] == []


def test_no_two_reasons_and_no_two_explanations_are_the_same() -> None:
    said = Counter(
        text
        for question in QUESTIONS
        for name, value in question.text.model_dump().items()
        if name in ("why", "explanation", "model_answer", "options", "rubric", "hints")
        for text in texts(value)
        if len(text) > 40
    )
    assert [text for text, times in said.items() if times > 1] == []


@each
def test_all_is_said_calmly(question: Question) -> None:
    assert not [text for text in texts(question.text.model_dump()) if "!" in text]


@each
def test_a_reason_has_some_length(question: Question) -> None:
    assert len(question.why) >= 120
    assert question.why.endswith((".", "?"))


@pytest.mark.parametrize("question", of(ChoiceQuestion), ids=lambda question: question.text.id)
def test_every_option_says_why_it_is_right_or_wrong(question: Question) -> None:
    assert isinstance(question.text, ChoiceQuestion)
    assert all(option.because for option in question.text.options)


@pytest.mark.parametrize("question", of(ChoiceQuestion), ids=lambda question: question.text.id)
def test_the_right_option_is_not_given_away_by_its_length(question: Question) -> None:
    assert isinstance(question.text, ChoiceQuestion)
    right = [len(option.text) for option in question.text.options if option.right]
    wrong = [len(option.text) for option in question.text.options if not option.right]
    assert min(right) <= 2 * max(wrong)


@pytest.mark.parametrize("pack", ["interview-craft", "python-fundamentals"])
def test_no_letter_is_right_too_often(pack: str) -> None:
    single = [q.text for q in BANK.of_pack(pack) if isinstance(q.text, ChoiceQuestion) and q.text.select == "one"]
    places = Counter(place for choice in single for place in choice.right)
    assert max(places.values()) <= len(single) / 2
    assert len(places) == 4


@pytest.mark.parametrize("question", of(RecallQuestion), ids=lambda question: question.text.id)
def test_the_answer_shown_is_right_and_not_in_the_prompt(question: Question) -> None:
    assert isinstance(question.text, RecallQuestion)
    assert all(grade(question.text, accepted) for accepted in question.text.accepts)
    shown = re.escape(question.text.accepts[0])
    assert not re.search(rf"(?<!\w){shown}(?!\w)", question.prompt, re.IGNORECASE)


@pytest.mark.parametrize("question", of(OpenQuestion), ids=lambda question: question.text.id)
def test_a_rubric_says_what_one_can_observe(question: Question) -> None:
    """Each point begins with what the speaker does."""
    assert isinstance(question.text, OpenQuestion)
    assert all(point.split()[0].endswith("s") for point in question.text.rubric)
    assert all(follow_up.endswith("?") for follow_up in question.text.follow_ups)
    assert question.text.hints
    assert len(question.text.model_answer) >= 500
