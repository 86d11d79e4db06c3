"""Markdown in a question to ask an interviewer, whose text is shown as it stands.

Someone reads these questions aloud, so they have no bold letters and no links. Asterisks and backticks would be seen.

Good::

    benefit: It turns the talk personal.

Bad::

    benefit: It turns the talk **personal**.
"""

from __future__ import annotations

import re

from bot.bank.kinds import AnyQuestion
from bot.bank.model import AskQuestion
from bot.bank.rule import Found, Rule, Severity, each_question, texts

_MARKED = re.compile(r"\*\*?\w[^*\n]*\*|`[^`\n]+`|\[[^\]\n]+\]\([^)\n]*\)|^\s*(?:#{1,6}|>) ", re.MULTILINE)


def check(question: AnyQuestion) -> Found:
    if isinstance(question, AskQuestion):
        for at, text in texts(question):
            if match := _MARKED.search(text):
                yield at, f"{match[0].strip()!r} would be shown with its marks: write it without"


rule = Rule("literal-markdown", Severity.WARNING, each_question(check))
