"""Rooms in which people practise. It is Tuesday, 4 March 2031, 09:30 UTC."""

from __future__ import annotations

from bot.bank.bank import Bank, Pack
from bot.bank.roles import Role
from bot.chat.keys import Person
from bot.chat.plain import control_label, controls, plain
from bot.delivery.sender import Post
from bot.errors import Undeliverable
from bot.storage.engine import Database
from tests.support.rooms import Room, Someone, asks, bank, choice_of, open_of


def role_of(id: str) -> Role:
    facts = ("Seven work here.", "The day begins at six.", "There is a canteen.", "Nobody shouts.")
    return Role(id=id, who=f"the head of {id}", situation=f"{id} grows.", facts=facts, rather_not="The last one fled.")


def bank_with_roles(*roles: str) -> Bank:
    """Things to answer and to ask, something that is neither, and people to play."""
    made = bank(
        *(open_of(f"strengths.{each}") for each in ("one", "two", "three")),
        open_of("setbacks.four"),
        asks("culture.five"),
        asks("culture.six"),
        asks("team.seven"),
        asks("team.eight"),
        asks("pay.nine"),
        choice_of("python.ten"),
    )
    (pack,) = made.packs
    return Bank([Pack(pack.about, pack.questions, pack.guide, tuple(map(role_of, roles)))])


BANK = bank_with_roles("bakery", "clinic", "harbour")


def room_of(database: Database) -> Room:
    return Room(database, bank=BANK)


def alone(room: Room, name: str, **more: str) -> Someone:
    """Their seat in the direct messages with askq."""
    return room.person(name, group=f"play:dm:{name}", channel="", **more)


def agreed(room: Room, line: str = "practice <@ben>") -> None:
    """Ana has asked, and Ben has accepted."""
    room.person("ana").types(line)
    room.delivers()
    alone(room, "ben").presses("Accept")
    room.delivers()


def running(room: Room, line: str = "practice <@ben>") -> None:
    agreed(room, line)
    alone(room, "ana").presses("Start")
    room.delivers()


def finished(room: Room, line: str = "practice <@ben>") -> None:
    running(room, line)
    alone(room, "ana").presses("Finish")
    room.delivers()


def told(room: Room, name: str) -> list[str]:
    """What they were sent in direct messages, oldest first, each as it was then."""
    return [plain(post.view).strip() for post in posts(room) if isinstance(post.to, Person) and post.to.id == name]


def public(room: Room) -> list[str]:
    return [plain(post.view).strip() for post in posts(room) if not isinstance(post.to, Person)]


def posts(room: Room) -> list[Post]:
    return room.sender.sent


def buttons(post: Post) -> list[str]:
    return [control_label(each) for each in controls(post.view)]


def closed_to_all() -> Undeliverable:
    """The platform does not let askq write to somebody."""
    return Undeliverable("cannot_dm", forbidden=True)
