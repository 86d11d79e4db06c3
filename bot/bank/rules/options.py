"""Options among which nobody can choose rightly.

Exactly one option is right, or with `select: all` at least one and not every one. A right option says why it is right,
and no two options say the same.

Good::

    select: all
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
        right: true
        because: Somebody had to lay the egg.
"""

from __future__ import annotations

from bot.bank.rule import Rule, Severity

rule = Rule("options", Severity.ERROR)
