"""What the Python pack says about Python is what Python does: its code runs here, its facts are tried."""

from __future__ import annotations

import io
import keyword
import re
from collections.abc import Callable
from contextlib import redirect_stdout

import pytest

from bot.bank import loader
from bot.bank.bank import Question
from bot.bank.content import content_folder
from bot.bank.grading import grade
from bot.bank.kinds import ChoiceQuestion, RecallQuestion
from bot.chat.elements import Code
from bot.chat.markdown import elements

QUESTIONS = loader.load(content_folder(None)).of_pack("python-fundamentals")


def programs(question: Question) -> list[str]:
    """The prompt's blocks of Python that are complete and show something."""
    blocks = [each.text for each in elements(question.prompt) if isinstance(each, Code) and each.language == "python"]
    return [block for block in blocks if "print(" in block]


def outcome(program: str) -> str:
    """What it prints, then the name of the exception that ends it, if one does."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        try:
            exec(program, {})
        except Exception as error:  # noqa: BLE001 - the question may be about any
            print(type(error).__name__)
    return " ".join(printed.getvalue().split())


def stated(option: str) -> str:
    """The outcome that an option states: `6`, then `None`; It raises `TypeError`."""
    return " ".join(re.findall(r"`([^`]*)`", option))


RUN = [question for question in QUESTIONS if programs(question)]


def options(id: str) -> dict[str, bool]:
    """The values that the options of a question name, and whether each is said to be right."""
    found = next(question.text for question in QUESTIONS if question.text.id == id)
    assert isinstance(found, ChoiceQuestion)
    return {stated(option.text): option.right for option in found.options}


def can_be_a_key(value: str) -> bool:
    try:
        return bool({eval(value): 1})
    except TypeError:
        return False


def answer(id: str) -> str:
    found = next(question.text for question in QUESTIONS if question.text.id == id)
    assert isinstance(found, RecallQuestion)
    return found.accepts[0]


def keys_are_what_can_be_hashed() -> None:
    for value, right in options("python-objects.keys").items():
        assert can_be_a_key(value) is right


def yield_pauses_a_function() -> None:
    word = answer("python-words.generator")
    names: dict[str, Callable[[], object]] = {}
    exec(f"def steps():\n    {word} 1\n    raise AssertionError\n", names)
    assert keyword.iskeyword(word)
    assert next(names["steps"]()) == 1  # type: ignore[call-overload]


def the_comprehension_is_one() -> None:
    assert answer("python-words.comprehension") == "list comprehension"
    assert [n * n for n in range(5)] == [0, 1, 4, 9, 16]


def enumerate_fills_the_gap() -> None:
    (question,) = (each for each in QUESTIONS if each.text.id == "python-words.enumerate")
    (block,) = (each.text for each in elements(question.prompt) if isinstance(each, Code))
    assert outcome(block.replace("____", answer("python-words.enumerate"))) == "0 tea 1 jam"


def finally_runs_in_any_case() -> None:
    word = answer("python-words.finally")
    assert keyword.iskeyword(word)
    for body, said in (("pass", "after"), ("1 / 0", "after ZeroDivisionError")):
        assert outcome(f"try:\n    {body}\n{word}:\n    print('after')") == said


FACTS: dict[str, Callable[[], None]] = {
    "python-objects.keys": keys_are_what_can_be_hashed,
    "python-words.generator": yield_pauses_a_function,
    "python-words.comprehension": the_comprehension_is_one,
    "python-words.enumerate": enumerate_fills_the_gap,
    "python-words.finally": finally_runs_in_any_case,
}


def test_every_question_is_tried_in_one_way() -> None:
    assert {question.text.id for question in QUESTIONS} == {question.text.id for question in RUN} | set(FACTS)


@pytest.mark.parametrize("question", RUN, ids=lambda question: question.text.id)
def test_the_right_answer_is_what_the_code_does(question: Question) -> None:
    (program,) = programs(question)
    shown = outcome(program)
    match question.text:
        case ChoiceQuestion(options=options):
            assert [stated(option.text) for option in options if option.right] == [shown]
            assert shown not in [stated(option.text) for option in options if not option.right]
        case RecallQuestion(accepts=accepts) as recall:
            assert grade(recall, shown)
            assert accepts[0] == shown
        case _:
            raise AssertionError(question.kind)


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_what_is_said_of_python_is_so(fact: Callable[[], None]) -> None:
    fact()
