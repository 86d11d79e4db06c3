"""Views and forms as Block Kit: within Slack's limits, and saying what the plain text says."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import limits, render
from adapters.slack.markup import Json, escape_clipped, mrkdwn
from bot.chat.elements import (
    Bullets,
    Button,
    Code,
    Controls,
    Divider,
    Fields,
    Form,
    Heading,
    Line,
    Link,
    Note,
    Option,
    Paragraph,
    Pick,
    Select,
    Table,
    Text,
    View,
    bullets,
    note,
    text,
    view,
)
from bot.chat.identifiers import reference
from bot.chat.keys import Person
from bot.chat.markup import At, Bold, Href, Italic, Mention, MentionChannel, Mono, spans
from tests.support import views
from tests.support.slack.blocks import interactive, message_problems, view_problems
from tests.support.slack.reading import as_text, unescaped
from tests.support.slack.world import Message

BEN = Mention(Person("slack", "T1", "U2"), "ben")


def blocks(*elements: Any) -> list[Json]:
    (message,) = render.messages(view(*elements))
    return list(message.get("blocks", ()))


def read(shown: View) -> str:
    """All that a person reads, over all messages."""
    made = render.messages(shown)
    return "\n".join(as_text(Message("1", "C", "T", "B", m["text"], tuple(m.get("blocks", ())))) for m in made)


def select_channel_menu() -> Select:
    return Select("Where to post", "1|where", (), "channel")


def words(said: str) -> list[str]:
    """What is said, without the marks of lists, where lines break, and what stands between."""
    return re.findall(r"\w+", said)


# -- everything --------------------------------------------------------------------------------------


@given(views.views)
@settings(deadline=None, max_examples=100)
def test_every_view_keeps_slacks_limits(shown: View) -> None:
    made = render.messages(shown)
    assert made
    for message in made:
        assert message["text"]
        assert message_problems(message) == []
        assert json.loads(json.dumps(message)) == message


@given(views.views)
@settings(deadline=None, max_examples=100)
def test_every_view_says_the_same_as_its_plain_text(shown: View) -> None:
    said = "".join(words(read(shown)))
    for element in shown.elements:
        match element:
            case Heading(text) | Code(text):
                assert "".join(words(text)) in said
            case Text(parts) | Note(parts):
                for part in parts:
                    shown_as = [getattr(part, name, "") for name in ("text", "label", "name", "fallback")]
                    assert "".join(words("".join(shown_as))) in said


@given(views.forms)
@settings(deadline=None, max_examples=100)
def test_every_form_keeps_slacks_limits(form: Form) -> None:
    made = render.modal(form, "{}")
    assert view_problems(made) == []
    assert [block["block_id"] for block in made["blocks"]] == [field.name for field in form.fields]


# -- the kinds of element ----------------------------------------------------------------------------


def test_a_heading_is_a_header_without_emoji() -> None:
    (header,) = blocks(Heading("Why :x: *now*?"))
    assert header == {"type": "header", "text": {"type": "plain_text", "text": "Why :x: *now*?", "emoji": False}}


def test_a_heading_too_long_for_a_header_is_bold_and_whole() -> None:
    (block,) = blocks(Heading("why " * 60))
    (element,) = block["elements"][0]["elements"]
    assert element["style"] == {"bold": True}
    assert element["text"] == "why " * 60


def test_spans_are_styled_pieces_of_rich_text() -> None:
    when = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    (block,) = blocks(
        text(
            "a", Bold("b"), Italic("c"), Mono("d"), Href("e", "https://example.org"), MentionChannel("C1", "f"),
            At(when, "Monday"),
        )
    )  # fmt: skip
    (section,) = block["elements"]
    assert section["elements"] == [
        {"type": "text", "text": "a"},
        {"type": "text", "text": "b", "style": {"bold": True}},
        {"type": "text", "text": "c", "style": {"italic": True}},
        {"type": "text", "text": "d", "style": {"code": True}},
        {"type": "link", "url": "https://example.org", "text": "e"},
        {"type": "channel", "channel_id": "C1"},
        {
            "type": "date",
            "timestamp": int(when.timestamp()),
            "format": "{date_short_pretty} {time}",
            "fallback": "Monday",
        },
    ]


def test_naming_somebody_does_not_wake_them() -> None:
    sent = json.dumps(render.messages(view(text("ask ", BEN), note("ask ", BEN))))
    assert "U2" not in sent
    assert "@ben" in sent


def test_small_print_keeps_its_marks_where_nothing_else_looks_like_one() -> None:
    (block,) = blocks(note(Mono("/askq saved"), " shows your list: ", Bold("one question"), "."))
    assert block["elements"] == [
        {"type": "mrkdwn", "text": "`/askq saved` shows your list: *one question*.", "verbatim": True}
    ]


@pytest.mark.parametrize("risky", ["*x*", "_x_", "~x~", "`x`", ":smile:", "a\n> b"])
def test_small_print_with_anything_like_markup_in_it_is_plain(risky: str) -> None:
    (block,) = blocks(note(Mono("/askq"), f" {risky} "))
    (shown,) = block["elements"]
    assert shown == {"type": "plain_text", "text": f"/askq {risky} ", "emoji": False}


def test_marks_inside_a_word_would_not_count_so_they_are_left_out() -> None:
    assert mrkdwn(spans("un", Bold("believ"), "able")) is None


def test_a_numbered_list_goes_on_counting_in_the_next_block() -> None:
    first, second = blocks(bullets(*["x" * 1_400] * 3, ordered=True))
    assert "offset" not in first["elements"][0]
    assert second["elements"][0]["offset"] == 2


def test_fields_are_lines_with_a_bold_label() -> None:
    fields = Fields((("Level", spans("junior")), ("Company", spans("Acme"))))
    (block,) = blocks(fields)
    assert read(view(fields)) == "Level: junior\nCompany: Acme"
    assert block["elements"][0]["elements"][0]["style"] == {"bold": True}


def test_a_narrow_table_is_aligned_and_a_wide_one_is_rows() -> None:
    narrow = Table(("Topic", "Asked"), (("Culture", "3"),))
    wide = Table(("Topic", "What it reveals"), (("Culture", "x" * 40),))
    assert read(view(narrow)) == "Topic    Asked\nCulture  3"
    assert read(view(wide)) == f"Topic: Culture · What it reveals: {'x' * 40}"


def test_the_same_meaning_twice_gets_identifiers_of_its_own() -> None:
    row = Controls((Button("One", "1|a"), Button("Two", "1|a"), Button("Three", "1|a#2"), Link("L", "https://a.b")))
    ids = [element["action_id"] for element in interactive(blocks(row))]
    assert ids == ["1|a", "1|a#2", "1|a#2#1", "link"]
    assert [reference(each) for each in ids] == ["1|a", "1|a", "1|a#2", "link"]


def test_a_long_menu_becomes_several() -> None:
    options = tuple(Option(f"option {n}", str(n)) for n in range(250))
    (row,) = blocks(Controls((Select("Pick", "1|p", options),)))
    assert [len(menu["options"]) for menu in row["elements"]] == [100, 100, 50]
    assert [menu["action_id"] for menu in row["elements"]] == ["1|p", "1|p#2", "1|p#3"]


def test_a_menu_of_channels_is_slacks_own() -> None:
    (row,) = blocks(Controls((select_channel_menu(),)))
    (menu,) = row["elements"]
    assert menu["type"] == "conversations_select"
    assert menu["filter"]["include"] == ["public", "private"]
    assert reference(menu["action_id"]) == "1|where"
    assert message_problems({"text": "x", "blocks": [row]}) == []


@pytest.mark.parametrize(
    ("ping", "element", "token"),
    [
        ("here", {"type": "broadcast", "range": "here"}, "<!here>"),
        ("everyone", {"type": "broadcast", "range": "channel"}, "<!channel>"),
        ("S1", {"type": "usergroup", "usergroup_id": "S1"}, "<!subteam^S1>"),
    ],
)
def test_whom_a_post_wakes_stands_in_front_of_its_first_message_alone(ping: str, element: Json, token: str) -> None:
    first, *more = render.messages(view(*(text(f"part {n} ", "x" * 2_900) for n in range(9))), ping)
    assert first["blocks"][0]["elements"] == [{"type": "rich_text_section", "elements": [element]}]
    assert first["text"].startswith(f"{token} part 0")
    assert message_problems(first) == []
    assert more
    assert [token in json.dumps(message) for message in more] == [False] * len(more)


def test_a_full_message_has_room_for_whom_it_wakes() -> None:
    made = render.messages(view(*(text(f"paragraph {n}") for n in range(50))), "here")
    assert [len(message["blocks"]) for message in made] == [50, 1]


@pytest.mark.parametrize("ping", ["U1", "@here", "S1> <!channel", "everybody"])
def test_nobody_else_can_be_woken(ping: str) -> None:
    with pytest.raises(ValueError, match="nobody that can be notified"):
        render.messages(view(text("good morning")), ping)


def test_many_buttons_wrap_into_rows() -> None:
    rows = blocks(Controls(tuple(Button(str(n), f"1|{n}") for n in range(30))))
    assert [len(row["elements"]) for row in rows] == [25, 5]


def test_labels_are_clipped_and_addresses_are_not() -> None:
    (row,) = blocks(Controls((Button("x" * 100, "1|a"),)))
    assert row["elements"][0]["text"]["text"] == "x" * 74 + "…"
    with pytest.raises(ValueError, match="url has 3001"):
        render.messages(view(Controls((Link("far", "x" * 3_001),))))
    with pytest.raises(ValueError, match="identifier has 300"):
        render.messages(view(Controls((Button("far", "x" * 300),))))
    with pytest.raises(ValueError, match="option value has 76"):
        render.messages(view(Controls((Select("pick", "1|p", (Option("far", "x" * 76),)),))))


def test_more_than_one_message_holds_goes_on_in_the_next() -> None:
    made = render.messages(view(*(text(f"paragraph {n}") for n in range(120)), Divider()))
    assert [len(message["blocks"]) for message in made] == [50, 50, 21]
    assert "paragraph 49" in made[0]["text"]
    assert "paragraph 50" in made[1]["text"]


def test_a_view_of_buttons_alone_still_has_a_text() -> None:
    (message,) = render.messages(view(Controls((Button("Ask me one", "1|a"),))))
    assert message["text"] == "[Ask me one]"


def test_an_empty_view_is_still_a_message() -> None:
    assert render.messages(view()) == ({"text": "…"},)


def test_the_text_beside_the_blocks_is_escaped_and_kept_short() -> None:
    (message,) = render.messages(view(text("<!channel> & <@U1>")))
    assert message["text"] == "&lt;!channel&gt; &amp; &lt;@U1&gt;"
    clipped = escape_clipped("<" * 5_000, limits.FALLBACK)
    assert len(clipped) <= limits.FALLBACK
    assert clipped.replace("&lt;", "") == "…"


def test_a_form_is_a_modal() -> None:
    options = (Option("Junior", "junior", "up to two years"), Option("Senior", "senior"))
    form = Form(
        "Your level",
        "1|fill",
        (
            Line("company", "Company", value="Acme", hint="Where you apply", max_length=80),
            Paragraph("why", "Why there", required=False),
            Pick("level", "Level", options, value="senior"),
        ),
        "Keep",
    )
    made = render.modal(form, "origin")
    assert (made["callback_id"], made["private_metadata"]) == ("1|fill", "origin")
    company, why, level = made["blocks"]
    assert company["element"]["initial_value"] == "Acme"
    assert company["hint"]["text"] == "Where you apply"
    assert (why["optional"], why["element"]["multiline"]) == (True, True)
    assert level["element"]["initial_option"]["value"] == "senior"


# -- literal text ------------------------------------------------------------------------------------

NASTY = [
    "<!channel>", "<!here|x>", "<@U1>", "<#C1>", "<https://evil.example|click>", "@here", "@channel", "*bold*", "_it_",
    "~gone~", "`code`", "```block```", "> quote", ":smile:", "&lt;", "&amp;amp;", "https://example.org", "a@b.example",
    "• item", "1. item", "\u202e", "\n", " ",
]  # fmt: skip
TYPED = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=8)), min_size=1, max_size=6).map("".join)


@given(TYPED)
@settings(deadline=None, max_examples=150)
def test_what_people_typed_is_literal_wherever_it_stands(typed: str) -> None:
    shown = view(
        Heading(typed), text(typed), Bullets((spans(typed),)), note(typed), note(Mono("/askq"), " ", typed),
        Fields((("Label", spans(typed)),)), Code(typed), Controls((Button(typed, "1|a"),)),
    )  # fmt: skip
    for message in render.messages(shown):
        assert message_problems(message) == []
        assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", message["text"])
        for kind, said in _texts(message["blocks"]):
            if kind == "mrkdwn":
                assert typed.strip() in unescaped(said)
                assert not re.search(r"[*_~`]|:[^\s:]+:|^\s*&gt;", said.replace("`/askq`", "/askq"), re.MULTILINE)
                assert not re.search("[<>]", said)
        styled = [e for b in message["blocks"] if b["type"] == "rich_text" for e in _leaves(b)]
        assert {element["type"] for element in styled} <= {"text"}


def _texts(made: list[Json]) -> list[tuple[str, str]]:
    """Every text object, with its type."""
    found = []
    for block in made:
        for part in [block.get("text"), *block.get("elements", ())]:
            if isinstance(part, dict) and part.get("type") in ("plain_text", "mrkdwn"):
                found.append((part["type"], part["text"]))
                assert part.get("emoji") is False or part["type"] == "mrkdwn"
                assert part.get("verbatim") is True or part["type"] == "plain_text"
    return found


def _leaves(block: Json) -> list[Json]:
    inner = block.get("elements")
    return [block] if inner is None else [leaf for element in inner for leaf in _leaves(element)]
