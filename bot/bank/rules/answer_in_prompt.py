"""The answer to a `recall` question stands in its prompt.

Good::

    prompt: What is a baby hen called?
    accepts: [chick]

Bad::

    prompt: What is a baby hen, or chick, called?
    accepts: [chick]
"""

from __future__ import annotations

import re

from bot.bank.kinds import AnyQuestion, RecallQuestion
from bot.bank.rule import Found, Rule, Severity, each_question


def check(question: AnyQuestion) -> Found:
    if isinstance(question, RecallQuestion):
        answer = question.accepts[0]
        if re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", question.prompt, re.IGNORECASE):
            yield ("prompt",), f"the answer, {answer!r}, stands in the question"


rule = Rule("answer-in-prompt", Severity.WARNING, each_question(check))
