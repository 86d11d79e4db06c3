"""A field that stands in a question twice.

YAML would silently take the last one, and the other would be lost without a trace.

Good::

    reveals: Who decides

Bad::

    reveals: Who decides
    reveals: Who is asked
"""

from __future__ import annotations

from bot.bank.rule import Rule, Severity

rule = Rule("duplicate-key", Severity.ERROR)
