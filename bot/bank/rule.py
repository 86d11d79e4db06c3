"""What a rule is, and what it looks at: packs as their authors wrote them, with the place of every word.

Each rule is a module of `bot.bank.rules`. Its docstring is its manual: a first line that says what is wrong, why that
matters, and a good and a bad sample, which run as tests. Its `rule` says how it is called and how much it weighs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

from bot.bank.kinds import AnyQuestion, TopicFile
from bot.bank.model import Guide, PackFile
from bot.bank.roles import Roles
from bot.bank.source import Path_, Source
from bot.bank.synonyms import Synonyms


class Severity(StrEnum):
    """An error is never right. A warning is a matter of judgement: `--strict` makes it count."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class PackFiles:
    """One pack's folder, as far as it could be read. `whole`: every topic file could be."""

    about: PackFile
    source: Source
    topics: tuple[tuple[TopicFile, Source], ...] = ()
    guide: tuple[Guide, Source] | None = None
    roles: tuple[Roles, Source] | None = None
    synonyms: tuple[Synonyms, Source] | None = None
    whole: bool = True

    @property
    def english(self) -> bool:
        """Whether rules that look for English words make sense."""
        return self.about.language.split("-")[0] == "en"


@dataclass(frozen=True, slots=True)
class Entry:
    """One question where it stands."""

    pack: PackFiles
    source: Source
    at: Path_
    question: AnyQuestion

    @property
    def id(self) -> str:
        return f"{self.pack.about.id}:{self.question.id}"

    def finding(self, at: Path_, message: str) -> Finding:
        """`at` is the path below the question."""
        return Finding(self.source, (*self.at, *at), message)

    def place(self, *field: str) -> str:
        """`path:line` of the question, or of one of its fields."""
        return f"{self.source.path}:{self.source.marks.get((*self.at, *field), (1, 1))[0]}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one place: `at` is a path in the source."""

    source: Source
    at: Path_
    message: str


Check = Callable[[Sequence[PackFiles]], Iterator[Finding]]
Found = Iterator[tuple[Path_, str]]
"""Paths below a question, each with what is wrong there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`check` is None where the mistake is found while the file is read, by YAML or by the models.

    `executes`: it runs code out of the pack, which happens only where that is asked for.
    """

    name: str
    severity: Severity
    check: Check | None = None
    executes: bool = False


def entries(packs: Iterable[PackFiles]) -> Iterator[Entry]:
    """Every question of the packs, in the order of the files."""
    for pack in packs:
        for file, source in pack.topics:
            for index, question in enumerate(file.questions):
                yield Entry(pack, source, ("questions", index), question)


def each_pack(check: Callable[[PackFiles], Iterator[Finding]]) -> Check:
    """A rule that looks at one pack at a time."""
    return lambda packs: (finding for pack in packs for finding in check(pack))


def each_question(check: Callable[[AnyQuestion], Found], *, english: bool = False) -> Check:
    """A rule that looks at one question at a time; `english` for one that only makes sense in that language."""

    def run(packs: Sequence[PackFiles]) -> Iterator[Finding]:
        for entry in entries(pack for pack in packs if pack.english or not english):
            for at, message in check(entry.question):
                yield entry.finding(at, message)

    return run


NOT_PROSE = frozenset(
    "id kind level stages select licence authors language retired alike aliases topic accepts minutes".split()
)
"""Fields whose text is nothing that an author says to a reader."""


def each_text(
    check: Callable[[str], Iterator[str]], *, english: bool = False, spared: frozenset[str] = frozenset()
) -> Check:
    """A rule that looks at everything readers read, field by field: in questions, guides, roles and `pack.yaml`.

    `spared` are fields that it passes over.
    """

    def run(packs: Sequence[PackFiles]) -> Iterator[Finding]:
        for pack in packs:
            if english and not pack.english:
                continue
            written: list[tuple[BaseModel, Source]] = [(pack.about, pack.source), *pack.topics]
            for model, source in [*written, *(each for each in (pack.guide, pack.roles) if each)]:
                for at, text in texts(model, skipping=NOT_PROSE | spared):
                    for message in check(text):
                        yield Finding(source, at, message)

    return run


def texts(value: object, at: Path_ = (), skipping: frozenset[str] = NOT_PROSE) -> Iterator[tuple[Path_, str]]:
    """Every text in a model and in what it holds, with its path; not in fields of the names to skip."""
    match value:
        case str():
            yield at, value
        case tuple():
            for index, inner in enumerate(value):
                yield from texts(inner, (*at, index), skipping)
        case BaseModel():
            for name in type(value).model_fields:
                if name not in skipping:
                    yield from texts(getattr(value, name), (*at, name), skipping)
