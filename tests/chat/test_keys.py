"""Who and where have one key each."""

from __future__ import annotations

import pytest

from bot.chat.keys import Person, Place, home_of


def test_a_person_is_an_account_in_its_scope() -> None:
    assert Person("slack", "T1", "U1").key == "slack:T1:U1"
    assert Person("discord", "", "42").key == "discord:42"
    assert Person("slack", "T1", "U1") != Person("slack", "T2", "U1")


@pytest.mark.parametrize(
    ("group", "direct"),
    [("slack:T1", False), ("discord:1", False), ("play:one", False), ("slack:dm:T1:U1", True), ("discord:dm:42", True)],
)
def test_a_direct_message_is_a_group_of_one(group: str, direct: bool) -> None:
    assert Place(group, "C1").direct is direct


def test_a_thread_is_a_place_of_its_own() -> None:
    assert Place("slack:T1", "C1").key == "C1"
    assert Place("slack:T1", "C1", "17.2").key == "C1/17.2"


@pytest.mark.parametrize(
    ("group", "somebody", "home"),
    [
        ("slack:T1", Person("slack", "T1", "U1"), "slack:T1"),
        ("slack:T1", Person("slack", "T2", "U2"), "slack:T1"),
        ("slack:dm:T1:U1", Person("slack", "T1", "U1"), "slack:T1"),
        ("discord:42", Person("discord", "", "7"), "discord"),
        ("play:dm:study:ana", Person("play", "study", "ana"), "play:study"),
    ],
)
def test_a_group_is_served_by_its_own_home_even_where_a_guest_speaks(group: str, somebody: Person, home: str) -> None:
    assert home_of(group, somebody) == home


def test_a_person_can_be_read_back_from_the_key() -> None:
    for person in (Person("slack", "T1", "U1"), Person("discord", "", "7")):
        assert Person.of_key(person.key) == person
