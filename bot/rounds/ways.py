"""A question as it is played: what stands in the bank, made into something that can be right or wrong. No database.

A question to ask an interviewer becomes a choice: what it reveals, which question would tell a thing, which wording is
the stronger one. The wrong answers come from other questions of the same pack (`bot.bank.distractors`), and each is
explained. All others are played as they are, with their options in an order by lot.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from random import Random
from typing import assert_never

from pydantic import ValidationError

from bot.bank.bank import Bank, Question
from bot.bank.distractors import distractors
from bot.bank.kinds import ChoiceOption, ChoiceQuestion
from bot.bank.model import AskQuestion
from bot.bank.rules import giveaway
from bot.chat.markdown import literal
from bot.chat.words import Words

WRONG = 3
"""How many wrong options stand beside the right one."""

_IN_ORDER = re.compile(r"\b(?:[Oo]ptions? [A-F]\b|[A-F] (?:and|or) [A-F]\b|of the above|the above\b)")
"""Options that speak of others by their letter or place: they keep their order."""


class Way(StrEnum):
    """How a question is played."""

    AS_IT_IS = "as it is"
    REVEALS = "reveals"
    WHICH = "which"
    WORDING = "wording"


ASKED_WAYS = (Way.REVEALS, Way.WHICH, Way.WORDING)
"""The ways for a question to ask an interviewer."""


def ways(question: Question) -> tuple[Way, ...]:
    return ASKED_WAYS if isinstance(question.text, AskQuestion) else (Way.AS_IT_IS,)


def played(
    _: Words, bank: Bank, question: Question, way: Way, rng: Random, *, apart_from: Collection[str] = ()
) -> Question | None:
    """The question as it is played, under its own id: its text is a `ChoiceQuestion`, `RecallQuestion` or
    `OpenQuestion`. None where no fair round can be made of it in this way.

    `apart_from` are ids of questions that may not be among the wrong answers, such as others of the same game.
    """
    text = question.text
    if isinstance(text, ChoiceQuestion):
        return replace(question, text=_shuffled(text, rng)) if way is Way.AS_IT_IS else None
    if not isinstance(text, AskQuestion):
        return question if way is Way.AS_IT_IS else None
    match way:
        case Way.AS_IT_IS:
            return None
        case Way.REVEALS:
            prompt = _titled(_("What does this question tell you?"), text.ask)
            right = _option(text.reveals, _signs(_, text), right=True)
            others = distractors(bank, question, "reveals", WRONG, rng, apart_from=apart_from)
            wrong = [
                _option(other.reveals, _("That is what one learns by asking “{ask}”", ask=literal(other.ask)))
                for other in _texts(others)
            ]
        case Way.WHICH:
            prompt = _titled(_("Which question would tell you this?"), text.reveals)
            right = _option(text.ask, _signs(_, text), right=True)
            others = distractors(bank, question, "ask", WRONG, rng, apart_from=apart_from)
            wrong = [
                _option(other.ask, _("What it tells you is another thing: {reveals}", reveals=literal(other.reveals)))
                for other in _texts(others)
            ]
        case Way.WORDING:
            prompt = _titled(_("Which wording is stronger, if you would like to know this?"), text.reveals)
            right = _option(text.ask, literal(text.benefit), right=True)
            wrong = [_option(text.weak_form, literal(text.weak_because))]
        case _never:
            assert_never(_never)
    if not wrong:
        return None
    options = [right, *wrong]
    rng.shuffle(options)
    return _fair(question, text, prompt, options)


def _titled(task: str, about: str) -> str:
    """What is to be done, and below it what about: `bot.rounds.screens.title` finds that again."""
    return f"{task}\\\n**{literal(about)}**"


def _option(line: str, because: str, *, right: bool = False) -> dict[str, object]:
    return {"text": literal(line), "right": right, "because": because}


def _signs(_: Words, text: AskQuestion) -> str:
    """How one hears what the question reveals."""
    lines = "\n".join(f"- {literal(sign)}" for sign in text.listen_for)
    return _("You may hear it in the answer:") + f"\n\n{lines}"


def _texts(questions: Sequence[Question] | None) -> Iterable[AskQuestion]:
    return (each.text for each in questions or () if isinstance(each.text, AskQuestion))


def _fair(question: Question, text: AskQuestion, prompt: str, options: list[dict[str, object]]) -> Question | None:
    """None where it is too long for one message, or where who guesses has it easy."""
    try:
        choice = ChoiceQuestion(
            id=text.id,
            prompt=prompt,
            why=literal(text.why),
            level=text.level,
            source=text.source,
            options=tuple(ChoiceOption.model_validate(option) for option in options),
        )
    except ValidationError:
        return None
    given_away = next(giveaway.check(choice), None)
    return None if given_away else replace(question, text=choice)


def _shuffled(text: ChoiceQuestion, rng: Random) -> ChoiceQuestion:
    if any(_IN_ORDER.search(f"{option.text} {option.because or ''}") for option in text.options):
        return text
    return text.model_copy(update={"options": tuple(rng.sample(text.options, len(text.options)))})
