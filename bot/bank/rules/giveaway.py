"""The right option can be told without knowing the answer.

Who guesses takes the longest option, the only one with a reason in it, or the one that does not say "always". Give the
wrong ones the same length and form.

Good::

    options:
      - text: Ask the recruiter before the first talk
        because: The recruiter may not know yet.
      - text: Ask the manager at the end of the talk
        right: true
        because: By then both know what the role is.

Bad (much longer)::

    options:
      - text: Ask nobody
        because: Then nobody tells you.
      - text: Ask the manager towards the end of the talk, when both of you know what the role is
        right: true
        because: By then both know what the role is.

Bad (the only one without a strong word)::

    options:
      - text: Always ask at once
        because: Some questions need a moment.
      - text: Never ask before the offer
        because: Then it is too late.
      - text: Ask when the talk turns to it
        right: true
        because: It keeps the flow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.bank.kinds import AnyQuestion, ChoiceOption, ChoiceQuestion
from bot.bank.rule import Found, Rule, Severity, each_question

RATIO, EXCESS = 1.6, 25
"""Longer by this factor and by this many characters is much longer."""

_STRONG = re.compile(r"\b(?:always|never|all|none|every|only|must|nobody|everybody|impossible)\b", re.IGNORECASE)
_REASON = re.compile(r"\b(?:because|since|so that|as it)\b", re.IGNORECASE)

FORMS: Mapping[str, Callable[[str], bool]] = {
    "ends with a full stop": lambda text: text.endswith("."),
    "has code in it": lambda text: "`" in text,
    "gives a reason": lambda text: bool(_REASON.search(text)),
    "has something in parentheses": lambda text: "(" in re.sub(r"`[^`]*`", "", text),
    "begins with a small letter": lambda text: text[:1].islower(),
    "says “it depends”": lambda text: "depends" in text.lower(),
}


def check(question: AnyQuestion) -> Found:
    if not isinstance(question, ChoiceQuestion):
        return
    right = [option for option in question.options if option.right]
    wrong = [option for option in question.options if not option.right]
    shortest, longest = min(map(_length, right)), max(map(_length, wrong))
    where = ("options", min(question.right), "text")
    if shortest > RATIO * longest and shortest - longest > EXCESS:
        yield where, f"{shortest} characters where every wrong option has at most {longest}: that gives it away"
    if len(question.options) < 3:
        return
    for form, has in FORMS.items():
        if all(has(option.text) for option in right) and not any(has(option.text) for option in wrong):
            yield where, f"only what is right {form}: that gives it away"
    if len(wrong) > 1 and all(map(_strong, wrong)) and not any(map(_strong, right)):
        yield where, "every wrong option has a strong word such as “always” in it: that gives the right one away"


def _length(option: ChoiceOption) -> int:
    return len(option.text)


def _strong(option: ChoiceOption) -> bool:
    return bool(_STRONG.search(option.text))


rule = Rule("giveaway", Severity.WARNING, each_question(check, english=True))
