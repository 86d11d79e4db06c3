"""What a view looks like in a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import strip_sequences
from wcwidth import width as columns

from adapters.terminal import render
from adapters.terminal.limits import NARROWEST, WIDEST
from adapters.terminal.markup import clean
from adapters.terminal.render import Paper
from bot.chat.elements import (
    Bullets,
    Button,
    Code,
    Controls,
    Fields,
    Heading,
    Link,
    Option,
    Select,
    Table,
    View,
    note,
    text,
    view,
)
from bot.chat.markup import Bold, spans
from bot.chat.plain import control_label, controls, plain
from tests.support.views import views

PAPER = Paper(80, colour=False)
papers = st.builds(Paper, st.integers(NARROWEST, WIDEST), st.just(False))


def squeezed(words: str) -> str:
    """Without blanks, and without what only frames: rules below headings, colons behind labels."""
    return "".join(words.split()).translate(str.maketrans("", "", "─:\u240d"))


@given(views, papers)
@settings(deadline=None)
def test_every_view_says_what_its_plain_text_says_in_the_same_order(shown: View, paper: Paper) -> None:
    said = View(tuple(element for element in shown.elements if not isinstance(element, Controls)))
    assert squeezed("\n".join(render.lines(said, paper))) == squeezed(clean(plain(shown)))


@given(views, papers)
@settings(deadline=None)
def test_every_control_is_there_with_its_number(shown: View, paper: Paper) -> None:
    left = squeezed("\n".join(render.lines(shown, paper)))
    for number, control in enumerate(controls(shown), 1):
        label = control_label(control)
        wanted = f"[{number}]" if label == str(number) else squeezed(f"[{number}]{clean(label)}")
        assert wanted in left
        left = left[left.index(wanted) :]


@given(views, papers)
@settings(deadline=None)
def test_no_line_is_wider_than_the_paper_and_none_moves_the_cursor(shown: View, paper: Paper) -> None:
    for line in render.lines(shown, paper):
        assert columns(line) <= paper.width
        assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in line)


@given(views, papers)
@settings(deadline=None)
def test_colour_adds_nothing_but_colour(shown: View, paper: Paper) -> None:
    coloured = render.lines(shown, Paper(paper.width, colour=True))
    assert [strip_sequences(line).rstrip() for line in coloured] == render.lines(shown, paper)


def test_notes_and_bullets_stand_close_to_their_text() -> None:
    shown = view(
        Heading("Four"), text(Bold("Why?")), note("small print"), text("Signs"), Bullets((spans("a"), spans("b")))
    )
    assert render.lines(shown, PAPER) == ["Four", "────", "Why?", "small print", "", "Signs", "• a", "• b"]


def test_ordered_bullets_hang_under_their_words() -> None:
    shown = view(Bullets(tuple(spans(f"word{n} " * 3) for n in range(1, 11)), ordered=True))
    lines = render.lines(shown, Paper(14, colour=False))
    assert lines[:3] == [" 1. word1", "    word1", "    word1"]
    assert lines[-3:] == ["10. word10", "    word10", "    word10"]


def test_values_stand_in_a_column_and_a_long_label_above_its_value() -> None:
    shown = view(Fields((("Level", spans("any")), ("Company", spans("Acme")), ("x" * 41, spans("long")))))
    assert render.lines(shown, PAPER) == ["Level    any", "Company  Acme", "x" * 41, "         long"]


def test_code_keeps_its_blanks() -> None:
    assert render.lines(view(Code("if a:\n    b")), PAPER) == ["  if a:", "      b"]


def test_a_narrow_table_is_aligned_and_a_wide_one_is_told_row_by_row() -> None:
    assert render.lines(view(Table(("Who", "Score"), (("ana", "3"),))), PAPER) == ["Who  Score", "ana  3"]
    wide = view(Table(("Who", "What they said of it afterwards"), (("ana", "that it was good"),)))
    assert render.lines(wide, PAPER) == ["Who: ana · What they said of it afterwards: that it was good"]


def test_controls_are_numbered_through_the_view_and_fill_the_line() -> None:
    shown = view(
        Controls((Button("1", "r"), Button("Another four", "r"))),
        text("and"),
        Controls((Select("Whom?", "r", (Option("a", "a"),)), Link("Docs", "https://example.org"))),
    )
    assert render.lines(shown, PAPER) == [
        "[1]   [2] Another four",
        "",
        "and",
        "",
        "[3] Whom? ▾   [4] Docs ↗ https://example.org",
    ]


def test_an_opened_list_shows_what_to_type_for_each_option() -> None:
    select = Select(
        "Whom?", "r", tuple(Option(f"option {n}", str(n), "of note" if n == 1 else "") for n in range(1, 11))
    )
    lines = render.options(select, "#7.3", PAPER)
    assert lines[:3] == ["Whom?", "[#7.3.1]  option 1 – of note", "[#7.3.2]  option 2"]
    assert lines[-1] == "[#7.3.10] option 10"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\x1b[2Jgone", "␛[2Jgone"),
        ("bell\x07", "bell␇"),
        ("\u202eturned", "\N{REPLACEMENT CHARACTER}turned"),
        ("\x9b31m", "\N{REPLACEMENT CHARACTER}31m"),
        ("a\r\nb\tc", "a\nb   c"),
        ("\udc80", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(typed: str, shown: str) -> None:
    assert clean(typed) == shown
