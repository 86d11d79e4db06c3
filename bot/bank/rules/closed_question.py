"""A question that can be answered with yes or no.

Asked whether the team is friendly, everyone says yes. An open question gets a story, and that is what you came for.
"Could you describe …" is open: nobody answers it with yes.

Good::

    ask: How do people here tell each other that something went wrong?

Good::

    ask: Could you walk me through the last time something went wrong?

Bad::

    ask: Do people here tell each other when something went wrong?
"""

from __future__ import annotations

import re

from bot.bank.kinds import AnyQuestion
from bot.bank.model import AskQuestion
from bot.bank.phrasing import sentences
from bot.bank.rule import Found, Rule, Severity, each_question

_CLOSED = re.compile(
    r"(?:is|are|am|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must)"
    r"(?:n't)? (?:i|you|we|they|he|she|it|there|this|that|these|those|the|a|an|any\w*|some\w*|every\w*|people|your|my"
    r"|our)\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"(?:can|could|will|would) (?:you|i|we) (?:please |perhaps |briefly )?"
    r"(?:tell|describe|walk|show|give|share|explain|talk|say|name|sketch|outline|take|help|recall|think|paint|list|ask|hear"
    r"|be willing to|mind)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:and|but|so|if|when|once|after|before|apart|besides|looking|thinking|suppose|given|in|on|for|from|with|at|as|of"
    r"|during|since|beyond|outside|compared)\b[^,]*, ",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\b(?:what|how|which|who|whom|whose|where|when|why)\b", re.IGNORECASE)


def check(question: AnyQuestion) -> Found:
    if not isinstance(question, AskQuestion):
        return
    asked = [each for each in sentences(question.ask.replace("’", "'")) if each.endswith("?")]
    if not asked:
        yield ("ask",), "this asks nothing: end with a question"
    for sentence in asked:
        clause = _LEAD.sub("", sentence, count=1)
        alternative = re.search(r",? or \w+", clause) and not clause.rstrip("?").endswith("or not")
        if _CLOSED.match(clause) and not _REQUEST.match(clause) and not alternative and not _joined(clause):
            yield ("ask",), "a yes or a no answers this: begin with what, how, which, who, when or why"


def _joined(clause: str) -> bool:
    """Whether a second, open question follows: "Is it so, and how?" is for another rule."""
    return bool(re.search(r",? (?:and|or) (?:if so,? )?" + _OPENING.pattern, clause, re.IGNORECASE))


rule = Rule("closed-question", Severity.WARNING, each_question(check, english=True))
