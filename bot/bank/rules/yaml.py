"""Text that YAML reads in another way than it was meant, or not at all.

A colon and a blank make a field; a tab, a bracket, a quotation mark, `*`, `&`, `!`, `@` or a backtick at the beginning
mean something of their own. Put such a text in quotes, or below `>-`, where only the indentation counts.

Good::

    reveals: "What counts: deeds or words"

Bad::

    reveals: What counts: deeds or words
"""

from __future__ import annotations

from bot.bank.rule import Rule, Severity

rule = Rule("yaml", Severity.ERROR)
