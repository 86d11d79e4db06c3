"""Views and forms as Components V2: within Discord's numbers, and saying what the plain text says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import render
from bot.chat.elements import (
    Bullets,
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
from bot.chat.elements import Button as Press
from bot.chat.identifiers import reference
from bot.chat.markup import At, Bold, Href, Italic, MentionChannel, MentionRole, Plain, Span, plain_text
from bot.chat.plain import controls, element_text
from tests.support.discord import openapi
from tests.support.discord.components import message_problems, modal_problems
from tests.support.discord.model import Json, walk
from tests.support.discord.reading import markdown_as_read
from tests.support.views import forms, views


def texts(message: Json) -> list[str]:
    return [each["content"] for each in walk(message["components"]) if each["type"] == 10]


def read(made: View) -> str:
    """What a person reads in all the messages."""
    seen = []
    for message in render.messages(made):
        for component in message["components"]:
            seen.append(markdown_as_read(component["content"]) if component["type"] == 10 else "")
    return "\n".join(seen)


def essence(text: str) -> str:
    """The characters that are not blank, bullets and numbers of lists left out."""
    return re.sub(r"[\s•]", "", re.sub(r"\d+\.(?=\s|$)", "", text))


def in_words(made: View) -> View:
    """Dates and mentions as plain text: what people read of them is for their own client to say."""

    def plain(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(
            Plain(plain_text((span,))) if isinstance(span, (At, MentionRole, MentionChannel)) else span
            for span in spans
        )

    def each(element: Any) -> Any:
        match element:
            case Text(spans) | Note(spans):
                return type(element)(plain(spans))
            case Bullets(items, ordered, start):
                return Bullets(tuple(plain(item) for item in items), ordered, start)
            case Fields(pairs):
                return Fields(tuple((label, plain(value)) for label, value in pairs))
            case _:
                return element

    return View(tuple(each(element) for element in made.elements))


@given(views)
@settings(deadline=None)
def test_every_view_stays_within_discords_numbers(made: View) -> None:
    for message in render.messages(made):
        assert list(message_problems(message, [])) == []


@pytest.mark.skipif(not openapi.available(), reason="Discord's own description is not here")
@given(views)
@settings(deadline=None, max_examples=25)
def test_every_view_is_what_discord_describes(made: View) -> None:
    for message in render.messages(made):
        assert list(openapi.body_problems("POST", "/channels/1/messages", message)) == []


@given(views.map(in_words))
@settings(deadline=None)
def test_every_view_says_what_its_plain_text_says(made: View) -> None:
    said = [each for each in made.elements if not isinstance(each, (Controls, Divider))]
    expected = "\n".join(element_text(each) for each in said).replace("(2)", "%282%29")
    # an address that Discord links is shown with its brackets written out, one in a text as it is
    shown = essence(read(made).replace("(2)", "%282%29"))
    assert shown == essence(expected) or (not essence(expected) and shown == "…")


@given(views)
@settings(deadline=None)
def test_every_control_is_there_and_carries_its_meaning(made: View) -> None:
    wanted = [item.ref if not isinstance(item, Link) else item.url for item in controls(made)]
    found = []
    for message in render.messages(made):
        for each in walk(message["components"]):
            if each["type"] in (2, 3):
                carried = each.get("url") or reference(each["custom_id"])
                if not (each["type"] == 3 and found[-1:] == [carried]):  # a long select is several
                    found.append(carried)
    assert [ref for n, ref in enumerate(wanted) if n == 0 or ref != wanted[n - 1]] == [
        ref for n, ref in enumerate(found) if n == 0 or ref != found[n - 1]
    ]


@given(forms)
@settings(deadline=None)
def test_every_form_stays_within_discords_numbers(form: Form) -> None:
    assert list(modal_problems(render.modal(form))) == []


def test_a_card_is_a_few_components() -> None:
    made = view(
        Heading("Culture & values"),
        text("How do people ", Bold("disagree"), " here?"),
        note("about 3 minutes"),
        Divider(),
        Controls((Press("Why", "1|why", "primary"), Press("Drop", "1|drop", "danger"), Link("More", "https://a.org"))),
    )
    assert render.messages(made) == (
        {
            "flags": 1 << 15,
            "components": [
                {"type": 10, "content": "### Culture & values"},
                {"type": 10, "content": "How do people **disagree** here?"},
                {"type": 10, "content": "-# about 3 minutes"},
                {"type": 14, "divider": True, "spacing": 1},
                {
                    "type": 1,
                    "components": [
                        {"type": 2, "label": "Why", "style": 1, "custom_id": "1|why"},
                        {"type": 2, "label": "Drop", "style": 4, "custom_id": "1|drop"},
                        {"type": 2, "label": "More", "style": 5, "url": "https://a.org"},
                    ],
                },
            ],
        },
    )


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        (bullets("one", "two\nlines"), "- one\n- two\n  lines"),
        (bullets("one", "# two", ordered=True), "1. one\n2. \\# two"),
        (Bullets(((Plain("nine"),), (Plain("ten"),)), True, 9), "9. nine\n10. ten"),
        (note("one\ntwo"), "-# one\n-# two"),
        (Heading("two\nlines"), "### two\n### lines"),
        (Code("x = 1\n*y*", "python"), "```python\nx = 1\n*y*\n```"),
        (Code("a ``` b"), "a \\`\\`\\` b"),
        (Fields((("Level", (Plain("senior"),)), ("a*b", (Italic("x"),)))), "**Level:** senior\n**a\\*b:** *x*"),
        (Table(("A", "B"), (("1", "2"),)), "```\nA  B\n1  2\n```"),
        (Table(("Wide" * 5, "B"), (("# 1" * 4, "2" * 20),)), f"{'Wide' * 5}: {'# 1' * 4} · B: {'2' * 20}"),
        (text(Href("Read", "https://a.org")), "[Read](https://a.org)"),
    ],
)
def test_each_element_has_its_markdown(element: Any, shown: str) -> None:
    (message,) = render.messages(view(element))
    assert texts(message) == [shown]


def test_a_view_without_anything_to_read_is_still_a_message() -> None:
    for made in (view(), view(text(" \n ")), view(bullets(""))):
        assert [texts(message) for message in render.messages(made)] == [["…"]]


def test_long_prose_goes_on_in_the_next_message_and_controls_stay_with_its_end() -> None:
    made = view(text("well, " * 2_000), Controls((Press("Next", "1|next"),)))
    messages = render.messages(made)
    assert len(messages) == 4
    assert [any(each["type"] == 2 for each in walk(message["components"])) for message in messages[:-1]] == [False] * 3
    assert [each["type"] for each in messages[-1]["components"]] == [10, 1]


def test_the_bytes_of_a_message_count_too() -> None:
    assert len(render.messages(view(*(text("問" * 1_000) for _ in range(4))))) == 2


def test_more_elements_than_a_message_takes_go_on_in_the_next() -> None:
    assert [len(message["components"]) for message in render.messages(view(*[Divider()] * 90))] == [40, 40, 10]


def test_buttons_wrap_into_rows_of_five_and_selects_stand_alone() -> None:
    items = (
        *(Press(str(n), f"1|{n}") for n in range(7)),
        Select("Pick", "1|p", (Option("A", "a"),)),
        Press("x", "1|x"),
    )
    (message,) = render.messages(view(Controls(items)))
    assert [len(row["components"]) for row in message["components"]] == [5, 2, 1, 1]


def test_the_same_meaning_twice_has_two_identifiers_and_one_reference() -> None:
    (message,) = render.messages(view(Controls((Press("a", "1|x"), Press("b", "1|x"), Press("c", "1|y#2")))))
    identifiers = [each["custom_id"] for each in walk(message["components"]) if each["type"] == 2]
    assert identifiers == ["1|x", "1|x#2", "1|y#2#1"]
    assert [reference(each) for each in identifiers] == ["1|x", "1|x", "1|y#2"]


@pytest.mark.parametrize(
    "made",
    [
        view(Controls((Press("a", "x" * 101),))),
        view(Controls((Link("a", "https://a.org/" + "x" * 500),))),
        view(Controls((Select("a", "1|s", (Option("a", "x" * 101),)),))),
    ],
)
def test_what_must_not_be_cut_raises(made: View) -> None:
    with pytest.raises(ValueError, match="are allowed"):
        render.messages(made)


def test_a_form_is_labels_around_fields() -> None:
    options = (Option("Junior", "junior"), Option("Senior", "senior", "five years and more"))
    fields = (
        Line("note", "Your note", "so far", "In a word", max_length=20),
        Paragraph("more", "More", required=False),
        Pick("level", "Level", options, "senior"),
    )
    assert render.modal(Form("A note", "1|note", fields, "Keep")) == {
        "custom_id": "1|note",
        "title": "A note",
        "components": [
            {
                "type": 18,
                "label": "Your note",
                "description": "In a word",
                "component": {
                    "type": 4, "custom_id": "note", "style": 1, "max_length": 20, "required": True, "value": "so far",
                },
            },
            {
                "type": 18,
                "label": "More",
                "component": {"type": 4, "custom_id": "more", "style": 2, "max_length": 1000, "required": False},
            },
            {
                "type": 18,
                "label": "Level",
                "component": {
                    "type": 3,
                    "custom_id": "level",
                    "required": True,
                    "options": [
                        {"label": "Junior", "value": "junior"},
                        {"label": "Senior", "value": "senior", "description": "five years and more", "default": True},
                    ],
                },
            },
        ],
    }  # fmt: skip


@given(st.text(min_size=1, max_size=300))
@settings(deadline=None)
def test_labels_clip(label: str) -> None:
    (message,) = render.messages(view(Controls((Press(label, "1|x"),))))
    assert list(message_problems(message, [])) == []


def test_a_select_of_channels_offers_those_that_take_posts() -> None:
    (message,) = render.messages(view(text("Where?"), Controls((Select("Channel", "1|where", (), "channel"),))))
    (row,) = message["components"][1:]
    assert row["components"] == [
        {"type": 8, "custom_id": "1|where", "placeholder": "Channel", "channel_types": [0, 5]}
    ]  # fmt: skip
    assert list(openapi.body_problems("POST", "/channels/1/messages", message)) == []


@given(views, st.sampled_from(("here", "everyone", "123456789012345678")))
@settings(deadline=None, max_examples=50)
def test_a_ping_stands_first_and_alone_and_takes_room_like_any_text(made: View, ping: str) -> None:
    first, *more = render.messages(made, ping)
    assert texts(first)[0] in (f"@{ping}", f"<@&{ping}>")
    assert all(list(message_problems(message, [])) == [] for message in (first, *more))
    if ping in render.FOR_ALL:
        rest = "\n".join([*texts(first)[1:], *(each for message in more for each in texts(message))])
        assert not re.search("@(everyone|here)", rest)
