"""`askq content new`: a topic file with a word on every field. What is still empty, `content check` names."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from bot.bank.kinds import ChoiceQuestion, Kind, OpenQuestion, RecallQuestion
from bot.bank.model import AskQuestion, Level, PackFile, Stage, Topic

_MODELS: dict[Kind, type[BaseModel]] = {
    "ask": AskQuestion,
    "choice": ChoiceQuestion,
    "recall": RecallQuestion,
    "open": OpenQuestion,
}
_LEVEL = ("level", f"one of {', '.join(Level)}", " any")
_WHY = "what this is good to know for, or why it is asked: two or three sentences that fit no other question"

_FIELDS: Mapping[Kind, tuple[tuple[str, str, str], ...]] = {
    "ask": (
        ("ask", "as said aloud: one open question", ' ""'),
        ("reveals", "a noun phrase, fit for a button", ' ""'),
        ("why", "what the answer tells you and why that matters for the choice you face", ' ""'),
        ("benefit", "what asking does for you", ' ""'),
        ("use_it", "what to do with the answer", ' ""'),
        ("listen_for", "2 to 4 concrete signs of a good answer", '\n      - ""\n      - ""'),
        ("warning_signs", "2 to 4 signs of a bad one; what else could it mean", '\n      - ""\n      - ""'),
        ("follow_ups", "1 to 3 questions that may come next", '\n      - ""'),
        ("tailor", "how to make it specific, with a {slot}", ' "{fact}"'),
        ("weak_form", "how people spoil the question", ' ""'),
        ("weak_because", "why that is weak, in one line", ' ""'),
        ("stages", f"when it is best asked: {', '.join(Stage)}", " [team]"),
        ("minutes", "how long a good answer takes, 1 to 10", " 3"),
        _LEVEL,
    ),
    "choice": (
        ("prompt", "what is asked", ' ""'),
        ("select", "one, or all where every right option has to be marked", " one"),
        (
            "options",
            "2 to 6, none longer than the others; because: why it is right, or why it tempts and is wrong",
            '\n      - text: ""\n        right: true\n        because: ""\n      - text: ""\n        because: ""',
        ),
        ("why", _WHY, ' ""'),
        _LEVEL,
    ),
    "recall": (
        ("prompt", "what is asked", ' ""'),
        ("accepts", "1 to 8 answers; the first is the one that is shown", '\n      - ""'),
        ("explanation", "why it is the answer", ' ""'),
        ("why", _WHY, ' ""'),
        _LEVEL,
    ),
    "open": (
        ("prompt", "what is asked", ' ""'),
        ("rubric", "3 to 5 things that one can see or hear in a good answer", '\n      - ""' * 3),
        ("model_answer", "one good answer as somebody would say it", ' ""'),
        ("why", "why interviewers ask it", ' ""'),
        ("follow_ups", "up to 3 questions that may come next", '\n      - ""'),
        ("hints", "up to 3 nudges for someone who is stuck", '\n      - ""'),
        _LEVEL,
    ),
}


def topic_file(topic: str, kind: Kind) -> str:
    """A topic's file with one question to fill in."""
    limits = _most(_MODELS[kind])
    lines = [
        "# Fill in what stands between the quotes; long text may stand below `why: >-` instead.",
        f"topic: {topic}",
        f"kind: {kind}",
        "questions:",
        "  # the topic, a dot, and a few letters of your own; never changed and never used again",
        f'  - id: "{topic}."',
    ]
    for name, comment, value in _FIELDS[kind]:
        most = f" (at most {limits[name]:,} characters{' each' if chr(10) in value else ''})" if name in limits else ""
        lines += [f"    # {comment}{most}", f"    {name}:{value}"]
    return "\n".join(lines) + "\n"


def pack_file(pack: str, topic: str) -> str:
    """A new pack's `pack.yaml` with one topic."""
    limits = _most(PackFile)
    return "\n".join(
        (
            f"id: {pack}",
            f'title: ""  # at most {limits["title"]} characters',
            "language: en",
            'licence: ""  # such as CC-BY-4.0',
            "authors:",
            '  - ""',
            f'about: ""  # one line, at most {limits["about"]} characters',
            "topics:",
            topic_lines(topic),
        )
    )


def topic_lines(topic: str) -> str:
    """What belongs under `topics` in `pack.yaml`."""
    limits = _most(Topic)
    return "\n".join(
        (
            f"  - id: {topic}",
            f'    title: ""  # at most {limits["title"]} characters',
            "    aliases: []  # other words that people type",
            f'    about: ""  # one line, at most {limits["about"]} characters',
            "",
        )
    )


def _most(model: type[BaseModel]) -> dict[str, int]:
    """The most characters of each field, or of each of its entries."""
    schema = model.model_json_schema()["properties"]
    found = {name: field.get("maxLength") or field.get("items", {}).get("maxLength") for name, field in schema.items()}
    return {name: most for name, most in found.items() if most}
