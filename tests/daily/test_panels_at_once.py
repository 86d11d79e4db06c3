"""Several panels that are open at once, and what others do meanwhile: each changes its own, and only what it says."""

from __future__ import annotations

import pytest

from bot.chat.elements import Button
from bot.chat.plain import controls, form_text
from bot.members import audit
from bot.storage.engine import Database
from tests.daily.sent import PLENTY, in_person
from tests.support.rooms import Message, Room, Seen, Someone


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database, bank=PLENTY)


@pytest.fixture
def ana(room: Room) -> Someone:
    ana = room.person("ana", admin=True, zone="Europe/Berlin")
    ana.types("daily set 09:00 Berlin")
    return ana


@pytest.fixture
def ben(room: Room) -> Someone:
    return room.person("ben", admin=True)


def opens(who: Someone, line: str) -> Message:
    """The message of the panel that the line opens."""
    who.types(line)
    return who.room.messages[-1]


def presses_in(who: Someone, message: Message, label: str) -> Seen:
    (button,) = [each for each in controls(message.view) if isinstance(each, Button) and each.label == label]
    return who.presses_ref(button.ref, on=message)


def removes(who: Someone, line: str = "daily remove") -> None:
    who.types(line)
    who.presses("Remove it")


# Several panels


def test_each_panel_changes_the_one_that_it_names(ana: Someone) -> None:
    ana.types("daily add 18:00 london culture")
    first, second = opens(ana, "daily change 1"), opens(ana, "daily change 2")
    assert form_text(presses_in(ana, first, "Time").form).endswith("Time: 09:00")
    assert ana.fills(time="8:30").text.startswith("Question of the day, number 1")
    assert presses_in(ana, first, "Save").text.startswith("Question of the day, number 1\n\nIt is changed.")
    assert "When: 08:30 Europe/Berlin" in ana.types("daily show 1").text
    assert "When: 18:00 Europe/London" in ana.types("daily show 2").text
    assert form_text(presses_in(ana, second, "Time").form).endswith("Time: 18:00")
    ana.fills(time="19:00")
    presses_in(ana, second, "Save")
    assert "When: 08:30 Europe/Berlin" in ana.types("daily show 1").text
    assert "When: 19:00 Europe/London" in ana.types("daily show 2").text


def test_the_panel_of_one_channel_is_not_that_of_another(ana: Someone, room: Room) -> None:
    elsewhere = room.person("ana", channel="random", admin=True, zone="Europe/Berlin")
    here, there = opens(ana, "daily add"), opens(elsewhere, "daily add")
    assert "Where: #general" in presses_in(ana, here, "Save").text
    assert "Where: #random" in presses_in(elsewhere, there, "Save").text


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("daily set", "Question of the day, number 1"),
        ("daily change", "Question of the day, number 1"),
        ("daily add", "A new question of the day"),
        ("daily set me", "A new question of the day, for you alone"),
    ],
)
def test_a_panel_says_which_one_it_is_about(ana: Someone, line: str, title: str) -> None:
    assert ana.types(line).text.startswith(f"{title}\n")


def test_the_panel_of_ones_own_is_told_from_that_of_the_group(ana: Someone) -> None:
    ana.types("daily set me 07:00")
    assert ana.types("daily set me").text.startswith("Your own question of the day, number 1\n")
    assert in_person(ana).types("daily set").text.startswith("Your own question of the day, number 1\n")


def test_leaving_one_panel_leaves_the_other_open(ana: Someone) -> None:
    first, second = opens(ana, "daily change"), opens(ana, "daily change")
    presses_in(ana, first, "Leave as it was")
    assert "It is changed." in presses_in(ana, second, "Save").text


# What others do meanwhile


def test_days_that_were_left_out_meanwhile_stay_so(ana: Someone, ben: Someone) -> None:
    panel = opens(ana, "daily change")
    ben.types("daily skip friday")
    presses_in(ana, panel, "Save")
    assert "Days off: Fri, Mar 7, 2031" in ana.types("daily change").text


def test_days_off_are_put_in_and_taken_out_one_by_one(ana: Someone, ben: Someone) -> None:
    ana.types("daily skip 10 mar to 12 mar")
    panel = opens(ana, "daily change")
    presses_in(ana, panel, "Days off")
    ana.fills(skips="10 mar to 11 mar, 20 mar")  # the 12th out, the 20th in
    ben.types("daily skip friday")
    ben.types("daily skip 2031-03-24")
    ben.presses("Have it after all")
    presses_in(ana, panel, "Save")
    assert "Days off: Fri, Mar 7, 2031; Mon, Mar 10, 2031 – Tue, Mar 11, 2031; Thu, Mar 20, 2031\n" in (
        ana.types("daily change").text
    )


def test_who_is_woken_and_when_stay_as_others_settled_it_meanwhile(ana: Someone, ben: Someone) -> None:
    panel = opens(ana, "daily change")
    presses_in(ana, panel, "Topics")
    ana.fills(source="culture")
    ben.types("daily ping <@&R1>")
    ben.types("daily set 11:00")
    assert "When: 11:00" in presses_in(ana, panel, "Save").text
    seen = ana.types("daily change").text
    assert "Wake up: the role or group" in seen and "Topics: culture" in seen
    with ana.room.app.database.read() as db:
        assert "1: source=culture" in [change.about for change in audit.latest(db, "play:one", "daily set", 9)]


def test_what_two_changed_is_as_the_last_one_saved_it(ana: Someone, ben: Someone) -> None:
    panel = opens(ana, "daily change")
    presses_in(ana, panel, "Time")
    ana.fills(time="10:00")
    ben.types("daily set 11:00")
    assert "When: 10:00" in presses_in(ana, panel, "Save").text


def test_what_was_removed_meanwhile_stays_removed(ana: Someone, ben: Someone) -> None:
    panel = opens(ana, "daily change")
    presses_in(ana, panel, "Time")
    ana.fills(time="10:00")
    removes(ben)
    line = "/askq daily add 10:00 Europe/Berlin mon,tue,wed,thu,fri"
    seen = presses_in(ana, panel, "Save")
    assert seen.replaced and f"It was removed meanwhile. Set it up again: {line}\n" in seen.text
    assert "Time: 10:00" in seen.text
    assert "no question of the day here yet" in ana.types("daily show").text
    assert "When: 10:00 Europe/Berlin, Mon–Fri" in ana.types(line).text


def test_ones_own_that_was_removed_meanwhile_stays_removed(ana: Someone) -> None:
    ana.types("daily set me 07:00 sat culture")
    panel = opens(ana, "daily set me")
    removes(in_person(ana))
    line = "/askq daily set me 07:00 Europe/Berlin sat culture"
    assert f"It was removed meanwhile. Set it up again: {line}\n" in presses_in(ana, panel, "Save").text
    assert "It is set up." in ana.types(line).text


def test_what_was_prepared_for_what_is_gone_changes_nothing(ana: Someone, ben: Someone) -> None:
    ana.types("daily add 18:00")
    ana.types("daily set 10:00")
    removes(ben, "daily remove 2")
    assert "Time: 10:00" in ana.presses("Change 2").text
    assert "It was removed meanwhile." in ana.presses("Save").text
    assert "When: 09:00" in ana.types("daily show").text
