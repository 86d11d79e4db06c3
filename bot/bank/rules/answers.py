"""An accepted answer that stands there twice.

Capitals make no difference when an answer is compared, so `Yield` beside `yield` adds nothing.

Good::

    accepts: [chick, young hen]

Bad::

    accepts: [chick, Chick]
"""

from __future__ import annotations

from bot.bank.rule import Rule, Severity

rule = Rule("answers", Severity.ERROR)
