"""`askq ask`: one question with its reasons, printed. No database: it remembers nothing and asks nobody."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bot.ask import cards
from bot.bank import loader
from bot.bank.bank import Bank, Question
from bot.bank.content import content_folder
from bot.chat.command import RESERVED
from bot.chat.plain import plain
from bot.chat.words import Words
from bot.errors import Refusal
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Found:
    """The text to print. `searched`: it is only what comes closest to the words that were given."""

    text: str
    searched: bool = False


def question(settings: Settings, wanted: str, rng: Random) -> Found:
    """Raises `Refusal` when nothing fits what was wanted."""
    bank = loader.load(content_folder(settings.content))
    chosen, searched = _choose(bank, wanted, rng)
    words = Words("en", lambda name, argument: " ".join(filter(None, ("askq ask", name, argument))))
    return Found(plain(cards.full(words, bank.topics[chosen.topic], chosen)), searched)


def _choose(bank: Bank, wanted: str, rng: Random) -> tuple[Question, bool]:
    """The question, and whether it took a search to find one."""
    if not wanted:
        return rng.choice(bank.of_kind("ask") or tuple(bank.questions.values())), False
    topics = ", ".join(bank.topics)
    if _is_for_the_chat(wanted):
        raise Refusal(f"“{wanted}” works in the chat and in askq play, not here. Topics: {topics}.")
    match bank.topics_named(wanted):
        case [topic]:
            return rng.choice(bank.of_topic(topic.id)), False
        case [_, _, *_] as several:
            names = ", ".join(topic.id for topic in several)
            raise Refusal(f"“{wanted}” could mean more than one topic: {names}.")
    named = bank.find(wanted)
    found = named or next(iter(bank.search(wanted, 1)), None)
    if found is None:
        raise Refusal(f"I have no topic and no question for “{wanted}”. Topics: {topics}.")
    return found, named is None


def _is_for_the_chat(wanted: str) -> bool:
    words = wanted.lower().split()
    if not RESERVED.issuperset(words):
        return False
    from bot.bootstrap import catalogue  # all of askq: most who ask for a question do without it

    return any(name.split()[:1] == words[:1] for name in catalogue().commands)
