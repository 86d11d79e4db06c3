"""`askq content stats`: how much there is of what, how long it is, and where it is thin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from bot.bank.kinds import ChoiceQuestion
from bot.bank.model import AskQuestion, Stage
from bot.bank.rule import Entry, PackFiles, entries

FEW = 3
"""A topic with fewer questions is soon seen through: members meet them again within days."""

FEW_AT_A_STAGE = 4
"""`four` wants so many for each stage."""

OFTEN = 0.5
"""Where more than this share of right answers has one letter, guessing pays."""

ENOUGH_TO_TELL = 8
"""Fewer answers than this say nothing about letters."""


def stats(packs: Sequence[PackFiles]) -> str:
    """Every pack with its topics, then what all of it comes to."""
    parts = ["\n".join(_pack(pack)) for pack in packs]
    total = sum(1 for _ in entries(packs))
    return "\n\n".join([*parts, f"In all: {total:,} questions in {len(packs)} packs."])


def _pack(pack: PackFiles) -> Iterator[str]:
    found = list(entries([pack]))
    kinds = Counter(str(entry.question.kind) for entry in found)
    yield f"{pack.about.id}: {len(found):,} questions ({_listed(kinds)})"
    width = max(len(topic.id) for topic in pack.about.topics)
    for topic in pack.about.topics:
        mine = [entry for entry in found if entry.source.values["topic"] == topic.id]
        yield f"  {topic.id:<{width}}  {len(mine):>4}"
    yield f"  level: {_listed(Counter(str(entry.question.level) for entry in found))}"
    stages = Counter(str(stage) for entry in found for stage in _stages(entry))
    if stages:
        yield f"  stage: {_listed(stages)}"
    letters = _letters(found)
    if letters:
        yield f"  right: {_listed(letters)}"
    yield f"  characters of a question: {_spread(len(entry.question.prompt) for entry in found)}"
    yield f"  characters of a rationale: {_spread(len(entry.question.why) for entry in found)}"
    for thin in _thin(pack, found, stages, letters):
        yield f"  thin: {thin}"


def _thin(pack: PackFiles, found: list[Entry], stages: Counter[str], letters: Counter[str]) -> Iterator[str]:
    """What could do with more."""
    per_topic = Counter(entry.source.values["topic"] for entry in found)
    few = [f"{topic.id} ({per_topic[topic.id]})" for topic in pack.about.topics if per_topic[topic.id] < FEW]
    if few:
        yield f"topics with fewer than {FEW} questions: {', '.join(few)}"
    if stages:
        lacking = [f"{stage} ({stages[stage]})" for stage in Stage if stages[stage] < FEW_AT_A_STAGE]
        if lacking:
            yield f"stages with fewer than {FEW_AT_A_STAGE} questions: {', '.join(lacking)}"
    answers = letters.total()
    if answers >= ENOUGH_TO_TELL:
        letter, times = letters.most_common(1)[0]
        if times > OFTEN * answers:
            yield f"{letter} is the right answer {times} times of {answers}"


def _stages(entry: Entry) -> Iterable[Stage]:
    return entry.question.stages if isinstance(entry.question, AskQuestion) else ()


def _letters(found: Iterable[Entry]) -> Counter[str]:
    """How often each letter is the one right answer."""
    choices = (entry.question for entry in found if isinstance(entry.question, ChoiceQuestion))
    return Counter("ABCDEF"[min(choice.right)] for choice in choices if choice.select == "one")


def _listed(counts: Counter[str]) -> str:
    return ", ".join(
        f"{name} {count:,}" for name, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )


def _spread(lengths: Iterable[int]) -> str:
    ordered = sorted(lengths)
    return f"{ordered[0]}–{ordered[-1]}, half below {median(ordered):.0f}" if ordered else "none"
