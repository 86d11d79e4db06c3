"""Whether an answer is right. Pure: what counts as a typo is decided here, for every feature that asks.

An answer of words forgives capitals, blanks, punctuation and a slip of the finger. Digits and symbols have to be
exact: 1988 is no misspelt 1989, and `[-1]` no misspelt `[::-1]`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.bank.kinds import ChoiceQuestion, RecallQuestion

LONGEST_EXACT = 3
"""Words of so few letters are taken as typed: a letter changed makes another word of them."""

LONG = 12
"""From so many letters on two typos are forgiven, not one."""

_QUOTES = str.maketrans('‘’‚‛“”„‟«»"–—−', "'''''''''''---")
"""Quotes and dashes that people type without noticing which."""

_PUNCTUATION = frozenset(".,;:!?'`()-/_")
"""What only sets words apart. Everything else that is neither letter nor blank is part of the answer."""


def grade(question: ChoiceQuestion | RecallQuestion, given: str | Collection[int]) -> bool:
    """Whether this is the answer: to a choice the indices chosen, all that are right and no other; to a recall
    question the text typed. Raises `TypeError` for one where the other is wanted."""
    if isinstance(question, ChoiceQuestion) and not isinstance(given, str):
        return set(given) == question.right
    if isinstance(question, RecallQuestion) and isinstance(given, str):
        return any(matches(given, accepted) for accepted in question.accepts)
    raise TypeError(f"{type(given).__name__} does not answer a {question.kind} question")


def written(options: Collection[int]) -> str:
    """The indices of the options chosen, as an answer is kept in a row."""
    return ",".join(map(str, sorted(options)))


def options_in(text: str, question: ChoiceQuestion) -> frozenset[int]:
    """The options that were `written`. What a question that was changed since no longer has is left out."""
    known = {str(index): index for index in range(len(question.options))}
    return frozenset(known[index] for index in text.split(",") if index in known)


def matches(typed: str, accepted: str) -> bool:
    """Whether what was typed is this answer, as people type."""
    wanted, told = _read(accepted), _read(typed)
    if wanted.exact or told.exact:
        return wanted.marks == told.marks and _spelt(told.letters, wanted.letters)
    return _spelt(told.letters, wanted.letters)


@dataclass(frozen=True, slots=True)
class _Reading:
    """`letters` without anything between them; `marks` is the rest in its order, an `a` for each run of letters.
    `exact`: the marks say something, they are not only punctuation around words."""

    letters: str
    marks: str
    exact: bool


def _read(text: str) -> _Reading:
    text = unicodedata.normalize("NFKC", text).casefold().translate(_QUOTES)
    text = re.sub(r"(?<=[\w)\]}'])[.!?]+$", "", text.strip().strip("`"))
    text = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)  # "1 2" is not "12"
    letters = "".join(char for char in text if _letter(char))
    marks = re.sub("a+", "a", "".join("a" if _letter(char) else char for char in text))
    return _Reading(letters, marks, not letters or not _PUNCTUATION.issuperset(marks.replace("a", "")))


def _letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _spelt(typed: str, wanted: str) -> bool:
    """Whether these are the same letters, but for typos: one too many, one missing, one wrong, two exchanged.

    Never the first letter: "asynchronous" is no misspelt "synchronous", nor "setter" a "getter".
    """
    if typed == wanted:
        return True
    if len(wanted) <= LONGEST_EXACT or typed[:1] != wanted[:1]:
        return False
    typos = 2 if len(wanted) >= LONG else 1
    return OSA.distance(typed, wanted, score_cutoff=typos) <= typos
