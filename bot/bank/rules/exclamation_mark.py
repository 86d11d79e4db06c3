"""An exclamation mark outside of code.

A question bank speaks calmly. What needs a mark to be exciting is not.

Good::

    reveals: Who decides

Bad::

    reveals: Who really decides!
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.bank.phrasing import without_code
from bot.bank.rule import Rule, Severity, each_text


def check(text: str) -> Iterator[str]:
    if re.search(r"!(?!=)", without_code(text)):
        yield "an exclamation mark: say it calmly"


rule = Rule("exclamation-mark", Severity.WARNING, each_text(check))
