"""Python that Python cannot read.

A block of code that says `python` above it has to compile, wherever it stands. A block with a gap to be filled, or with
a mistake on purpose, stands between lines of three backticks alone.

Good::

    prompt: |
      What does this print?

      ```python
      print("a" * 3)
      ```
    accepts: [aaa]

Bad::

    prompt: |
      What does this print?

      ```python
      print("a" * 3
      ```
"""

from __future__ import annotations

from bot.bank.kinds import AnyQuestion, Prompted
from bot.bank.rule import Found, Rule, Severity, each_question, texts
from bot.bank.running import blocks, mistake


def check(question: AnyQuestion) -> Found:
    if isinstance(question, Prompted):
        for at, text in texts(question):
            for wrong in filter(None, map(mistake, blocks(text) if "```" in text else ())):
                yield at, f"this Python does not compile: {wrong}. Leave out the word python if that is meant"


rule = Rule("code", Severity.ERROR, each_question(check))
