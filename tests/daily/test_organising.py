"""What organisers do with it day by day: skip, pause, resume, post now, put in line, remove."""

from __future__ import annotations

import pytest

from bot.chat.messages import Lack, Standing
from bot.daily.refs import Do, ReallyRemove
from bot.members import audit
from bot.storage.engine import Database
from tests.daily.sent import PLENTY, asked, dates, questions, where
from tests.support.rooms import Room, Someone

MEMBER = Standing({Lack.MEMBER: "/invite @askq"})


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database, bank=PLENTY)


@pytest.fixture
def ana(room: Room) -> Someone:
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC mon-fri")
    return ana


# Skipping


def test_the_next_day_is_left_out(ana: Someone) -> None:
    assert ana.types("daily skip").text == "No question on Wed, Mar 5."
    ana.room.forward(days=2)
    assert dates(ana.room) == ["Thu, Mar 6"]


def test_skipping_twice_leaves_out_two(ana: Someone) -> None:
    ana.types("daily skip")
    assert ana.types("daily skip").text == "No question on Thu, Mar 6."
    ana.room.forward(days=3)
    assert dates(ana.room) == ["Fri, Mar 7"]


@pytest.mark.parametrize("day", ["friday", "on fri", "7 mar", "2031-03-07", "Mar 7th"])
def test_a_day_that_is_named_is_left_out(ana: Someone, day: str) -> None:
    assert ana.types(f"daily skip {day}").text == "No question on Fri, Mar 7."


def test_a_day_is_on_again_after_all(ana: Someone) -> None:
    ana.types("daily skip")
    assert ana.presses("Have it after all").text == "Wed, Mar 5 is on again."
    ana.room.forward(days=1)
    assert dates(ana.room) == ["Wed, Mar 5"]
    assert ana.presses("Have it after all").text == "That day is on already."


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("sunday", "There is no question on Sun, Mar 9: it is not one of its days."),
        ("today", "It is too late for Tue, Mar 4: its hour has come, or its question is out."),
        ("2031-03-03", "It is too late for Mon, Mar 3: its hour has come, or its question is out."),
    ],
)
def test_a_day_that_cannot_be_left_out_says_why(ana: Someone, day: str, said: str) -> None:
    assert ana.types(f"daily skip {day}").text == said


def test_what_is_no_day_says_what_is_taken(ana: Someone) -> None:
    seen = ana.types("daily skip the day after tomorrow")
    assert "“the day after tomorrow” fits none of its arguments. day: The day or days: friday, 24 Dec" in seen.text
    assert "See /askq help daily skip." in seen.text


# Pausing


