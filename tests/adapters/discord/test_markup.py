"""Spans as Discord Markdown: what people typed is shown as they typed it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import markup
from adapters.discord.markup import escape, markdown, split_spans
from bot.chat.keys import Person
from bot.chat.markup import (
    At,
    Bold,
    Href,
    Italic,
    Mention,
    MentionChannel,
    MentionRole,
    Mono,
    Plain,
    Span,
    plain_text,
    spans,
)
from tests.support.discord.reading import markdown_as_read
from tests.support.views import TRICKY, rows

NASTY = st.text(st.sampled_from("\\*_~|`#>-+1.)[](<@&:!/ \n\tax"), max_size=40)
WHATEVER = st.one_of(st.sampled_from(TRICKY), NASTY, st.text(max_size=80))
STYLES: tuple[type[Plain | Bold | Italic | Mono], ...] = (Plain, Bold, Italic, Mono)


def read(text: str) -> str:
    return markdown_as_read(text, lambda sigil, id: f"MENTION {sigil}{id}")


def lines_as_they_are(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text)


@given(WHATEVER)
@settings(deadline=None, max_examples=200)
def test_plain_text_reads_as_it_was_typed(text: str) -> None:
    assert read(markdown((Plain(text),))) == lines_as_they_are(text)


@given(st.lists(st.builds(lambda kind, text: kind(text), st.sampled_from(STYLES), WHATEVER), max_size=5).map(tuple))
@settings(deadline=None, max_examples=200)
def test_styled_text_reads_as_it_was_typed(typed: tuple[Span, ...]) -> None:
    said, expected = read(markdown(typed)), lines_as_they_are(plain_text(typed))
    assert "".join(said.split()) == "".join(expected.split())


@given(rows, st.integers(600, 2000))
@settings(deadline=None)
def test_long_text_is_split_into_pieces_that_fit_and_say_everything(typed: tuple[Span, ...], most: int) -> None:
    long = (*typed, Plain("well, " * 300), Bold("* " * 300), *typed)
    pieces = split_spans(long, most)
    assert all(len(markdown(piece)) <= most for piece in pieces)
    said = "".join(plain_text(piece) for piece in pieces)
    assert "".join(said.split()) == "".join(plain_text(long).split())


@given(rows, rows, st.integers(300, 900))
@settings(deadline=None)
def test_a_group_is_closed_only_when_the_next_span_would_not_fit(
    some: tuple[Span, ...], others: tuple[Span, ...], most: int
) -> None:
    long = (*some, Mono("a`"), Plain("1:"), *others, Italic("- x\n" * 40), Bold("y"), *some) * 5
    pieces = split_spans(long, most)
    assert all(len(markdown(piece)) <= most for piece in pieces)
    for piece, following in pairwise(pieces):
        assert len(markdown((*piece, following[0]))) > most


@pytest.mark.parametrize("kinds", [(Plain, Mention), (Plain, Bold), (Plain,)])
def test_the_work_grows_with_the_number_of_spans_and_no_faster(
    kinds: tuple[type[Any], ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def characters_escaped(number: int) -> int:
        seen: list[int] = []

        def counting(text: str, *, begins_line: bool = True) -> str:
            seen.append(len(text))
            return escape(text, begins_line=begins_line)

        made = [kinds[n % len(kinds)] for n in range(number)]
        ana = Person("slack", "T1", "U1")
        typed = tuple(Mention(ana, "ana") if kind is Mention else kind("a_b ") for kind in made)
        with monkeypatch.context() as patched:
            patched.setattr(markup, "escape", counting)
            for piece in split_spans(typed, 1_800):
                markdown(piece)
        return sum(seen)

    few, many = characters_escaped(1_000), characters_escaped(4_000)
    assert many <= 4.5 * few


@pytest.mark.parametrize(
    "text",
    [
        "# heading", "  ## heading", "-# small", "- item", "+ item", "* item", "1. item", "12) item", "> quote",
        ">>> quote", "a\n# heading", "a\n  - item", "a\r\n> quote",
    ],
)  # fmt: skip
def test_what_would_begin_a_block_gets_a_backslash(text: str) -> None:
    assert re.search(r"^\s*\d*\\[-#+*>.)]", escape(text), re.MULTILINE)


def test_a_line_that_does_not_begin_here_keeps_its_beginning() -> None:
    assert escape("- 1", begins_line=False) == "- 1"
    assert markdown(spans(Mono("a"), " - b", Plain("\n- c"))) == "`a` - b\n\\- c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("well-known, 3.5 + 1 (or so) = 100 % & more!", "well-known, 3.5 + 1 (or so) = 100 % & more!"),
        ("@everyone", r"\@everyone"),
        ("<@1> <#2> <t:3:f> </why:4> <a:x:5>", r"\<\@1\> \<#2\> \<t\:3\:f\> \</why\:4\> \<a\:x\:5\>"),
        (":smile: at 10:30", r"\:smile: at 10\:30"),
        ("https://a.org/b_c", r"https\://a.org/b\_c"),
        ("[safe](https://evil.org)", r"\[safe\](https\://evil.org)"),
        ("||spoiler|| ~~no~~", r"\|\|spoiler\|\| \~\~no\~\~"),
    ],
)
def test_only_what_could_be_markup_gets_a_backslash(text: str, shown: str) -> None:
    assert escape(text) == shown


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (Bold("bold"), "**bold**"),
        (Bold(" a*b "), r" **a\*b** "),
        (Bold("two\n\nlines"), "**two**\n\n**lines**"),
        (Italic("it"), "*it*"),
        (Mono("/askq why"), "`/askq why`"),
        (Mono("a`b"), "``a`b``"),
        (Mono("`a"), "`` `a ``"),
        (Mono("a``b`"), r"a\`\`b\`"),
        (Mono("two\nlines"), "two\nlines"),
        (Href("Read on", "https://a.org/x_(y)"), "[Read on](https://a.org/x_%28y%29)"),
        (Href("a]b", "https://a.org"), r"[a\]b](https://a.org)"),
        (Href("https://a.org", "https://a.org"), "<https://a.org>"),
        (Href("https://b.org", "https://a.org"), r"https\://b.org (<https://a.org>)"),
        (Href("click", "javascript:alert(1)"), r"click (javascript\:alert(1))"),
        (Mention(Person("discord", "", "42"), "ana"), "<@42>"),
        (Mention(Person("slack", "T1", "U1"), "*ana*"), r"\@\*ana\*"),
        (Mention(Person("discord", "", "4> <@5"), "ana"), r"\@ana"),
        (MentionRole("7", "readers"), "<@&7>"),
        (MentionChannel("8", "general"), "<#8>"),
        (At(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), "Monday"), "<t:1772442000:f>"),
    ],
)
def test_each_span_has_its_markup(span: Span, shown: str) -> None:
    assert markdown((span,)) == shown


def test_marks_of_neighbours_do_not_run_together() -> None:
    assert markdown((Bold("a"), Bold("b"))) == "**ab**"
    assert markdown((Bold("a"), Italic("b"), Plain("c"))) == "**a**bc"
