"""Sentences are translated first and filled in afterwards."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.keys import Person
from bot.chat.markup import Bold, Mention, Mono, Plain, plain_text
from bot.chat.words import Words


def spelt(name: str, argument: str) -> str:
    return " ".join(filter(None, ("/askq", name, argument)))


_ = Words("en", spelt)


def test_placeholders_are_filled_in_by_name() -> None:
    assert _("{who} saved {what}.", what="two", who="Ana") == "Ana saved two."


@settings(deadline=None)
@given(st.text())
def test_what_people_type_is_never_read_as_a_placeholder_or_as_markup(typed: str) -> None:
    assert _("“{typed}”", typed=typed) == f"“{typed}”"
    assert plain_text(_.spans("“{typed}”", typed=typed)) == f"“{typed}”"
    assert all(isinstance(span, Plain) for span in _.spans("“{typed}”", typed=typed))


@pytest.mark.parametrize("name", ["{other}", "*Ana*", "<@U1>", "{0.__class__}", "%s", "@everyone", ""])
def test_a_name_that_looks_like_markup_stays_a_name(name: str) -> None:
    ana = Mention(Person("slack", "T1", "U1"), name)
    assert _.spans("{who} asks", who=ana) == (ana, Plain(" asks"))
    assert _("{who} asks", who=name) == f"{name} asks"


def test_spans_keep_their_meaning_and_their_place() -> None:
    assert _.spans("Type {four} or {why}.", four=_.command("four"), why=Bold("ask")) == (
        Plain("Type "),
        Mono("/askq four"),
        Plain(" or "),
        Bold("ask"),
        Plain("."),
    )


def test_doubled_braces_are_braces() -> None:
    assert _.spans("a slot such as {{fact}}: {what}", what="x") == (
        Plain("a slot such as {"),
        Plain("fact}"),
        Plain(": "),
        Plain("x"),
    )
    assert _("{{fact}}") == "{fact}"


def test_a_forgotten_placeholder_is_a_mistake_of_ours_and_loud() -> None:
    with pytest.raises(KeyError):
        _("{who} asks")
    with pytest.raises(KeyError):
        _.spans("{who} asks")


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 questions here"), (1, "1 question here"), (2, "2 questions here"), (1234, "1,234 questions here")],
)
def test_counting_takes_the_form_that_fits(count: int, said: str) -> None:
    assert _.many("{count} question {where}", "{count} questions {where}", count, where="here") == said


def test_numbers_and_lists_follow_the_reader() -> None:
    american, british = Words("en-US", spelt), Words("en-GB", spelt)
    assert american.listing(["a", "b", "c"]) == "a, b, and c"
    assert british.listing(["a", "b", "c"]) == "a, b and c"
    assert british.listing(["a", "b", "c"], "or") == "a, b or c"
    assert _.listing([]) == ""
    assert _.listing(["a"]) == "a"


def test_where_there_is_no_translation_lists_and_numbers_are_english_too() -> None:
    german = Words("de-DE", spelt)
    assert german.number(1234567) == "1,234,567"
    assert german.listing(["a", "b"], "or") == "a or b"


@pytest.mark.parametrize("tag", ["", "xx", "tlh-Qaak", "-", "\x00", "😀", "C", "x" * 500, "en-US-u-hc-h12", "a-b-c-d"])
def test_an_unknown_language_reads_english(tag: str) -> None:
    assert Words(tag, spelt)("Hello {who}", who="Ana") == "Hello Ana"
    assert Words(tag, spelt).number(1234) == "1,234"


@settings(deadline=None)
@given(st.text())
def test_any_language_tag_gives_words(tag: str) -> None:
    words = Words(tag, spelt)
    assert words("Hello") == "Hello"
    assert words.listing(["a"]) == "a"
    assert words.number(7)


def test_a_command_is_shown_as_it_is_typed_on_the_front() -> None:
    assert _.command() == Mono("/askq")
    assert _.command("why", "culture.describe-it") == Mono("/askq why culture.describe-it")
