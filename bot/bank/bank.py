"""The bank: every question askq can give, by id, by topic, and by what people type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.bank.model import AskQuestion, Guide, PackFile, Stage, Topic

if TYPE_CHECKING:
    from bot.bank.search import Index


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its place in the bank. `id` is `pack:topic.slug`, stable for ever."""

    id: str
    pack: str
    topic: str
    text: AskQuestion


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

    def of_stage(self, stage: Stage | None) -> tuple[Question, ...]:
        """Questions best asked at this stage; all of them for None."""
        return tuple(q for q in self.questions.values() if stage is None or stage in q.text.stages)

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
                question.id: (
                    (question.text.ask, 3.0),
                    (question.text.reveals, 2.5),
                    (_topic_words(self.topics[question.topic]), 2.0),
                    (" ".join(question.text.follow_ups), 1.0),
                    (f"{question.text.why} {question.text.benefit}", 0.7),
                )
                for question in self.questions.values()
                if question.topic in self.topics
            }
        )


def _topic_words(topic: Topic) -> str:
    return " ".join((topic.id, topic.title, *topic.aliases))


def normal(text: str) -> str:
    """A topic's name as it is compared: case, blanks and hyphens do not count."""
    return " ".join(text.lower().replace("-", " ").split())
