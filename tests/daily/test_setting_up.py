"""Setting a question of the day up, by line and by panel, and what is said where it cannot work."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.chat.elements import Button
from bot.chat.messages import Lack, Standing
from bot.chat.plain import control_label, controls
from bot.daily.panel import MOST
from bot.panels import store as drafts
from bot.panels.model import Draft
from bot.storage.engine import Database
from tests.daily.sent import dates, filled, in_person, questions, where
from tests.support.rooms import Room, Someone

BERLIN = "daily set 09:00 Europe/Berlin"
NO_ZONE = "I need a time zone to know when 09:00 is. Press “Time zone”, then “Save”."


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


@pytest.fixture
def ana(room: Room) -> Someone:
    return room.person("ana", admin=True)


# In one line


def test_one_line_is_enough_and_the_question_comes(database: Database) -> None:
    room = Room(database)
    seen = room.person("ana", admin=True).types("daily set 09:00 Europe/Berlin")
    assert "It is set up.\n\nWhere: #general\nWhen: 09:00 Europe/Berlin, Mon–Fri" in seen.text
    assert "Next: Wed, Mar 5, 09:00" in seen.text
    assert seen.labels == ["Preview", "Change", "Skip the next", "Post now"]
    room.forward(days=1)
    assert where(room) == ["general"]


def test_a_time_to_come_today_is_for_today_and_one_that_has_passed_for_tomorrow(ana: Someone) -> None:
    assert "Next: Tue, Mar 4, 18:00" in ana.types("daily set 6pm Berlin").text
    assert "Next: Wed, Mar 5, 09:00" in ana.types("daily set 9am").text


@pytest.mark.parametrize(
    "line",
    [
        "09:00 Europe/Berlin mon-thu culture",
        "9am berlin mon-thu culture",
        "mon-thu 9:00 Berlin culture",
        "Berlin mon to thu 9am culture",
    ],
)
def test_time_zone_and_days_come_in_any_order(ana: Someone, line: str) -> None:
    seen = ana.types(f"daily set {line}")
    assert "When: 09:00 Europe/Berlin, Mon–Thu" in seen.text
    assert "Questions: 3 questions (culture)" in seen.text


def test_topics_and_packs_may_be_several(ana: Someone) -> None:
    assert "5 questions (culture, team)" in ana.types(f"{BERLIN} culture, team").text
    assert "6 questions (small)" in ana.types("daily set small").text


def test_it_says_how_long_few_questions_last(ana: Someone) -> None:
    assert "one question (pay), enough for a day" in ana.types(f"{BERLIN} mon-fri pay").text


def test_a_line_changes_only_what_it_names(ana: Someone) -> None:
    ana.types(f"{BERLIN} mon-fri culture")
    seen = ana.types("daily set 10:00")
    assert "It is changed." in seen.text
    assert "When: 10:00 Europe/Berlin, Mon–Fri" in seen.text
    assert "3 questions (culture)" in seen.text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("9:60", "“9:60” is no time of day. Write it like 09:00 or 9am."),
        ("09:00 Berlni", "“Berlni” is no time zone that I know. Did you mean Europe/Berlin?"),
        ("09:00 new yrok", "“new yrok” is no time zone that I know. Did you mean America/New_York?"),
        ("09:00 Berlin cultrue", "“cultrue” is no topic or pack that I know. Did you mean culture?"),
        ("09:00 Berlin xyzzy", "“xyzzy” is no topic or pack that I know. See all topics with /askq topics."),
        ("09:00 Berlin culture mon-fri team", "Write “mon-fri” before the topics."),
        ("culture 10:00 11:00", "Write “10:00” before the topics."),
    ],
)
def test_what_is_not_understood_is_answered_with_what_to_type(ana: Someone, line: str, said: str) -> None:
    assert ana.types(f"daily set {line}").text == said


def test_an_abbreviation_with_two_meanings_is_asked_about(ana: Someone) -> None:
    seen = ana.types("daily set 09:00 EST")
    assert "“EST” is no time zone that I know. Did you mean America/New_York" in seen.text


def test_what_people_typed_is_shown_literally_and_briefly(ana: Someone) -> None:
    seen = ana.types("daily set 09:00 Berlin *bold* <@U1> " + "x" * 300)
    assert "“*bold* <@U1> xxx" in seen.text
    assert len(seen.text) < 200


# The zone


def test_the_zone_that_the_platform_tells_is_taken(room: Room) -> None:
    ana = room.person("ana", admin=True, zone="Asia/Tokyo")
    assert "When: 09:00 Asia/Tokyo" in ana.types("daily set 09:00").text


def test_the_zone_that_one_has_told_counts_more(room: Room) -> None:
    ana = room.person("ana", admin=True, zone="Asia/Tokyo")
    ana.types("settings me")
    filled(ana, "Time zone", zone="lisbon")
    ana.presses("Save")
    assert "When: 09:00 Europe/Lisbon" in ana.types("daily set 09:00").text


@pytest.mark.parametrize(
    ("line", "whose"),
    [("daily set", ""), ("daily set 09:00", ""), ("daily add 09:00", ""), ("daily set me", ", for you alone")],
)
def test_without_a_zone_the_panel_opens_and_says_at_the_top_that_it_is_missing(
    ana: Someone, line: str, whose: str
) -> None:
    seen = ana.types(line)
    assert seen.text.startswith(f"A new question of the day{whose}\n\n{NO_ZONE}")
    assert "Time zone: nothing yet" in seen.text


def test_the_panel_that_asks_for_the_zone_keeps_what_was_typed(room: Room, ana: Someone) -> None:
    seen = ana.types("daily set 18:30 tue, thu culture")
    assert "Time: 18:30" in seen.text and "Days: Tue and Thu" in seen.text and "Topics: culture" in seen.text
    assert "when 18:30 is" in ana.presses("Save").text
    filled(ana, "Time zone", zone="Berlin")
    assert "When: 18:30 Europe/Berlin, Tue and Thu" in ana.presses("Save").text
    assert ana.types("daily show").text.startswith("Question of the day, number 1")


# How askq stands in the channel


@pytest.mark.parametrize(
    ("lack", "said"),
    [
        (Lack.MEMBER, "I am not in that channel yet."),
        (Lack.GONE, "I cannot find that channel."),
        (Lack.ARCHIVED, "That channel is archived."),
        (Lack.POST, "I may not post in that channel."),
        (Lack.THREADS, "I may not open threads in that channel."),
    ],
)
def test_what_is_lacking_is_said_with_the_fix_and_nothing_is_set_up(ana: Someone, lack: Lack, said: str) -> None:
    ana.room.standings["general"] = Standing({lack: "/invite @askq"})
    seen = ana.types(BERLIN)
    assert seen.text.startswith(said)
    assert seen.text.endswith("Put that right, then try again: /invite @askq")
    assert "no question of the day here yet" in ana.types("daily show").text


def test_whatever_is_lacking_is_said_at_once_with_every_fix(ana: Someone) -> None:
    ana.room.standings["general"] = Standing({Lack.POST: "Send Messages", Lack.THREADS: "Create Public Threads"})
    assert ana.types(BERLIN).text == (
        "I may not post in that channel. I may not open threads in that channel."
        " Put that right, then try again: Send Messages and Create Public Threads"
    )
    ana.room.standings["general"] = Standing({Lack.POST: "/unlock", Lack.THREADS: "/unlock", Lack.PING: "/unlock"})
    assert ana.types(BERLIN).text.endswith("try again: /unlock"), "what does for both is said once"
    ana.room.standings["general"] = Standing({Lack.GONE: ""})
    assert ana.types(BERLIN).text.endswith("Put that right, then try again.")


def test_a_permission_that_is_not_needed_is_no_obstacle(ana: Someone) -> None:
    ana.room.standings["general"] = Standing({Lack.THREADS: "Create Public Threads", Lack.PING: "Mention @everyone"})
    ana.types("daily set")
    filled(ana, "Time zone", zone="Berlin")
    ana.picks("Answers go", "Into the channel")
    assert "It is set up." in ana.presses("Save").text
    ana.types("daily change")
    ana.picks("Wake up", "Everyone")
    said = "I may not wake everyone, or that role, in that channel. Put that right, then try again: Mention @everyone"
    assert said in ana.presses("Save").text


def test_the_channel_that_was_picked_is_the_one_that_is_looked_at(ana: Someone) -> None:
    ana.room.standings["random"] = Standing({Lack.MEMBER: "/invite @askq"})
    ana.types("daily set")
    filled(ana, "Time zone", zone="Berlin")
    ana.picks("Where", "random")
    assert "I am not in that channel yet." in ana.presses("Save").text
    ana.picks("Where", "general")
    assert "It is set up." in ana.presses("Save").text


# Several, and one to oneself


def test_a_group_may_have_several(ana: Someone) -> None:
    ana.types(f"{BERLIN} culture")
    ana.types("daily add 18:00 Berlin team")
    ana.room.person("ana", channel="random", admin=True).types("daily set 12:00 Berlin pay")
    ana.room.forward(days=1)
    assert where(ana.room) == ["random", "general", "general"]


@pytest.mark.parametrize(
    ("line", "example"),
    [
        ("daily skip friday", "/askq daily skip friday 1"),
        ("daily pause until monday", "/askq daily pause monday 1"),
        ("daily now", "/askq daily now 1"),
        ("daily queue friday pay.six", "/askq daily queue friday 1 pay.six"),
        ("daily ping", "/askq daily ping 1"),
    ],
)
def test_a_command_that_may_mean_several_says_what_to_type_and_that_works(
    ana: Someone, line: str, example: str
) -> None:
    ana.types(BERLIN)
    ana.types("daily add 18:00 Berlin")
    assert ana.types(line).text == f"There are several: 1 (09:00) or 2 (18:00). Say which one: {example}"
    assert "several" not in ana.types(example.removeprefix("/askq ")).text


def test_of_several_the_one_whose_question_wakes_somebody_is_named_by_its_number(ana: Someone) -> None:
    ana.types(BERLIN)
    ana.types("daily add 18:00 Berlin")
    assert ana.types("daily ping <@&R1>").text.endswith("Say which one: /askq daily ping @… 1")
    for line in ("daily ping <@&R1> 2", "daily ping 2 <@&R1>"):
        assert ana.types(line).text == "From now on each question wakes them."
    assert "Wake up: Nobody" in ana.types("daily change 1").text
    assert "Wake up: the role" in ana.types("daily change 2").text
    assert ana.types("daily ping 2").text == "From now on the question wakes nobody."


def test_a_number_that_there_is_not_is_answered_with_those_there_are(ana: Someone) -> None:
    ana.types(BERLIN)
    assert ana.types("daily show 7").text == "There is no number 7 here, but 1 (09:00)."


def test_a_group_may_have_no_more_than_can_be_read(ana: Someone) -> None:
    ana.types(BERLIN)
    for _ in range(MOST - 1):
        ana.types("daily add 10:00 Berlin")
    assert (
        ana.types("daily add 10:00 Berlin").text == f"There are {MOST} already. Remove one first: /askq daily remove 1"
    )


@pytest.mark.parametrize("line", ["me 07:30 Berlin", "07:30 me Berlin"])
def test_one_to_oneself_comes_in_direct_messages(database: Database, line: str) -> None:
    room = Room(database)
    ana = room.person("ana")
    seen = ana.types(f"daily set {line}")
    assert "Where: our direct messages" in seen.text
    assert "All about it, in our direct messages: /askq daily show" in seen.text
    room.forward(days=1)
    assert where(room) == ["@play:ana"]


def test_the_buttons_of_ones_own_work_where_it_was_set_up(ana: Someone) -> None:
    """In a channel, by somebody who may settle nothing there."""
    cem = ana.room.person("cem")
    cem.types("daily set me 07:30 Berlin")
    assert "It comes: Wed, Mar 5, 07:30" in cem.presses("Preview").text
    assert "No question on Wed, Mar 5." in cem.presses("Skip the next").text
    assert "Wed, Mar 5 is on again." in cem.presses("Have it after all").text
    assert "Time: 07:30" in cem.presses("Change").text
    assert "It is posted now." in cem.presses("Post now").text


def test_ones_own_needs_no_thread_and_wakes_nobody(room: Room) -> None:
    seen = room.person("cem", zone="Europe/Berlin").types("daily set me")
    assert "Where" not in seen.labels and "Wake up" not in seen.labels and "Answers go" not in seen.labels
    assert "Wake up" not in seen.text


def test_in_direct_messages_all_is_about_ones_own(room: Room) -> None:
    cem = room.person("cem", group="play:dm:cem", channel="")
    cem.types("daily set 07:30 Berlin")
    assert "Where: our direct messages" in cem.types("daily show").text
    cem.types("daily skip")
    cem.types("daily pause")
    assert "nobody else to wake" in cem.types("daily ping <@&R1>").text


def test_a_group_does_not_hear_of_what_somebody_set_up_for_themselves(ana: Someone) -> None:
    ana.types(BERLIN)
    ana.types("daily set me 06:00 Berlin")
    seen = ana.types("daily show")
    assert "06:00" not in seen.text
    assert "number 1" in seen.text


def test_an_older_panel_cannot_move_ones_own_into_a_channel(ana: Someone) -> None:
    """The select of the older one is about what that one is about."""
    ana.types("daily set 09:00 Berlin")
    ana.types("daily set")
    ana.types("daily set me 07:00 Berlin")
    ana.types("daily set me")
    assert "Where: #random" in ana.picks("Where", "random").text
    ana.presses("Save")
    assert "Where: our direct messages" in in_person(ana).types("daily show").text


def test_a_draft_of_ones_own_with_a_channel_is_not_saved(ana: Someone) -> None:
    """Whatever came to be in the draft: who may settle nothing in the group sets nothing up there."""
    cem = ana.room.person("cem", zone="UTC")
    cem.types("daily set me")
    with ana.room.app.database.write() as db:
        (row,) = db.execute(sa.select(drafts.drafts)).all()
        forged = Draft(row.id, {**row[4], "channel": "general"}, row.was)
        drafts.keep(db, "play:one", "play:cem", "daily", forged, ana.room.clock.now)
    assert "That question of the day belongs elsewhere." in cem.presses("Save").text


def test_the_posts_keep_the_language_of_whoever_set_it_up(ana: Someone) -> None:
    ana.types("daily set 09:00 UTC")
    ana.room.person("ben", admin=True, locale="en-GB").types("daily set 10:00")
    ana.room.forward(days=1)
    assert dates(ana.room) == ["Tue, Mar 4"]


# Who may


@pytest.mark.parametrize(
    "line",
    [
        "daily set", BERLIN, "daily add 10:00 Berlin", "daily change", "daily preview", "daily skip", "daily pause",
        "daily resume", "daily now", "daily reveal", "daily queue pay.six", "daily ping <@&R1>", "daily remove",
    ],
)  # fmt: skip
def test_only_organisers_set_up_and_look_after_it(ana: Someone, line: str) -> None:
    ana.types(BERLIN)
    cem = ana.room.person("cem")
    assert cem.types(line).text == "Only organisers can change that. Ask one of them, or an admin here."


def test_whoever_is_no_organiser_any_more_cannot_save_what_they_opened(ana: Someone) -> None:
    cem = ana.room.person("cem", zone="Europe/Berlin")
    ana.types("settings organisers <@cem>")
    cem.types("daily set")
    ana.types("settings organisers <@cem>")
    assert "Only organisers" in cem.presses("Save").text
    assert "no question of the day" in cem.types("daily show").text


def test_a_panel_of_one_group_is_not_saved_in_another(ana: Someone) -> None:
    ana.types(BERLIN)
    ana.types("daily change")
    save = next(each for each in controls(ana.room.messages[-1].view) if control_label(each) == "Save")
    elsewhere = ana.room.person("ana", group="play:two", admin=True)
    assert isinstance(save, Button) and "That panel was closed" in elsewhere.presses_ref(save.ref).text


def test_a_role_is_woken_by_command_and_the_panel_keeps_it(ana: Someone) -> None:
    ana.types(BERLIN)
    assert ana.types("daily ping <@&R1>").text == "From now on each question wakes them."
    assert "Wake up: the role or group named with /askq daily ping" in ana.types("daily change").text
    filled(ana, "Time", time="10:00")
    ana.presses("Save")
    ana.room.forward(days=1)
    assert [post.ping for post in questions(ana.room)] == ["R1"]
    assert ana.types("daily ping").text == "From now on the question wakes nobody."


def test_a_role_that_askq_may_not_wake_is_refused(ana: Someone) -> None:
    ana.types(BERLIN)
    ana.room.standings["general"] = Standing({Lack.PING: "Mention Everyone"})
    assert "I may not wake everyone, or that role" in ana.types("daily ping <@&R1>").text
