"""The bank: every question askq can give, by id, by topic, and by what people type."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.bank.kinds import AnyQuestion, Kind
from bot.bank.model import AskQuestion, Guide, Level, PackFile, Stage, Topic
from bot.bank.roles import Role
from bot.bank.synonyms import Synonyms

if TYPE_CHECKING:
    from bot.bank.search import Finder


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
    roles: tuple[Role, ...] = ()
    synonyms: Synonyms = field(default_factory=Synonyms)

    @property
    def id(self) -> str:
        return self.about.id


class Bank:
    """All packs together. Immutable; made once at start."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.packs = tuple(packs)
        self.questions = {question.id: question for pack in self.packs for question in pack.questions}
        self._packs = {pack.id: pack for pack in self.packs}
        self.roles = {f"{pack.id}:{role.id}": role for pack in self.packs for role in pack.roles}
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
        """The questions that fit the words best, best first; typos, word endings and other words forgiven."""
        return [self.questions[id] for id in self._finder.search(text, most)]

    def complete(self, text: str, most: int) -> list[Question]:
        """As `search`, while the text is being typed: first the questions that begin with it."""
        begun = [self.questions[id] for id in self._beginning(normal(text), most)]
        found = [self.questions[id] for id in self._finder.complete(text, most)]
        return list(dict.fromkeys((*begun, *found)))[:most]

    def complete_topics(self, text: str) -> list[Topic]:
        """The topics that the text names or nearly names, while it is being typed, the likeliest first: those whose id
        or title begins so, then those with such an alias, the shorter the likelier; then what else is spelt nearly so.
        """
        wanted = normal(text)

        def likeliest(topic: Topic) -> tuple[bool, int]:
            own, aliases = (
                [len(name) for name in map(normal, names) if name.startswith(wanted)]
                for names in ((topic.id, topic.title), topic.aliases)
            )
            return not own, min(own or aliases)

        named = sorted(self.topics_named(text), key=likeliest)
        found = (self.topics[id] for id in self._topic_finder.complete(text, len(self.topics)))
        return list({topic.id: topic for topic in (*named, *found)}.values())

    def _beginning(self, wanted: str, most: int) -> Iterator[str]:
        """Ids of questions that begin so, in the order of the alphabet."""
        start = bisect_left(self._openings, (wanted, "")) if wanted else len(self._openings)
        for opening, id in self._openings[start : start + most]:
            if opening.startswith(wanted):
                yield id

    @cached_property
    def _openings(self) -> list[tuple[str, str]]:
        return sorted((normal(question.prompt), question.id) for question in self.questions.values())

    def prepare(self) -> None:
        """Build now what searching and completing need, so that nobody who types waits for it."""
        _ = self._finder, self._topic_finder, self._openings

    @cached_property
    def _finder(self) -> Finder:
        from bot.bank import searchable  # `askq ask culture` searches nothing, and tantivy takes time to import
        from bot.bank.search import Finder

        return Finder(searchable.of_packs(self.packs, self.topics))

    @cached_property
    def _topic_finder(self) -> Finder:
        from bot.bank import searchable
        from bot.bank.search import Finder

        return Finder({topic.id: searchable.of_topic(topic) for topic in self.topics.values()})


def normal(text: str) -> str:
    """A topic's name as it is compared: case, blanks and hyphens do not count."""
    return " ".join(text.lower().replace("-", " ").split())
