"""Panels: a draft is edited piece by piece, and nothing holds until it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from adapters.discord import render as discord
from bot.chat.elements import Button, Select
from bot.chat.plain import controls
from bot.context import Context
from bot.errors import DeclarationError, Refusal
from bot.members import store as members
from bot.members.model import GroupRules, Sharing
from bot.panels.model import DropPanel, OpenPanel, Panel, Panels, PickValue, SavePanel, WriteValue, panels
from bot.storage.engine import Database
from tests.support.rooms import Room, Seen, Someone

CLOSED = "That panel was closed, so nothing was changed. Open it again with /askq settings me."


@pytest.fixture
def room(sqlite_database: Database) -> Room:
    return Room(sqlite_database)


@pytest.fixture
def ana(room: Room) -> Someone:
    return room.person("ana")


def draft_of(seen: Seen) -> str:
    """The draft that the panel is of, as its buttons name it."""
    (save,) = [each for each in controls(seen.view) if isinstance(each, Button) and each.label == "Save"]
    return save.ref.split("|")[3]


def in_force(ana: Someone) -> str:
    """What the panel says when it is opened afresh."""
    return ana.types("settings me").text


def test_a_panel_opens_with_what_holds(ana: Someone) -> None:
    seen = ana.types("settings me")
    assert "Level: Any level\nWhom you meet next: I do not know yet\nCompany: nothing yet" in seen.text
    selects, lines = (
        ["Level", "Whom you meet next", "Direct messages", "My streak"],
        ["Company", "Time zone", "Quiet hours"],
    )
    assert seen.labels == [*selects, *lines, "Save", "Leave as it was"]


def test_a_pick_changes_the_draft_in_place(ana: Someone) -> None:
    ana.types("settings me")
    seen = ana.picks("Level", "A senior role")
    assert seen.replaced
    assert "Level: A senior role" in seen.text
    assert "Not saved yet." in seen.text


def test_saving_puts_all_of_it_in_force(ana: Someone) -> None:
    ana.types("settings me")
    ana.picks("Level", "A senior role")
    ana.picks("Whom you meet next", "the team")
    ana.presses("Company")
    assert "Not saved yet." in ana.fills(company=" Acme \n Ltd ").text
    saved = ana.presses("Save")
    assert saved.replaced
    assert "Saved." in saved.text
    assert saved.labels == []
    assert "Level: A senior role\nWhom you meet next: the team\nCompany: Acme Ltd" in in_force(ana)


def test_what_is_not_saved_does_not_hold(ana: Someone) -> None:
    ana.types("settings me")
    ana.picks("Level", "A senior role")
    assert "Level: Any level" in in_force(ana)


def test_leaving_drops_the_draft(ana: Someone) -> None:
    draft = draft_of(ana.types("settings me"))
    ana.picks("Level", "A senior role")
    assert ana.presses("Leave as it was").text == "Nothing was changed."
    assert ana.presses_ref(SavePanel("me", draft)).text == CLOSED
    assert "Level: Any level" in in_force(ana)


def test_a_draft_outlives_a_restart(ana: Someone) -> None:
    ana.types("settings me")
    ana.picks("Level", "A senior role")
    later = ana.via(ana.room.restarted())
    later.presses("Save")
    assert "Level: A senior role" in in_force(later)


def test_a_value_can_be_emptied_again(ana: Someone) -> None:
    for company, shown in (("Acme", "Company: Acme"), ("", "Company: nothing yet")):
        ana.types("settings me")
        ana.presses("Company")
        ana.fills(company=company)
        ana.presses("Save")
        assert shown in in_force(ana)


@pytest.mark.parametrize("word", ["none", "Off", "no", "-", "nothing yet"])
def test_a_word_that_says_nothing_empties_a_value(ana: Someone, word: str) -> None:
    ana.types("settings me")
    for button, field, value in (("Company", "company", "Acme"), ("Quiet hours", "quiet", "22-7")):
        ana.presses(button)
        ana.fills(**{field: value})
        ana.presses(button)
        seen = ana.fills(**{field: word})
        assert f"{button}: nothing yet" in seen.text


def test_the_form_shows_what_the_draft_holds(ana: Someone) -> None:
    ana.types("settings me")
    ana.presses("Company")
    ana.fills(company="Acme")
    assert ana.presses("Company").form.fields[0].value == "Acme"


@pytest.mark.parametrize(
    "press",
    [
        lambda who, draft: who.presses_ref(OpenPanel("me", draft)),
        lambda who, draft: who.presses_ref(SavePanel("me", draft)),
        lambda who, draft: who.presses_ref(PickValue("me", draft, "level"), "senior"),
        lambda who, draft: who.presses_ref(WriteValue("me", draft, "company")),
        lambda who, draft: who.submits(WriteValue("me", draft, "company"), company="Acme"),
    ],
)
def test_a_panel_that_was_closed_changes_nothing(ana: Someone, press) -> None:
    assert press(ana, "unheard-of").text == CLOSED
    draft = draft_of(ana.types("settings me"))
    ana.presses("Save")
    assert press(ana, draft).text == CLOSED
    assert "Level: Any level" in in_force(ana)


# Several at once


def test_each_panel_has_a_draft_of_its_own(ana: Someone) -> None:
    older = draft_of(ana.types("settings me"))
    ana.picks("Level", "A senior role")
    assert "Level: Any level" in ana.types("settings me").text
    ana.presses("Company")
    assert "Level: Any level" in ana.fills(company="Acme").text
    seen = ana.presses_ref(PickValue("me", older, "stage"), "team")
    assert "Level: A senior role" in seen.text and "Company: nothing yet" in seen.text


def test_a_panel_saves_only_what_was_changed_in_it(ana: Someone) -> None:
    older = draft_of(ana.types("settings me"))
    ana.submits(WriteValue("me", older, "company"), company="Acme")
    ana.types("settings me")
    ana.picks("Level", "A senior role")
    ana.presses("Save")
    saved = ana.presses_ref(SavePanel("me", older)).text
    assert "Saved." in saved and "Level: A senior role" in saved and "Company: Acme" in saved
    assert "Level: A senior role" in (seen := in_force(ana)) and "Company: Acme" in seen


def test_what_was_emptied_in_a_panel_is_empty_whatever_it_was_meanwhile(ana: Someone) -> None:
    ana.types("settings me")
    ana.submits(WriteValue("me", draft_of(ana.types("settings me")), "company"), company="Acme")
    ana.presses("Save")
    older = draft_of(ana.types("settings me"))
    ana.submits(WriteValue("me", older, "company"), company="")
    ana.submits(WriteValue("me", draft_of(ana.types("settings me")), "company"), company="Ajax")
    ana.presses("Save")
    ana.presses_ref(SavePanel("me", older))
    assert "Company: nothing yet" in in_force(ana)


def test_nobody_reaches_the_draft_of_somebody_else(room: Room, ana: Someone) -> None:
    draft = draft_of(ana.types("settings me"))
    assert room.person("ben").presses_ref(SavePanel("me", draft)).text == CLOSED
    assert room.person("ana", group="play:two").presses_ref(SavePanel("me", draft)).text == CLOSED


def test_dropping_what_is_not_open_is_harmless(ana: Someone) -> None:
    assert ana.presses_ref(DropPanel("me", "unheard-of")).text == "Nothing was changed."
    assert ana.presses_ref(DropPanel("gone", "unheard-of")).text == "Nothing was changed."


def test_a_panel_that_no_longer_exists_says_so(ana: Someone) -> None:
    said = "That panel no longer exists. Nothing was changed."
    assert ana.presses_ref(SavePanel("gone", "unheard-of")).text == said


@pytest.mark.parametrize("forged", ["nonsense", "SENIOR", "", "\x00"])
def test_a_forged_option_is_not_taken(ana: Someone, forged: str) -> None:
    draft = draft_of(ana.types("settings me"))
    assert ana.presses_ref(PickValue("me", draft, "level"), forged).text == CLOSED
    ana.presses("Save")
    assert "Level: Any level" in in_force(ana)


@pytest.mark.parametrize("field", ["company", "gone", ""])
def test_a_field_that_offers_no_options_takes_none(ana: Someone, field: str) -> None:
    draft = draft_of(ana.types("settings me"))
    assert ana.presses_ref(PickValue("me", draft, field), "senior").text == CLOSED


@pytest.mark.parametrize("field", ["level", "gone"])
def test_a_field_that_is_picked_cannot_be_written(ana: Someone, field: str) -> None:
    draft = draft_of(ana.types("settings me"))
    assert ana.presses_ref(WriteValue("me", draft, field)).text == CLOSED
    assert ana.submits(WriteValue("me", draft, field), **{field: "nonsense"}).text == CLOSED
    ana.presses("Save")
    assert "Level: Any level" in in_force(ana)


def test_a_forged_rule_of_the_group_never_comes_into_force(room: Room) -> None:
    boss = room.person("boss", admin=True)
    draft = draft_of(boss.types("settings group"))
    boss.submits(WriteValue("group", draft, "sharing"), sharing="nonsense")
    boss.presses("Save")
    assert "Who may share: Everyone" in boss.types("settings group").text


def test_what_is_written_is_one_printable_line_that_fits(ana: Someone) -> None:
    draft = draft_of(ana.types("settings me"))
    ana.submits(WriteValue("me", draft, "company"), company="A\x00cme\n" + "x" * 500)
    ana.presses("Save")
    assert "Company: Acme " + "x" * 74 + "…" in in_force(ana)


def test_each_has_a_draft_of_their_own(room: Room, ana: Someone) -> None:
    ben = room.person("ben")
    ana.types("settings me")
    ben.types("settings me")
    ana.picks("Level", "A senior role")
    assert "Level: Any level" in ben.presses("Save").text
    assert "Level: A senior role" in ana.presses("Save").text


def test_pressing_save_twice_saves_once(ana: Someone) -> None:
    ana.types("settings me")
    saved = ana.presses("Save")
    assert ana.again() == saved


# What is typed and cannot be read


def test_what_cannot_be_read_is_said_above_the_panel_and_changes_nothing(ana: Someone) -> None:
    ana.types("settings me")
    ana.picks("Level", "A senior role")
    ana.presses("Time zone")
    seen = ana.fills(zone="Berlni")
    assert seen.replaced
    assert seen.text.startswith(
        "Your settings\n\n“Berlni” is no time zone that I know. Did you mean Europe/Berlin?\n\n"
    )
    assert "Level: A senior role" in seen.text and "Time zone: nothing yet" in seen.text
    ana.presses("Save")
    assert "Time zone: nothing yet" in in_force(ana)


def test_the_form_still_holds_what_could_not_be_read_until_it_can(ana: Someone) -> None:
    ana.types("settings me")
    ana.presses("Time zone")
    ana.fills(zone="Berlni")
    assert ana.presses("Time zone").form.fields[0].value == "Berlni"
    assert "no time zone" not in ana.fills(zone="Berlin").text
    assert ana.presses("Time zone").form.fields[0].value == "Europe/Berlin"


def test_what_could_not_be_read_is_there_after_a_restart_and_gone_with_the_draft(ana: Someone) -> None:
    ana.types("settings me")
    ana.presses("Time zone")
    ana.fills(zone="Berlni")
    later = ana.via(ana.room.restarted())
    assert later.presses("Time zone").form.fields[0].value == "Berlni"
    later.types("settings me")
    assert later.presses("Time zone").form.fields[0].value == ""


def test_a_refusal_goes_when_the_next_thing_is_done(ana: Someone) -> None:
    ana.types("settings me")
    ana.presses("Time zone")
    ana.fills(zone="Berlni")
    assert "no time zone" not in ana.picks("Level", "A senior role").text


# Fields that depend on others, values that only a command gives


@pytest.fixture
def daily(room: Room) -> Someone:
    """Somebody with a panel that has a channel."""
    who = room.person("boss", admin=True, zone="Europe/Berlin")
    who.types("daily set")
    return who


def test_a_channel_is_picked_from_those_of_the_platform(daily: Someone) -> None:
    seen = daily.picks("Where", "C123")
    assert seen.replaced
    assert "Where: #C123" in seen.text
    (select,) = [each for each in controls(seen.view) if isinstance(each, Select) and each.placeholder == "Where"]
    assert select.of == "channel" and select.options == ()


def test_a_channel_has_to_be_picked(daily: Someone) -> None:
    draft = draft_of(daily.types("daily set"))
    assert "That panel was closed" in daily.presses_ref(PickValue("daily", draft, "channel"), "").text
    assert "That panel was closed" in daily.submits(WriteValue("daily", draft, "channel"), channel="C1").text


def test_fields_that_mean_nothing_there_are_neither_offered_nor_taken(daily: Someone) -> None:
    seen = daily.types("daily set me")
    assert not {"Where", "Wake up", "Answers go"} & set(seen.labels)
    for field, value in (("channel", "C1"), ("ping", "here"), ("threaded", "no")):
        assert "That panel was closed" in daily.presses_ref(PickValue("daily", draft_of(seen), field), value).text


def test_a_value_that_no_option_has_is_shown_and_kept(daily: Someone) -> None:
    daily.presses("Save")
    daily.types("daily ping <@&R1>")
    assert "Wake up: the role or group named with" in daily.types("daily change").text
    assert "Wake up: the role or group named with" in daily.picks("Kind of question", "Any kind").text
    daily.presses("Save")
    assert "Wake up: the role or group named with" in daily.types("daily change").text


def test_a_save_that_is_refused_half_way_leaves_nothing_behind(room: Room, daily: Someone) -> None:
    """What had been written before the refusal goes, the draft stays."""

    def save(ctx: Context, values: Mapping[str, str]) -> None:
        members.set_rules(ctx.db, ctx.group, GroupRules(Sharing.ORGANISERS))
        raise Refusal("Not today.")

    real = panels.get("group")
    assert real is not None
    daily.types("settings group")
    panels._by_name["group"] = replace(real, save=save)
    try:
        seen = daily.presses("Save")
    finally:
        panels._by_name["group"] = real
    assert seen.replaced and seen.text.startswith("This group\n\nNot today.\n\n")
    assert "Who may share: Everyone" in daily.types("settings group").text
    assert "Saved." in daily.presses("Save").text


@pytest.mark.parametrize("line", ["settings me", "settings group", "daily set"])
def test_a_panel_and_its_forms_fit_every_platform(room: Room, line: str) -> None:
    boss = room.person("boss", admin=True)
    seen = boss.types(line)
    assert len(discord.messages(seen.view)) == 1
    for label in [each.label for each in controls(seen.view) if isinstance(each, Button)][:-2]:
        form = boss.presses(label).form
        assert len(form.title) <= 24
        assert all(len(field.label) <= 45 and len(getattr(field, "hint", "")) <= 100 for field in form.fields)


def test_two_panels_of_one_name_are_a_mistake_of_ours() -> None:
    known = Panels()
    panel = Panel("me", str, "settings me", (), lambda _, values: values, print)
    known.add(panel)
    with pytest.raises(DeclarationError, match="two panels are called 'me'"):
        known.add(panel)


def test_a_draft_that_nobody_saves_is_forgotten_after_a_day(room: Room) -> None:
    ana = room.person("ana")
    ana.types("settings me")
    room.clock.forward(hours=24, seconds=1)
    room.app.tidy()
    assert "That panel was closed" in ana.presses("Save").text
