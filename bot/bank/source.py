"""YAML with its line numbers kept, read defensively: a pack may come from anybody.

`read()` gives the values and where each stands, or the problems. It uses libyaml where PyYAML was built
with it. Aliases are refused altogether: a pack has no use for them, and a few lines of them can unfold
into gigabytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from bot.bank import wording
from bot.bank.problems import Problem
from bot.chat.fitting import clip

MAX_BYTES = 1_000_000
"""The largest file that is read. The longest topic we ship has a hundredth of that."""

MAX_DEPTH = 12
"""The deepest nesting that is read. A topic file needs four levels."""

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path_ = tuple[str | int, ...]


@dataclass(slots=True)
class Source:
    """One file: its values, and the line and column (from 1) of every value by its path in the file."""

    path: str
    values: Any = None
    marks: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, at: Path_, message: str, rule: str, severity: str = "error") -> Problem:
        """A problem with the value at a path; with its nearest parent that is there, where it is missing."""
        while at and at not in self.marks:
            at = at[:-1]
        return Problem(self.path, *self.marks.get(at, (1, 1)), message, rule, severity)


def read(path: Path, shown: str) -> Source:
    """Read a YAML file. `shown` is its name in problems. Never raises for what is in the file."""
    source = Source(shown)
    try:
        if not path.is_file():  # a pipe or a device could keep us reading for ever
            source.problems.append(Problem(shown, 1, 1, "this is not a file that can be read", "file"))
            return source
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            message = f"the file is larger than {MAX_BYTES // 1000:,} kB: split it"
            source.problems.append(Problem(shown, 1, 1, message, "size"))
            return source
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = error.object[: error.start].decode("utf-8")
        message = "the file is not UTF-8: save it in that encoding"
        source.problems.append(Problem(shown, *_position(good, len(good)), message, "encoding"))
        return source
    except OSError as error:
        source.problems.append(Problem(shown, 1, 1, f"the file cannot be read: {error.strerror}", "file"))
        return source
    _parse(text, source)
    return source


def _position(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of a character."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _parse(text: str, source: Source) -> None:
    strange = Reader.NON_PRINTABLE.search(text)
    if strange is not None:
        message = f"U+{ord(strange.group()):04X} is an invisible character that YAML forbids: delete it"
        source.problems.append(Problem(source.path, *_position(text, strange.start()), message, "yaml"))
        return
    try:
        refused = _refused(text, source.path)
        if refused is not None:
            source.problems.append(refused)
            return
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            if node is not None:
                source.values = _construct(loader, node, (), source)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line, column, message = wording.of_yaml(error, text)
        source.problems.append(Problem(source.path, line, column, message, "yaml"))
    except yaml.YAMLError as error:
        source.problems.append(Problem(source.path, 1, 1, str(error).splitlines()[0], "yaml"))


def _refused(text: str, path: str) -> Problem | None:
    """An alias or deep nesting, found in the stream of events, before anything is built from it."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent):
            message = "aliases are not allowed: put text that begins with * in quotes"
            return Problem(path, *_mark(event), message, "yaml-alias")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return Problem(path, *_mark(event), f"nested deeper than {MAX_DEPTH} levels", "depth")
    return None


def _construct(loader: Any, node: yaml.Node, at: Path_, source: Source) -> Any:
    source.marks[at] = _mark(node)
    if isinstance(node, yaml.SequenceNode):
        # pydantic's strict mode wants tuples where the models have tuples
        return tuple(_construct(loader, item, (*at, index), source) for index, item in enumerate(node.value))
    if isinstance(node, yaml.MappingNode):
        made: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            before = len(source.problems)
            key = _scalar(loader, key_node, source) if isinstance(key_node, yaml.ScalarNode) else None
            if len(source.problems) > before:
                continue
            if not isinstance(key, str):
                message, rule = "a field's name is plain text: a date, a number, yes or no need quotes", "yaml"
                source.problems.append(Problem(source.path, *_mark(key_node), message, rule))
            elif key in made:
                message = f"{clip(repr(key), 40)} stands here twice"
                source.problems.append(Problem(source.path, *_mark(key_node), message, "duplicate-key"))
            else:
                made[key] = _construct(loader, value_node, (*at, key), source)
        return made
    return _scalar(loader, node, source)


def _scalar(loader: Any, node: Any, source: Source) -> Any:
    try:
        value = loader.construct_object(node)
        if isinstance(value, str):
            value.encode()  # half of a surrogate pair could be written, but never shown
    except (yaml.constructor.ConstructorError, ValueError, LookupError, AttributeError):  # all that PyYAML raises here
        source.problems.append(Problem(source.path, *_mark(node), wording.of_scalar(node), "yaml"))
        return None
    return value


def _mark(node: Any) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
