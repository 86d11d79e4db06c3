"""`daily show` and `daily preview`: what comes, what came, and what did not, and why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.discord import render as discord
from adapters.slack import render as slack
from bot.chat.markup import At
from bot.chat.plain import plain
from bot.errors import Undeliverable
from bot.storage.engine import Database
from tests.daily.sent import PLENTY, questions
from tests.support.rooms import SMALL, Room, Seen, Someone, bank, choice_of, open_of, recall_of, shipped


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database, bank=PLENTY)


@pytest.fixture
def ana(room: Room) -> Someone:
    return room.person("ana", admin=True, zone="Europe/Berlin")


def part(seen: Seen, title: str) -> list[str]:
    """The rows below a title."""
    return seen.text.partition(f"{title}\n\n")[2].partition("\n\n")[0].splitlines()


def test_it_shows_state_place_hour_and_what_was_not_asked_yet(ana: Someone) -> None:
    ana.types("daily set 09:00 mon-fri culture")
    seen = ana.types("daily show")
    assert seen.text.startswith(
        "Question of the day, number 1\n\nState: on\nWhere: #general\nWhen: 09:00 Europe/Berlin, Mon–Fri\n"
        "Not asked yet: 30 questions"
    )
    ana.room.forward(days=2)
    assert "Not asked yet: 28 questions" in ana.types("daily show").text


def test_it_shows_the_next_ten_dates(ana: Someone) -> None:
    ana.types("daily set 09:00 mon-fri")
    rows = part(ana.types("daily show"), "The next ones")
    assert len(rows) == 10
    assert rows[0] == "• Wed, Mar 5, 09:00"
    assert rows[3] == "• Mon, Mar 10, 09:00"


def test_dates_are_shown_in_the_readers_time_where_it_is_another(ana: Someone) -> None:
    ana.types("daily set 09:00")
    for zone, shown in (
        ("Europe/Berlin", "• Wed, Mar 5, 09:00"),
        ("Europe/Paris", "• Wed, Mar 5, 09:00"),  # another zone with the same time
        ("America/New_York", "• Wed, Mar 5, 09:00 (for you Wed, Mar 5, 03:00)"),
        ("Pacific/Auckland", "• Wed, Mar 5, 09:00 (for you Wed, Mar 5, 21:00)"),
        ("", "• Wed, Mar 5, 09:00 (for you 08:00 UTC)"),
    ):
        assert part(ana.room.person("cem", zone=zone).types("daily show"), "The next ones")[0] == shown


def test_dates_are_written_as_the_reader_writes_them(ana: Someone) -> None:
    ana.types("daily set 09:00")
    shown = {"en-GB": "• Wed 5 Mar, 09:00", "en-US": "• Wed, Mar 5, 09:00", "de": "• Wed, Mar 5, 09:00"}
    for locale, row in shown.items():
        reader = ana.room.person("cem", zone="Europe/Berlin", locale=locale)
        assert part(reader.types("daily show"), "The next ones")[0] == row


def test_a_platform_that_knows_the_readers_time_shows_it_by_itself(ana: Someone) -> None:
    ana.types("daily set 09:00")
    seen = ana.room.person("cem").types("daily show")
    assert At(datetime(2031, 3, 5, 8, tzinfo=UTC), "08:00 UTC") in [
        span for element in seen.view.elements if element.kind == "bullets" for item in element.items for span in item
    ]


def test_around_a_change_of_the_clocks_the_wall_time_stays(ana: Someone) -> None:
    ana.room.clock.now = datetime(2031, 3, 27, 12, tzinfo=UTC)
    ana.types("daily set 09:00 every day")
    rows = part(ana.room.person("cem").types("daily show"), "The next ones")
    assert rows[:3] == [
        "• Fri, Mar 28, 09:00 (for you 08:00 UTC)",
        "• Sat, Mar 29, 09:00 (for you 08:00 UTC)",
        "• Sun, Mar 30, 09:00 (for you 07:00 UTC)",
    ]


def test_days_off_are_shown_with_their_reason_before_they_come_and_after(ana: Someone) -> None:
    ana.room.clock.now = datetime(2031, 4, 7, 12, tzinfo=UTC)
    ana.types("daily set 09:00 UTC mon-fri")
    ana.types("daily change")
    ana.presses("Holidays off")
    ana.fills(country="DE")
    ana.presses("Days off")
    ana.fills(skips="2031-04-10")
    ana.presses("Save")
    rows = part(ana.types("daily show"), "The next ones")
    assert "• Thu, Apr 10, 09:00 (for you Thu, Apr 10, 11:00): a day off" in rows
    assert "• Fri, Apr 11, 09:00 (for you Fri, Apr 11, 11:00): Good Friday" in rows
    assert any("Easter Monday" in row for row in rows)
    ana.room.forward(days=8)
    rows = part(ana.types("daily show"), "Lately")
    assert rows == [
        "• Tue, Apr 15, 09:00: posted",
        "• Mon, Apr 14, 09:00: skipped: Easter Monday",
        "• Fri, Apr 11, 09:00: skipped: Good Friday",
        "• Thu, Apr 10, 09:00: skipped: a day off",
        "• Wed, Apr 9, 09:00: posted",
    ]


def test_what_was_missed_and_what_was_not_taken_is_told_apart(ana: Someone) -> None:
    room = ana.room
    ana.types("daily set 09:00 every day")
    room.clock.forward(days=1, hours=12)  # asleep over Wednesday
    room.forward(minutes=1)
    room.sender.refuses["general"] = Undeliverable("bad_blocks")
    room.forward(days=1)
    assert part(ana.types("daily show"), "Lately") == [
        "• Thu, Mar 6, 09:00: not posted: the channel did not take it",
        "• Wed, Mar 5, 09:00: not posted: I was away until it was too late",
    ]


def test_a_pause_and_its_end_are_shown(ana: Someone) -> None:
    ana.types("daily set 09:00 mon-fri")
    ana.types("daily pause until 2031-03-20")
    seen = ana.types("daily show")
    assert "State: paused until Thu, Mar 20" in seen.text
    assert part(seen, "The next ones")[0] == "• Thu, Mar 20, 09:00"
    ana.types("daily pause")
    seen = ana.types("daily show")
    assert "State: paused\n" in seen.text and "The next ones" not in seen.text


def test_what_is_in_line_is_shown_to_organisers_alone(ana: Someone) -> None:
    ana.types("daily set 09:00 mon-fri")
    ana.types("daily queue friday team.q1")
    ana.types("daily queue pay.q1")
    ana.types("daily queue pay.q2")
    seen = ana.types("daily show")
    assert "In line: 3 questions, see /askq daily queue 1" in seen.text
    rows = part(seen, "The next ones")
    asked = "Could you tell me about {}?".format
    assert [row.partition(": ")[2] for row in rows[:4]] == [asked("q1"), asked("q2"), asked("q1"), ""]
    shown = ana.room.person("cem").types("daily show").text
    assert "Could you tell me" not in shown and "In line" not in shown


def test_who_changed_what_is_shown_to_organisers_alone(ana: Someone) -> None:
    ana.types("daily set 09:00 mon-fri")
    ana.types("daily add 10:00")
    ana.room.clock.forward(minutes=1)
    ana.types("daily set me 11:00")
    ana.types("daily pause 1")
    ana.room.clock.forward(minutes=1)
    ana.room.person("ben", admin=True).types("daily resume 1")
    assert part(ana.types("daily show 1"), "Last changes") == [
        "• Tue, Mar 4, 09:32 UTC: @ben, daily resume 1",
        "• Tue, Mar 4, 09:31 UTC: @ana, daily pause 1",
        "• Tue, Mar 4, 09:30 UTC: @ana, daily set 1: time=09:00 zone=Europe/Berlin",
    ]
    assert "Last changes" not in ana.room.person("cem").types("daily show 1").text


def test_members_look_and_press_nothing(ana: Someone) -> None:
    ana.types("daily set 09:00")
    assert ana.room.person("cem").types("daily show").labels == []


def test_where_there_are_several_one_presses_which(ana: Someone) -> None:
    ana.types("daily set 09:00")
    ana.types("daily add 18:00")
    cem = ana.room.person("cem")
    assert cem.types("daily show").labels == ["Show 1", "Show 2"]
    assert "When: 18:00" in cem.presses("Show 2").text


def test_the_one_of_the_channel_is_meant(ana: Someone) -> None:
    ana.types("daily set 09:00")
    ana.room.person("ana", channel="random", admin=True, zone="UTC").types("daily set 12:00")
    assert "When: 12:00" in ana.room.person("cem", channel="random").types("daily show").text
    assert ana.room.person("cem", channel="third").types("daily show").labels == ["Show 1", "Show 2"]


# Before the first, and what fits a screen


def test_without_any_it_says_how_to_set_one_up(ana: Someone) -> None:
    said = "There is no question of the day here yet. Set one up: /askq daily set 09:00"
    assert ana.types("daily show").text == ana.types("daily preview").text == said


@pytest.mark.parametrize("line", ["daily show 1", "daily change 1", "daily show", "daily set"])
def test_the_fullest_screens_fit_one_message(sqlite_database: Database, line: str) -> None:
    room = Room(sqlite_database, bank=shipped())
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 America/Argentina/ComodRivadavia mon, wed, fri, sat, sun, tue")
    ana.types("daily change")
    days_off = (f"2031-{month:02}-{day}" for month in range(4, 13) for day in (11, 13, 15, 17))
    for button, field, value in (
        ("Topics", "source", ", ".join(room.app.bank.topics)[:300].rpartition(",")[0]),
        ("Holidays off", "country", "DE-BY"),
        ("Days off", "skips", ", ".join(days_off)),
    ):
        ana.presses(button)
        ana.fills(**{field: value})
    ana.presses("Save")
    if line in ("daily show", "daily set"):
        for _ in range(19):
            ana.types("daily add 10:00 America/Argentina/ComodRivadavia mon, wed, fri, sat, sun, tue")
    else:
        for question in [*room.app.bank.questions][:10]:
            ana.types(f"daily queue {question}")
        room.forward(days=5)
    seen = ana.types(line)
    assert len(discord.messages(seen.view)) == 1
    assert len(slack.messages(seen.view)) == 1


# The preview


@pytest.mark.parametrize(
    "only", [SMALL, bank(choice_of("a.one", right="AB")), bank(recall_of("a.one")), bank(open_of("a.one"))]
)
def test_the_preview_is_what_is_then_posted(sqlite_database: Database, only: object) -> None:
    room = Room(sqlite_database, bank=only)  # type: ignore[arg-type]
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 Europe/Berlin every day")
    for _ in range(7 if only is SMALL else 2):  # and once around
        seen = ana.types("daily preview")
        room.forward(days=1)
        head, _rest, shown = seen.text.partition("\n\n")
        assert head.startswith("Only you see this. It comes: ")
        assert plain(questions(room)[-1].view) == shown


def test_the_preview_shows_the_next_day_that_has_a_question(ana: Someone) -> None:
    ana.types("daily set 09:00 mon-fri")
    ana.types("daily skip")
    seen = ana.types("daily preview")
    assert "It comes: Thu, Mar 6, 09:00" in seen.text
    ana.room.forward(days=2)
    assert plain(questions(ana.room)[-1].view) in seen.text


def test_the_preview_shows_what_is_in_line(ana: Someone) -> None:
    ana.types("daily set 09:00 mon-fri")
    ana.types("daily queue team.q7")
    assert "Could you tell me about q7?" in ana.types("daily preview").text


def test_the_preview_is_private_and_changes_nothing(ana: Someone) -> None:
    ana.types("daily set 09:00")
    first = ana.types("daily preview")
    assert not first.public
    assert ana.types("daily preview").text == first.text
    ana.room.delivers()
    assert ana.room.sender.sent == []


def test_where_nothing_is_to_come_the_preview_says_so(ana: Someone) -> None:
    ana.types("daily set 09:00")
    ana.types("daily pause")
    assert "There is no question to come" in ana.types("daily preview").text


def test_a_question_taken_out_of_the_bank_is_not_announced(sqlite_database: Database) -> None:
    ana = Room(sqlite_database, bank=bank("a.one", "a.two", "a.three")).person("ana", admin=True)
    ana.types("daily set 09:00 UTC every day")
    ana.types("daily queue a.two")
    ana.types("daily queue a.three")
    later = ana.via(ana.room.restarted(bank=bank("a.one", "a.three", retired=["a.two"])))
    rows = part(later.types("daily show"), "The next ones")
    assert rows[0].endswith("three?") and "two" not in rows[1]
    assert "about three?" in later.types("daily preview").text


def test_the_bag_that_is_empty_is_told(sqlite_database: Database) -> None:
    room = Room(sqlite_database, bank=bank("a.one"))
    ana = room.person("ana", admin=True)
    ana.types("daily set")
    ana.presses("Time zone")
    ana.fills(zone="UTC")
    ana.picks("When all were asked", "Stop and tell me")
    ana.presses("Save")
    room.forward(days=1)
    said = "Every question has been asked. Choose more topics, or let it start again: /askq daily change 1"
    assert ana.types("daily preview").text == said
