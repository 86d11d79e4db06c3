"""The pack of questions to ask an interviewer keeps the promises of the product."""

from __future__ import annotations

import re

import pytest

from bot.bank import loader
from bot.bank.bank import Bank, Question
from bot.bank.content import content_folder
from bot.bank.model import Stage

BANK = loader.load(content_folder(None))
QUESTIONS = BANK.of_pack("ask-the-interviewer")


def texts(question: Question) -> list[str]:
    """Everything a person may read of a question."""
    found: list[str] = []
    for value in question.text.model_dump().values():
        found += [value] if isinstance(value, str) else value if isinstance(value, tuple) else []
    return found


def test_it_loads_without_a_problem() -> None:
    assert isinstance(BANK, Bank)
    assert all(question.kind == "ask" for question in QUESTIONS)


def test_there_is_enough_to_choose_from() -> None:
    assert len(QUESTIONS) >= 40
    assert len({question.topic for question in QUESTIONS}) >= 12


@pytest.mark.parametrize("topic", ["success", "typical-day", "culture", "liking-it-here", "training", "hesitations"])
def test_the_six_topics_are_there(topic: str) -> None:
    assert BANK.of_topic(topic)


@pytest.mark.parametrize(
    ("topic", "about"),
    [
        ("success", r"success|judge|well"),
        ("typical-day", r"\bday\b"),
        ("culture", r"\bculture\b"),
        ("liking-it-here", r"\b(you|your)\b.*(like|enjoy|stay|keep|glad|favourite)|(like|enjoy|stay|keep).*\byou\b"),
        ("training", r"(in person|online|shadow)"),
        ("hesitations", r"(hesitat|doubt|concern|reservation|unsure)"),
    ],
)
def test_the_six_required_subjects_are_asked_about(topic: str, about: str) -> None:
    assert any(re.search(about, question.text.ask, re.IGNORECASE) for question in BANK.of_topic(topic))


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_gives_four_questions_from_four_topics(stage: Stage) -> None:
    assert len(BANK.of_stage(stage)) >= 4
    assert len({question.topic for question in BANK.of_stage(stage)}) >= 4


def test_the_guide_covers_the_whole_way() -> None:
    assert BANK.guide is not None
    ids = [section.id for section in BANK.guide.sections]
    assert {"why-ask", "when-to-ask", "out-of-time", "be-specific", "how-many"} <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text.id)
def test_a_question_is_one_question_said_calmly(question: Question) -> None:
    assert question.text.ask.count("?") == 1
    assert question.text.ask.endswith("?")
    assert all("!" not in text for text in texts(question))
    assert question.text.ask != question.text.weak_form


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text.id)
def test_a_follow_up_asks(question: Question) -> None:
    assert all(follow_up.endswith("?") for follow_up in question.text.follow_ups)


def test_the_guide_and_the_topics_are_calm_too() -> None:
    assert BANK.guide is not None
    assert all("!" not in section.text + section.title for section in BANK.guide.sections)
    assert all("!" not in topic.title + topic.about for topic in BANK.topics.values())


def test_ids_fit_and_begin_with_their_topic() -> None:
    for question in QUESTIONS:
        assert len(question.id) <= 73
        assert question.text.id.startswith(f"{question.topic}.")


def test_no_two_questions_are_worded_the_same() -> None:
    for field in ("ask", "reveals", "why", "benefit", "use_it", "tailor"):
        values = [getattr(question.text, field).casefold() for question in QUESTIONS]
        assert len(values) == len(set(values)), field
