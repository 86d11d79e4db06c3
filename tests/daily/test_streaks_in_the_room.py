"""Streaks as members live them: by their own calendar, fair to those who were away for a day, and kindly said."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.errors import Undeliverable
from bot.storage import presence
from bot.storage.engine import Database
from tests.daily.mornings import EVERY_DAY, change, organiser
from tests.support.rooms import Room, Seen, Someone, bank, choice_of, open_of

# Rooms begin on Tuesday, 4 March 2031, at 09:30 UTC.


def room_of(database: Database, line: str = EVERY_DAY, hours: float = 0) -> Room:
    room = Room(database, bank=bank(*(choice_of(f"culture.q{number}") for number in range(40))))
    organiser(room).types(line)
    room.forward(hours=hours)
    return room


def answers_daily(person: Someone, days: int) -> Seen:
    """Let a day pass and answer, so many times."""
    seen = None
    for _ in range(days):
        person.room.forward(days=1)
        seen = person.presses("A")
    assert seen is not None
    return seen


def streak(person: Someone) -> str:
    return person.types("daily streak").text


def prefers(person: Someone, **values: str) -> None:
    person.types("settings me")
    if zone := values.get("zone"):
        person.presses("Time zone")
        person.fills(zone=zone)
    if how := values.get("streaks"):
        person.picks("My streak", how)
    person.presses("Save")


def test_days_in_a_row_are_said_to_whoever_answers_and_to_nobody_else(database: Database) -> None:
    room = room_of(database)
    zoe = room.person("zoe")
    assert "in a row" not in answers_daily(zoe, 1).text, "one day is no row"
    assert "2 days in a row." in answers_daily(zoe, 1).text
    assert streak(zoe).startswith("2 days in a row.")
    assert not any("in a row" in screen for screen in room.person("cy").screen())
    assert streak(room.person("cy")).startswith("No streak at the moment.")


def test_the_row_is_said_after_each_press(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    zoe = room.person("zoe")
    answers_daily(zoe, 2)
    assert "2 days in a row." in zoe.presses("Show mine with my name").text
    assert "2 days in a row." in zoe.presses("B").text


def test_a_long_row_is_praised_when_it_is_the_longest(sqlite_database: Database) -> None:
    zoe = room_of(sqlite_database).person("zoe")
    assert "Your longest so far." not in answers_daily(zoe, 4).text
    assert "5 days in a row. Your longest so far." in answers_daily(zoe, 1).text


def test_taking_an_answer_back_takes_its_day_back(sqlite_database: Database) -> None:
    zoe = room_of(sqlite_database).person("zoe")
    answers_daily(zoe, 3)
    zoe.presses("Take it back")
    assert streak(zoe).startswith("2 days in a row.")


def test_another_answer_to_the_same_question_is_no_other_day(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    zoe = room.person("zoe")
    answers_daily(zoe, 1)
    room.forward(hours=6)
    zoe.presses("B")
    assert streak(zoe).startswith("One day in a row.")


# What is forgiven


def test_one_missed_day_a_week_is_forgiven_and_that_is_said(database: Database) -> None:
    room = room_of(database)
    zoe = room.person("zoe")
    answers_daily(zoe, 2)  # Wednesday and Thursday
    assert "this week's is left" in streak(zoe)
    room.forward(days=1)
    seen = answers_daily(zoe, 1)
    assert "3 days in a row. The day you missed this week is forgiven." in seen.text
    assert "this week's is used up" in streak(zoe)


def test_two_missed_days_in_a_week_begin_anew_without_a_word_of_blame(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    zoe = room.person("zoe")
    answers_daily(zoe, 2)
    room.forward(days=2)
    room.forward(days=1)
    said = streak(zoe)
    assert said.startswith("No streak at the moment. Answer the next question, and one begins.")
    assert "Your longest was 2 days." in said
    assert not {"lost", "failed", "broke", "missed out"} & set(said.lower().split())


def test_with_a_question_a_week_one_week_is_forgiven_and_not_two(sqlite_database: Database) -> None:
    room = room_of(sqlite_database, "daily set 09:00 UTC wed", hours=24)
    zoe = room.person("zoe")
    zoe.presses("A")
    room.forward(weeks=1)
    zoe.presses("A")
    room.forward(weeks=2)
    assert "3 days in a row." in zoe.presses("A").text
    room.forward(weeks=3)
    assert streak(zoe).startswith("No streak at the moment.")


def test_weekends_skip_days_and_holidays_are_excused(sqlite_database: Database) -> None:
    room = room_of(sqlite_database, "daily set 09:00 UTC mon-fri")
    zoe = room.person("zoe")
    answers_daily(zoe, 3)
    organiser(room).types("daily skip monday")
    organiser(room).types("daily skip 2031-03-11")
    room.forward(days=4)
    assert "4 days in a row." in answers_daily(zoe, 1).text
    assert "this week's is left" in streak(zoe)


def test_days_on_which_askq_was_away_are_excused(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    zoe = room.person("zoe")
    answers_daily(zoe, 2)
    room.clock.forward(days=4, hours=4)  # nothing runs, and Monday's is too late when it does
    assert "3 days in a row." in answers_daily(zoe, 1).text
    assert "this week's is left" in streak(zoe)


def test_days_on_which_the_channel_took_nothing_are_excused(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    zoe = room.person("zoe")
    answers_daily(zoe, 2)
    room.sender.refuses["general"] = Undeliverable("odd")
    room.forward(days=3)
    del room.sender.refuses["general"]
    assert "3 days in a row." in answers_daily(zoe, 1).text
    assert "this week's is left" in streak(zoe)


def test_a_paused_month_is_excused(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    zoe = room.person("zoe")
    answers_daily(zoe, 2)
    organiser(room).types("daily pause")
    room.forward(days=30)
    organiser(room).types("daily resume")
    assert "3 days in a row." in answers_daily(zoe, 1).text


def test_a_question_that_is_still_open_is_not_missed(sqlite_database: Database) -> None:
    """It came yesterday, and can be answered until this afternoon."""
    room = room_of(sqlite_database, "daily set 20:00 UTC every day", hours=11)
    zoe = room.person("zoe")
    zoe.presses("A")
    room.forward(days=1)
    zoe.presses("A")
    room.forward(days=1, hours=12)  # Friday morning: Thursday's question is open until 17:00
    assert "this week's is left" in streak(zoe)
    room.forward(hours=9)
    assert "this week's is used up" in streak(zoe)


def test_who_answers_after_midnight_has_not_missed_the_day_before(sqlite_database: Database) -> None:
    room = room_of(sqlite_database, "daily set 20:00 UTC mon,wed")
    room.person("ana", channel="random", admin=True).types("daily add 20:10 UTC mon,wed")
    zoe, elsewhere = room.person("zoe"), room.person("zoe", channel="random")
    room.forward(days=2, hours=-1)  # Thursday, 08:30
    elsewhere.presses("A")
    for days in (5, 2, 5, 2):
        zoe.presses("A")
        assert "this week's is left" in streak(zoe)
        room.forward(days=days)  # the morning after: Tuesday or Thursday
    zoe.presses("A")
    assert streak(zoe).startswith("5 days in a row.")


def test_questions_of_a_channel_that_one_takes_no_part_in_do_not_count(database: Database) -> None:
    room = room_of(database, "daily set 09:00 UTC wed")
    elsewhere = room.person("ana", channel="random", admin=True)
    elsewhere.types("daily add 09:10 UTC every day")
    zoe = room.person("zoe")
    room.forward(days=1)
    for _ in range(2):
        zoe.presses("A")
        room.forward(weeks=1)
    assert "3 days in a row." in zoe.presses("A").text
    assert "this week's is left" in streak(zoe)


def test_either_of_two_questions_on_a_day_is_enough(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    room.person("ana", channel="random", admin=True).types("daily add 09:10 UTC every day")
    here, there = room.person("zoe"), room.person("zoe", channel="random")
    for number in range(6):
        room.forward(days=1)
        (here if number % 2 else there).presses("A")
    assert streak(here).startswith("6 days in a row.")


# What nobody could answer


def is_there(room: Room, **delta: float) -> None:
    """askq runs on for so long, and that is noted."""
    begun, span = room.clock.now, timedelta(**delta)
    with room.app.database.write() as db:
        for minutes in range(0, int(span.total_seconds() // 60) + 1, 5):
            presence.note(db, ["play"], begun + timedelta(minutes=minutes))
    room.forward(**delta)


@pytest.mark.parametrize("minutes", [20, 620])
def test_a_long_absence_excuses_and_a_short_one_does_not(database: Database, minutes: int) -> None:
    room = room_of(database)
    zoe = room.person("zoe")
    for _ in range(3):  # Wednesday, Thursday, Friday
        is_there(room, days=1)
        zoe.presses("A")
    is_there(room, hours=23, minutes=40)
    for _ in range(2):  # on Saturday and Sunday it goes at 09:10, when the question is out
        room.clock.forward(minutes=minutes)
        is_there(room, minutes=24 * 60 - minutes)
    assert streak(zoe).startswith("3 days in a row." if minutes > 480 else "No streak at the moment.")


def test_answers_that_an_organiser_brings_out_early_leave_nobody_behind(database: Database) -> None:
    room = room_of(database)
    zoe = room.person("zoe")
    answers_daily(zoe, 5)
    for _ in range(2):
        room.forward(days=1)
        organiser(room).types("daily reveal")
    room.forward(days=1)
    assert "6 days in a row." in zoe.presses("A").text


def test_questions_beside_the_plan_count_for_those_who_answer_and_against_nobody(database: Database) -> None:
    room = room_of(database, "daily set 09:00 UTC mon-fri")
    zoe, cy = room.person("zoe"), room.person("cy")
    for _ in range(3):
        room.forward(days=1)
        zoe.presses("A")
        cy.presses("A")
    for _ in range(2):  # Saturday and Sunday
        room.forward(days=1)
        organiser(room).types("daily now")
        room.delivers()
        cy.presses("A")
    room.forward(days=1)
    assert "4 days in a row." in zoe.presses("A").text
    assert "6 days in a row." in cy.presses("A").text
    assert "this week's is left" in streak(zoe)


def test_a_second_question_of_a_day_counts_against_nobody(sqlite_database: Database) -> None:
    room = room_of(sqlite_database, "daily set 09:00 UTC mon-fri")
    zoe = room.person("zoe", zone="Pacific/Auckland")
    answers_daily(zoe, 3)
    room.forward(hours=2)  # Friday, and Saturday there
    organiser(room).types("daily now")
    organiser(room).presses("Post another one")
    room.forward(days=1)
    assert streak(zoe).startswith("3 days in a row.")
    assert "this week's is left" in streak(zoe)


def test_what_was_open_when_its_schedule_was_removed_is_missed_by_nobody(database: Database) -> None:
    room = room_of(database)
    zoe = room.person("zoe")
    answers_daily(zoe, 3)
    room.forward(days=1)
    ana = organiser(room)
    ana.types("daily remove")
    ana.presses("Remove it")
    room.forward(days=1)
    assert streak(zoe).startswith("3 days in a row.")
    assert "this week's is left" in streak(zoe)


# What one takes part in


def with_a_weekend(database: Database) -> tuple[Room, Someone, Someone]:
    """A channel for weekdays and one for weekends; zoe in both."""
    room = room_of(database, "daily set 09:00 UTC mon-fri")
    room.person("ana", channel="random", admin=True).types("daily add 09:00 UTC sat,sun")
    return room, room.person("zoe"), room.person("zoe", channel="random")


def test_one_more_answer_elsewhere_makes_the_streak_longer(database: Database) -> None:
    room, zoe, elsewhere = with_a_weekend(database)
    for day in range(18):  # from Wednesday to the second Saturday behind it
        room.forward(days=1)
        if (day + 2) % 7 < 5:
            seen = zoe.presses("A")
    assert "13 days in a row." in seen.text
    assert "14 days in a row." in elsewhere.presses("A").text


def test_who_has_left_a_channel_alone_for_weeks_misses_nothing_there(sqlite_database: Database) -> None:
    room, zoe, elsewhere = with_a_weekend(sqlite_database)
    for day in range(46):
        room.forward(days=1)
        if (day + 2) % 7 < 5:
            zoe.presses("A")
        elif day < 5:
            elsewhere.presses("A")
    assert int(streak(zoe).split()[0]) >= 20
    assert int(elsewhere.presses("A").text.partition(" days in a row")[0].split()[-1]) >= 21


moves = st.lists(st.tuples(st.sampled_from(["weekdays", "daily", "weekly", ""]), st.integers(1, 3)), max_size=25)


@settings(
    deadline=None,
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves)
def test_one_more_answer_never_shortens_a_streak(migrated_file: Path, tmp_path: Path, moves: list) -> None:
    """Whatever was answered where, and left alone for how long."""
    database = Database(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'story.db')}")
    try:
        room = room_of(database)
        for channel, days in (("weekdays", "mon-fri"), ("daily", "every day"), ("weekly", "wed")):
            room.person("ana", channel=channel, admin=True).types(f"daily add 09:00 UTC {days}")
        zoe = {channel: room.person("zoe", channel=channel) for channel in ("weekdays", "daily", "weekly")}
        for channel, days in moves:
            room.forward(days=days)
            if not channel or room.clock.now.weekday() > 4:
                continue
            before = row(zoe["daily"])
            try:
                zoe[channel].presses("A")
            except AssertionError:  # nothing was posted there yet
                continue
            assert row(zoe["daily"]) >= before
    finally:
        database.close()


def row(person: Someone) -> int:
    said = streak(person).split()[0]
    return {"No": 0, "One": 1}.get(said) if said in ("No", "One") else int(said)  # type: ignore[return-value]


# Whose day it is


@pytest.mark.parametrize("told_by", ["settings", "platform", "neither"])
def test_days_are_those_of_the_members_own_zone(database: Database, told_by: str) -> None:
    """23:30 and 00:30 in Auckland are one day in Berlin, and two days there."""
    room = room_of(database, "daily set 09:00 Europe/Berlin every day")
    zoe = room.person("zoe", zone="Pacific/Auckland" if told_by == "platform" else "")
    if told_by == "settings":
        prefers(zoe, zone="auckland")
    room.clock.now = datetime.fromisoformat("2031-03-05T09:00:00+00:00")
    room.delivers()
    room.clock.now = datetime.fromisoformat("2031-03-05T10:30:00+00:00")  # 23:30 there
    zoe.presses("A")
    organiser(room).types("daily now")
    organiser(room).presses("Post another one")
    room.clock.now = datetime.fromisoformat("2031-03-05T11:30:00+00:00")  # 00:30 there
    room.delivers()
    zoe.presses("A")
    assert streak(zoe).startswith("One day" if told_by == "neither" else "2 days")


def test_without_a_zone_days_are_those_of_the_schedule_that_one_answered_last(database: Database) -> None:
    """The second evening in Berlin is the same day in Auckland, where the first of the group's schedules is."""
    room = room_of(database, "daily set 09:00 Pacific/Auckland every day")
    room.person("ana", channel="random", admin=True).types("daily add 09:00 Europe/Berlin every day")
    zoe = room.person("zoe", channel="random")
    room.forward(days=1, hours=2)  # 11:30: 00:30 on the 6th there
    zoe.presses("A")
    room.forward(hours=22)  # 22:30 on the 6th there
    assert "2 days in a row." in zoe.presses("A").text
    assert streak(zoe).startswith("2 days in a row.")


