"""A choice question that does not fit one message together with its explanations.

Once it is answered, prompt, options, explanations and rationale stand in one message. Discord takes 4,000 characters,
and some go into headings and labels.

Good::

    prompt: What comes first?

Bad::

    prompt: "{900 characters}"
    options:
      - text: The egg
        right: true
        because: "{600 characters}"
      - text: The hen
        because: "{600 characters}"
      - text: The cock
        because: "{600 characters}"
      - text: The fox
        because: "{600 characters}"
    why: "{590 characters}"
"""

from __future__ import annotations

from bot.bank.rule import Rule, Severity

rule = Rule("length", Severity.ERROR)
