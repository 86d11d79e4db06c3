"""A rationale that says the question again in other order.

Whoever opens the reasons has just read the question. A `why` in its words tells nothing new.

Good::

    ask: How is success in this role judged after the first half year?
    why: >-
      A number, a deadline or one person's opinion: each asks for another way of working. If they differ on it among
      themselves, you would be judged by whoever happens to be in the room.

Bad::

    ask: How is success in this role judged after the first half year?
    why: >-
      It tells you how success in the role is judged after the first half year, who does the judging of success in that
      half of the year, and by which measure success is judged.
"""

from __future__ import annotations

from bot.bank.kinds import AnyQuestion
from bot.bank.phrasing import telling
from bot.bank.rule import Found, Rule, Severity, each_question

MOST_SHARED = 0.5
"""The share of the rationale's words that may be the question's."""


def check(question: AnyQuestion) -> Found:
    asked, reason = set(telling(question.prompt)), telling(question.why)
    if reason and sum(word in asked for word in reason) / len(reason) > MOST_SHARED:
        yield ("why",), "this repeats the question: say what its answer is good for"


rule = Rule("echoed-rationale", Severity.WARNING, each_question(check, english=True))
