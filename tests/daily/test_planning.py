"""Once a planned day, whatever happens: to the plan, to the clock, to the machine, to the calendar."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.daily.model import LOOKED_BACK
from bot.daily.planning import TOO_FAR
from bot.errors import Undeliverable
from bot.storage.engine import Database
from tests.daily.mornings import answers, morning
from tests.daily.sent import PLENTY, dates, notices, questions, where
from tests.support.rooms import Clock, Room, Someone, bank


def at(*moment: int) -> Clock:
    return Clock(datetime(*moment, tzinfo=UTC))  # type: ignore[misc]


def organiser(database: Database, clock: Clock | None = None, line: str = "") -> Someone:
    ana = Room(database, bank=PLENTY, clock=clock).person("ana", admin=True)
    if line:
        ana.types(line)
    return ana


def organisers_of_two_platforms(database: Database) -> tuple[Someone, Someone]:
    """Ana of a room in a terminal, and bob of a server on Discord, each with a question at nine."""
    ana = organiser(database, line="daily set 09:00 UTC every day")
    bob = ana.room.person("bob", group="discord:7", channel="elsewhere", admin=True)
    bob.types("daily set 09:00 UTC every day")
    return ana, bob


def planned_and_not_sent(ana: Someone) -> None:
    """It is nine, and the platform takes nothing for a minute, before the end of which the process ends."""
    room = ana.room
    room.sender.refuses["general"] = Undeliverable("ratelimited", retry_after=60.0)
    room.clock.now = datetime(2031, 3, 5, 9, tzinfo=UTC)
    room.delivers()
    assert questions(room) == []
    assert "on its way" in lately(ana)
    room.sender.refuses.clear()


def moments(room: Room) -> list[str]:
    """When each question was due and when it was posted are the same here: `05 08:00` in UTC."""
    with room.app.database.read() as db:
        rows = db.exec_driver_sql("SELECT posted FROM daily_days WHERE message <> '' ORDER BY posted").scalars()
        return [str(row)[8:16] for row in rows]


def lately(ana: Someone) -> str:
    return ana.types("daily show").text.partition("Lately\n\n")[2].partition("\n\n")[0]


# The plan is changed


@pytest.mark.parametrize(
    "line", ["daily set 12:00", "daily set 23:59", "daily set America/Los_Angeles", "daily set Pacific/Pago_Pago",
             "daily set Pacific/Kiritimati", "daily set mon-sun", "daily set 00:00"],
)  # fmt: skip
def test_a_change_after_todays_question_brings_no_second_one_today(sqlite_database: Database, line: str) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    ana.room.forward(days=1)
    assert dates(ana.room) == ["Wed, Mar 5"]
    ana.types(line)
    ana.room.forward(days=3)
    assert max(Counter(dates(ana.room)).values()) == 1
    assert {"Thu, Mar 6", "Fri, Mar 7"} <= set(dates(ana.room))


def test_after_todays_question_the_next_one_is_tomorrows_at_whatever_hour(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    ana.room.forward(days=1)
    assert "Next: Thu, Mar 6, 23:00" in ana.types("daily set 23:00").text
    assert "• Thu, Mar 6, 23:00" in ana.types("daily show").text


def test_an_earlier_hour_that_has_passed_is_for_tomorrow_and_a_later_one_for_today(database: Database) -> None:
    ana = organiser(database, line="daily set 15:00 UTC every day")
    assert "Next: Wed, Mar 5, 08:00" in ana.types("daily set 08:00").text
    assert "Next: Tue, Mar 4, 20:00" in ana.types("daily set 20:00").text
    ana.room.forward(days=1)
    assert dates(ana.room) == ["Tue, Mar 4"]


def test_changing_back_and_forth_posts_once_a_day(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 10:00 UTC every day")
    for hour in ("11:00", "12:00", "09:00", "13:00", "14:00", "10:00"):
        ana.room.forward(hours=1)
        ana.types(f"daily set {hour}")
    assert dates(ana.room) == ["Tue, Mar 4"]


def test_days_that_are_taken_out_have_no_question(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    ana.types("daily set wed, fri")
    ana.room.forward(days=7)
    assert dates(ana.room) == ["Wed, Mar 5", "Fri, Mar 7"]


# The process ends, in between


def test_a_restart_between_every_two_moments_loses_and_doubles_nothing(database: Database) -> None:
    ana = organiser(database, line="daily set 09:00 UTC every day")
    room = ana.room
    for seed in range(2, 30):
        room = room.restarted(seed=seed)
        room.forward(hours=3)
    assert dates(room) == ["Wed, Mar 5", "Thu, Mar 6", "Fri, Mar 7"]


def test_the_same_question_is_drawn_after_a_restart(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    announced = ana.types("daily preview").text
    room = ana.room.restarted(seed=99)
    assert ana.via(room).types("daily preview").text == announced


def test_what_was_planned_and_not_sent_is_sent_by_the_next_process(database: Database) -> None:
    ana = organiser(database, line="daily set 09:00 UTC every day")
    planned_and_not_sent(ana)
    later = ana.room.restarted()
    later.forward(minutes=30)
    assert dates(later) == ["Wed, Mar 5"]


# The machine sleeps


def test_late_within_the_grace_time_it_is_posted(database: Database) -> None:
    ana = organiser(database, line="daily set 09:00 UTC every day")
    ana.room.clock.now = datetime(2031, 3, 5, 12, tzinfo=UTC)
    ana.room.delivers()
    assert dates(ana.room) == ["Wed, Mar 5"]
    assert moments(ana.room) == ["05 12:00"]


def test_later_it_is_left_out_and_said_so(database: Database) -> None:
    ana = organiser(database, line="daily set 09:00 UTC every day")
    ana.room.clock.now = datetime(2031, 3, 5, 12, 0, 1, tzinfo=UTC)
    ana.room.forward(minutes=2)
    assert questions(ana.room) == []
    assert lately(ana) == "• Wed, Mar 5, 09:00: not posted: I was away until it was too late"
    (told,) = notices(ana.room)
    assert told.startswith("@play:ana: Question of the day\n\n")
    assert "I was away when the question of Wed, Mar 5 was due in #general, so it was left out." in told
    ana.room.forward(days=1)
    assert dates(ana.room) == ["Thu, Mar 6"]


def test_a_question_that_was_left_out_is_not_used_up(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    ana.room.clock.forward(days=6)
    ana.room.delivers()
    assert "Not asked yet: 89 questions" in ana.types("daily show").text  # that of today within the grace time


def test_asleep_over_an_hour_that_had_its_question_before_nobody_was_away(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 18:00 UTC every day")
    ana.types("daily now")
    ana.room.delivers()
    ana.room.clock.now = datetime(2031, 3, 4, 23, tzinfo=UTC)
    ana.room.delivers()
    assert dates(ana.room) == ["Tue, Mar 4"]
    assert notices(ana.room) == []


def test_the_grace_time_is_a_setting(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    ana.types("daily change")
    ana.picks("If I was away", "Post up to 12 hours late")
    ana.presses("Save")
    ana.room.clock.now = datetime(2031, 3, 5, 20, 59, tzinfo=UTC)
    ana.room.delivers()
    assert dates(ana.room) == ["Wed, Mar 5"]


def test_a_week_asleep_is_told_once_and_a_question_within_the_grace_time_still_comes(database: Database) -> None:
    ana = organiser(database, line="daily set 09:00 UTC mon-fri")
    ana.room.clock.now = datetime(2031, 3, 12, 10, tzinfo=UTC)
    ana.room.delivers()
    assert dates(ana.room) == ["Wed, Mar 12"]
    ana.room.forward(minutes=2)
    (told,) = notices(ana.room)
    assert (
        "I was away from Wed, Mar 5 to Tue, Mar 11, so the questions that were due in #general were left out." in told
    )


def test_what_nobody_could_send_until_it_was_too_late_is_told_as_missed(database: Database) -> None:
    ana = organiser(database, line="daily set 09:00 UTC every day")
    planned_and_not_sent(ana)
    later = ana.room.restarted()
    later.clock.now = datetime(2031, 3, 5, 13, tzinfo=UTC)
    later.delivers()
    later.forward(minutes=2)
    assert questions(later) == []
    assert "I was away until it was too late" in lately(ana)
    assert len(notices(later)) == 1


# A platform is away, others are not


def test_a_platform_that_is_away_keeps_no_other_from_its_questions(database: Database) -> None:
    ana, bob = organisers_of_two_platforms(database)
    ana.room.clock.now = datetime(2031, 3, 5, 9, tzinfo=UTC)
    ana.room.delivers("play")
    assert where(ana.room) == ["general"]
    assert lately(bob) == "", "nobody has decided anything about it"


def test_a_platform_that_is_back_within_the_grace_time_has_its_question(database: Database) -> None:
    ana, bob = organisers_of_two_platforms(database)
    ana.room.clock.now = datetime(2031, 3, 5, 9, tzinfo=UTC)
    ana.room.delivers("play")
    ana.room.clock.now = datetime(2031, 3, 5, 12, tzinfo=UTC)
    ana.room.delivers("play", "discord")
    assert where(ana.room) == ["general", "elsewhere"]
    assert lately(bob) == "• Wed, Mar 5, 12:00: posted"


def test_a_platform_that_is_back_too_late_is_told_what_was_left_out_and_goes_on(database: Database) -> None:
    ana, bob = organisers_of_two_platforms(database)
    for day in (5, 6, 7):
        ana.room.clock.now = datetime(2031, 3, day, 9, tzinfo=UTC)
        ana.room.delivers("play")
    for minute in (0, 2):
        ana.room.clock.now = datetime(2031, 3, 7, 13, minute, tzinfo=UTC)
        ana.room.delivers("play", "discord")
    assert where(ana.room) == ["general"] * 3
    assert lately(bob).count("not posted: I was away until it was too late") == 3
    (told,) = notices(ana.room)
    assert told.startswith("@discord:bob: ")
    assert (
        "I was away from Wed, Mar 5 to Fri, Mar 7, so the questions that were due in #elsewhere were left out" in told
    )
    ana.room.clock.now = datetime(2031, 3, 8, 9, tzinfo=UTC)
    ana.room.delivers("play", "discord")
    assert sorted(where(ana.room)[3:]) == ["elsewhere", "general"]


def test_a_platform_with_very_many_questions_does_not_hold_up_another(database: Database) -> None:
    ana = organiser(database, line="daily set 09:00 UTC every day")
    for server in range(40):
        bob = ana.room.person("bob", group=f"discord:{server}", channel="elsewhere", admin=True)
        bob.types("daily set 09:00 UTC every day")
    ana.room.clock.now = datetime(2031, 3, 5, 9, tzinfo=UTC)
    ana.room.delivers("discord", "play")
    assert len(where(ana.room)) == 41
    assert where(ana.room).index("general") < 20


# The clock steps


@pytest.mark.parametrize("hours", [1, 3, 23, 24, 48, 150])
def test_a_clock_that_steps_back_brings_no_second_question(database: Database, hours: int) -> None:
    ana = organiser(database, line="daily set 09:00 UTC every day")
    ana.room.forward(days=3)
    had = dates(ana.room)
    ana.room.clock.forward(hours=-hours)
    ana.room.app.tidy()
    ana.room.forward(hours=hours)
    assert dates(ana.room) == had
    ana.room.forward(days=1)
    assert dates(ana.room) == [*had, "Sat, Mar 8"]


@pytest.mark.parametrize("years", [-30, -2, 2, 30])
def test_a_clock_that_was_years_off_for_an_hour_changes_nothing_for_good(sqlite_database: Database, years: int) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    room = ana.room
    room.forward(days=1)
    was = room.clock.now
    room.clock.now = was.replace(year=was.year + years)
    room.app.tidy()
    room.forward(hours=1)
    room.clock.now = was + timedelta(hours=1)
    room.app.tidy()
    wrong = len(questions(room))
    room.forward(days=2)
    assert dates(room)[wrong:] == ["Thu, Mar 6", "Fri, Mar 7"]
    assert Counter(dates(room)).most_common(1)[0][1] == 1
    assert "Sat, Mar 8" in ana.types("daily show").text


def test_a_clock_that_ran_weeks_ahead_takes_no_day_away(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    ana.room.clock.forward(days=20, hours=12)
    ana.room.forward(minutes=1)
    ana.room.clock.forward(days=-20, hours=-12)
    ana.room.app.tidy()
    ana.room.forward(days=3)
    assert dates(ana.room) == ["Wed, Mar 5", "Thu, Mar 6", "Fri, Mar 7"]


@pytest.mark.parametrize("ahead", [{"days": 5}, {"days": 1}, {"days": 2, "hours": 20}], ids=str)
def test_a_clock_that_ran_some_days_ahead_takes_no_day_away(database: Database, ahead: dict[str, float]) -> None:
    ana = organiser(database, line="daily set 09:00 UTC every day")
    ana.room.forward(days=1, hours=1)
    assert dates(ana.room) == ["Wed, Mar 5"]
    ana.room.clock.forward(**ahead)
    ana.room.forward(minutes=1)
    ana.room.clock.now = datetime(2031, 3, 5, 11, tzinfo=UTC)
    ana.room.app.tidy()
    ana.room.forward(days=9)
    every = [f"Mar {day}" for day in range(5, 15)]
    assert sorted(each.partition(", ")[2] for each in dates(ana.room)) == sorted(every)


def test_answers_that_were_late_only_by_a_clock_that_ran_ahead_come_out_when_they_should(database: Database) -> None:
    room = morning(database)
    right = room.clock.now
    room.clock.forward(days=5)
    room.forward(minutes=1)
    assert answers(room) == []
    room.clock.now = right
    room.app.tidy()
    room.forward(hours=7)
    assert answers(room) == []
    room.forward(hours=1)
    assert len(answers(room)) == 1


def test_answers_that_were_late_stay_so(database: Database) -> None:
    room = morning(database)
    room.clock.forward(days=5)
    room.forward(minutes=1)
    room.app.tidy()
    room.forward(hours=7)
    assert answers(room) == []


def test_years_asleep_are_not_gone_through_day_by_day(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    ana.room.clock.now = datetime(2061, 3, 5, 8, tzinfo=UTC)
    ana.room.forward(minutes=2)
    with sqlite_database.read() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM daily_days").scalar_one() <= LOOKED_BACK.days + 1
    assert "I was away from" in notices(ana.room)[0]


def test_a_pause_of_months_is_not_taken_for_a_clock_that_ran_ahead(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    ana.types("daily pause until 2031-09-01")
    ana.room.forward(days=TOO_FAR.days)
    ana.room.app.tidy()
    assert "State: paused until Mon, Sep 1" in ana.types("daily show").text


# The calendar


def test_summer_time_begins_and_the_wall_time_stays(database: Database) -> None:
    """30 March 2031: 02:00 becomes 03:00 in Berlin."""
    ana = organiser(database, at(2031, 3, 28, 12), "daily set 09:00 Europe/Berlin every day")
    ana.room.forward(days=3)
    assert moments(ana.room) == ["29 08:00", "30 07:00", "31 07:00"]


def test_an_hour_that_does_not_exist_is_moved_by_the_gap(database: Database) -> None:
    ana = organiser(database, at(2031, 3, 28, 12), "daily set 02:30 Europe/Berlin every day")
    ana.room.forward(days=3)
    assert moments(ana.room) == ["29 01:30", "30 01:30", "31 00:30"]


def test_an_hour_that_comes_twice_brings_one_question(database: Database) -> None:
    """26 October 2031: 03:00 becomes 02:00 in Berlin."""
    ana = organiser(database, at(2031, 10, 24, 12), "daily set 02:30 Europe/Berlin every day")
    ana.room.forward(days=3)
    assert moments(ana.room) == ["25 00:30", "26 00:30", "27 01:30"]


def test_summer_time_ends_and_the_wall_time_stays(database: Database) -> None:
    ana = organiser(database, at(2031, 10, 24, 12), "daily set 09:00 Europe/Berlin every day")
    ana.room.forward(days=3)
    assert moments(ana.room) == ["25 07:00", "26 08:00", "27 08:00"]


def test_the_leap_day_is_a_day(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, at(2032, 2, 27, 12), "daily set 09:00 UTC every day")
    ana.room.forward(days=4)
    assert dates(ana.room) == ["Sat, Feb 28", "Sun, Feb 29", "Mon, Mar 1", "Tue, Mar 2"]


def test_a_week_with_a_holiday(database: Database) -> None:
    ana = organiser(database, at(2031, 4, 9, 12), "daily set 09:00 Europe/Berlin mon-fri")
    ana.types("daily change")
    ana.presses("Holidays off")
    ana.fills(country="germany")
    ana.presses("Save")
    ana.room.forward(days=7)
    assert dates(ana.room) == ["Thu, Apr 10", "Tue, Apr 15", "Wed, Apr 16"]
    assert "skipped: Good Friday" in lately(ana)


def test_own_days_off(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    ana.types("daily change")
    ana.presses("Days off")
    ana.fills(skips="6 mar to 8 mar")
    ana.presses("Save")
    ana.room.forward(days=5)
    assert dates(ana.room) == ["Wed, Mar 5", "Sun, Mar 9"]


def test_two_schedules_do_not_know_of_each_other(sqlite_database: Database) -> None:
    ana = organiser(sqlite_database, line="daily set 09:00 UTC every day")
    ana.types("daily add 09:00 UTC every day")
    ana.types("daily skip 1")
    ana.room.forward(days=1)
    assert dates(ana.room) == ["Wed, Mar 5"]


# What is drawn


def test_a_question_taken_out_of_the_bank_after_it_was_drawn_gives_way_to_another(database: Database) -> None:
    room = Room(database, bank=bank("a.one", "a.two"))
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC every day")
    ana.types("daily queue a.two")
    planned_and_not_sent(ana)
    later = room.restarted(bank=bank("a.one", retired=["a.two"]))
    later.forward(hours=9)
    assert [post.view for post in questions(later)] and "about one?" in ana.via(later).screen()[-2]
    assert "Wed, Mar 5, 09:01: posted" in ana.via(later).types("daily show").text


# Everything together

commands = st.sampled_from(
    [
        "daily set 00:30", "daily set 09:00", "daily set 13:00", "daily set 23:30", "daily set Europe/Berlin",
        "daily set Pacific/Apia", "daily set America/New_York", "daily set every day", "daily set mon, wed, fri",
        "daily set weekends", "daily skip", "daily skip saturday", "daily pause", "daily pause until wednesday",
        "daily resume", "daily now", "daily queue pay.q1", "daily queue friday pay.q2", "daily change", "daily preview",
    ]
)  # fmt: skip
steps = st.one_of(
    commands,
    st.integers(1, 40 * 60).map(lambda minutes: timedelta(minutes=minutes)),  # time passes
    st.integers(-50, 50).map(lambda hours: ("clock", timedelta(hours=hours))),  # the clock steps
    st.sampled_from(["restart", "tidy"]),
)


@pytest.fixture(scope="module")
def template(migrated_file: Path) -> Path:
    return migrated_file


@settings(max_examples=25)
@given(script=st.lists(steps, min_size=2, max_size=12))
def test_never_two_for_one_date_and_none_on_a_day_that_is_not_planned(template: Path, script: list[object]) -> None:
    """The plan in force at the moment of a post names its day, but for `daily now`, which is for today as it is."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(template, Path(folder) / "askq.db")
        database = Database(f"sqlite:///{folder}/askq.db")
        ana = organiser(database, line="daily set 09:00 UTC every day")
        ana.types("daily change")
        ana.presses("Answers come out")
        ana.fills(reveal="never")
        ana.presses("Save")
        asked_for: set[date] = set()
        seed = 2
        for step in script:
            room = ana.room
            match step:
                case str() if step in ("restart", "tidy"):
                    seed += 1
                    room.app.tidy()
                    ana = ana.via(room.restarted(seed=seed)) if step == "restart" else ana
                case str():
                    if step == "daily now":
                        asked_for |= {(room.clock.now + timedelta(hours=h)).date() for h in (-12, 0, 14)}
                    ana.types(step)
                case timedelta():
                    before = len(questions(room))
                    days = _days(ana)
                    room.forward(seconds=step.total_seconds())
                    for text in dates(room)[before:]:
                        posted = _date(text, room.clock.now)
                        assert posted.weekday() in days or posted in asked_for, (text, days)
                case ("clock", timedelta() as by):
                    room.clock.now += by
        assert all(number == 1 for number in Counter(dates(ana.room)).values()), dates(ana.room)
        database.close()


def _days(ana: Someone) -> set[int]:
    with ana.room.app.database.read() as db:
        kept = db.exec_driver_sql("SELECT days FROM schedules").scalar_one()
    return {["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(name) for name in kept.split(",")}


def _date(text: str, near: datetime) -> date:
    found = datetime.strptime(f"{text} {near.year}", "%a, %b %d %Y")  # noqa: DTZ007 - a date
    return found.date()