def test_a_zone_that_nobody_knows_keeps_nobody_from_answering(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    zoe = room.person("zoe", zone="Moon/Tranquility")
    assert "2 days in a row." in answers_daily(zoe, 2).text
    assert streak(zoe).startswith("2 days in a row.")
    assert "(for you 09:00 UTC)" in zoe.types("daily show").text


@pytest.mark.parametrize("there", ["in the group", "alone"])
def test_what_one_has_settled_in_direct_messages_holds_in_the_group(sqlite_database: Database, there: str) -> None:
    room = room_of(sqlite_database)
    zoe = room.person("zoe")
    alone = room.person("zoe", group="play:dm:zoe", channel="")
    answers_daily(zoe, 2)
    prefers(alone if there == "alone" else zoe, zone="auckland", streaks="Do not count")
    assert streak(zoe).startswith("You chose not to have a streak.")
    assert "for you" in zoe.types("daily show").text


def test_ones_own_setting_goes_before_what_the_platform_tells(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    zoe = room.person("zoe", zone="Pacific/Auckland")
    prefers(zoe, zone="UTC")
    room.forward(days=1)
    room.clock.now = datetime.fromisoformat("2031-03-05T10:30:00+00:00")
    zoe.presses("A")
    room.clock.now = datetime.fromisoformat("2031-03-05T11:30:00+00:00")
    assert streak(zoe).startswith("One day in a row.")


def test_each_group_has_its_own_streaks(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    answers_daily(room.person("zoe"), 3)
    assert streak(room.person("zoe", group="play:two")).startswith("No streak at the moment.")


# By choice


def test_who_wants_no_streak_hears_of_none(database: Database) -> None:
    room = room_of(database)
    zoe = room.person("zoe")
    answers_daily(zoe, 2)
    prefers(zoe, streaks="Do not count")
    seen = answers_daily(zoe, 1)
    assert "Kept: A" in seen.text
    assert "in a row" not in seen.text
    assert "You chose not to have a streak." in streak(zoe)
    prefers(zoe, streaks="Tell me")
    assert streak(zoe).startswith("3 days in a row."), "nothing was forgotten"


def test_who_studies_alone_has_a_streak_too(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank(*(open_of(f"culture.q{number}") for number in range(9))))
    zoe = room.person("zoe", group="play:dm:zoe", channel="")
    zoe.types("daily set 09:00 UTC every day")
    for _ in range(3):
        room.forward(days=1)
        zoe.presses("Answer")
        seen = zoe.fills(answer="mine")
    assert "3 days in a row." in seen.text


def test_a_schedule_that_was_removed_still_counts(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    zoe = room.person("zoe")
    answers_daily(zoe, 3)
    ana = organiser(room)
    ana.types("daily remove")
    ana.presses("Remove it")
    assert streak(zoe).startswith("3 days in a row.")


def test_answers_that_an_organiser_brings_out_do_not_end_a_day(sqlite_database: Database) -> None:
    room = room_of(sqlite_database)
    change(room, reveal="never")
    zoe = room.person("zoe")
    answers_daily(zoe, 2)
    organiser(room).types("daily reveal")
    assert streak(zoe).startswith("2 days in a row.")
