"""Authors write a small part of Markdown; what would not be shown everywhere is refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.elements import Bullets, Code, Text
from bot.chat.markdown import UnknownMarkdown, elements, inline
from bot.chat.markup import Bold, Href, Italic, Mono, Plain


def test_paragraphs_and_lists_become_elements_in_their_order() -> None:
    assert elements("One.\n\n- a\n- **b**\n\nTwo.\n\n1. c\n2. d") == (
        Text((Plain("One."),)),
        Bullets(((Plain("a"),), (Bold("b"),))),
        Text((Plain("Two."),)),
        Bullets(((Plain("c"),), (Plain("d"),)), ordered=True),
    )


def test_code_between_lines_of_backticks_stays_as_it_is_indented() -> None:
    assert elements("What is printed?\n\n```python\nif *x*:\n    y\n```\n") == (
        Text((Plain("What is printed?"),)),
        Code("if *x*:\n    y", "python"),
    )
    assert elements("~~~\na\n\nb") == (Code("a\n\nb"),)


def test_nothing_gives_nothing() -> None:
    assert elements("") == ()
    assert elements(" \n\n ") == ()
    assert inline("") == ()


@pytest.mark.parametrize(
    ("source", "spans"),
    [
        ("plain", (Plain("plain"),)),
        ("**bold** text", (Bold("bold"), Plain(" text"))),
        ("*leaning* and _leaning_", (Italic("leaning"), Plain(" and "), Italic("leaning"))),
        ("`/askq *four*`", (Mono("/askq *four*"),)),
        ("[the guide](https://example.org/a?b=c)", (Href("the guide", "https://example.org/a?b=c"),)),
        ("[`code`](https://example.org)", (Href("code", "https://example.org"),)),
        ("<https://example.org>", (Href("https://example.org", "https://example.org"),)),
        ("*a **b** c*", (Italic("a "), Bold("b"), Italic(" c"))),
        ("***both***", (Bold("both"),)),
        ("one\nline", (Plain("one"), Plain(" "), Plain("line"))),
        ("two  \nlines", (Plain("two"), Plain("\n"), Plain("lines"))),
        ("two\\\nlines", (Plain("two"), Plain("\n"), Plain("lines"))),
        (r"\*not bold\* &amp; 2 * 3 * 4", (Plain("*not bold* & 2 * 3 * 4"),)),
        ("snake_case_name", (Plain("snake_case_name"),)),
        ("a < b > c", (Plain("a < b > c"),)),
        ("a | b", (Plain("a | b"),)),
        ("~~kept~~ as written", (Plain("~~kept~~ as written"),)),
        ("<@U1> @everyone", (Plain("<@U1> @everyone"),)),
    ],
)
def test_the_subset_is_read_as_spans(source: str, spans: object) -> None:
    assert inline(source) == spans


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("# Heading", "a heading"),
        ("Heading\n===", "a heading"),
        ("> quoted", "a blockquote"),
        ("a\n\n---\n\nb", "a line across"),
        ("    code", "a block of code without ``` above and below it"),
        ("- ```\n  code\n  ```", "a block of code in a list"),
        ("```\n\n```", "an empty block of code"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a table"),
        ("<div>\nx\n</div>", "HTML"),
        ("a<br>b", "HTML"),
        ("About <company>.", "HTML"),
        ("![logo](https://example.org/logo.png)", "an image"),
        ("- a\n  - b", "a list inside a list"),
        ("- a\n\n  more of a", "a list item of several paragraphs"),
        ("- a\n-\n- b", "an empty list item"),
        ("3. third", "a numbered list that does not begin with 1"),
        ("- # a", "a heading"),
        ("[mail](mailto:a@example.org)", "a link that does not begin with https://"),
        ("[page](page.html)", "a link that does not begin with https://"),
    ],
)
def test_anything_else_is_refused_by_its_name(source: str, named: str) -> None:
    with pytest.raises(UnknownMarkdown, match=f"^{named}"):
        elements(source)


@pytest.mark.parametrize("source", ["a\n\nb", "- a", "a\n\n- b"])
def test_one_paragraph_means_one(source: str) -> None:
    with pytest.raises(UnknownMarkdown, match="more than one paragraph where one is wanted"):
        inline(source)


def test_a_dangerous_link_stays_text() -> None:
    assert inline("[x](javascript:alert)") == (Plain("[x](javascript:alert)"),)


pieces = st.sampled_from(
    [
        "*",
        "**",
        "`",
        "[",
        "](https://a.org)",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "# ",
        "```",
        "|",
        "<b>",
        "&lt;",
        "\\",
        " ",
        "a",
        "> ",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(pieces).map("".join)))
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        found = elements(source)
    except UnknownMarkdown as refused:
        assert str(refused)
        return
    assert all(isinstance(element, Text | Bullets | Code) for element in found)
