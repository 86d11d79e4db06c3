"""How the interview ahead narrows what is asked. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bank.bank import Question
from bot.bank.model import Level

UNKNOWN = "unknown"
"""The stage of someone who has not said whom they meet next."""


def fitting(questions: Sequence[Question], level: str) -> list[Question]:
    """The questions for everybody and those for this level."""
    return [question for question in questions if question.text.level in (Level.ANY, level)]
