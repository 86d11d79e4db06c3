"""What questions and topics are found by, field by field, and how much each field counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bank.kinds import AnyQuestion, ChoiceQuestion, OpenQuestion, RecallQuestion
from bot.bank.model import AskQuestion, Topic
from bot.bank.thesaurus import Thesaurus

if TYPE_CHECKING:
    from bot.bank.bank import Pack

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What one thing is found by. Each field holds any number of texts."""

    topic: Texts = ()
    asked: Texts = ()
    reveals: Texts = ()
    found_by: Texts = ()
    synonyms: Texts = ()
    more: Texts = ()
    why: Texts = ()


WEIGHTS: Mapping[str, float] = {
    "topic": 2.0,
    "asked": 3.0,
    "reveals": 2.0,
    "found_by": 3.0,
    "synonyms": 1.5,
    "more": 1.0,
    "why": 0.5,
}
"""How much a field counts. The order hardly changes with other values near these; see docs/benchmarks.md."""

TELLING = ("topic", "asked", "reveals", "found_by", "synonyms")
"""Fields whose words say what something is about. A word that stands only in the others may stand there by chance."""

NEIGHBOURS = ("asked", "found_by")
"""Fields in which words count more when they stand side by side as they were typed."""


def of_packs(packs: Iterable[Pack], topics: Mapping[str, Topic]) -> dict[str, Document]:
    """The documents of all questions, by the questions' ids."""
    made: dict[str, Document] = {}
    for pack in packs:
        thesaurus = Thesaurus(pack.synonyms.words)
        for question in pack.questions:
            if question.topic in topics:
                found_by = pack.synonyms.found_by.get(question.text.id, ())
                made[question.id] = of_question(topics[question.topic], question.text, thesaurus, found_by)
    return made


def of_question(topic: Topic, text: AnyQuestion, thesaurus: Thesaurus, found_by: Texts) -> Document:
    """A question's document. No answers: a search should not give them away."""
    more: Texts
    why: Texts = (text.why,)
    match text:
        case AskQuestion():
            more, why = (*text.follow_ups, text.weak_form), (text.why, text.benefit)
        case ChoiceQuestion():
            more = tuple(option.text for option in text.options)
        case OpenQuestion():
            more = (*text.rubric, *text.follow_ups)
        case RecallQuestion():
            more = ()
    said = spoken(topic, text)
    return Document(
        topic=(topic.id, topic.title, *topic.aliases),
        asked=(text.prompt,),
        reveals=(text.reveals,) if isinstance(text, AskQuestion) else (),
        found_by=found_by,
        synonyms=tuple(other for each in said for other in dict.fromkeys(thesaurus.others(each))),
        more=more,
        why=why,
    )


def spoken(topic: Topic, text: AnyQuestion) -> Texts:
    """What a question says for which there may be other words: the topic's names, what is asked, what it reveals."""
    reveals = (text.reveals,) if isinstance(text, AskQuestion) else ()
    return (" ".join((topic.id, topic.title, *topic.aliases)), text.prompt, *reveals)


def of_topic(topic: Topic) -> Document:
    return Document(asked=(topic.id, topic.title), found_by=topic.aliases, more=(topic.about,))


def characters(documents: Iterable[Document]) -> int:
    """How much text there is."""
    return sum(len(text) for document in documents for name in WEIGHTS for text in getattr(document, name))
