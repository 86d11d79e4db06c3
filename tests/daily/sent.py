"""What was sent unasked, told apart; and what organisers do all the time."""

from __future__ import annotations

from bot.chat.elements import Heading
from bot.chat.keys import Person
from bot.chat.plain import plain
from bot.delivery.sender import Post
from tests.support.rooms import Room, Seen, Someone, bank

PLENTY = bank(*(f"{topic}.q{number}" for topic in ("culture", "team", "pay") for number in range(30)))
"""So many questions that nobody is told that they come to an end."""


def questions(room: Room) -> list[Post]:
    """The questions of the day, each as it was when it was posted."""
    return [
        post for post in room.sender.sent if not post.edits and post.view.elements[0] == Heading("Question of the day")
    ]


def where(room: Room) -> list[str]:
    """Where the questions went: a channel, or `@` and a person's key."""
    return [f"@{post.to.key}" if isinstance(post.to, Person) else post.to.channel for post in questions(room)]


def dates(room: Room) -> list[str]:
    """The dates that the questions are of, as they stand below them."""
    return [plain(post.view).rpartition(" · ")[2] for post in questions(room)]


def asked(room: Room) -> list[str]:
    """Which questions of `PLENTY` were posted: `q7`."""
    return [plain(post.view).partition("about ")[2].partition("?")[0] for post in questions(room)]


def notices(room: Room) -> list[str]:
    """What organisers were told, with `@` and whom in front."""
    return [
        f"@{post.to.key}: {plain(post.view)}"
        for post in room.sender.sent
        if isinstance(post.to, Person) and post not in questions(room)
    ]


def in_person(who: Someone) -> Someone:
    """Their seat in the direct messages with askq."""
    return who.room.person(who.name, group=f"play:dm:{who.name}", channel="", locale=who.locale, zone=who.zone)


def filled(who: Someone, button: str, **fields: str) -> Seen:
    """Press the button of a form, and send the form."""
    who.presses(button)
    return who.fills(**fields)
