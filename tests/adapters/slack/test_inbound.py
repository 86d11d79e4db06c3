"""Slack's payloads, as the core gets to see them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import inbound
from adapters.slack.inbound import Origin, Profile
from bot.chat.keys import Person, Place
from bot.chat.messages import Addressed, Joined, Pressed, Said, Spelling, Submitted
from tests.support.slack.payloads import escaped
from tests.support.slack.server import study_group
from tests.support.slack.world import Clock

COMMAND = {
    "team_id": "T1",
    "channel_id": "C1",
    "user_id": "U1",
    "user_name": "ana",
    "text": "why culture",
    "trigger_id": "1.2.3",
    "response_url": "https://hooks.slack.com/commands/1",
}
USER = {"id": "U1", "name": "ana", "team_id": "T1"}
PRESS: dict[str, Any] = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": USER,
    "trigger_id": "1.2.4",
    "response_url": "https://hooks.slack.com/actions/1",
    "container": {"type": "message", "channel_id": "C1", "message_ts": "1.0", "is_ephemeral": True},
    "channel": {"id": "C1"},
    "actions": [{"type": "button", "action_id": "1|save|x"}],
}
SUBMISSION: dict[str, Any] = {
    "type": "view_submission",
    "team": {"id": "T1"},
    "user": USER,
    "trigger_id": "1.2.5",
    "view": {
        "callback_id": "1|fill",
        "private_metadata": Origin("C1", "7.0", private=False, pressed=True).write(),
        "state": {
            "values": {
                "note": {"note": {"type": "plain_text_input", "value": None}},
                "level": {"level": {"type": "static_select", "selected_option": {"value": "senior"}}},
            }
        },
    },
}
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T1",
    "context_team_id": "T1",
    "event_id": "Ev1",
    "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
    "event": {"type": "app_mention", "user": "U1", "team": "T1", "channel": "C1", "ts": "2.0", "text": "hi"},
}


def test_a_command_is_a_line_of_text() -> None:
    assert inbound.command(COMMAND, Profile(True, "de-DE", "Ana B.", "Europe/Berlin")) == Said(
        receipt="1.2.3",
        place=Place("slack:T1", "C1"),
        person=Person("slack", "T1", "U1"),
        name="Ana B.",
        spelling=Spelling.LINE,
        admin=True,
        locale="de-DE",
        zone="Europe/Berlin",
        line="why culture",
    )


def test_who_is_unknown_goes_by_the_name_in_the_payload() -> None:
    assert inbound.command(COMMAND).name == "ana"
    assert not inbound.command(COMMAND).admin


def test_a_direct_message_is_a_group_of_its_own() -> None:
    said = inbound.command({**COMMAND, "channel_id": "D1"})
    assert said.place.group == "slack:dm:T1:U1"
    assert said.place.direct


def test_a_press_in_an_ephemeral_message_is_private() -> None:
    pressed = inbound.press(PRESS)
    assert isinstance(pressed, Pressed)
    assert (pressed.ref, pressed.private, pressed.values) == ("1|save|x", True, ())


def test_a_press_in_a_thread_knows_the_thread() -> None:
    container = {**PRESS["container"], "is_ephemeral": False, "thread_ts": "0.5"}
    pressed = inbound.press({**PRESS, "container": container})
    assert pressed is not None
    assert pressed.place == Place("slack:T1", "C1", "0.5")
    assert not pressed.private


def test_a_menu_says_what_was_picked_and_its_suffix_is_gone() -> None:
    action = {"type": "static_select", "action_id": "1|open#2", "selected_option": {"value": "q1"}}
    pressed = inbound.press({**PRESS, "actions": [action]})
    assert pressed is not None
    assert (pressed.ref, pressed.values) == ("1|open", ("q1",))


def test_a_channel_that_was_picked_is_its_id() -> None:
    action = {"type": "conversations_select", "action_id": "1|where", "selected_conversation": "C2"}
    pressed = inbound.press({**PRESS, "actions": [action]})
    assert pressed is not None
    assert pressed.values == ("C2",)
    cleared = inbound.press({**PRESS, "actions": [{**action, "selected_conversation": None}]})
    assert cleared is not None
    assert cleared.values == ()


@pytest.mark.parametrize("action_id", ["link", "link#2"])
def test_a_link_is_no_press(action_id: str) -> None:
    assert inbound.press({**PRESS, "actions": [{"type": "button", "action_id": action_id}]}) is None


def test_a_form_comes_back_to_where_it_was_opened() -> None:
    submitted = inbound.submission(SUBMISSION)
    assert isinstance(submitted, Submitted)
    assert submitted.place == Place("slack:T1", "C1", "7.0")
    assert submitted.fields == {"note": "", "level": "senior"}
    assert not submitted.private


def test_a_form_that_lost_its_origin_is_still_read() -> None:
    submitted = inbound.submission({**SUBMISSION, "view": {**SUBMISSION["view"], "private_metadata": "?"}})
    assert submitted.place == Place("slack:T1", "")


def test_a_mention_is_addressed() -> None:
    addressed = inbound.event(EVENT)
    assert isinstance(addressed, Addressed)
    assert addressed.receipt == "Ev1"
    assert addressed.place == Place("slack:T1", "C1")


def test_askq_joining_is_said_by_whoever_invited_it() -> None:
    inner = {"type": "member_joined_channel", "user": "UBOT", "inviter": "U1", "channel": "C1", "team": "T1"}
    joined = inbound.event({**EVENT, "event": inner})
    assert isinstance(joined, Joined)
    assert joined.person.id == "U1"


def test_a_guest_over_slack_connect_is_kept_apart_and_never_an_admin() -> None:
    guest = {**PRESS, "user": {**USER, "team_id": "T9"}}
    pressed = inbound.press(guest, Profile(admin=True))
    assert pressed is not None
    assert pressed.person == Person("slack", "T9", "U1")
    assert pressed.place.group == "slack:T1"
    assert not pressed.admin


def test_an_event_through_another_workspace_belongs_to_the_installing_one() -> None:
    shared = {**EVENT, "team_id": "T9", "event": {**EVENT["event"], "user_team": "T9"}}
    addressed = inbound.event(shared, Profile(admin=True))
    assert addressed is not None
    assert addressed.place.group == "slack:T1"
    assert addressed.person.scope == "T9"
    assert not addressed.admin


def test_an_installation_for_a_whole_organisation_goes_by_the_persons_workspace() -> None:
    pressed = inbound.press({**PRESS, "team": None})
    assert pressed is not None
    assert pressed.place.group == "slack:T1"


@pytest.mark.parametrize(
    ("arrives", "reads"),
    [
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("challenge <@U1|ana>", "challenge <@U1>"),
        ("challenge <@W1>", "challenge <@W1>"),
        ("wake <!subteam^S1|@mods> and <!subteam^S2>", "wake <@&S1> and <@&S2>"),
        ("<!here> and &lt;!subteam^S1&gt;", "<!here> and <!subteam^S1>"),
        ("in <#C1|general> and <#C2|>", "in <#C1> and <#C2>"),
        ("see <https://example.org/?a=1&amp;b=2>", "see https://example.org/?a=1&b=2"),
        ("see <https://example.org/|example.org>", "see example.org"),
        ("mail <mailto:ana@example.org|ana@example.org>", "mail ana@example.org"),
    ],
)
def test_typed_text_is_what_the_person_typed(arrives: str, reads: str) -> None:
    assert inbound.typed(arrives) == reads


@given(st.text(st.sampled_from("ab &<>;|ltgmp#@!*_~`\n"), max_size=40))
@settings(deadline=None)
def test_whatever_is_typed_arrives_as_typed(text: str) -> None:
    world = study_group(Clock())
    (team,) = world.workspaces
    assert inbound.typed(escaped(text, world, team)) == text


def test_an_origin_keeps_within_what_a_modal_carries() -> None:
    short = Origin("C1", None, True, True, "https://hooks.slack.com/actions/T1/1/x")
    assert Origin.read(short.write()) == short
    long = Origin("C1", None, True, True, "https://hooks.slack.com/" + "x" * 3_000)
    assert len(long.write()) <= 3_000
    assert Origin.read(long.write()) == Origin("C1", None, True, True)


@given(st.text())
@settings(deadline=None)
def test_reading_an_origin_never_fails(text: str) -> None:
    assert isinstance(Origin.read(text), Origin)