def test_a_pause_lasts_until_it_is_resumed(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC mon-fri")
    assert ana.types("daily pause").text == "Paused."
    room.forward(days=6)
    assert questions(room) == []
    assert "It goes on.\n\nNext: Tue, Mar 11, 09:00" in ana.presses("Resume").text
    room.forward(days=1)
    assert dates(room) == ["Tue, Mar 11"]


@pytest.mark.parametrize("until", ["2031-03-13", "until thu", "until 13 March"])
def test_a_pause_ends_on_the_day_that_is_named(ana: Someone, until: str) -> None:
    if until == "until thu":
        ana.room.clock.forward(days=3)
    assert ana.types(f"daily pause {until}").text == "Paused until Thu, Mar 13."
    ana.room.forward(days=10)
    assert dates(ana.room)[0] == "Thu, Mar 13"
    assert "State: on" in ana.types("daily show").text


def test_a_pause_until_a_day_off_ends_with_the_next_question(ana: Someone) -> None:
    ana.types("daily pause until 2031-03-08")
    ana.room.forward(days=6, hours=1)
    assert dates(ana.room) == ["Mon, Mar 10"]


@pytest.mark.parametrize(("day", "said"), [("today", "Tue, Mar 4"), ("2031-01-01", "Wed, Jan 1")])
def test_a_pause_ends_in_the_future(ana: Someone, day: str, said: str) -> None:
    seen = ana.types(f"daily pause until {day}")
    assert seen.text == f"{said} is not to come. Name the first day with a question again."
    assert "State: on" in ana.types("daily show").text


def test_a_change_leaves_a_pause_as_it_is(ana: Someone) -> None:
    ana.types("daily pause")
    assert "Next: paused" in ana.types("daily set 10:00").text
    ana.types("daily pause until 2031-03-13")
    assert "Next: Thu, Mar 13, 11:00" in ana.types("daily set 11:00").text
    assert "State: paused until Thu, Mar 13" in ana.types("daily show").text


def test_what_is_on_cannot_be_resumed(ana: Someone) -> None:
    assert ana.types("daily resume").text == "It is on already."


def test_a_pause_over_the_hour_of_today_does_not_post_late(ana: Someone) -> None:
    ana.room.forward(hours=23)
    ana.types("daily pause")
    ana.room.forward(hours=1)
    ana.types("daily resume")
    ana.room.forward(hours=1)
    assert questions(ana.room) == []


# Now


def test_todays_question_can_come_at_once_and_then_not_again(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = room.person("ana", admin=True)
    ana.types("daily set 18:00 UTC every day")
    assert ana.types("daily now").text == "It is posted now."
    room.forward(days=1)
    assert dates(room) == ["Tue, Mar 4"]
    assert asked(room) == asked(room)[:1]


def test_on_a_day_that_is_none_of_its_days_it_comes_as_well(ana: Someone) -> None:
    ana.room.clock.forward(days=4)
    ana.types("daily now")
    ana.room.delivers()
    assert dates(ana.room) == ["Sat, Mar 8"]


def test_another_one_is_posted_only_if_that_is_meant(ana: Someone) -> None:
    ana.room.forward(days=1)
    assert ana.types("daily now").text == "Today's question is out already."
    assert ana.presses("Post another one").text == "It is posted now."
    ana.presses("Post another one")
    ana.room.delivers()
    assert dates(ana.room) == ["Wed, Mar 5"] * 3
    assert len(set(asked(ana.room))) == 3


def test_pressing_now_twice_posts_once(ana: Someone) -> None:
    ana.types("daily now")
    assert ana.types("daily now").text == "Today's question is on its way already."
    ana.room.delivers()
    assert len(questions(ana.room)) == 1


def test_a_day_off_can_have_its_question_after_all(ana: Someone) -> None:
    ana.types("daily skip")
    ana.room.forward(days=1)
    ana.types("daily now")
    ana.room.delivers()
    assert dates(ana.room) == ["Wed, Mar 5"]


def test_what_is_paused_stays_so(ana: Someone) -> None:
    ana.types("daily pause")
    seen = ana.types("daily now")
    assert seen.text == "It is posted now.\n\nOtherwise nothing has changed: it is paused."
    ana.room.forward(days=3)
    assert dates(ana.room) == ["Tue, Mar 4"]


def test_now_needs_the_channel_as_well(ana: Someone) -> None:
    ana.room.standings["general"] = MEMBER
    assert ana.types("daily now").text.startswith("I am not in that channel yet.")
    ana.room.standings["general"] = Standing({Lack.THREADS: "Create Public Threads"})
    assert ana.types("daily now").text.startswith("I may not open threads in that channel.")
    ana.room.delivers()
    assert questions(ana.room) == []


# Days far away


@pytest.mark.parametrize("day", ["2032-03-04", "2031-12-30"])
def test_a_day_that_is_far_away_is_named_with_its_year(ana: Someone, day: str) -> None:
    year = day[:4]
    assert f", {year}." in ana.types(f"daily pause until {day}").text
    shown = ana.types("daily show").text
    assert "State: paused until" in shown and f", {year}\n" in shown.partition("Where")[0]
    ana.types("daily resume")
    assert f", {year}:" in ana.types(f"daily queue {day} pay.q7").text
    assert f", {year}." in ana.types(f"daily skip {day}").text
    assert f", {year}: a day off." in ana.types(f"daily queue {day} pay.q8").text


def test_a_day_long_ago_as_well(ana: Someone) -> None:
    assert "too late for Wed, Jan 1, 2020" in ana.types("daily skip 2020-01-01").text
    assert ana.types("daily pause 2020-01-01").text.startswith("Wed, Jan 1, 2020 is not to come.")


# Removing


def test_what_is_removed_posts_no_more(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC mon-fri")
    asking = ana.types("daily remove").text
    assert asking.startswith("Remove question of the day number 1, 09:00 UTC, Mon–Fri, in #general?")
    assert "number 1" in ana.types("daily show").text
    assert ana.presses("Remove it").text.startswith("It is removed.")
    room.forward(days=3)
    assert questions(room) == []
    assert "no question of the day here yet" in ana.types("daily show").text


def test_a_button_of_what_was_removed_says_so(ana: Someone) -> None:
    ana.types("daily show")
    ana.types("daily remove")
    ana.presses("Remove it")
    said = "That question of the day was removed, or belongs elsewhere. See what there is with /askq daily show."
    assert ana.presses("Pause").text == said
    assert ana.presses("Remove it").text == said


# Who may, and who did


@pytest.mark.parametrize("what", ["preview", "skip", "unskip:2031-03-05", "pause", "resume", "now", "extra", "change"])
def test_a_button_does_nothing_for_others(ana: Someone, what: str) -> None:
    id = _id(ana)
    cem = ana.room.person("cem")
    denied = "Only organisers can change that. Ask one of them, or an admin here."
    assert cem.presses_ref(Do(id, what)).text == cem.presses_ref(Do(id, "remove")).text == denied
    assert cem.presses_ref(ReallyRemove(id)).text == denied


@pytest.mark.parametrize("what", ["", "nonsense", "unskip", "unskip:", "unskip:yesterday-ish"])
def test_a_button_that_nobody_has_made_is_refused(ana: Someone, what: str) -> None:
    assert "older version of askq" in ana.presses_ref(Do(_id(ana), what)).text


def test_another_group_reaches_nothing(ana: Someone) -> None:
    stranger = ana.room.person("eve", group="play:two", admin=True)
    assert "removed, or belongs elsewhere" in stranger.presses_ref(Do(_id(ana), "pause")).text
    assert "no question of the day here yet" in stranger.types("daily show 1").text


def test_every_change_is_kept_with_who_made_it(database: Database) -> None:
    room = Room(database, bank=PLENTY)
    ana = room.person("ana", admin=True)
    lines = (
        "daily set 09:00 UTC mon-fri culture", "daily set 08:00", "daily skip", "daily pause until 2031-04-01",
        "daily resume", "daily now", "daily queue friday pay.q7", "daily ping <@&R1>", "daily ping", "daily remove",
    )  # fmt: skip
    for line in lines:
        ana.types(line)
        room.clock.forward(seconds=1)
    ana.presses("Remove it")
    with room.app.database.read() as db:
        kept = audit.latest(db, "play:one", "daily", 20)
    assert [f"{change.what} {change.about}" for change in reversed(kept)] == [
        "daily set 1: time=09:00 zone=UTC source=culture",
        "daily set 1: time=08:00",
        "daily skip 1: 2031-03-05",
        "daily pause 1: 2031-04-01",
        "daily resume 1:",
        "daily now 1: 2031-03-04",
        "daily queue 1: small:pay.q7 2031-03-07",
        "daily ping 1: R1",
        "daily ping 1: -",
        "daily remove 1:",
    ]
    assert {change.person.id for change in kept} == {"ana"}


def test_what_was_refused_is_not_in_the_audit(ana: Someone) -> None:
    ana.types("daily skip sunday")
    ana.types("daily resume")
    with ana.room.app.database.read() as db:
        assert [change.what for change in audit.latest(db, "play:one", "daily", 9)] == ["daily set"]


def test_all_of_it_goes_on_after_a_restart_between_every_two_steps(database: Database) -> None:
    ana = Room(database, bank=PLENTY).person("ana", admin=True)
    steps = (
        "daily set 09:00 UTC every day", "daily skip", "daily queue fri pay.q7", "daily pause until 2031-03-06",
        "daily resume",
    )  # fmt: skip
    for seed, line in enumerate(steps, 2):
        ana.types(line)
        ana = ana.via(ana.room.restarted(seed=seed))
    for seed in range(10, 14):
        ana.room.forward(days=1)
        ana = ana.via(ana.room.restarted(seed=seed))
    assert dates(ana.room) == ["Thu, Mar 6", "Fri, Mar 7", "Sat, Mar 8"]
    assert asked(ana.room)[1] == "q7"
    assert where(ana.room) == ["general"] * 3


def _id(ana: Someone) -> str:
    seen = ana.types("daily show")
    buttons = [item for element in seen.view.elements if element.kind == "controls" for item in element.items]
    return buttons[0].ref.split("|")[2]  # type: ignore[union-attr]
