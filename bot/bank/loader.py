"""Folders of YAML -> a `Bank`, or every problem there is, at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.bank import wording
from bot.bank.bank import Bank, Pack, Question
from bot.bank.kinds import TOPIC_FILES, TopicFile
from bot.bank.model import Guide, PackFile, Written
from bot.bank.problems import Problem
from bot.bank.roles import Roles
from bot.bank.rule import PackFiles, Rule
from bot.bank.rules import alias, id, reserved_word, reused_id, topic
from bot.bank.source import Source, read
from bot.bank.synonyms import Synonyms
from bot.errors import ContentError

STRUCTURE = (topic.rule, id.rule, reused_id.rule, alias.rule, reserved_word.rule)
"""The rules without which a bank would not work. The bot starts with these alone; an author's check has all."""

NO_TOPICS = ("pack.yaml", "guide.yaml", "roles.yaml", "synonyms.yaml")
"""The files of a pack that hold no questions."""

_W = TypeVar("_W", bound=Written)


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in folders, and every mistake so far."""

    packs: list[PackFiles] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def apply(self, rules: Iterable[Rule]) -> None:
        """Add what these rules find."""
        for rule in rules:
            for found in rule.check(self.packs) if rule.check else ():
                self.problems.append(found.source.problem(found.at, found.message, rule.name, str(rule.severity)))


def load(folder: Path) -> Bank:
    """The bank of every pack below `folder`. Raises `ContentError` with all problems."""
    packs, problems = check(folder)
    if problems:
        raise ContentError([str(problem) for problem in sorted(problems)])
    return Bank(packs)


def check(folder: Path) -> tuple[list[Pack], list[Problem]]:
    """The packs below `folder`, as far as they can be read, and what keeps a bank of them from working."""
    found = read_packs([folder])
    found.apply(STRUCTURE)
    return [_pack(files) for files in found.packs], found.problems


def read_packs(paths: Iterable[Path]) -> Read:
    """Every pack at these paths, which are packs or folders of packs. A pack that is named twice is read once."""
    result = Read()
    folders: dict[Path, Path] = {}
    for path in paths:
        found = _folders(path)
        for each in found:
            folders.setdefault(each.resolve(), each)
        if not found:
            message = "there is no pack here: a pack is a folder with a pack.yaml"
            result.problems.append(Problem(_shown(path), 1, 1, message, "pack"))
    for each in sorted(folders.values()):
        result.problems.extend(_read_pack(each, result.packs))
    return result


def _folders(path: Path) -> list[Path]:
    if (path / "pack.yaml").is_file():
        return [path]
    # a folder that holds YAML is meant to be a pack, even where its pack.yaml was forgotten
    return sorted({file.parent for file in path.glob("*/*.yaml")})


def _pack(files: PackFiles) -> Pack:
    about = files.about
    questions = tuple(
        Question(f"{about.id}:{question.id}", about.id, file.topic, question)
        for file, _ in files.topics
        for question in file.questions
    )
    roles = files.roles[0].roles if files.roles else ()
    synonyms = files.synonyms[0] if files.synonyms else Synonyms()
    return Pack(about, questions, files.guide[0] if files.guide else None, roles, synonyms)


def _read_pack(folder: Path, packs: list[PackFiles]) -> Iterator[Problem]:
    """Adds the pack where its `pack.yaml` can be read."""
    about, source, problems = _load_file(folder / "pack.yaml", PackFile)
    yield from problems
    guide, problems = _load_if_there(folder / "guide.yaml", Guide)
    yield from problems
    roles, problems = _load_if_there(folder / "roles.yaml", Roles)
    yield from problems
    synonyms, problems = _load_if_there(folder / "synonyms.yaml", Synonyms)
    yield from problems
    files = [path for path in sorted(folder.glob("*.yaml")) if path.name not in NO_TOPICS]
    topics: list[tuple[TopicFile, Source]] = []
    for path in files:
        file, file_source, problems = _load_file(path, TopicFile)
        yield from problems
        if file is not None:
            topics.append((file, file_source))
    for path in sorted(folder.glob("*.yml")):
        yield Problem(_shown(path), 1, 1, f"call it {path.stem}.yaml, else it is not read", "file")
    if about is not None:
        whole = len(topics) == len(files)
        packs.append(PackFiles(about, source, tuple(topics), guide, roles, synonyms, whole))


def _load_if_there(path: Path, model: type[_W]) -> tuple[tuple[_W, Source] | None, list[Problem]]:
    if not path.exists():
        return None, []
    read, source, problems = _load_file(path, model)
    return (None if read is None else (read, source)), problems


def _load_file(path: Path, model: type[_W]) -> tuple[_W | None, Source, list[Problem]]:
    source = read(path, _shown(path))
    if source.problems:
        return None, source, source.problems
    if model is TopicFile and isinstance(source.values, dict):
        kind = source.values.get("kind")
        model = TOPIC_FILES.get(kind if isinstance(kind, str) else None, model)  # type: ignore[assignment]
    try:
        return model.model_validate(source.values), source, []
    except ValidationError as error:
        mistakes = [each for each in error.errors(include_url=False) if not wording.repeats(each)]
        return None, source, [_problem(source, each) for each in mistakes]


def _problem(source: Source, mistake: Any) -> Problem:
    rule = mistake["type"] if mistake["type"] in wording.RULES else "field"
    return source.problem(mistake["loc"], wording.of_field(mistake), rule)


def _shown(path: Path) -> str:
    """The path as the author would type it."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
