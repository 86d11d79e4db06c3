"""Who may do what."""

from __future__ import annotations

import pytest

from bot.members.model import Action, GroupRules, Sharing, open_to_all
from bot.storage.engine import Database
from tests.support.rooms import Room, Someone

DENIED = "Only organisers can change that. Ask one of them, or an admin here."


@pytest.mark.parametrize(
    ("action", "sharing", "open"),
    [
        (Action.SHARE, Sharing.EVERYONE, True),
        (Action.SHARE, Sharing.ORGANISERS, False),
        (Action.GOVERN, Sharing.EVERYONE, False),
        (Action.GOVERN, Sharing.ORGANISERS, False),
    ],
)
def test_what_everyone_may_do_depends_on_the_rules_of_the_group(action: Action, sharing: Sharing, open: bool) -> None:
    assert open_to_all(action, GroupRules(sharing)) is open


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


@pytest.fixture
def boss(room: Room) -> Someone:
    """An admin of the platform."""
    return room.person("boss", admin=True)


def test_a_group_begins_without_named_organisers(room: Room) -> None:
    text = room.person("ana").types("settings organisers").text
    assert "Admins of this place are organisers." in text
    assert "@ana" not in text.partition("Add one")[0]


def test_an_organiser_names_another_who_then_may_as_well(room: Room, boss: Someone) -> None:
    ana = room.person("ana")
    assert ana.types("settings group").text == DENIED
    assert boss.types("settings organisers <@ana>").text == "@ana is an organiser now."
    assert ana.types("settings group").text.startswith("This group")
    assert "• @ana" in ana.types("settings organisers").text


def test_naming_someone_again_takes_it_away(room: Room, boss: Someone) -> None:
    boss.types("settings organisers <@ana>")
    assert boss.types("settings organisers <@ana>").text == "@ana is no longer an organiser."
    assert room.person("ana").types("settings group").text == DENIED


def test_only_organisers_name_organisers(room: Room) -> None:
    ana = room.person("ana")
    assert ana.types("settings organisers <@ana>").text == DENIED
    assert ana.types("settings group").text == DENIED


def test_an_organiser_of_one_group_is_none_of_another(room: Room, boss: Someone) -> None:
    boss.types("settings organisers <@ana>")
    assert room.person("ana", group="play:two").types("settings group").text == DENIED


def test_organisers_are_listed_in_the_order_of_naming(room: Room, boss: Someone) -> None:
    for name in ("zoe", "ana"):
        room.clock.forward(minutes=1)
        boss.types(f"settings organisers <@{name}>")
    assert "• @zoe\n• @ana" in boss.types("settings organisers").text


def test_an_admin_may_as_long_as_the_platform_says_so(room: Room, boss: Someone) -> None:
    boss.types("settings group")
    demoted = room.person("boss")
    assert DENIED in demoted.presses("Save").text
    assert demoted.types("settings group").text == DENIED


def test_in_a_direct_message_everyone_is_their_own_organiser(room: Room) -> None:
    ana = room.person("ana", group="play:dm:ana")
    assert ana.types("settings organisers <@ben>").text == "@ben is an organiser now."


def test_in_a_direct_message_there_is_nothing_to_settle(room: Room) -> None:
    assert "nothing to settle" in room.person("ana", group="play:dm:ana").types("settings group").text


def test_a_name_that_names_nobody_is_searched_for(room: Room, boss: Someone) -> None:
    assert "member is a person: write @ and choose the name" in boss.types("settings organisers ana").text


def test_naming_works_with_named_arguments_too(room: Room, boss: Someone) -> None:
    assert boss.calls("settings organisers", member="<@ana>").text == "@ana is an organiser now."


def test_the_same_naming_delivered_again_does_not_take_it_away(room: Room, boss: Someone) -> None:
    boss.types("settings organisers <@ana>")
    assert boss.again().text == "@ana is an organiser now."
    assert "• @ana" in boss.types("settings organisers").text
