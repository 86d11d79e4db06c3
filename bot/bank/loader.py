"""Folders of YAML -> a `Bank`, or every problem there is, at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.bank import wording
from bot.bank.bank import Bank, Pack, Question, normal
from bot.bank.kinds import TOPIC_FILES, TopicFile
from bot.bank.model import Guide, PackFile, Written
from bot.bank.problems import Problem
from bot.bank.source import Source, read
from bot.chat.command import RESERVED
from bot.errors import ContentError

_W = TypeVar("_W", bound=Written)


def load(folder: Path) -> Bank:
    """The bank of every pack below `folder`. Raises `ContentError` with all problems."""
    packs, problems = check(folder)
    if problems:
        raise ContentError([str(problem) for problem in sorted(problems)])
    return Bank(packs)


def check(folder: Path) -> tuple[list[Pack], list[Problem]]:
    """The packs below `folder`, as far as they can be read, and everything that is wrong with them."""
    if (folder / "pack.yaml").is_file():
        folders = [folder]
    else:  # a folder that holds YAML is meant to be a pack, even where its pack.yaml was forgotten
        folders = sorted({path.parent for path in folder.glob("*/*.yaml")})
    if not folders:
        return [], [Problem(_shown(folder), 1, 1, "there is no pack here: a pack is a folder with a pack.yaml", "pack")]
    packs: list[Pack] = []
    problems: list[Problem] = []
    for each in folders:
        pack, source, wrong = _load_pack(each)
        problems += wrong
        if pack is not None:
            if any(pack.id == other.id for other in packs):
                problems.append(source.problem(("id",), f"two packs are called {pack.id!r}", "reused-id"))
            packs.append(pack)
    return packs, problems


def _load_pack(folder: Path) -> tuple[Pack | None, Source, list[Problem]]:
    about, source, problems = _load_file(folder / "pack.yaml", PackFile)
    guide = None
    if (folder / "guide.yaml").exists():
        guide, _, wrong = _load_file(folder / "guide.yaml", Guide)
        problems += wrong
    files = [path for path in sorted(folder.glob("*.yaml")) if path.name not in ("pack.yaml", "guide.yaml")]
    topics: list[tuple[TopicFile, Source]] = []
    for path in files:
        topic, topic_source, wrong = _load_file(path, TopicFile)
        problems += wrong
        if topic is not None:
            topics.append((topic, topic_source))
    for path in sorted(folder.glob("*.yml")):
        problems.append(Problem(_shown(path), 1, 1, f"call it {path.stem}.yaml, else it is not read", "file"))
    if about is None:
        return None, source, problems
    problems += _pack_rules(about, source, topics, whole=len(topics) == len(files))
    questions = tuple(
        Question(f"{about.id}:{question.id}", about.id, topic.topic, question)
        for topic, _ in topics
        for question in topic.questions
    )
    return Pack(about, questions, guide), source, problems


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


def _pack_rules(
    about: PackFile, source: Source, topics: list[tuple[TopicFile, Source]], *, whole: bool
) -> list[Problem]:
    """What holds between the files of one pack. `whole`: every topic file could be read."""
    problems = _names(about, source)
    listed = {topic.id for topic in about.topics}
    written = {file.topic for file, _ in topics}
    used = {question.id for file, _ in topics for question in file.questions}
    for index, topic in enumerate(about.topics):
        if whole and topic.id not in written:
            problems.append(source.problem(("topics", index, "id"), f"{topic.id!r} has no file", "topic"))
    for index, retired in enumerate(about.retired):
        if retired in used:
            problems.append(source.problem(("retired", index), f"{retired!r} is still in use", "reused-id"))
    seen: dict[str, str] = {}
    for file, file_source in topics:
        if file.topic not in listed:
            problems.append(file_source.problem(("topic",), f"pack.yaml lists no topic {file.topic!r}", "topic"))
        if Path(file_source.path).stem != file.topic:
            message = f"the file of {file.topic!r} is {file.topic}.yaml"
            problems.append(file_source.problem(("topic",), message, "topic"))
        for index, question in enumerate(file.questions):
            at = ("questions", index, "id")
            if question.id.split(".")[0] != file.topic:
                problems.append(file_source.problem(at, f"the id must begin with {file.topic!r} and a dot", "id"))
            if question.id in seen:
                message = f"{question.id!r} stands at {seen[question.id]} too"
                problems.append(file_source.problem(at, message, "reused-id"))
            seen.setdefault(question.id, f"{file_source.path}:{file_source.marks[at][0]}")
    return problems


def _names(about: PackFile, source: Source) -> list[Problem]:
    """Whatever is typed names one topic at most: ids, aliases and titles, as the bank compares them."""
    problems = []
    owners = {normal(topic.title): topic.id for topic in about.topics}
    owners |= {normal(topic.id): topic.id for topic in about.topics}
    taken: set[tuple[str, str]] = set()
    for index, topic in enumerate(about.topics):
        labels = [(("id",), topic.id), *((("aliases", n), alias) for n, alias in enumerate(topic.aliases))]
        for where, label in labels:
            at = ("topics", index, *where)
            name = normal(label)
            owner = owners.setdefault(name, topic.id)
            if name in RESERVED:
                problems.append(source.problem(at, f"{label!r} is a command's name", "reserved-word"))
            if label != label.lower():
                problems.append(source.problem(at, f"{label!r}: write it in lower case", "alias"))
            if owner != topic.id or (topic.id, name) in taken:
                problems.append(source.problem(at, f"{label!r} already names {owner!r}", "alias"))
            taken.add((topic.id, name))
    return problems
