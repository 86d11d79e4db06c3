"""Forms, line by line."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.terminal import render, screens
from adapters.terminal.filling import Filling
from adapters.terminal.render import Paper
from bot.chat.elements import Form, Line, Option, Paragraph, Pick
from bot.chat.words import Words
from tests.support.views import forms

WORDS = Words("en", lambda name, argument: f"/askq {name} {argument}".strip())


def filling(*fields: Any) -> Filling:
    return Filling(Form("Title", "ref", fields, "Keep"), message=1, private=True)


def test_fields_are_asked_for_in_order() -> None:
    form = filling(Line("a", "First"), Line("b", "Second"))
    assert form.current.label == "First"
    assert form.take("one", WORDS) is None
    assert form.current.label == "Second"
    assert form.take(" two ", WORDS) is None
    assert form.complete
    assert form.values == {"a": "one", "b": "two"}


def test_an_empty_line_keeps_what_was_there() -> None:
    form = filling(Line("a", "Name", value="Acme"))
    assert form.take("", WORDS) is None
    assert form.values == {"a": "Acme"}


def test_a_needed_field_is_asked_for_again_with_a_sentence() -> None:
    form = filling(Line("a", "Name"))
    assert form.take("", WORDS) == "“Name” is needed. Write something, or cancel."
    assert not form.complete
    assert form.take("Acme", WORDS) is None


def test_a_field_that_may_stay_empty_is_emptied_with_a_dash() -> None:
    form = filling(Line("a", "Name", value="Acme", required=False))
    assert form.take("-", WORDS) is None
    assert form.values == {"a": ""}


def test_a_dash_is_text_where_something_is_needed() -> None:
    form = filling(Line("a", "Name"))
    form.take("-", WORDS)
    assert form.values == {"a": "-"}


def test_taken_literally_a_dash_is_text_everywhere() -> None:
    form = filling(Line("a", "Name", value="Acme", required=False))
    assert form.take("-", WORDS, literal=True) is None
    assert form.values == {"a": "-"}


def test_what_is_too_long_is_refused_with_both_numbers() -> None:
    form = filling(Line("a", "Name", max_length=5))
    complaint = form.take("123456", WORDS)
    assert complaint is not None
    assert "at most 5" in complaint
    assert "6" in complaint
    assert form.take("12345", WORDS) is None


def test_a_paragraph_goes_on_after_a_backslash() -> None:
    form = filling(Paragraph("a", "Text"))
    assert form.take("one \\", WORDS) is None
    assert not form.complete
    assert form.take("two", WORDS) is None
    assert form.values == {"a": "one\ntwo"}


def test_an_option_is_picked_by_number_or_label() -> None:
    options = (Option("Any level", "any"), Option("Senior", "senior"))
    for line, value in (("1", "any"), ("2", "senior"), ("senior", "senior"), ("", "any")):
        form = filling(Pick("a", "Level", options, "any"))
        assert form.take(line, WORDS) is None
        assert form.values == {"a": value}


def test_what_is_no_option_is_refused() -> None:
    form = filling(Pick("a", "Level", (Option("Any", "any"), Option("Senior", "senior"))))
    for line in ("3", "0", "junior", ""):
        assert form.take(line, WORDS) == "“Level” is one of the options 1 to 2."


def test_a_field_shows_its_limits_its_hint_and_what_it_holds() -> None:
    shown = screens.field(WORDS, Paragraph("a", "Wording", value="As before", hint="Say it", max_length=1000))
    assert render.lines(shown, Paper(80, colour=False)) == [
        r"Wording (at most 1,000 characters, \ at the end adds a line)",
        "Say it",
        "[As before]",
    ]
    shown = screens.field(
        WORDS, Pick("a", "Level", (Option("Any", "any"), Option("Senior", "s")), "any", required=False)
    )
    assert render.lines(shown, Paper(80, colour=False)) == [
        "Level (may stay empty)",
        "1  Any",
        "2  Senior",
        "[Any]   - empties it",
    ]


@given(forms, st.lists(st.text(max_size=30), max_size=12))
@settings(deadline=None)
def test_no_line_breaks_a_form_and_what_it_takes_keeps_its_rules(form: Form, lines: list[str]) -> None:
    open_form = Filling(form, message=1, private=True)
    for line in lines:
        if open_form.complete:
            break
        assert render.lines(screens.field(WORDS, open_form.current), Paper(40, colour=False))
        open_form.take(line, WORDS)
    for field in form.fields:
        value = open_form.values.get(field.name)
        if value is not None and isinstance(field, Line | Paragraph):
            assert len(value) <= field.max_length
            assert value.strip() or not field.required
