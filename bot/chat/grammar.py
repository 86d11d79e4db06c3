"""One line of text -> a command and its values. Total: every line means something, nothing raises.

"topics"            the command
"four team"         the command with a choice
"culture"           no command: the bare command, whose argument the line is
"daily delete"      no command, but another word for one
"why do they leave" begins like a command; whether it is one, the command's arguments decide
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.chat.command import Catalogue, Command, Fits, Param, fitting
from bot.chat.fitting import clip

_NUMBER = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Parsed:
    command: Command
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unparsed:
    """The line names `command`, but what follows is none of its arguments. `reason` says why, in plain words."""

    command: Command
    reason: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The line is the beginning of these commands' names and nothing more: "settings"."""

    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """The line names no command, but says in other words what these do: "daily delete 2". Each with what stands behind
    it, where that are its arguments."""

    commands: tuple[tuple[Command, str], ...]


class _Mismatch(Exception):
    pass


def parse(line: str, catalogue: Catalogue) -> Parsed | Unparsed | Begun | Meant:
    words = _strip_call(line.split())
    begun = catalogue.below([word.lower() for word in words])
    if begun and len(words) > 1:  # "practice match" stands above commands, though "practice" is one with arguments
        return Begun(begun)
    if len(words) > 1 and words[-1].lower() == "help":  # "daily help" asks what there is to type
        asked = catalogue.below([word.lower() for word in words[:-1]])
        if asked:
            return Begun(asked)
    meant = _meant(words, catalogue)
    for length in range(min(len(words), 3), 0, -1):
        command = catalogue.commands.get(" ".join(words[:length]).lower())
        if command is not None:
            parsed = _arguments(command, words[length:])
            return meant if meant and length == 1 and isinstance(parsed, Unparsed) else parsed
    if meant:
        return meant
    return Begun(begun) if begun else parse_bare(line, catalogue)


def _meant(words: list[str], catalogue: Catalogue) -> Meant | None:
    commands, rest = catalogue.meant(words)
    fits = (isinstance(_arguments(command, rest), Parsed) for command in commands)
    found = tuple((command, " ".join(rest) if fit else "") for command, fit in zip(commands, fits, strict=True))
    return Meant(found) if found else None


def parse_bare(line: str, catalogue: Catalogue) -> Parsed:
    """The line as the argument of the bare command: a topic, or words to search for."""
    parsed = _arguments(catalogue.commands[""], _strip_call(line.split()))
    if isinstance(parsed, Unparsed):  # the bare command takes any text, so this is a mistake of ours
        raise AssertionError(parsed.reason)
    return parsed


def convert(command: Command, given: Mapping[str, str | int | bool]) -> Parsed | Unparsed:
    """Named arguments, as a platform hands them over, checked against the declaration."""
    values: dict[str, Any] = {}
    try:
        for param in command.params:
            if param.name in given:
                values[param.name] = _given(param, given[param.name])
            elif param.required:
                raise _Mismatch(f"{param.name} is missing: {param.help}")
    except _Mismatch as mismatch:
        return Unparsed(command, str(mismatch))
    return Parsed(command, values)


def _strip_call(words: list[str]) -> list[str]:
    """People paste the whole command: `/askq culture` inside `/askq`."""
    return words[1:] if words and words[0].lower() in ("/askq", "askq") else words


def _arguments(command: Command, words: list[str]) -> Parsed | Unparsed:
    values: dict[str, Any] = {}
    try:
        left = _in_any_order(command, words, values)
        for param in command.params:
            if param.kind == "flag" or param.name in values:
                continue
            if param.required and not left:
                raise _Mismatch(f"{param.name} is missing: {param.help}")
            if param.fits is not None:
                if param.required:
                    raise _Mismatch(f"{param.name} cannot be “{clip(' '.join(left), 60)}”: {param.help}")
            elif left:
                if param.kind == "text" and command.name:  # the bare command is a search: "what is it like here"
                    left = _in_any_order(command, left, values, behind=True)
                _refuse_stray(command, param, left, values)
                taken = len(left) if param.kind in ("text", "choice") else 1
                values[param.name] = _value(param, " ".join(left[:taken]))
                left = _in_any_order(command, left[taken:], values)
        if left:
            raise _Mismatch(f"“{clip(' '.join(left), 60)}” is more than it takes")
    except _Mismatch as mismatch:
        return Unparsed(command, str(mismatch))
    return Parsed(command, values)


