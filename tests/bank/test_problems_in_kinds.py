"""What is wrong with a question to answer, and what to write instead."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bank.packs import CHOICE, OPEN, RECALL, Files, Problems, question, topic

WRONG = {"text": "The egg"}
RIGHT = {"text": "The hen", "right": True, "because": "Somebody laid it."}
RIGHT_TOO = {"text": "Neither", "right": True, "because": "Both grew."}


def choice(**changes: Any) -> Files:
    return {"culture.yaml": topic(question(CHOICE, **changes), kind="choice")}


def recall(**changes: Any) -> Files:
    return {"culture.yaml": topic(question(RECALL, **changes), kind="recall")}


def open_(**changes: Any) -> Files:
    return {"culture.yaml": topic(question(OPEN, **changes), kind="open")}


CASES: dict[str, tuple[Files, list[str]]] = {
    "a good choice": (choice(), []),
    "a good choice of several": (choice(select="all", options=[WRONG, RIGHT, RIGHT_TOO]), []),
    "a good choice of several with one right": (choice(select="all"), []),
    "a good recall question": (recall(), []),
    "a good open question": (open_(), []),
    "an open question without what may be left out": (open_(follow_ups=None, hints=None), []),
    "no option that is right": (
        choice(options=[WRONG, {"text": "The cock"}]),
        ["trial/culture.yaml:7:5: no option is right: write `right: true` below the one that is (options)"],
    ),
    "two right options where one is wanted": (
        choice(options=[RIGHT, RIGHT_TOO]),
        ["trial/culture.yaml:7:5: 2 options are right: let one be, or write `select: all` above the options (options)"],
    ),
    "none of several right": (
        choice(select="all", options=[WRONG, {"text": "The cock"}]),
        ["trial/culture.yaml:7:5: no option is right: write `right: true` below those that are (options)"],
    ),
    "all of several right": (
        choice(select="all", options=[RIGHT, RIGHT_TOO]),
        ["trial/culture.yaml:7:5: every option is right: add one that tempts and is wrong (options)"],
    ),
    "a right option without a because": (
        choice(options=[WRONG, {"text": "The hen", "right": True}]),
        ["trial/culture.yaml:8:7: this option is right: say in 'because' why (options)"],
    ),
    "an option twice": (
        choice(options=[WRONG, RIGHT, dict(WRONG)]),
        ["trial/culture.yaml:7:5: two options say the same: change one or take it out (options)"],
    ),
    "one option": (
        choice(options=[RIGHT]),
        ["trial/culture.yaml:7:5: too few entries (1): at least 2 (field)"],
    ),
    "seven options": (
        choice(options=[RIGHT, *({"text": f"The egg {n}"} for n in range(6))]),
        ["trial/culture.yaml:7:5: too many entries (7): at most 6 (field)"],
    ),
    "an option that is only text": (
        choice(options=["The egg", RIGHT]),
        ["trial/culture.yaml:7:7: fields (`name: value`) are wanted here, not text (field)"],
    ),
    "an option of more than a line": (
        choice(options=[{"text": "x" * 201}, RIGHT]),
        ["trial/culture.yaml:7:13: 201 characters, at most 200 fit (field)"],
    ),
    "right in words": (
        choice(options=[WRONG, RIGHT | {"right": "perhaps"}]),
        ["trial/culture.yaml:9:14: true or false is wanted here, not text (field)"],
    ),
    "a select that there is not": (
        choice(select="some"),
        ["trial/culture.yaml:13:13: 'some' is not possible here, only 'one' or 'all' (field)"],
    ),
    "more than fits a message": (
        choice(
            prompt="x" * 1000,
            options=[{"text": "y" * 200, "because": "z" * 600}, RIGHT | {"because": "z" * 600}]
            + [{"text": f"{n}", "because": "z" * 600} for n in range(2)],
        ),
        [
            (
                "trial/culture.yaml:4:5: 3,635 characters with all explanations, at most 3,500 fit one message: "
                "shorten some (length)"
            )
        ],
    ),
    "a prompt that is too long": (
        choice(prompt="x" * 1001),
        ["trial/culture.yaml:5:13: 1001 characters, at most 1000 fit (field)"],
    ),
    "no prompt": (
        recall(prompt=None),
        ["trial/culture.yaml:4:5: 'prompt' is missing (field)"],
    ),
    "the prompt of another kind": (
        {"culture.yaml": topic(question(CHOICE, ask="What now?"), kind="choice")},
        ["trial/culture.yaml:13:10: there is no field called 'ask' (field)"],
    ),
    "a heading in a prompt": (
        open_(prompt="# Hens"),
        ["trial/culture.yaml:5:13: Markdown that is not shown everywhere: a heading (markdown)"],
    ),
    "HTML in a because": (
        choice(options=[WRONG, RIGHT | {"because": "So<br>there."}]),
        [
            (
                "trial/culture.yaml:10:16: Markdown that is not shown everywhere: "
                "HTML (<…> in a text needs `…` around it) (markdown)"
            )
        ],
    ),
    "a list for an option": (
        choice(options=[{"text": "- The egg"}, RIGHT]),
        [
            (
                "trial/culture.yaml:7:13: Markdown that is not shown everywhere: "
                "more than one paragraph where one is wanted (markdown)"
            )
        ],
    ),
    "an explanation with a table": (
        recall(explanation="| a | b |\n|---|---|\n"),
        ["trial/culture.yaml:9:18: Markdown that is not shown everywhere: a table (markdown)"],
    ),
    "no answer": (
        recall(accepts=[]),
        ["trial/culture.yaml:6:14: too few entries (0): at least 1 (field)"],
    ),
    "nine answers": (
        recall(accepts=[f"hen {n}" for n in range(9)]),
        ["trial/culture.yaml:7:5: too many entries (9): at most 8 (field)"],
    ),
    "a number for an answer": (
        recall(accepts=["four", 4]),
        ["trial/culture.yaml:8:7: text is wanted here, not a number: put it in quotes (field)"],
    ),
    "an answer that is an essay": (
        recall(accepts=["x" * 81]),
        ["trial/culture.yaml:7:7: 81 characters, at most 80 fit (field)"],
    ),
    "an answer twice": (
        recall(accepts=["Chick", "chick"]),
        ["trial/culture.yaml:7:5: an answer stands here twice: capitals make no difference (answers)"],
    ),
    "a rubric of two": (
        open_(rubric=["Says how many", "Names one"]),
        ["trial/culture.yaml:7:5: too few entries (2): at least 3 (field)"],
    ),
    "a rubric of six": (
        open_(rubric=[f"Names {n}" for n in range(6)]),
        ["trial/culture.yaml:7:5: too many entries (6): at most 5 (field)"],
    ),
    "an open question without an answer to compare with": (
        open_(model_answer=None),
        ["trial/culture.yaml:4:5: 'model_answer' is missing (field)"],
    ),
    "four hints": (
        open_(hints=["One.", "Two.", "Three.", "Four."]),
        ["trial/culture.yaml:15:5: too many entries (4): at most 3 (field)"],
    ),
    "questions of another kind than the file's": (
        {"culture.yaml": topic(question(RECALL), kind="open")},
        [
            "trial/culture.yaml:4:5: 'model_answer' is missing (field)",
            "trial/culture.yaml:4:5: 'rubric' is missing (field)",
            "trial/culture.yaml:7:5: there is no field called 'accepts' (field)",
            "trial/culture.yaml:9:18: there is no field called 'explanation' (field)",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_reported_where_it_stands(name: str, problems: Problems) -> None:
    files, expected = CASES[name]
    assert problems(files) == expected
