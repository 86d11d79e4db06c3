"""The panel in which everything about a question of the day is settled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.chat.messages import Lack, Spelling, Standing
from bot.storage.engine import Database
from tests.daily.sent import filled, questions, where
from tests.support.rooms import Room, Someone, asks, bank, choice_of, open_of

BERLIN = "daily set 09:00 Europe/Berlin"


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


@pytest.fixture
def ana(room: Room) -> Someone:
    return room.person("ana", admin=True)


def test_the_panel_begins_with_what_most_would_take(room: Room) -> None:
    seen = room.person("ana", admin=True, zone="Europe/Berlin").types("daily set")
    for row in (
        "Where: #general",
        "Time: 09:00",
        "Time zone: Europe/Berlin",
        "Days: Mon–Fri",
        "Topics: all",
        "Kind of question: Any kind",
        "Answers come out: 17:00",
        "Answers go: Into a thread below the question",
        "Wake up: Nobody",
        "Holidays off: none",
        "Days off: none",
        "When all were asked: Start again, the oldest first",
        "If I was away: Post up to 3 hours late",
    ):
        assert row in seen.text


def test_everything_can_be_settled_in_the_panel(database: Database) -> None:
    mixed = bank(asks("culture.one"), choice_of("code.two"), choice_of("code.three"), open_of("team.four"))
    room = Room(database, bank=mixed)
    ana = room.person("ana", admin=True)
    ana.types("daily set")
    ana.picks("Where", "random")
    filled(ana, "Time", time="7.30")
    filled(ana, "Time zone", zone="new york")
    filled(ana, "Days", days="mon, wed and fri")
    filled(ana, "Topics", source="code")
    ana.picks("Kind of question", "Multiple choice")
    filled(ana, "Answers come out", reveal="never")
    ana.picks("Answers go", "Into the channel")
    ana.picks("Wake up", "Everyone who is there")
    filled(ana, "Holidays off", country="germany, bayern")
    filled(ana, "Days off", skips="24 dec to 2 jan, 2031-05-02")
    ana.picks("When all were asked", "Stop and tell me")
    last = ana.picks("If I was away", "Post up to 12 hours late")
    for row in (
        "Where: #random",
        "Time: 07:30",
        "Time zone: America/New_York",
        "Days: Mon, Wed, and Fri",
        "Topics: code",
        "Kind of question: Multiple choice",
        "Answers come out: when an organiser says so",
        "Answers go: Into the channel",
        "Wake up: Everyone who is there",
        "Holidays off: Germany (DE-BY)",
        "Days off: Fri, May 2, 2031; Wed, Dec 24, 2031 – Fri, Jan 2, 2032",
        "When all were asked: Stop and tell me",
        "If I was away: Post up to 12 hours late",
    ):
        assert row in last.text
    assert "2 questions (code)" in ana.presses("Save").text
    again = ana.types("daily change 1").text
    assert last.text.partition("Where")[2].partition("To wake up")[0] in again
    room.forward(days=2)
    assert where(room) == ["random"]
    assert questions(room)[0].ping == "here"


def test_a_slip_in_a_form_loses_nothing(ana: Someone) -> None:
    """The panel says what was wrong, and the form still holds what was typed."""
    ana.types("daily set")
    ana.picks("Kind of question", "Multiple choice")
    seen = filled(ana, "Days off", skips="24 dec to 2 jan, 32 may")
    assert seen.replaced
    assert "There is no such day as “32 may”." in seen.text
    assert "Kind of question: Multiple choice" in seen.text and "Days off: none" in seen.text
    assert ana.presses("Days off").form.fields[0].value == "24 dec to 2 jan, 32 may"
    seen = ana.fills(skips="24 dec to 2 jan, 30 may")
    assert "no such day" not in seen.text
    assert ana.presses("Days off").form.fields[0].value == "2031-05-30, 2031-12-24 to 2032-01-02"


@pytest.mark.parametrize(
    ("button", "field", "typed", "said"),
    [
        ("Time", "time", "25:00", "“25:00” is no time of day."),
        ("Time", "time", "", "“” is no time of day."),
        ("Time", "time", "none", "“none” is no time of day."),
        ("Days", "days", "none", "“none” names no days of the week."),
        ("Time zone", "zone", "EST", "Did you mean America/New_York"),
        ("Days", "days", "someday", "“someday” names no days of the week. Write mon-fri"),
        ("Topics", "source", "cultrue", "Did you mean culture?"),
        ("Answers come out", "reveal", "later", "“later” is no time of day."),
        ("Holidays off", "country", "Atlantis", "I know no holidays for “Atlantis”. Write a country"),
        ("Days off", "skips", "3/4", "“3/4” is no date."),
        ("Days off", "skips", "friday, 2020-01-01", "“2020-01-01” is over. Days off are days to come."),
        ("Days off", "skips", "2031-03-01 to 2031-03-03", "“2031-03-01 to 2031-03-03” is over."),
        ("Days off", "skips", "24 dec to 20 dec", "is no run of days I can leave out."),
        ("Days off", "skips", "2031-04-01 to 2041-04-01", "is no run of days I can leave out."),
    ],
)
def test_each_field_says_what_it_takes(ana: Someone, button: str, field: str, typed: str, said: str) -> None:
    before = ana.types("daily set").text.partition("Where")[2].partition("Change what")[0]
    seen = filled(ana, button, **{field: typed})
    assert said in seen.text
    assert before in seen.text


def test_fields_can_be_emptied_again(ana: Someone) -> None:
    ana.types(f"{BERLIN} culture")
    ana.types("daily set")
    filled(ana, "Holidays off", country="DE")
    filled(ana, "Topics", source="")
    filled(ana, "Holidays off", country="")
    assert "Topics: all" in filled(ana, "Answers come out", reveal="").text
    assert "Answers come out: when an organiser says so" in ana.screen()[-1]
    assert "6 questions" in ana.presses("Save").text


def test_a_refused_save_keeps_the_draft(ana: Someone) -> None:
    ana.room.standings["general"] = Standing({Lack.MEMBER: "/invite @askq"})
    ana.types("daily set")
    filled(ana, "Time zone", zone="Berlin")
    seen = ana.presses("Save")
    assert seen.replaced
    assert "I am not in that channel yet. Put that right, then try again: /invite @askq" in seen.text
    assert "Time zone: Europe/Berlin" in seen.text
    assert "There is no question of the day here yet" in ana.types("daily show").text
    del ana.room.standings["general"]
    assert "It is set up." in ana.presses("Save").text


def test_a_draft_outlives_a_restart_between_every_two_steps(database: Database) -> None:
    ana = Room(database).person("ana", admin=True)
    steps: list[Callable[[Someone], object]] = [
        lambda who: who.types("daily set"),
        lambda who: who.presses("Time zone"),
        lambda who: who.fills(zone="Berlin"),
        lambda who: who.picks("Wake up", "Everyone who is there"),
        lambda who: who.presses("Save"),
    ]
    for seed, step in enumerate(steps, 2):
        ana = ana.via(ana.room.restarted(seed=seed))
        step(ana)
    assert "When: 09:00 Europe/Berlin" in ana.types("daily show").text
    room = ana.room.restarted(seed=20)
    room.forward(days=1)
    assert [post.ping for post in questions(room)] == ["here"]


def test_a_kind_that_those_topics_do_not_have_is_refused(ana: Someone) -> None:
    ana.types("daily set")
    filled(ana, "Time zone", zone="Berlin")
    ana.picks("Kind of question", "Multiple choice")
    assert "There are no questions of that kind in those topics." in ana.presses("Save").text


def test_what_was_set_up_while_the_panel_was_open_is_not_overwritten(ana: Someone) -> None:
    ana.types("daily set")
    filled(ana, "Time zone", zone="Berlin")
    ana.room.person("ben", admin=True).types("daily set 12:00 Berlin")
    ana.presses("Save")
    assert "1: #general · 12:00" in (seen := ana.types("daily show").text) and "2: #general · 09:00" in seen


@pytest.mark.parametrize("word", ["", "none", "None", "no", "off", "-"])
def test_whatever_says_nothing_empties_a_field_that_may_be_empty(ana: Someone, word: str) -> None:
    ana.types(f"{BERLIN} culture")
    ana.types("daily set")
    filled(ana, "Holidays off", country="DE")
    filled(ana, "Days off", skips="friday")
    for button, field, shown in (
        ("Topics", "source", "Topics: all"),
        ("Holidays off", "country", "Holidays off: none"),
        ("Days off", "skips", "Days off: none"),
        ("Answers come out", "reveal", "Answers come out: when an organiser says so"),
        ("Time zone", "zone", "Time zone: nothing yet"),
    ):
        assert shown in filled(ana, button, **{field: word}).text


def test_what_the_panel_shows_for_nothing_empties_a_field_as_well(ana: Someone) -> None:
    ana.types(f"{BERLIN} culture")
    ana.types("daily set")
    assert "Topics: all" in filled(ana, "Topics", source="All").text


def test_norway_has_holidays(ana: Someone) -> None:
    ana.types("daily set")
    assert "Holidays off: Norway (NO)" in filled(ana, "Holidays off", country="norway").text


def test_of_days_off_that_have_begun_the_rest_is_kept(ana: Someone) -> None:
    ana.types(BERLIN)
    ana.types("daily set")
    seen = filled(ana, "Days off", skips="2031-03-01 to 2031-03-06")
    assert "Days off: Tue, Mar 4, 2031 – Thu, Mar 6, 2031" in seen.text
    assert "Days off: Wed, Dec 24, 2031" in filled(ana, "Days off", skips="Dec 24, 2031").text


def test_days_off_that_are_over_are_not_shown(ana: Someone) -> None:
    ana.types(BERLIN)
    ana.types("daily skip wednesday")
    ana.types("daily skip friday")
    ana.room.forward(days=2)
    assert "Days off: Fri, Mar 7, 2031\n" in ana.types("daily change").text


def test_the_panel_says_how_to_wake_up_a_role(ana: Someone) -> None:
    hint = "To wake up a role or group"
    assert f"{hint}, save this first, then: /askq daily ping @…\n" in ana.types("daily set").text
    ana.types(BERLIN)
    ana.types("daily add 18:00 Berlin")
    assert f"{hint}: /askq daily ping @… 2\n" in ana.types("daily change 2").text
    assert hint not in ana.types("daily set me").text
    ana.spelling = Spelling.TREE
    assert f"{hint}: /daily ping whom:@… number:2\n" in ana.types("daily change 2").text


# When all were asked


def test_what_ran_dry_is_not_said_to_go_on(database: Database) -> None:
    room = Room(database, bank=bank("culture.one", "team.two"))
    ana = room.person("ana", admin=True)
    ana.types("daily set 09:00 UTC every day culture")
    ana.types("daily change")
    ana.picks("When all were asked", "Stop and tell me")
    ana.presses("Save")
    room.forward(days=2)
    said = "Every question has been asked. Choose more topics, or let it start again: /askq daily change 1"
    assert ana.types("daily set 10:00").text == said
    assert "stopped: every question has been asked" in (shown := ana.types("daily show").text)
    assert "When: 09:00" in shown
    ana.types("daily change")
    filled(ana, "Time", time="10:00")
    assert said in ana.presses("Save").text
    filled(ana, "Topics", source="culture, team")
    seen = ana.presses("Save").text
    assert "It is changed." in seen and "Next: Fri, Mar 7, 10:00" in seen
    assert "Questions: 2 questions (culture, team), 1 of them not asked yet, enough for a day" in seen
    room.forward(days=1, hours=1)
    assert len(questions(room)) == 2


def test_what_may_start_again_says_that_all_were_asked(ana: Someone) -> None:
    ana.types("daily set 09:00 UTC every day pay")
    ana.room.forward(days=1)
    assert "Questions: one question (pay), all of them asked already" in ana.types("daily set 10:00").text


def test_what_is_paused_may_be_changed_though_it_ran_dry(ana: Someone) -> None:
    ana.types("daily set 09:00 UTC every day pay")
    ana.types("daily change")
    ana.picks("When all were asked", "Stop and tell me")
    ana.presses("Save")
    ana.room.forward(days=1)
    ana.types("daily pause")
    assert "Next: paused" in ana.types("daily set 10:00").text
