"""A field that is missing, unknown, or holds what it cannot hold.

The message says what is wanted: a text, a list, a number within bounds, one of a few words such as a stage or a level.
The fields of every kind of question are in content/README.md; `content/schema.json` lets an editor know them too.

Good::

    stages: [team, offer]
    level: senior

Bad (no such stage)::

    stages: [the-boss]

Bad (no such field)::

    answer: Forty-two.

Bad (too long to be said aloud)::

    ask: >-
      If you think back to your very first weeks in this company and compare what you had been told beforehand with what
      you found when you arrived, where was the difference greatest?
"""

from __future__ import annotations

from bot.bank.rule import Rule, Severity

rule = Rule("field", Severity.ERROR)