def _in_any_order(command: Command, words: list[str], values: dict[str, Any], *, behind: bool = False) -> list[str]:
    """Take flags, and words that fit, from the beginning, for as long as there are any; what is left of the line.
    `behind` a text they are taken from the end, and a word of the text stays: "culture 10 20s"."""
    left = list(words)
    while True:
        for param in _still_open(command, values):
            fits = param.fits or _is_flag(param)
            taken = fitting(fits, left[1:], last=True) if behind else fitting(fits, left)
            if taken:
                found, left = (left[-taken:], left[:-taken]) if behind else (left[:taken], left[taken:])
                values[param.name] = True if param.kind == "flag" else " ".join(found)
                break
        else:
            return left


def _still_open(command: Command, values: Mapping[str, Any]) -> list[Param]:
    """The arguments that are known by what they look like, and not given yet."""
    known = (param for param in command.params if param.kind == "flag" or param.fits is not None)
    return [param for param in known if param.name not in values]


def _is_flag(param: Param) -> Fits:
    return lambda text: text.lower() == param.name


def _refuse_stray(command: Command, param: Param, left: list[str], values: Mapping[str, Any]) -> None:
    """What is no number may have been meant for an argument before it that it does not fit either: name them all."""
    missed = [each for each in command.params if each.fits is not None and each.name not in values]
    if param.kind == "number" and missed and not _NUMBER.fullmatch(left[0]):
        takes = ". ".join(f"{each.name}: {each.help}" for each in (*missed, param))
        raise _Mismatch(f"“{clip(' '.join(left), 60)}” fits none of its arguments. {takes}")


def _given(param: Param, raw: str | int | bool) -> Any:
    if (param.kind == "flag") != isinstance(raw, bool):
        raise _Mismatch(f"{param.name} cannot be “{raw}”")
    return raw if isinstance(raw, bool) else _value(param, str(raw))


def _value(param: Param, text: str) -> Any:
    if param.kind == "choice":
        return param.convert(_choice(param, text))
    if param.kind == "person":
        named = re.fullmatch(r"<@([^<>|:\s]{1,64})>", text)
        if named is None:
            raise _Mismatch(f"{param.name} is a person: write @ and choose the name")
        return param.convert(named.group(1))
    if param.kind == "role":
        named = re.fullmatch(r"<@&([^<>|:\s]{1,64})>", text)
        if named is None:
            raise _Mismatch(f"{param.name} is a role or a group: write @ and choose the name")
        return param.convert(named.group(1))
    if param.fits is not None and not param.fits(text):
        raise _Mismatch(f"{param.name} cannot be “{clip(text, 60)}”: {param.help}")
    if param.kind != "number":
        return text
    if not _NUMBER.fullmatch(text):
        raise _Mismatch(f"{param.name} is a number, “{clip(text, 60)}” is none")
    number = int(text)
    if param.ge is not None and number < param.ge:
        raise _Mismatch(f"{param.name} is at least {param.ge}")
    if param.le is not None and number > param.le:
        raise _Mismatch(f"{param.name} is at most {param.le}")
    return number


def _choice(param: Param, text: str) -> str:
    """The choice itself, or an unambiguous beginning; blanks do for hyphens."""
    wanted = "-".join(text.lower().split())
    if wanted in param.choices:
        return wanted
    begins = [choice for choice in param.choices if wanted and choice.startswith(wanted)]
    if len(begins) != 1:
        raise _Mismatch(f"{param.name} is one of {', '.join(param.choices)}")
    return begins[0]
