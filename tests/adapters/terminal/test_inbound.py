"""What a line means."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.terminal.inbound import (
    Command,
    Meaning,
    Nothing,
    Origin,
    Press,
    Show,
    Talk,
    ToRoom,
    Unknown,
    meaning,
    speaker,
    with_references,
)
from adapters.terminal.room import Room
from bot.chat.keys import Place
from bot.chat.messages import Spelling
from tests.support.views import TRICKY


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("", Nothing()),
        ("   ", Nothing()),
        ("culture", Command("culture")),
        ("/askq culture", Command("culture")),
        ("askq culture", Command("culture")),
        ("AskQ", Command("")),
        ("/askq", Command("")),
        ("2 years from now", Command("2 years from now")),
        ("2", Press(2)),
        ("3.2", Press(3, 2)),
        ("#7.2", Press(2, None, 7)),
        ("#7.3.2", Press(3, 2, 7)),
        ("#7", Show(7)),
        ("@askq hello", Talk(direct=False)),
        ("/dm hello", Talk(direct=True)),
        ("/dm /askq culture", Command("culture", direct=True)),
        ("/as ben", ToRoom("as", "ben")),
        ("/TICK 24h", ToRoom("tick", "24h")),
        ("/lock", ToRoom("lock", "")),
        ("/culture", Unknown("culture")),
        ("/", Command("/")),
    ],
)
def test_a_line_means(line: str, meant: Meaning) -> None:
    assert meaning(line) == meant


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ben> 2", ("ben", "2")),
        ("ben>", ("ben", "")),
        ("Zoë-Ann> /who", ("Zoë-Ann", "/who")),
        ("culture", (None, "culture")),
        ("a->b", (None, "a->b")),
        ("> quoted", (None, "> quoted")),
        ("7> x", (None, "7> x")),
    ],
)
def test_who_says_it(line: str, said: tuple[str | None, str]) -> None:
    assert speaker(line) == said


@given(st.text() | st.sampled_from(TRICKY))
@settings(deadline=None)
def test_every_line_means_something(line: str) -> None:
    name, rest = speaker(line)
    assert name is None or name
    assert meaning(rest) is not None


def test_a_name_after_an_at_becomes_a_reference_only_where_somebody_is_called_so() -> None:
    room = Room("one", ["ana", "Ben"], session="s")
    assert with_references("challenge @ben, @cora and me@ana", room.member) == "challenge <@ben>, @cora and me@ana"


def test_every_event_says_who_where_and_in_which_spelling() -> None:
    room = Room("one", ["ana"], session="s", admins=["ana"], zone="Europe/Berlin")
    origin = Origin("s-1", room.place, room.present)
    for event in (
        origin.said("x"),
        origin.pressed("r", ("v",), True),
        origin.submitted("r", {}, True),
        origin.joined(),
    ):
        assert (event.receipt, event.place.group, event.person.key) == ("s-1", "play:one", "play:one:ana")
        assert event.spelling is Spelling.LINE
        assert event.admin
        assert event.zone == "Europe/Berlin"


def test_direct_messages_are_a_group_of_one() -> None:
    room = Room("one", ["ana"], session="s")
    assert room.direct(room.present).direct
    assert not room.place.direct
    assert room.direct(room.present) == Place(room.present.person.alone, "")
    assert room.present.person.alone == "play:dm:one:ana"
    assert room.present.person.home == room.place.group == room.home
