"""Spans carry meaning; text never does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

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

ANA = Person("slack", "T1", "U1")


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Plain("*not bold* <@U1>"), "*not bold* <@U1>"),
        (Bold("b"), "b"),
        (Italic("i"), "i"),
        (Mono("/askq"), "/askq"),
        (Href("the guide", "https://example.org"), "the guide (https://example.org)"),
        (Href("https://example.org", "https://example.org"), "https://example.org"),
        (Mention(ANA, "Ana"), "@Ana"),
        (MentionRole("R1", "mentors"), "@mentors"),
        (MentionChannel("C1", "general"), "#general"),
        (At(datetime(2030, 1, 2, tzinfo=UTC), "Wednesday, 9 am"), "Wednesday, 9 am"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_span_says_something_in_plain_text(span: Span, said: str) -> None:
    assert plain_text((span,)) == said
    assert plain_text((Plain("("), span, Plain(")"))) == f"({said})"


def test_strings_become_plain_and_empty_ones_vanish() -> None:
    assert spans("a", "", Bold("b"), "") == (Plain("a"), Bold("b"))
    assert spans() == ()
    assert plain_text(()) == ""
