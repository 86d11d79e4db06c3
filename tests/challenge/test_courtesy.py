"""How and when the two are written to: never in quiet hours, never where they want no messages, never in public."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.challenge.model import State
from bot.errors import Undeliverable
from bot.preferences.courtesy import calm_at, free_at
from bot.storage.engine import Database
from tests.challenge.duel import Duel, alone, begun, duel, plays, settles

CLOSED = Undeliverable("Cannot send messages to this user", forbidden=True, fix="Privacy Settings → Direct Messages")
NUDGE = "there is something for you that only you should read"


@pytest.fixture
def two(sqlite_database: Database) -> Duel:
    return duel(sqlite_database)


def test_an_offer_waits_for_the_end_of_the_quiet_hours_and_so_does_its_window(two: Duel) -> None:
    settles(two.ben_there, quiet="22:00-07:00", zone="Asia/Tokyo")  # it is 18:30 in Tokyo
    two.room.clock.now = datetime(2031, 3, 4, 14, 0, tzinfo=UTC)  # 23:00 in Tokyo
    seen = two.ana.types("challenge <@ben> 2h culture")
    assert "when it does not disturb" in seen.text
    two.room.forward(hours=7, minutes=59)
    assert two.ben.screen() == []
    two.room.forward(minutes=2)
    assert "challenges you" in two.ben.screen()[-1]
    assert two.challenge().until == datetime(2031, 3, 5, 0, 0, tzinfo=UTC)


def test_an_offer_in_a_window_shorter_than_the_quiet_hours_is_still_made(two: Duel) -> None:
    settles(two.ben_there, quiet="00:00-23:00", zone="UTC")
    two.ana.types("challenge <@ben> 1h culture")
    two.room.forward(hours=13, minutes=31)
    assert "challenges you" in two.ben.screen()[-1]
    assert "Question" in "\n".join([two.ben.presses("Accept").text, two.ben.presses("Play").text])


def test_quiet_hours_settled_in_direct_messages_hold_everywhere(two: Duel) -> None:
    settles(two.ben, quiet="09:00-12:00", zone="UTC")
    two.ana.types("challenge <@ben>")
    two.room.delivers()
    assert two.ben.screen()[1:] == []
    two.room.forward(hours=3)
    assert "challenges you" in two.ben.screen()[-1]


def test_whoever_takes_no_messages_finds_a_button_in_the_channel_and_nobody_learns_more(two: Duel) -> None:
    two.room.sender.refuses["@play:ben"] = CLOSED
    two.ana.types("challenge <@ben> culture")
    two.room.delivers()
    (nudge,) = two.in_channel()
    assert NUDGE in nudge and "@ben" in nudge
    assert "challenge" not in nudge.lower() and "ana" not in nudge
    assert "between two others" in two.zoe.presses("Show me").text
    seen = two.ben_there.presses("Show me")
    assert "challenges you" in seen.text and not seen.public
    assert two.in_channel() == [nudge]
    two.ben_there.presses("Accept")
    assert "Question 1 of 5" in two.ben_there.presses("Play").text


def test_direct_off_is_respected_by_asking_in_the_channel(two: Duel) -> None:
    settles(two.ben_there, direct="Only what I set up for myself")
    two.ana.types("challenge <@ben> culture")
    two.room.delivers()
    assert alone(two.ben_there).screen() == []
    assert NUDGE in two.in_channel()[0]


def test_a_nudge_waits_for_the_end_of_the_quiet_hours_too(two: Duel) -> None:
    settles(two.ben_there, direct="Only what I set up for myself", quiet="09:00-12:00", zone="UTC")
    two.ana.types("challenge <@ben> culture")
    two.room.delivers()
    assert two.in_channel() == []
    two.room.forward(hours=3)
    assert NUDGE in two.in_channel()[0]


def test_where_there_is_no_channel_to_ask_in_nothing_is_issued(two: Duel) -> None:
    settles(two.ben, direct="Only what I set up for myself")
    assert "do not want to be written to" in two.ana_alone.types("challenge <@ben>").text
    two.ana_alone.types("challenge")
    assert "no challenge open" in two.ana_alone.screen()[-1]


def test_an_offer_that_cannot_be_brought_is_told_to_the_one_who_made_it(two: Duel) -> None:
    two.room.sender.refuses |= {"@play:ben": CLOSED, "general": Undeliverable("gone", gone=True)}
    two.ana.types("challenge <@ben> culture")
    two.room.delivers()
    assert "I could not reach @ben" in two.ana_alone.screen()[-1]
    assert two.challenge().state is State.UNREACHED


def test_a_private_offer_that_cannot_be_brought_is_too(two: Duel) -> None:
    two.room.sender.refuses["@play:ben"] = CLOSED
    two.ana_alone.types("challenge <@ben> culture")
    two.room.delivers()
    assert "I could not reach @ben" in two.ana_alone.screen()[-1]


def test_a_result_that_the_channel_does_not_take_goes_to_the_two(two: Duel) -> None:
    begun(two)
    plays(two, two.ben, "yyyyy")
    two.room.sender.refuses["general"] = Undeliverable("not_in_channel", forbidden=True)
    plays(two, two.ana_alone, "nnnnn")
    for who in (two.ben, two.ana_alone):
        assert "5 to 0" in who.screen()[-1]


def test_one_reminder_before_the_end_and_only_for_whoever_has_not_finished(two: Duel) -> None:
    begun(two)
    plays(two, two.ben, "yyyyy")
    before = len(two.ben.screen())
    two.room.forward(hours=41, minutes=59)
    assert "ends soon" not in "\n".join(two.ana_alone.screen())
    two.room.forward(minutes=1)
    assert "Your challenge ends soon" in two.ana_alone.screen()[-1]
    two.room.forward(hours=5)
    assert "\n".join(two.ana_alone.screen()).count("ends soon") == 1
    assert len(two.ben.screen()) == before


def test_a_short_window_is_reminded_of_a_quarter_before_its_end(two: Duel) -> None:
    begun(two, "challenge <@ben> 2h")
    two.room.forward(minutes=89)
    assert "ends soon" not in "\n".join(two.ben.screen())
    two.room.forward(minutes=1)
    assert "ends soon" in two.ben.screen()[-1]


def test_no_reminder_comes_in_quiet_hours_that_last_to_the_end(two: Duel) -> None:
    begun(two, "challenge <@ben> 8h")
    settles(two.ben_there, quiet="12:00-20:00", zone="UTC")
    two.room.forward(hours=9)
    assert "ends soon" not in "\n".join(two.ben.screen())
    assert "ends soon" in "\n".join(two.ana_alone.screen())


def test_when_one_may_be_written_to(two: Duel) -> None:
    settles(two.ben_there, quiet="22:00-07:00", zone="America/New_York")
    night = datetime(2031, 3, 5, 4, 0, tzinfo=UTC)  # 23:00 there
    ben = two.ben.person
    with two.room.app.database.read() as db:
        assert free_at(db, "play:one", ben, night) == night + timedelta(hours=8)
        assert free_at(db, "play:two", ben, night) == night
        assert free_at(db, "play:one", two.ana.person, night) == night
    settles(two.ben_there, direct="Only what")
    with two.room.app.database.read() as db:
        assert free_at(db, "play:one", ben, night) is None
        assert calm_at(db, "play:one", ben, night) == night + timedelta(hours=8)
