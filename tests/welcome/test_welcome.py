"""Hello once, a pointer for whoever talks to askq, and help."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.chat.messages import Joined, Spelling
from bot.chat.plain import plain
from bot.storage.engine import Database
from tests.support.rooms import Room


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


def hellos(room: Room) -> int:
    """How many stand on people's screens, once everything due has been sent."""
    room.delivers()
    return sum("Hello, I am askq." in plain(message.view) for message in room.messages if message.owner is None)


def test_hello_is_said_to_everyone_and_leads_on(room: Room) -> None:
    assert room.person("ana").adds_askq().answer is None
    assert hellos(room) == 1
    assert "Could you tell me" in room.person("ben").presses("Ask me one").text


def test_hello_is_said_once_in_a_channel(room: Room) -> None:
    room.person("ana").adds_askq()
    room.person("ben").adds_askq()
    assert hellos(room) == 1
    room.person("ana", channel="random").adds_askq()
    room.person("ana", channel="").adds_askq()  # to the group as a whole
    room.person("ana", group="play:two").adds_askq()
    assert hellos(room) == 4


def test_hello_is_not_said_again_after_a_restart(room: Room) -> None:
    ana = room.person("ana")
    ana.adds_askq()
    again = room.restarted()
    ana.via(again).adds_askq()
    assert hellos(again) == 1


def test_hello_is_said_once_when_two_events_come_at_the_same_time(sqlite_database: Database, database_url: str) -> None:
    other = Database(database_url)
    try:
        rooms = [Room(db, seed=seed) for seed, db in enumerate((sqlite_database, other, sqlite_database, other), 1)]
        events = [Joined(**{**room.person("ana")._event(), "receipt": f"r{n}"}) for n, room in enumerate(rooms)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda pair: pair[0].app.handle(pair[1]), zip(rooms, events, strict=True)))
        assert hellos(rooms[0]) == 1
    finally:
        other.close()


def test_whoever_talks_to_askq_is_pointed_to_the_command(room: Room) -> None:
    assert "type /askq, or a topic: /askq culture" in room.person("ana").mentions_askq().text
    tree = room.person("ana", spelling=Spelling.TREE).mentions_askq().text
    assert "/askq topic:culture" in tree


def test_what_is_this_is_explained(room: Room) -> None:
    ana = room.person("ana")
    ana.mentions_askq()
    seen = ana.presses("What is this?")
    assert seen.text.startswith("What is askq?")
    assert seen.labels == ["Ask me one", "See the topics", "How to ask"]
    assert ana.presses("See the topics").text.startswith("Topics")
    assert ana.presses("How to ask").text.startswith("How to ask")


def test_help_names_every_command(room: Room) -> None:
    text = room.person("ana").types("help").text
    for name in room.app.catalogue.commands:
        assert f"/askq {name}".strip() in text


def test_help_in_a_tree_of_commands_spells_them_so(room: Room) -> None:
    text = room.person("ana", spelling=Spelling.TREE).calls("help").text
    assert "/bank why" in text
    assert "/askq why" not in text


@pytest.mark.parametrize("asked", ["four", "/askq four", "askq four", " FOUR "])
def test_help_about_one_command(room: Room, asked: str) -> None:
    assert "stage: Whom you meet (recruiter, hiring-manager" in room.person("ana").types(f"help {asked}").text


@pytest.mark.parametrize("asked", ["askq", "/askq"])
def test_help_about_the_bare_command(room: Room, asked: str) -> None:
    assert "topic: A topic, or words to search for" in room.person("ana").types(f"help {asked}").text


def test_help_about_no_command_is_a_search_that_offers_help(room: Room) -> None:
    assert "there is no command called “zeppelin”" in room.person("ana").types("help zeppelin").text


def test_commands_are_completed(room: Room) -> None:
    ana = room.person("ana")
    assert ana.completes("help", "command", "set").values == ["settings me", "settings group", "settings organisers"]
    assert ana.completes("help", "command", "").values[0] == "askq"
