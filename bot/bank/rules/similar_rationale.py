"""A rationale that says nearly the same as another one, in this pack or in another that is checked with it.

Two questions for one reason are one question. If the reasons really differ, say where.

Good::

    - id: culture.friend
      ask: How would you describe the culture here to a friend?
      why: >-
        A friend is warned where a candidate is courted, and the first trait that is mentioned is what colleagues feel
        on ordinary mornings.
    - id: culture.rule
      ask: Which unwritten rule do newcomers learn the hard way?
      why: >-
        Rules that protect somebody's pride point another way than rules that protect sleep or safety, and none of them
        stands in the handbook.

Bad::

    - id: culture.friend
      ask: How would you describe the culture here to a friend?
      why: >-
        A friend is warned where a candidate is courted, and the first trait that is mentioned is what colleagues feel
        on ordinary mornings.
    - id: culture.rule
      ask: Which unwritten rule do newcomers learn the hard way?
      why: >-
        Candidates are courted where a friend is warned. The trait that is mentioned first is what colleagues feel on an
        ordinary morning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.bank.likeness import near_duplicates
from bot.bank.rule import Finding, PackFiles, Rule, Severity, entries

LEAST = 0.55
"""In the packs that ship, no two rationales reach 0.45."""


def check(packs: Sequence[PackFiles]) -> Iterator[Finding]:
    found = list(entries(packs))
    for pair in near_duplicates([entry.question.why for entry in found], LEAST):
        other = found[pair.earlier]
        message = f"this says nearly the same as the reason of {other.id!r} at {other.place('why')}: say what differs"
        yield found[pair.later].finding(("why",), message)


rule = Rule("similar-rationale", Severity.WARNING, check)
