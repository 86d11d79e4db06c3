"""What the tests' Slack finds fault with, and how a person reads what it shows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.slack.blocks import message_problems, view_problems
from tests.support.slack.payloads import escaped
from tests.support.slack.reading import as_text, unescaped, wakes
from tests.support.slack.server import study_group
from tests.support.slack.small_bot import (
    QUESTION,
    button,
    modal,
    plain,
    section,
)
from tests.support.slack.world import Clock, Message, World


def with_blocks(*blocks: dict[str, Any], text: str = "fallback") -> dict[str, Any]:
    return {"text": text, "blocks": list(blocks)}


def select(count: int, **more: Any) -> dict[str, Any]:
    options = [{"text": plain(f"o{number}"), "value": f"v{number}"} for number in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options, **more}


def conversations(only: dict[str, Any]) -> dict[str, Any]:
    return {"type": "conversations_select", "action_id": "c", "filter": only}


def rich(element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ({}, "needs text or blocks"),
        ({"blocks": [section("x")]}, "blocks without text"),
        ({"text": "x" * 4001}, "4001 characters"),
        ({"text": "a < b"}, "unescaped '<'"),
        ({"text": "x", "metadata": {"event_type": "e"}}, "metadata needs"),
        (with_blocks(*[{"type": "divider"}] * 51), "51 blocks in a message"),
        ({"text": "x", "blocks": ["x"]}, "every block must be an object"),
        (with_blocks(actions({"text": "x"})), "an element must be an object"),
        (with_blocks({"type": "context", "elements": ["x"]}), "must be a plain_text or mrkdwn object"),
        (with_blocks({"type": "sectoin"}), "unknown block type 'sectoin'"),
        (with_blocks({"type": "divider", "colour": "red"}), "unknown key 'colour'"),
        (with_blocks({"type": "header"}), "text is missing"),
        (with_blocks({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}), "must be plain_text"),
        (with_blocks({"type": "header", "text": plain("x" * 151)}), "text has 151 characters"),
        (with_blocks({"type": "section"}), "needs text or fields"),
        (with_blocks(section("x" * 3001)), "text has 3001 characters"),
        (with_blocks(section("")), "text has 0 characters"),
        (with_blocks({"type": "section", "text": "x"}), "must be a plain_text or mrkdwn object"),
        (
            with_blocks({"type": "section", "text": {**plain("x"), "verbatim": True}}),
            "unknown key 'verbatim'",
        ),
        (with_blocks({"type": "section", "text": {"type": "mrkdwn", "text": "<x"}}), "unescaped '<'"),
        (with_blocks({"type": "section", "fields": [plain("x")] * 11}), "fields has 11 entries"),
        (with_blocks({"type": "section", "fields": [plain("x" * 2001)]}), "text has 2001 characters"),
        (with_blocks({"type": "context", "elements": [plain("x")] * 11}), "elements has 11 entries"),
        (
            with_blocks(actions(*[button("x", f"a{number}") for number in range(26)])),
            "elements has 26 entries",
        ),
        (with_blocks(actions()), "elements has 0 entries"),
        (with_blocks(actions(button("x" * 76, "a"))), "text has 76 characters"),
        (with_blocks(actions(button("x", "a", value="v" * 2001))), "value has 2001 characters"),
        (with_blocks(actions(button("x", "a", style="green"))), "style must be"),
        (with_blocks(actions(button("x", "a" * 256))), "action_id must have"),
        (with_blocks(actions(button("x", "a"), button("y", "a"))), "action_id 'a' is used twice"),
        (with_blocks(actions({"type": "button", "text": plain("x")})), "action_id is missing"),
        (with_blocks(actions({"type": "plain_text_input", "action_id": "a"})), "is not allowed here"),
        (with_blocks(actions(select(101))), "options has 101 entries"),
        (
            with_blocks(actions({"type": "static_select", "action_id": "s"})),
            "either options or option_groups",
        ),
        (
            with_blocks(actions(select(1, initial_option={"text": plain("zz"), "value": "zz"}))),
            "not exactly one of the options",
        ),
        (
            with_blocks(actions(select(1, options=[{"text": plain("x" * 76), "value": "v"}]))),
            "text has 76 characters",
        ),
        (
            with_blocks(actions(select(1, options=[{"text": plain("x"), "value": "v" * 76}]))),
            "value has 76 characters",
        ),
        (
            with_blocks({**section("x"), "block_id": "b"}, {**section("y"), "block_id": "b"}),
            "block_id 'b' is used",
        ),
        (with_blocks({"type": "image", "image_url": "https://x"}), "alt_text is missing"),
        (with_blocks(rich({"type": "shout", "text": "x"})), "'shout' is nothing that stands in rich text"),
        (with_blocks(rich({"type": "user", "id": "U1"})), "user_id is missing"),
        (with_blocks(rich({"type": "broadcast", "range": "all"})), "nobody is called by the range 'all'"),
        (with_blocks(rich({"type": "text", "text": "x", "colour": "red"})), "unknown key 'colour'"),
        (with_blocks(actions(conversations({"include": []}))), "include has 0 entries"),
        (with_blocks(actions(conversations({"exclude": ["im"]}))), "unknown key 'exclude'"),
        (with_blocks(modal()["blocks"][0]), "not allowed in a message"),
    ],
)
def test_a_bad_message_is_named(message: dict[str, Any], problem: str) -> None:
    assert any(problem in found for found in message_problems(message)), message_problems(message)


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        (modal(title=plain("x" * 25)), "text has 25 characters"),
        (modal(submit=plain("x" * 25)), "text has 25 characters"),
        (modal(close=plain("x" * 25)), "text has 25 characters"),
        (modal(private_metadata="x" * 3001), "private_metadata has 3001 characters"),
        (modal(callback_id="x" * 256), "callback_id has 256 characters"),
        (modal(type="dialog"), "type must be modal or home"),
        (modal(colour="red"), "unknown key 'colour'"),
        (modal(blocks=[{"type": "divider"}] * 101), "101 blocks in a modal"),
        ({key: value for key, value in modal().items() if key != "submit"}, "no submit"),
        ({key: value for key, value in modal().items() if key != "title"}, "title is missing"),
        (modal(blocks=[{**modal()["blocks"][0], "element": button("x", "a")}]), "is not allowed here"),
    ],
)
def test_a_bad_view_is_named(view: dict[str, Any], problem: str) -> None:
    assert any(problem in found for found in view_problems(view)), view_problems(view)


def test_a_good_message_and_a_good_view_have_no_problems() -> None:
    assert message_problems(QUESTION) == []
    assert view_problems(modal()) == []
    assert message_problems({"text": "<@U1> and <#C1|general> <https://x.org|x> <!here> <!date^1^{date}|d> &lt;"}) == []


# -- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mrkdwn", "read"),
    [
        ("*bold* _it_ ~no~ `a_b_c` x*y*z", "bold it no a_b_c x*y*z"),
        ("_*both*_", "both"),
        ("<@U1> <@U2|ben> <#C1|general> <!here>", "@ana @ben #general @here"),
        ("<https://x.org|the _site_> <https://y.org>", "the _site_ https://y.org"),
        ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
        ("&gt; quoted", "| quoted"),
        ("```\n*code*\n```", "*code*"),
    ],
)
def test_mrkdwn_reads_as_it_looks(mrkdwn: str, read: str) -> None:
    assert unescaped(mrkdwn, {"U1": "ana"}) == read


def test_whom_a_message_wakes_is_read_from_all_of_it() -> None:
    group, person = {"type": "usergroup", "usergroup_id": "S1"}, {"type": "user", "user_id": "U1"}
    small = {"type": "context", "elements": [{"type": "mrkdwn", "text": "<!subteam^S2|@mods> <#C1>"}]}
    blocks = (rich(group), rich(person), rich({"type": "broadcast", "range": "here"}), small)
    woken = {"<!channel>", "<!here>", "<@U1>", "<!subteam^S1>", "<!subteam^S2>"}
    assert wakes(Message("1.1", "C1", "T1", "U1", "<!channel> <https://x.org>", blocks)) == woken
    literal = rich({"type": "text", "text": "<!here> <@U1>"})
    assert wakes(Message("1.1", "C1", "T1", "U1", "&lt;!here&gt;", (literal,))) == set()


def test_user_groups_are_written_by_their_id_and_read_by_their_name() -> None:
    world = study_group(Clock())
    (team,) = world.workspaces.values()
    group = world.add_group("@moderators", team)
    assert escaped("ask @moderators", world, team.id) == f"ask <!subteam^{group.id}|@moderators>"
    assert escaped("ask @moderators", world, team.id, labels=False) == f"ask <!subteam^{group.id}>"
    names = {group.id: "moderators"}
    assert unescaped(f"<!subteam^{group.id}> <!subteam^{group.id}|@mods>", names) == "@moderators @mods"
    message = Message("1.1", "C1", "T1", "U1", "x", (rich({"type": "usergroup", "usergroup_id": group.id}),))
    assert as_text(message, names) == "@moderators"


def test_every_block_can_be_read() -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain("H & M")},
        {"type": "divider"},
        {"type": "section", "fields": [plain("a: 1"), plain("b: 2")], "accessory": button("Go", "go")},
        {
            "type": "context",
            "elements": [plain("c"), {"type": "image", "alt_text": "a cat", "image_url": "u"}],
        },
        {"type": "image", "alt_text": "a chart", "image_url": "u", "title": plain("Scores")},
    ]
    message = Message("1.1", "C1", "T1", "U1", "fallback", tuple(blocks))
    assert as_text(message) == "H & M\n---\na: 1\nb: 2\n[Go]\nc  (image: a cat)\nScores\n(image: a chart)"


def test_timestamps_never_repeat() -> None:
    clock = Clock(lambda: 1_700_000_000.0)
    assert (clock.next_ts(), clock.next_ts()) == ("1700000000.000000", "1700000000.000001")
    assert isinstance(study_group(clock), World)
