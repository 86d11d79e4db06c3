"""What comes by itself while time passes in the room."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adapters.terminal.clock import Clock
from adapters.terminal.desk import Desk
from adapters.terminal.outbox import Outbox
from adapters.terminal.postman import Postman
from adapters.terminal.render import Paper
from adapters.terminal.room import Room
from bot.chat.keys import Person
from bot.delivery.kinds import Planner
from tests.adapters.terminal.conftest import Build
from tests.adapters.terminal.notes import HERE, message, send
from tests.adapters.terminal.test_desk import take
from tests.support.rooms import START

DAY = timedelta(days=1)


def test_what_is_due_comes_after_the_answer_in_order(desk: Desk) -> None:
    send(desk.app, "second", START - timedelta(minutes=1))
    send(desk.app, "first", START - timedelta(minutes=2))
    shown = take(desk, "culture")
    assert shown.index("#2 askq (only ana sees)") < shown.index("#3 askq\n   first") < shown.index("#4 askq\n   second")
    assert "\n\n\n" not in shown
    assert "second" not in take(desk, "")


def test_what_is_not_due_waits_until_time_has_passed(desk: Desk) -> None:
    send(desk.app, "Good morning", START + timedelta(hours=2))
    assert "Good morning" not in take(desk, "/tick 1h")
    assert take(desk, "/tick 1h").splitlines() == [
        "· Tue 4 Mar, 11:30",
        "",
        "#2 askq",
        "   Good morning",
        "",
        "· It is now Tuesday 4 March 2031, 11:30 UTC.",
    ]


def test_a_week_passes_day_by_day_and_every_message_reads_as_it_did_then(desk: Desk) -> None:
    send(desk.app, "open", START + timedelta(hours=1))
    take(desk, "/tick 1h")
    id = message(desk.app, "open")
    send(desk.app, "closed", START + 2 * DAY, edits=id)
    send(desk.app, "another", START + 3 * DAY)
    send(desk.app, "answered", START + 2 * DAY, replace(HERE, thread=id))
    send(desk.app, "gone", START + 5 * DAY, edits=id)
    shown = [line.strip() for line in take(desk, "/tick 7d").splitlines() if line]
    assert shown == [
        "· Thu 6 Mar, 09:30",
        *("#2 askq (changed)", "closed"),
        *("#3 askq (below #2)", "answered"),
        "· Fri 7 Mar, 09:30",
        *("#4 askq", "another"),
        "· Sun 9 Mar, 09:30",
        *("#2 askq (changed)", "gone"),
        "· It is now Tuesday 11 March 2031, 10:30 UTC.",
    ]


def test_a_ping_stands_above_the_message(desk: Desk) -> None:
    send(desk.app, "Wake up", START, ping="here")
    assert "#2 askq\n   @here\n   Wake up" in take(desk, "")
    assert "   @here\n   Wake up" in take(desk, "/screen")


def test_a_direct_message_says_who_alone_sees_it(desk: Desk) -> None:
    send(desk.app, "Psst", START, Person("play", "study", "ben"))
    assert "#2 askq (only ben sees, direct message)" in take(desk, "")
    assert "Psst" not in take(desk, "/screen")
    assert "Psst" in take(desk, "ben> /screen")


def test_too_much_for_one_tick_stops_the_clock_and_the_next_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.terminal.desk.TICK_MESSAGES", 3)
    for day in range(1, 6):
        send(desk.app, f"day {day}.", START + day * DAY)
    first = take(desk, "/tick 365d")
    assert [f"day {day}." in first for day in range(1, 6)] == [True, True, True, False, False]
    assert "the clock stops at Friday 7 March 2031" in first
    rest = take(desk, "/tick 365d")
    assert [f"day {day}." in rest for day in range(1, 6)] == [False, False, False, True, True]
    assert "It is now Saturday 6 March 2032" in rest


def test_what_a_locked_room_refuses_does_not_come(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    assert take(desk, "/lock").startswith("· The room is locked")
    send(desk.app, "To everyone", START)
    send(desk.app, "To ana alone", START, Person("play", "study", "ana"))
    shown = take(desk, "culture")
    assert "#2 askq (only ana sees)" in shown
    assert "To ana alone" in shown
    assert "To everyone" not in shown
    assert take(desk, "/unlock") == "· The room is open: askq may post to it."
    send(desk.app, "At last", START)
    assert "At last" in take(desk, "")


def test_the_clock_and_the_messages_show_the_time_of_the_rooms_zone(build: Build) -> None:
    clock = Clock(lambda: datetime(2031, 3, 29, 9, 30, tzinfo=UTC))
    room = Room("study", ["ana"], session="test", zone="Europe/Berlin")
    desk = Desk(Postman(build(clock), clock, {room.home: Outbox(room, clock)}), room, lambda: Paper(80, colour=False))
    send(desk.app, "Good morning", datetime(2031, 3, 30, 9, 0, tzinfo=ZoneInfo("Europe/Berlin")))
    shown = take(desk, "/tick 24h")
    assert "· Sun 30 Mar, 09:00" in shown
    assert "· It is now Sunday 30 March 2031, 11:30 CEST." in shown


def test_a_mistake_in_what_is_planned_does_not_end_the_room(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def plan(*_: object) -> int:
        raise LookupError

    desk.app.planners = (Planner(plan, lambda _, homes: dict.fromkeys(homes, START)),)
    assert "#2 askq (only ana sees)" in take(desk, "culture")
    assert "It is now Wednesday 5 March 2031" in take(desk, "/tick 1d")
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * len(caplog.records)


def test_something_that_stays_due_does_not_hold_the_clock_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.terminal.postman.TICK_MOMENTS", 5)
    desk.app.planners = (Planner(lambda *_: 0, lambda _, homes: dict.fromkeys(homes, START)),)
    assert "the clock stops at Tuesday 4 March 2031" in take(desk, "/tick 1d")
