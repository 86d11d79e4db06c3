"""Hypothesis strategies for everything features can say: any text anybody could type, in any element."""

from __future__ import annotations

from datetime import UTC, datetime
from string import ascii_lowercase, digits
from typing import Any

from hypothesis import strategies as st

from bot.chat.elements import (
    FORM_FIELDS,
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
)
from bot.chat.keys import Person
from bot.chat.markup import At, Bold, Href, Italic, Mention, MentionChannel, MentionRole, Mono, Plain
from bot.chat.refs import MAX_LENGTH

TRICKY = (
    "*bold* _it_ ~no~ `code` ```fence```",
    "<@U1> <!channel> <#C1|x> <https://example.org|x> @everyone @here",
    "[link](https://example.org) # heading\n> quote\n- list\n1. one",
    "&lt;!here&gt; &amp; < > &",
    "\x1b[31mred\x1b[2J \x9b1m \x07 \r\n\ttab",
    "\u202eright to left\u2066 \u200bzero \u00a0wide \u3000 \u2028line",
    "日本語の質問 👩‍👩‍👧‍👦 e\u0301 🇩🇪",
    "supercalifragilistic" * 20,
    "{name} {0} %s",
)

texts = (st.sampled_from(TRICKY) | st.text(max_size=200)).filter(lambda text: bool(text.strip()))
"""Something to read: at least one character that is no blank."""

labels = (st.sampled_from(TRICKY) | st.text(max_size=100)).filter(lambda text: bool(text.strip()))

idents = st.text(ascii_lowercase + digits, min_size=1, max_size=20)
urls = idents.map(lambda name: f"https://example.org/{name}?a=1&b=(2)")
refs = st.text(ascii_lowercase + digits + "|:.-", min_size=1, max_size=MAX_LENGTH)

persons = st.builds(Person, st.just("play"), st.just(""), idents)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001

spans = st.one_of(
    st.builds(Plain, texts),
    st.builds(Bold, texts),
    st.builds(Italic, texts),
    st.builds(Mono, texts),
    st.builds(Href, labels, urls),
    st.builds(Mention, persons, labels),
    st.builds(MentionRole, idents, labels),
    st.builds(MentionChannel, idents, labels),
    st.builds(At, moments, labels),
)
rows = st.lists(spans, min_size=1, max_size=4).map(tuple)

options = st.builds(
    Option, labels, st.text(ascii_lowercase + digits + ":.-", min_size=1, max_size=75), st.just("") | labels
)
buttons = st.builds(Button, labels, refs, st.sampled_from(("plain", "primary", "danger")))
links = st.builds(Link, labels, urls)


def selects(most: int = 30) -> st.SearchStrategy[Select]:
    """With values that differ, as platforms want them."""
    several = st.lists(options, min_size=1, max_size=most, unique_by=lambda option: option.value)
    return st.builds(Select, labels, refs, several.map(tuple))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 4))
    row = st.tuples(*[labels] * width)
    return Table(draw(row), tuple(draw(st.lists(row, max_size=4))))


said: st.SearchStrategy[Any] = st.one_of(
    st.builds(Heading, labels),
    st.builds(Text, rows),
    st.builds(Note, rows),
    st.builds(Code, texts, st.sampled_from(("", "python"))),
    st.builds(Bullets, st.lists(rows, min_size=1, max_size=12).map(tuple), st.booleans(), st.integers(1, 40)),
    st.builds(Fields, st.lists(st.tuples(labels, rows), min_size=1, max_size=6).map(tuple)),
    tables(),
    st.just(Divider()),
)
"""Every element but controls."""

controls = st.builds(Controls, st.lists(st.one_of(buttons, links, selects()), min_size=1, max_size=8).map(tuple))

views = st.lists(said | controls, min_size=1, max_size=6).map(lambda elements: View(tuple(elements)))

fields = st.one_of(
    st.builds(Line, idents, labels, st.text(max_size=40), st.text(max_size=40), st.booleans(), st.integers(1, 150)),
    st.builds(
        Paragraph, idents, labels, st.text(max_size=40), st.text(max_size=40), st.booleans(), st.integers(1, 1000)
    ),
    st.builds(
        Pick,
        idents,
        labels,
        st.lists(options, min_size=1, max_size=6, unique_by=lambda option: option.value).map(tuple),
        required=st.booleans(),
    ),
)
forms = st.builds(
    Form,
    labels.map(lambda title: title[:24]).filter(lambda title: bool(title.strip())),
    refs,
    st.lists(fields, min_size=1, max_size=FORM_FIELDS, unique_by=lambda field: field.name).map(tuple),
    st.just("Keep"),
)
