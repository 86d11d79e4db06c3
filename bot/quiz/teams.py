"""Who plays with whom, and who reads whose answer. Pure: chance is an argument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from random import Random
from typing import TypeVar

_T = TypeVar("_T")

THREE_FROM = 9
"""From so many players on there are three teams, else two."""

PEERS = 3
"""The most who mark one answer."""


def how_many(players: int) -> int:
    return 3 if players >= THREE_FROM else 2


def dealt(people: Sequence[_T], rng: Random) -> dict[_T, int]:
    """A team for each, by lot; no team is larger than another by more than one."""
    teams = how_many(len(people))
    return {person: place % teams + 1 for place, person in enumerate(rng.sample(people, len(people)))}


def smallest(taken: Collection[int], rng: Random) -> int:
    """The team for one more: a smallest one of those that there are, by lot. `taken` are the teams of all others."""
    sizes = Counter(taken)
    teams = range(1, max(max(taken, default=0), 2) + 1)
    least = min(sizes[team] for team in teams)
    return rng.choice([team for team in teams if sizes[team] == least])


def readers(authors: Sequence[_T], others: Sequence[_T], rng: Random) -> list[tuple[_T, _T]]:
    """Pairs of who marks and whose answer: each answer by up to `PEERS` of those who gave one themselves, each of whom
    reads as many as every other. One answer alone goes to `others`, who gave none; where there are none, to its own
    author."""
    ring = rng.sample(authors, len(authors))
    if len(ring) > 1:
        steps = range(1, min(PEERS, len(ring) - 1) + 1)
        return [(ring[(place + step) % len(ring)], author) for step in steps for place, author in enumerate(ring)]
    found = [other for other in rng.sample(others, len(others)) if other not in ring][:PEERS]
    return [(reader, author) for author in ring for reader in found or ring]
