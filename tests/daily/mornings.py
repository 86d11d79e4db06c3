"""Rooms in which the question of the day has just been posted. It is Wednesday, 5 March 2031, 09:30 UTC; the answers
come out at 17:00."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bank.kinds import AnyQuestion
from bot.chat.elements import View
from bot.chat.plain import control_label, controls, plain
from bot.storage.engine import Database
from tests.support.rooms import Message, Room, Someone, asks, bank, choice_of, open_of, recall_of

EVERY_DAY = "daily set 09:00 UTC every day"
SLOT = "2031-03-05"

CHOICE = choice_of("culture.one", "Tea", "Coffee", "Water", right="B")
SEVERAL = choice_of("culture.one", "Tea", "Coffee", "Water", right="AC")
RECALL = recall_of("culture.one", "PostgreSQL", "Postgres")
OPEN = open_of("culture.one")
ASK = asks("culture.one")
KINDS = (CHOICE, RECALL, OPEN, ASK)
"""A question of each kind; of the letters one is right, or several."""


def morning(
    database: Database, *questions: AnyQuestion, line: str = EVERY_DAY, seconds: float = 0, **changed: str
) -> Room:
    """One question, or several of which one was drawn; ana is the organiser. `changed` as in `change`."""
    room = Room(database, bank=bank(*(questions or (CHOICE,))))
    organiser(room).types(line)
    if changed:
        change(room, **changed)
    room.forward(days=1, seconds=seconds)
    return room


def change(room: Room, *, go: str = "", reveal: str = "", when_empty: str = "", channel: str = "") -> None:
    """Change the schedule in its panel: where the answers go, when they come out, what happens after the last one."""
    ana = organiser(room)
    ana.types("daily change")
    if go:
        ana.picks("Answers go", go)
    if when_empty:
        ana.picks("When all were asked", when_empty)
    if reveal:
        ana.presses("Answers come out")
        ana.fills(reveal=reveal)
    if channel:
        ana.picks("Where", channel)
    ana.presses("Save")


def organiser(room: Room) -> Someone:
    return room.person("ana", admin=True)


def public(room: Room) -> list[Message]:
    """What everybody in the channel sees, threads included, oldest first."""
    return [message for message in room.messages if message.owner is None]


def post(room: Room, nth: int = -1) -> Message:
    """A question of the day, the newest by default."""
    return [each for each in public(room) if plain(each.view).startswith("Question of the day")][nth]


def answers(room: Room) -> list[Message]:
    """The messages with which the answers came out."""
    begun = ("The answers", "What people said", "More of what people said")
    return [each for each in public(room) if plain(each.view).startswith(begun)]


def schedule_id(room: Room) -> str:
    """Whatever the buttons of the newest post name."""
    for each in controls(post(room).view):
        _version, tag, schedule, *_ = getattr(each, "ref", "").split("|")
        if tag.startswith("d-"):
            return str(schedule)
    raise AssertionError("the post has no button of its own")


def labels(view: View) -> list[str]:
    return [control_label(each) for each in controls(view)]


def count_line(message: Message) -> str:
    """What a post says below its buttons, behind the topic and the day."""
    return " · ".join(plain(message.view).rpartition("\n\n")[2].split(" · ")[2:])


def edits(room: Room) -> Sequence[View]:
    """What posts were changed into, in order."""
    return [each.view for each in room.sender.sent if each.edits]
