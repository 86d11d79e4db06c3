"""Small packs on disk for the loader's tests: a good one, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

Files = dict[str, str | bytes]
"""The files of a pack by their names."""

Problems = Callable[[Files], list[str]]
"""The `problems` fixture: what is wrong with the good pack after these files were put into it."""

FIELDS: dict[str, Any] = {
    "id": "culture.one",
    "ask": "What would a friend of yours find strange here?",
    "reveals": "What strikes a newcomer",
    "why": "A friend is warned where a candidate is courted.",
    "benefit": "It turns the talk personal.",
    "use_it": "Say where you worked best.",
    "listen_for": ["A scene", "A cost"],
    "warning_signs": ["A slogan", "A long pause"],
    "follow_ups": ["When did you see that last?"],
    "tailor": "I read that {fact}. How does it show?",
    "weak_form": "What is the culture like?",
    "weak_because": "Three adjectives answer it.",
    "stages": ["team", "recruiter"],
    "minutes": 3,
    "level": "any",
}

CHOICE: dict[str, Any] = {
    "id": "culture.one",
    "prompt": "What comes first?",
    "options": [{"text": "The egg"}, {"text": "The hen", "right": True, "because": "Somebody laid it."}],
    "why": "It settles an old dispute.",
    "level": "any",
}

RECALL: dict[str, Any] = {
    "id": "culture.one",
    "prompt": "What is a baby hen called?",
    "accepts": ["chick", "a chick"],
    "explanation": "It is short for chicken.",
    "why": "Farmers say it.",
    "level": "any",
}

OPEN: dict[str, Any] = {
    "id": "culture.one",
    "prompt": "Tell me about your hens.",
    "rubric": ["Says how many", "Says since when", "Names one"],
    "model_answer": "There are four, since May, and Berta leads.",
    "why": "It shows who cares.",
    "follow_ups": ["And the cock?"],
    "hints": ["Count them."],
    "level": "any",
}

PACK = """\
id: trial
title: Trial
language: en
licence: CC-BY-4.0
authors: [Somebody]
about: A pack to try things with.
topics:
  - id: culture
    title: Culture and values
    aliases: [values, atmosphere]
    about: How people treat each other.
"""

GUIDE = """\
title: How to ask
intro: Two people decide.
sections:
  - id: why-ask
    title: Why ask
    text: |
      You choose too.
"""


def question(fields: dict[str, Any] = FIELDS, **changes: Any) -> str:
    """One question as YAML; a field changed to None is left out."""
    written = {name: value for name, value in {**fields, **changes}.items() if value is not None}
    lines = yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=1000).splitlines()
    return "\n".join(("  - " if number == 0 else "    ") + line for number, line in enumerate(lines)) + "\n"


def topic(*questions: str, name: str = "culture", kind: str = "ask") -> str:
    return f"topic: {name}\nkind: {kind}\nquestions:\n" + "".join(questions or (question(),))


def write(folder: Path, files: Files) -> Path:
    """A pack in `folder`/trial: the good one, with these files in place of its own."""
    pack = folder / "trial"
    pack.mkdir(exist_ok=True)
    for name, content in {"pack.yaml": PACK, "culture.yaml": topic(), **files}.items():
        (pack / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return pack


def spoilt(old: str, new: str, good: str | None = None) -> str:
    """The good topic file (or another good text) with one thing changed."""
    text = topic() if good is None else good
    assert old in text
    return text.replace(old, new, 1)


def reveals(value: str) -> str:
    """The good topic file with another value, as YAML, for `reveals` in its sixth line."""
    return spoilt("reveals: What strikes a newcomer", f"reveals:{value and ' '}{value}")
