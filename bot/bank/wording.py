"""Mistakes in an author's words: what pydantic and YAML find, said so that someone who writes no code can mend it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml

from bot.chat.fitting import clip

RULES = frozenset(("markdown", "options", "answers", "length"))
"""Rules of our own models: their mistakes are of a type of that name, and say already what to do."""

_SHOWN = 40
"""How much of a wrong value a message repeats."""

_YAML = (
    (r"\\t|tab character", "a tab stands here: indent with blanks"),
    (r"cannot start any token", "text that begins with {char} needs quotes"),
    (r"scanning an (alias|anchor)", "text that begins with * or & needs quotes"),
    (r"mapping values", "a colon makes a field of this: put text with a colon in quotes, or check the indentation"),
    (r"quoted scalar.*end of stream", "the quote that opens here is never closed"),
    (r"could not find expected ':'", "a field's name needs a colon behind it, text goes into the field above"),
    (r"parsing a flow \w+.*',' or", "the bracket that opens here is never closed"),
    (r"escape", "a backslash in double quotes has a meaning of its own: use single quotes"),
    (r"scanning a block scalar", "text begins on the line below > or |, or it needs quotes"),
    (r"another document|document start", "a second document begins here: a file holds one"),
    (r"block end|expected key|'-' indicator", "this does not fit what stands above: check indentation and quotes"),
)
"""What PyYAML or libyaml say (they differ), and what to tell an author. The first that fits is taken."""

_OPENED = re.compile(r"scanning an (alias|anchor)|never closed|needs a colon|escape")
"""Where the beginning tells more than the place at which the parser gave up."""


def of_yaml(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """Line, column and message of what is no YAML."""
    said = f"{error.context} {error.problem}"
    unknown = f"this is no YAML: {clip(str(error.problem), 100)}"
    message = next((ours for theirs, ours in _YAML if re.search(theirs, said)), unknown)
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and _OPENED.search(f"{said} {message}"):
        mark = error.context_mark
    if mark is None:
        return 1, 1, message
    char = text[mark.index : mark.index + 1]
    if char == "\t":  # libyaml does not say which character it found
        message = _YAML[0][1]
    return mark.line + 1, mark.column + 1, message.replace("{char}", char)


def of_field(mistake: Any) -> str:
    """One of the errors of a pydantic `ValidationError`."""
    kind, context, given = mistake["type"], mistake.get("ctx", {}), mistake.get("input")
    name = next((part for part in reversed(mistake["loc"]) if isinstance(part, str)), "the file")
    match kind:
        case "missing":
            return f"{name!r} is missing"
        case "extra_forbidden":
            return f"there is no field called {name!r}"
        case "string_too_long":
            return f"{len(given.strip())} characters, at most {context['max_length']} fit"
        case "string_too_short":
            return "nothing stands here"
        case "string_type":
            return f"text is wanted here, not {_kind(given, quotes=True)}"
        case "tuple_type":
            return f"a list is wanted here, not {_kind(given)}"
        case "model_type" | "model_attributes_type" | "dict_type":
            if not mistake["loc"] and given is None:
                return "the file is empty"
            return f"fields (`name: value`) are wanted here, not {_kind(given)}"
        case "too_long":
            return f"too many entries ({len(given)}): at most {context['max_length']}"
        case "too_short":
            return f"too few entries ({len(given)}): at least {context['min_length']}"
        case "string_pattern_mismatch":
            return _pattern(name, given)
        case "enum" | "literal_error":
            return f"{_shown(given)} is not possible here, only {context['expected']}"
        case "bool_type":
            return f"true or false is wanted here, not {_kind(given)}"
        case "int_type" | "int_parsing_size":
            return f"a whole number is wanted here, not {_kind(given)}"
        case "greater_than_equal":
            return f"{given} is too small: at least {context['ge']}"
        case "less_than_equal":
            return f"{given} is too large: at most {context['le']}"
        case own if own in RULES:
            return str(mistake["msg"])
        case _:
            return f"{mistake['msg'][:1].lower()}{mistake['msg'][1:]}"


def repeats(mistake: Any) -> bool:
    """Whether this only repeats others: pydantic counts entries that are wrong as missing."""
    return bool(mistake["type"] == "too_short" and len(mistake["input"]) >= mistake["ctx"]["min_length"])


def of_scalar(node: yaml.ScalarNode) -> str:
    """A single value that YAML takes for something it is not, such as an impossible date."""
    if node.tag == "tag:yaml.org,2002:merge":
        return "merge keys are not allowed: write the fields out"
    if node.tag.startswith("!"):
        return "text that begins with ! needs quotes"
    return f"{_shown(node.value)} is not read as text by YAML: put it in quotes"


def _kind(value: Any, *, quotes: bool = False) -> str:
    match value:
        case None:
            return "nothing"
        case tuple():
            return "a list"
        case dict():
            return "fields"
        case str():
            return "text"
        case bool():
            known = "a yes/no value"
        case int():
            known = "a number"
        case float():
            known = "a decimal number"
        case date():
            known = "a date"
        case _:
            known = "something else"
    return f"{known}: put it in quotes" if quotes else known


def _shown(value: Any) -> str:
    return clip(repr(value), _SHOWN) if isinstance(value, str | int) else _kind(value)


def _pattern(name: str, given: str) -> str:
    match name:
        case "tailor":
            return "a slot such as {fact} is missing: without it nothing can be made specific"
        case "language":
            return f"{_shown(given)} is no language tag: write one such as en or pt-BR"
        case "topic":
            return f"{_shown(given)} does not work as a topic's id: at most 24 of a-z, 0-9 and -"
        case _:
            return f"{_shown(given)} does not work as {name!r}: use a-z, 0-9 and - (a question's id is topic.slug)"
