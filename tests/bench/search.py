"""`make bench-search`: how well search finds what people mean, beside other libraries, and what it costs with more
questions. `--short` leaves out what is not installed for development, and everything large."""

from __future__ import annotations

import argparse
import gc
import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from resource import getpagesize

from bot.bank import loader
from bot.bank.content import content_folder
from bot.bank.search import Finder
from bot.bank.searchable import Document, of_packs
from tests.bench import relevance
from tests.bench.engines import Fts5, Lunr, Whoosh
from tests.bench.timing import summary
from tests.bench.varied import varied

SEED = 1
SIZES = (545, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class Contender:
    """`largest`: with how many questions it is measured; more would take a library in pure Python hours."""

    make: relevance.Make
    largest: int
    installed: bool = False


def without_synonyms(documents: Mapping[str, Document]) -> Finder:
    return Finder({id: replace(each, synonyms=(), found_by=()) for id, each in documents.items()})


CONTENDERS = {
    "askq": Contender(Finder, 100_000, installed=True),
    "no synonyms": Contender(without_synonyms, 0, installed=True),
    "SQLite FTS5": Contender(Fts5, 100_000, installed=True),
    "lunr": Contender(Lunr, 10_000),
    "Whoosh": Contender(Whoosh, 545),
}


def shipped() -> dict[str, Document]:
    bank = loader.load(content_folder(None))
    return of_packs(bank.packs, bank.topics)


def quality(contenders: Mapping[str, Contender]) -> None:
    judged, documents = relevance.load(), shipped()
    engines = {name: contender.make(documents) for name, contender in contenders.items()}
    pairs = {
        name: [(each, relevance.results(engine, each)) for each in judged.queries] for name, engine in engines.items()
    }
    print(f"\nWhat {len(judged.queries)} queries find among {len(documents)} questions: recall@3 and MRR")
    print(f"  {'':24}{'':>4}" + "".join(f"{name:>16}" for name in engines))
    sorts = list(dict.fromkeys(each.sort for each in judged.queries))
    for half in ("tune", "held"):
        for sort in (*sorts, None):
            scores = [
                relevance.score((each, ids) for each, ids in found if each.half == half and sort in (each.sort, None))
                for found in pairs.values()
            ]
            print(f"  {half:6}{sort or 'ALL':18}{scores[0].queries:>4}" + _columns(scores, lambda s: (s.recall, s.mrr)))
    every = [relevance.score(found) for found in pairs.values()]
    print(f"  {'both':6}{'ALL':18}{every[0].queries:>4}" + _columns(every, lambda s: (s.recall, s.mrr)))
    print(f"  {'both':6}{'a right one in three':18}  " + "".join(f"{score.found:16.3f}" for score in every))
    rightly = [sum(not engine.search(text, 3) for text in judged.nothing) for engine in engines.values()]
    print(f"  {'nothing for nonsense':24}{len(judged.nothing):>4}" + "".join(f"{number:16}" for number in rightly))


def _columns(scores: Sequence[relevance.Score], values: Callable[[relevance.Score], tuple[float, float]]) -> str:
    return "".join(f"{' '.join(f'{value:.3f}' for value in values(score)):>16}" for score in scores)


def costs(contenders: Mapping[str, Contender], sizes: Sequence[int]) -> None:
    """Each in a process of its own, so that nothing remains of the one before."""
    print(f"\nWhat it costs; questions beyond the bank's own are varied from them, seed {SEED}")
    print(
        f"  {'':14}{'questions':>10}{'words':>8}{'build':>9}{'memory':>9}"
        f"{'search p50, p99':>22}{'completion p50, p99':>22}"
    )
    for size in sizes:
        for name, contender in contenders.items():
            if size <= contender.largest:
                child = [sys.executable, "-m", "tests.bench.search", "--engine", name, "--size", str(size)]
                ran = subprocess.run(child, check=True, capture_output=True, text=True)
                cost = json.loads(ran.stdout)
                search, completion = (f"{p50:.2f} ms, {p99:.2f} ms" for p50, p99 in (cost["search"], cost["complete"]))
                print(
                    f"  {name:14}{size:10,}{cost['words']:8,}{cost['build']:7.2f} s{cost['memory']:6.0f} MB"
                    f"{search:>22}{completion:>22}"
                )


def measure(make: relevance.Make, size: int) -> dict[str, object]:
    """Seconds to build, resident megabytes more than before, and p50 and p99 in milliseconds. Every query of the set
    is searched for, and typed up to a place that chance chooses."""
    queries, rng = [each.query for each in relevance.load().queries], Random(SEED)
    documents = varied(shipped(), size, SEED)
    words = {word for each in documents.values() for text in each.why for word in text.lower().split()}
    before = _resident()
    begun = time.perf_counter()
    engine = make(documents)
    built = time.perf_counter() - begun
    grown = _resident() - before
    typed = [query[: rng.randint(1, len(query))] for query in queries]
    return {
        "words": len(words),
        "build": built,
        "memory": grown,
        "search": _timed([lambda query=query: engine.search(query, 5) for query in queries]),
        "complete": _timed([lambda text=text: engine.complete(text, 15) for text in typed]),
    }


def _timed(calls: Sequence[Callable[[], object]]) -> tuple[float, float]:
    taken = []
    for call in [*calls[:10], *calls]:  # the first ones warm up
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    timing = summary(taken[10:], sum(taken))
    return timing.p50, timing.p99


def _resident() -> float:
    gc.collect()
    with open("/proc/self/statm") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * getpagesize() / 1e6


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--engine", choices=CONTENDERS)
    parser.add_argument("--size", type=int)
    arguments = parser.parse_args()
    if arguments.engine:
        print(json.dumps(measure(CONTENDERS[arguments.engine].make, arguments.size)))
        return
    print(f"Python {platform.python_version()} on {platform.system()}; times compare within this run only.")
    chosen = {name: each for name, each in CONTENDERS.items() if each.installed or not arguments.short}
    quality(chosen)
    costs(chosen, SIZES[:1] if arguments.short else SIZES)


if __name__ == "__main__":
    main()
