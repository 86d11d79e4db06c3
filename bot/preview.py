"""`askq content preview`: questions as each platform shows them, before anybody posts them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import fronts
from bot.ask import cards
from bot.ask.parts import labels, parts_of
from bot.bank import loader
from bot.bank.bank import Bank, Question
from bot.bank.content import content_folder
from bot.chat.elements import View
from bot.chat.words import Words
from bot.errors import Refusal


@dataclass(frozen=True, slots=True)
class Chosen:
    """The questions to show, and the bank that they are in."""

    bank: Bank
    questions: tuple[Question, ...]


def choose(wanted: str, content: Path | None) -> Chosen:
    """A question's id, with or without its pack; or a path: a topic's file, a pack, a folder of packs.

    Raises `Refusal` when there is no such question, `ContentError` when the packs have problems.
    """
    path = Path(wanted)
    if path.is_file():
        bank = loader.load(path.parent)
        return Chosen(bank, bank.of_topic(path.stem))
    if path.is_dir():
        bank = loader.load(path)
        return Chosen(bank, tuple(bank.questions.values()))
    bank = loader.load(content_folder(content))
    found = bank.find(wanted)
    if found is None:
        raise Refusal(f"There is no question and no file called {wanted!r}.")
    return Chosen(bank, (found,))


def shown(chosen: Chosen, names: Sequence[str]) -> str:
    """Every view of every question on every front of these names."""
    return "\n\n".join(
        f"=== {question.id}, {name}: {title} ===\n\n{fronts.find(name).preview(view)}"
        for question in chosen.questions
        for name in names
        for title, view in _views(chosen.bank, question)
    )


def _views(bank: Bank, question: Question) -> Iterator[tuple[str, View]]:
    """The card as it is asked, and with each of its parts open."""
    words = Words("en", lambda name, argument: " ".join(filter(None, ("/askq", name, argument))))
    topic = bank.topics[question.topic]
    yield "asked", cards.card(words, topic, question, shareable=True)
    for part in parts_of(question):
        yield labels(words)[part].lower(), cards.card(words, topic, question, part=part, shareable=True)
