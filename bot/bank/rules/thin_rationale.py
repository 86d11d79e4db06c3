"""A rationale too thin to be worth a press of a button.

Hide the question and read its `why`: somebody should be able to say which question it belongs to. That takes two or
three sentences, and words that are about something. "Answer", "company", "important", "good" are about everything.

Good::

    why: >-
      People warn friends, whereas they sell to candidates. Which trait is mentioned first, be it kindness, speed or
      rank, tells you what is felt on an ordinary morning.

Bad (too short)::

    why: It tells you about the culture.

Bad (about nothing)::

    why: >-
      This is a good question to ask, because the answer tells you a lot about the company and the people who work
      there, and it shows them that you want to know more about the role.
"""

from __future__ import annotations

from bot.bank.kinds import AnyQuestion
from bot.bank.phrasing import telling, words
from bot.bank.rule import Found, Rule, Severity, each_question

FEWEST_WORDS = 18
"""Fewer make no two sentences. The shortest that we ship has 25."""

FEWEST_TELLING = 5
"""So many different words have to be about something."""


def check(question: AnyQuestion) -> Found:
    count = len(words(question.why))
    about = len(set(telling(question.why)))
    if count < FEWEST_WORDS:
        yield ("why",), f"{count} words are no reason: say what one learns by this question and what that is good for"
    elif about < FEWEST_TELLING:
        yield ("why",), "this could stand below any question: say what is special about this one"


rule = Rule("thin-rationale", Severity.WARNING, each_question(check, english=True))
