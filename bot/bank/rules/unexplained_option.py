"""A wrong option without a word on why it tempts.

Whoever chose it is left with "not quite". Either somebody really makes this mistake, then say why it is one; or nobody
would, then the option is wasted and something likelier belongs there.

Good::

    options:
      - text: The egg
        right: true
        because: Dinosaurs laid eggs long before there were hens.
      - text: The hen
        because: Tempting, as every egg in a shop comes from one.

Bad::

    options:
      - text: The egg
        right: true
        because: Dinosaurs laid eggs long before there were hens.
      - text: The hen
"""

from __future__ import annotations

from bot.bank.kinds import AnyQuestion, ChoiceQuestion
from bot.bank.rule import Found, Rule, Severity, each_question


def check(question: AnyQuestion) -> Found:
    if isinstance(question, ChoiceQuestion):
        for index, option in enumerate(question.options):
            if not option.right and option.because is None:
                yield (
                    ("options", index),
                    "say in 'because' why this tempts and is wrong, or think of a likelier mistake",
                )


rule = Rule("unexplained-option", Severity.WARNING, each_question(check))
