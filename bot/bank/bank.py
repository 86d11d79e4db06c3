"""The bank: every question askq can give, by id, by topic, and by what people type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.bank.kinds import AnyQuestion, ChoiceQuestion, Kind, OpenQuestion, RecallQuestion
from bot.bank.model import AskQuestion, Guide, Level, PackFile, Stage, Topic

if TYPE_CHECKING:
    from bot.bank.search import Fields, Index


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its place in the bank. `id` is `pack:topic.slug`, stable for ever.

    `prompt` and `why` are Markdown, but for the kind `ask`, whose text is literal.
    """

    id: str
    pack: str
    topic: str
    text: AnyQuestion

    @property
    def kind(self) -> Kind:
        return self.text.kind

    @property
    def prompt(self) -> str:
        """What is asked."""
        return self.text.prompt

    @property
    def headline(self) -> str:
        """What is asked, as one line of plain text: without the code or the list below it."""
        return self.text.headline

    @property
    def gist(self) -> str:
        """What it is about, in the fewest words there are, as plain text."""
        return self.text.gist

    @property
    def why(self) -> str:
        """The rationale: why it is asked."""
        return self.text.why

    @property
    def level(self) -> Level:
        return self.text.level


@dataclass(frozen=True, slots=True)
class Pack:
    about: PackFile
    questions: tuple[Question, ...]
    guide: Guide | None

    @property
    def id(self) -> str:
        return self.about.id


class Bank:
    """All packs together. Immutable; made once at start."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.packs = tuple(packs)
        self.questions = {question.id: question for pack in self.packs for question in pack.questions}
        self._packs = {pack.id: pack for pack in self.packs}
        self.topics: dict[str, Topic] = {}
        for pack in self.packs:
            for topic in pack.about.topics:
                self.topics.setdefault(topic.id, topic)
        self._by_topic: dict[str, tuple[Question, ...]] = {
            topic: tuple(question for question in self.questions.values() if question.topic == topic)
            for topic in self.topics
        }
        self._names: dict[str, dict[str, Topic]] = {}  # two packs may use one name for different topics
        for topic in self.topics.values():
            for name in (topic.id, topic.title, *topic.aliases):
                self._names.setdefault(normal(name), {})[topic.id] = topic

    def of_topic(self, topic: str) -> tuple[Question, ...]:
        return self._by_topic.get(topic, ())

    def of_pack(self, pack: str) -> tuple[Question, ...]:
        return self._packs[pack].questions if pack in self._packs else ()

    def of_kind(self, *kinds: Kind) -> tuple[Question, ...]:
        return tuple(question for question in self.questions.values() if question.kind in kinds)

    def of_stage(self, stage: Stage | None) -> tuple[Question, ...]:
        """Questions to ask an interviewer that are best asked at this stage; all of them for None."""
        return tuple(
            question
            for question in self.questions.values()
            if isinstance(question.text, AskQuestion) and (stage is None or stage in question.text.stages)
        )

    def pack(self, id: str) -> Pack | None:
        return self._packs.get(id)

    @property
    def guide(self) -> Guide | None:
        return next((pack.guide for pack in self.packs if pack.guide), None)

    def find(self, id: str) -> Question | None:
        """A question by its full id, or by the part behind the pack where only one pack has it."""
        if id in self.questions:
            return self.questions[id]
        found = [question for question in self.questions.values() if question.text.id == id]
        return found[0] if len(found) == 1 else None

    def retired(self, id: str) -> bool:
        """Whether the question existed once and was taken out."""
        return any(id == f"{pack.id}:{old}" for pack in self.packs for old in pack.about.retired)

    def topics_named(self, text: str) -> list[Topic]:
        """The topics that the text names: those with that name or alias, else all that begin with it."""
        wanted = normal(text)
        if not wanted:
            return []
        found: dict[str, Topic] = dict(self._names.get(wanted, {}))
        if not found:
            for name, topics in self._names.items():
                found |= topics if name.startswith(wanted) else {}
        return list(found.values())

    @property
    def topic_names(self) -> list[str]:
        """Every name a topic answers to."""
        return list(self._names)

    def search(self, text: str, most: int = 5) -> list[Question]:
        """The questions that fit the words best, best first; typos and word endings forgiven."""
        return [self.questions[id] for id in self._index.search(text, most)]

    @cached_property
    def _index(self) -> Index:
        from bot.bank.search import Index  # `askq ask culture` needs none, and its libraries take time to import

        return Index(
            {
                question.id: ((_topic_words(self.topics[question.topic]), 2.0), *_searched(question.text))
                for question in self.questions.values()
                if question.topic in self.topics
            }
        )


def _topic_words(topic: Topic) -> str:
    return " ".join((topic.id, topic.title, *topic.aliases))


def _searched(text: AnyQuestion) -> Fields:
    """What a question is found by, and how much each counts. No answers: a search should not give them away."""
    match text:
        case AskQuestion():
            told: Fields = (
                (text.reveals, 2.5),
                (" ".join(text.follow_ups), 1.0),
                (f"{text.why} {text.benefit}", 0.7),
            )
        case ChoiceQuestion():
            told = ((" ".join(option.text for option in text.options), 1.0), (text.why, 0.7))
        case RecallQuestion():
            told = ((text.why, 0.7),)
        case OpenQuestion():
            told = ((" ".join((*text.rubric, *text.follow_ups)), 1.0), (text.why, 0.7))
    return ((text.prompt, 3.0), *told)


def normal(text: str) -> str:
    """A topic's name as it is compared: case, blanks and hyphens do not count."""
    return " ".join(text.lower().replace("-", " ").split())
