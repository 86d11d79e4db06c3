"""Two questions in one breath.

People answer the easier half, and you have used up both. The second one is a follow-up: it belongs there.

Good::

    ask: Who decides what is dropped when time runs out?

Bad::

    ask: Who decides what is dropped when time runs out, and how do you hear of it?

Bad::

    ask: Who decides what is dropped? How do you hear of it?
"""

from __future__ import annotations

import re

from bot.bank.kinds import AnyQuestion
from bot.bank.model import AskQuestion
from bot.bank.rule import Found, Rule, Severity, each_question

_SECOND = re.compile(
    r"(?:,|;| –| —)? (?:and|or) (?:(?:also|then|if so|if not),? )*(?:"
    r"(?:how|why|where|when|what|who|which|whom) (?:is|are|was|were|do|does|did|has|have|can|could|will|would|should)\b"
    r"|(?:is|are|was|were|do|does|did|have|has|can|could|will|would) (?:you|they|it|there|this|that|people|the)\b"
    r"|(?:how|why|where|when|by when|what|who|whom|if not|why not)\?"
    r")",
    re.IGNORECASE,
)


def check(question: AnyQuestion) -> Found:
    if isinstance(question, AskQuestion):
        if question.ask.count("?") > 1:
            yield ("ask",), "this asks twice: keep one, and make the other a follow-up"
        elif match := _SECOND.search(question.ask):
            yield ("ask",), f"“{match[0].strip(' ,;')} …” is a second question: make it a follow-up"


rule = Rule("double-question", Severity.WARNING, each_question(check, english=True))
