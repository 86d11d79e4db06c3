"""A text that begins with `*`, or an alias of YAML, which packs do not use.

Ten lines of aliases can unfold into gigabytes, so none is read.

Good::

    reveals: "*) What the small print says"

Bad::

    reveals: &answer Who decides
    weak_because: *answer
"""

from __future__ import annotations

from bot.bank.rule import Rule, Severity

rule = Rule("yaml-alias", Severity.ERROR)
