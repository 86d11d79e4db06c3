"""A question that asks nearly the same as another one, in this pack or in another that is checked with it.

Each entry has to earn its place. Two that are told apart only by their order of words bore those who meet both, and the
second takes the place of one that nobody has thought of yet. Compared are the words that carry meaning, rare ones
counting more, and how the whole is spelt. A question that a candidate asks is not compared with one that a candidate
answers: the two may well mirror each other.

Good::

    - ask: How would you describe the culture here to a friend?
    - ask: Which unwritten rule do newcomers learn the hard way?

Bad::

    - ask: Which unwritten rule do newcomers learn the hard way?
    - ask: What unwritten rule do new people usually learn the hard way?
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.bank.likeness import near_duplicates
from bot.bank.rule import Finding, PackFiles, Rule, Severity, entries

LEAST = 0.7
"""In the packs that ship, questions on different things reach 0.67, and rewordings mostly exceed 0.7."""

LEAST_WITH_CODE = 0.9
"""Programs share most of their words, and one sign in them makes another question."""


def check(packs: Sequence[PackFiles]) -> Iterator[Finding]:
    found = list(entries(packs))
    for pair in near_duplicates([entry.question.prompt for entry in found], LEAST):
        later, other = found[pair.later], found[pair.earlier]
        mirrored = (later.question.kind == "ask") != (other.question.kind == "ask")
        with_code = "```" in later.question.prompt and "```" in other.question.prompt
        if mirrored or (with_code and pair.score < LEAST_WITH_CODE):
            continue
        field = "ask" if later.question.kind == "ask" else "prompt"
        where = other.place("ask" if other.question.kind == "ask" else "prompt")
        yield later.finding((field,), f"this asks nearly the same as {other.id!r} at {where}: keep the better one")


rule = Rule("similar-question", Severity.WARNING, check)
