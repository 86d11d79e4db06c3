"""Ana and ben, who play against each other in the channel `general`. It is Tuesday, 4 March 2031, 09:30 UTC."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from bot.bank.bank import Bank
from bot.bank.kinds import ChoiceQuestion, RecallQuestion
from bot.challenge import store
from bot.challenge.model import Challenge, next_number
from bot.challenge.refs import Choose, Write
from bot.chat.keys import Person
from bot.chat.plain import plain
from bot.storage.engine import Database
from tests.support.rooms import Room, Seen, Someone, bank, choice_of, open_of, recall_of

QUIZZED = bank(
    *(choice_of(f"culture.c{n}", "Tea", "Coffee", "Water", right="ABC"[n % 3]) for n in range(6)),
    *(choice_of(f"team.c{n}", "Tea", "Coffee", "Water", right="ABC"[n % 3]) for n in range(3)),
    recall_of("words.hen", "chick"),
    recall_of("words.cow", "calf"),
    recall_of("words.cat", "kitten"),
    choice_of("several.one", "Tea", "Coffee", "Water", right="AC"),
    choice_of("several.two", "Tea", "Coffee", "Water", right="AB"),
    choice_of("several.three", "Tea", "Coffee", "Water", right="BC"),
    open_of("talk.one"),
)

_SEEDS = count(20)


class Duel:
    """`ana`, `zoe` and `ben_there` sit in the channel; `ben` and `ana_alone` look at their direct messages."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.ana, self.ben_there, self.zoe = (room.person(name) for name in ("ana", "ben", "zoe"))
        self.ana_alone, self.ben = alone(self.ana), alone(self.ben_there)

    def in_channel(self) -> list[str]:
        """What everybody there reads."""
        here = [each for each in self.room.messages if each.owner is None and each.place.channel == "general"]
        return [plain(each.view) for each in here]

    def challenges(self) -> Sequence[Challenge]:
        """Theirs, the newest first."""
        with self.room.app.database.read() as db:
            found = store.of_person(db, "play:one", Person("play", "", "ana"), 20)
        return sorted(found, key=lambda each: (each.at, each.id), reverse=True)

    def challenge(self) -> Challenge:
        return self.challenges()[0]

    def restarted(self, **changed: Any) -> Duel:
        """After a restart: another process on the same database, the same screens."""
        return Duel(self.room.restarted(seed=next(_SEEDS), **changed))


def alone(who: Someone) -> Someone:
    return who.room.person(who.name, group=f"play:dm:{who.name}", channel="")


def duel(database: Database, bank: Bank = QUIZZED) -> Duel:
    return Duel(Room(database, bank=bank))


def begun(two: Duel, line: str = "challenge <@ben> culture") -> None:
    """Ana has challenged ben, who has said yes."""
    two.ana.types(line)
    two.room.delivers()
    two.ben.presses("Accept")
    two.room.delivers()


def answer(two: Duel, who: Someone, *, right: bool) -> Seen:
    """Their next answer, by what the question's button means."""
    challenge = two.challenge()
    with two.room.app.database.read() as db:
        own = store.answers_of(db, challenge).get(who.person.key, {})
    number = next_number(challenge, own)
    assert number is not None, f"{who.name} has answered everything"
    text = challenge.questions[number - 1].text
    if isinstance(text, RecallQuestion):
        return who.submits(Write(challenge.group, challenge.id, number), answer=text.accepts[0] if right else "hm")
    assert isinstance(text, ChoiceQuestion)
    wrong = next(each for each in range(len(text.options)) if {each} != text.right)
    options = "".join(map(str, sorted(text.right))) if right else str(wrong)
    return who.presses_ref(Choose(challenge.group, challenge.id, number, options))


def plays(two: Duel, who: Someone, rights: str) -> None:
    """Answers in a row: `y` for a right one, `n` for a wrong one."""
    for each in rights:
        answer(two, who, right=each == "y")
    two.room.delivers()


def settles(who: Someone, *, direct: str = "", quiet: str = "", zone: str = "") -> None:
    """How they want to be written to."""
    who.types("settings me")
    if direct:
        who.picks("Direct messages", direct)
    if quiet:
        who.presses("Quiet hours")
        who.fills(quiet=quiet)
    if zone:
        who.presses("Time zone")
        who.fills(zone=zone)
    who.presses("Save")
