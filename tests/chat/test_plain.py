"""Every element has a text form, so a view can be read where nothing can be drawn."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.elements import (
    Bullets,
    Button,
    Code,
    Controls,
    Divider,
    Element,
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
from bot.chat.markup import Bold, Href, Plain, plain_text
from bot.chat.plain import control_label, controls, element_text, form_text, plain
from tests.support import views

BUTTON = Button("Why ask", "1|what")
LINK = Link("The source", "https://example.org")
SELECT = Select("Another topic", "1|pick-t", (Option("Culture", "culture"),))

SAID = [
    (Heading("Culture"), "Culture"),
    (text("Ask ", Bold("four"), " of them."), "Ask four of them."),
    (Text((Plain("one\ntwo"),)), "one\ntwo"),
    (note("See ", Href("the guide", "https://example.org")), "See the guide (https://example.org)"),
    (Code("a = *b*\n  c", "python"), "a = *b*\n  c"),
    (bullets("a", (Bold("b"),)), "• a\n• b"),
    (bullets("a", "b", ordered=True), "1. a\n2. b"),
    (Fields((("Topic", (Plain("Pay"),)), ("Minutes", (Bold("3"),)))), "Topic: Pay\nMinutes: 3"),
    (Table(("a", "b"), (("1", "2"),)), "a  b\n1  2"),
    (Divider(), "———"),
    (Controls((BUTTON, LINK, SELECT)), "[Why ask] [The source] [Another topic]"),
]


@pytest.mark.parametrize(("element", "said"), SAID, ids=[type(element).__name__ for element, _ in SAID])
def test_every_element_reads_as_text(element: Element, said: str) -> None:
    assert element_text(element) == said


def test_no_element_was_forgotten_above() -> None:
    union, *_ = get_args(Element)
    assert {type(element) for element, _ in SAID} == set(get_args(union))


def test_a_view_reads_from_top_to_bottom_without_its_controls() -> None:
    shown = view(Heading("Culture"), None, text("Ask."), Controls((BUTTON,)), text(""), note("Small."))
    assert plain(shown) == "Culture\n\nAsk.\n\nSmall."
    assert plain(View(())) == ""


def test_the_controls_of_a_view_come_in_reading_order() -> None:
    shown = view(Controls((BUTTON, SELECT)), text("between"), Controls((LINK,)))
    assert controls(shown) == [BUTTON, SELECT, LINK]
    assert [control_label(control) for control in controls(shown)] == ["Why ask", "Another topic", "The source"]


def test_a_form_reads_as_its_title_and_a_line_for_each_field() -> None:
    form = Form(
        "Your next interview",
        "1|own|x",
        (
            Line("company", "Company", "Harbour clinic"),
            Paragraph("notes", "Notes"),
            Pick("stage", "Stage", (Option("Team", "team"),), "team"),
        ),
        "Save",
    )
    assert form_text(form) == "Your next interview\nCompany: Harbour clinic\nNotes: \nStage: team"


@pytest.mark.parametrize("count", [0, 6])
def test_a_form_has_one_to_five_fields(count: int) -> None:
    with pytest.raises(ValueError, match=f"a form has 1 to 5 fields, not {count}"):
        Form("Title", "1|own|x", tuple(Line(f"f{n}", "Label") for n in range(count)), "Save")


def test_a_gap_in_a_view_closes() -> None:
    assert view(None, Divider(), None) == View((Divider(),))


@settings(deadline=None)
@given(st.lists(st.text()))
def test_text_is_never_changed_on_its_way(typed: list[str]) -> None:
    assert plain(view(*(text(each) for each in typed))) == "\n\n".join(each for each in typed if each)
    assert element_text(Bullets(tuple((Plain(each),) for each in typed))) == "\n".join(f"• {each}" for each in typed)
    assert all(element_text(Note((Plain(each),))) == each for each in typed)


@settings(deadline=None)
@given(views.views)
def test_whatever_a_view_holds_can_be_read(shown: View) -> None:
    said = plain(shown)
    for element in shown.elements:
        match element:
            case Heading(text) | Code(text):
                assert text in said
            case Text(spans) | Note(spans):
                assert plain_text(spans) in said
            case Bullets(items):
                assert all(plain_text(item) in said for item in items)
            case Fields(pairs):
                assert all(f"{label}: {plain_text(value)}" in said for label, value in pairs)
            case Table(rows=rows):
                assert all(cell.strip() in said for row in rows for cell in row if cell == " ".join(cell.split()))
            case Controls(items):
                assert len(element_text(element)) > len(items)


@settings(deadline=None)
@given(views.forms)
def test_whatever_a_form_asks_can_be_read(form: Form) -> None:
    assert form_text(form).startswith(form.title)
    assert all(f"{field.label}: {field.value}" in form_text(form) for field in form.fields)
