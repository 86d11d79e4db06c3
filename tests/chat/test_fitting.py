"""What does not fit is clipped, split or paged, and nothing is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from bot.chat.elements import Table
from bot.chat.fitting import NARROW, clip, pages, split, table_lines

texts = st.one_of(st.text(), st.text(alphabet="ab. \n", max_size=200))


def bare(text: str) -> str:
    """The text without any blanks."""
    return "".join(text.split())


@settings(deadline=None)
@given(texts, st.integers(1, 60))
def test_a_clipped_text_fits_and_says_so(text: str, most: int) -> None:
    clipped = clip(text, most)
    assert len(clipped) <= most
    if len(text) <= most:
        assert clipped == text
    else:
        assert clipped.endswith("…")
        assert text.startswith(clipped[:-1])


def test_clipping_leaves_no_blank_before_the_ellipsis() -> None:
    assert clip("one two", 5) == "one…"
    assert clip("one two", 7) == "one two"


@settings(deadline=None)
@given(texts, st.integers(1, 60))
def test_splitting_loses_nothing_but_blanks_and_no_piece_is_too_long(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(0 < len(piece) <= most for piece in pieces)
    assert bare("".join(pieces)) == bare(text)
    assert len(text) > most or pieces == ([text] if text else [])


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=9), min_size=1), st.integers(9, 40))
def test_words_are_not_torn_where_they_fit(words: list[str], most: int) -> None:
    assert [word for piece in split(" ".join(words), most) for word in piece.split()] == words


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One two.\n\nThree four. Five", ["One two.", "Three four. Five"]),
        ("One. Two\nThree four five", ["One. Two", "Three four five"]),
        ("One two. Three four five", ["One two.", "Three four five"]),
        ("One two three four fives", ["One two three", "four fives"]),
        ("Onetwothreefourfivesixseven", ["Onetwothreefourf", "ivesixseven"]),
        ("   One two three four five", ["   One two", "three four five"]),
    ],
    ids=["paragraph", "line", "sentence", "word", "anywhere", "after a beginning of blanks"],
)
def test_a_text_is_split_at_the_best_place(text: str, pieces: list[str]) -> None:
    assert split(text, 16) == pieces


@settings(deadline=None)
@given(st.lists(st.integers()), st.integers(1, 12))
def test_pages_hold_everything_in_order_and_only_the_last_is_short(items: list[int], size: int) -> None:
    paged = pages(items, size)
    assert [item for page in paged for item in page] == items
    assert all(len(page) == size for page in paged[:-1])
    assert all(1 <= len(page) <= size for page in paged)


def test_a_narrow_table_is_aligned() -> None:
    table = Table(("topic", "asked"), (("culture", "3"), ("pay", "12")))
    assert table_lines(table) == ["topic    asked", "culture  3", "pay      12"]


def test_wide_characters_take_two_columns() -> None:
    table = Table(("主题", "n"), (("文化", "1"), ("é", "2"), ("🙂", "3"), ("abcd", "4")))
    lines = table_lines(table)
    assert {wcswidth(line) for line in lines} == {7}
    assert all(line[-1] in "n1234" for line in lines)


def test_a_table_too_wide_for_a_phone_becomes_rows_of_columns_and_cells() -> None:
    table = Table(("topic", "about"), (("culture", "x" * NARROW), ("pay", "y")))
    assert table_lines(table) == [f"topic: culture · about: {'x' * NARROW}", "topic: pay · about: y"]


def test_a_table_of_exactly_the_width_is_still_aligned() -> None:
    fits = Table(("a", "b"), (("x" * 20, "y" * 10),))
    assert table_lines(fits) == ["a" + " " * 21 + "b", "x" * 20 + "  " + "y" * 10]
    assert "·" in table_lines(Table(("a", "b"), (("x" * 20, "y" * 11),)))[0]


def test_a_line_break_in_a_cell_does_not_break_the_row() -> None:
    assert table_lines(Table(("a", "b"), (("one\ntwo", "\t3 "),))) == ["a        b", "one two  3"]


cells = st.text(max_size=12)


@settings(deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.builds(Table, st.tuples(*[cells] * width), st.lists(st.tuples(*[cells] * width)).map(tuple))
    )
)
def test_a_table_has_a_line_for_every_row_and_loses_no_cell(table: Table) -> None:
    lines = table_lines(table)
    assert len(lines) in (len(table.rows), len(table.rows) + 1)
    for row, line in zip(reversed(table.rows), reversed(lines), strict=False):
        assert all(bare(cell) in bare(line) for cell in row)
    assert not any(separator in line for line in lines for separator in "\n\r\x0b\x0c\u2028\u2029")
