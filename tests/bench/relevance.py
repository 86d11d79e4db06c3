"""What people type and which questions would be right, and how well a search does by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Literal, Protocol

import yaml

from bot.bank.searchable import Document

FIRST = 3
"""How many results people look at."""


class Engine(Protocol):
    """A search over documents by id, made of a mapping of them. Both give ids, best first."""

    def search(self, text: str, most: int) -> list[str]: ...

    def complete(self, text: str, most: int) -> list[str]: ...


Make = Callable[[Mapping[str, Document]], Engine]


@dataclass(frozen=True, slots=True)
class Judged:
    query: str
    sort: str
    half: Literal["tune", "held"]
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relevance:
    queries: tuple[Judged, ...]
    nothing: tuple[str, ...]
    """What should find nothing."""


@dataclass(frozen=True, slots=True)
class Score:
    """Means over queries. `recall`: of the right ids, of at most three, the share that is among the first three.
    `found`: the share of queries with a right one among the first three. `mrr`: one divided by the place of the first
    right one among the first ten, 0 without any."""

    queries: int
    recall: float
    found: float
    mrr: float


def load() -> Relevance:
    values = yaml.safe_load(Path(__file__).with_name("relevance.yaml").read_text(encoding="utf-8"))
    queries = (
        Judged(each["query"], each["sort"], each["half"], frozenset(each["right"])) for each in values["queries"]
    )
    return Relevance(tuple(queries), tuple(values["nothing"]))


def results(engine: Engine, judged: Judged) -> list[str]:
    """What somebody gets to see who typed this; a beginning while it is being typed."""
    ask = engine.complete if judged.sort == "beginning" else engine.search
    return ask(judged.query, 10)


def score(pairs: Iterable[tuple[Judged, Sequence[str]]]) -> Score:
    """Of queries and the ids that each found."""
    recalls, founds, reciprocals = [], [], []
    for judged, ids in pairs:
        places = [place for place, id in enumerate(ids, 1) if id in judged.right]
        early = sum(place <= FIRST for place in places)
        recalls.append(early / min(FIRST, len(judged.right)))
        founds.append(float(early > 0))
        reciprocals.append(1 / places[0] if places else 0.0)
    return Score(len(recalls), fmean(recalls), fmean(founds), fmean(reciprocals))
