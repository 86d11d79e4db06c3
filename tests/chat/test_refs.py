"""What a button means survives the platform's identifier, and nothing else gets in."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, get_type_hints

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot import bootstrap
from bot.ask.model import Look, Part
from bot.chat.refs import (
    MAX_LENGTH,
    VERSION,
    Ref,
    UnreadableRef,
    UnwritableRef,
    decode,
    encode,
    known_refs,
    ref,
)
from bot.errors import DeclarationError
from bot.kit.model import ShowSaved

bootstrap.catalogue()  # registers every meaning there is

OURS = [cls for cls in known_refs() if cls.__module__.startswith("bot.")]
LONGEST_ID = f"{'p' * 24}:{'t' * 24}.{'s' * 23}"
"""As long as the content rules let a question's id become."""


class Colour(StrEnum):
    RED = "red"
    PIPE = "a|b"


@ref("try-all")
@dataclass(frozen=True)
class Everything(Ref):
    text: str = ""
    number: int = 0
    flag: bool = False
    colour: Colour = Colour.RED
    shared: ClassVar[str] = "not a field"


@ref("try-none")
@dataclass(frozen=True)
class Nothing(Ref):
    pass


@ref("try-base")
@dataclass(frozen=True)
class Base(Ref):
    first: str


@ref("try-heir")
@dataclass(frozen=True)
class Heir(Base):
    second: int = 0


@dataclass(frozen=True)
class Unregistered(Ref):
    text: str = ""


@dataclass(frozen=True)
class UnregisteredHeir(Everything):
    pass


def field_values(kind: type) -> st.SearchStrategy[object]:
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers()
    if kind is str:
        return st.text(max_size=40)
    return st.sampled_from(list(kind))


@st.composite
def meanings(draw: st.DrawFn, classes: list[type[Ref]]) -> Ref:
    cls = draw(st.sampled_from(classes))
    hints = get_type_hints(cls)
    return cls(**{field.name: draw(field_values(hints[field.name])) for field in dataclasses.fields(cls)})


@settings(deadline=None)
@given(meanings([*OURS, Everything, Nothing, Heir]))
def test_every_meaning_either_comes_back_the_same_or_is_refused_when_written(meaning: Ref) -> None:
    try:
        text = encode(meaning)
    except UnwritableRef:
        assume(False)
    assert len(text) <= MAX_LENGTH
    assert decode(text) == meaning
    assert type(decode(text)) is type(meaning)


@pytest.mark.parametrize("cls", OURS, ids=lambda cls: cls.tag)
def test_every_button_has_room_for_the_longest_question_id(cls: type[Ref]) -> None:
    hints = get_type_hints(cls)
    names = {"question": LONGEST_ID, "topic": "t" * 24, "section": "s" * 24, "panel": "p" * 16, "field": "f" * 24}
    values: dict[str, object] = {}
    for field in dataclasses.fields(cls):
        kind = hints[field.name]
        if kind is str:
            values[field.name] = names.get(field.name, "hiring-manager")
        else:
            values[field.name] = max(kind, key=len) if issubclass(kind, StrEnum) else kind(999)
    meaning = cls(**values)
    assert len(encode(meaning)) <= MAX_LENGTH
    assert decode(encode(meaning)) == meaning


def test_the_identifier_is_readable_and_begins_with_the_version_and_the_tag() -> None:
    assert encode(Everything("a|b%c\n", -3, True, Colour.PIPE)) == "1|try-all|a%7cb%25c%0a|-3|y|a%7cb"
    assert encode(Nothing()) == "1|try-none"


@pytest.mark.parametrize("text", ["", "|", "%", "%7c", "a|b", "\x00\x1f\x7f", "ümläut", "日本語", "😀", " ", "\u2028"])
def test_any_text_can_be_carried(text: str) -> None:
    assert decode(encode(Everything(text))) == Everything(text)


def test_fields_of_a_parent_are_carried_too() -> None:
    assert decode(encode(Heir("a", 7))) == Heir("a", 7)


def test_a_button_of_older_days_keeps_its_meaning() -> None:
    assert decode("1|look|ask-the-interviewer:culture.describe-it|why") == Look(
        "ask-the-interviewer:culture.describe-it", Part.WHY
    )
    assert decode("1|saved|2") == ShowSaved(2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1|",
        "|try-none",
        "0|try-none",
        "2|try-none",
        "01|try-none",
        "1|try-nonesuch",
        "1|TRY-NONE",
        " 1|try-none",
        "1|try-none\n",
        "1|try-none|",
        "1|try-none|extra",
        "1|try-all|a|1|y",
        "1|try-all|a|1|y|red|more",
        "1|try-all|a||y|red",
        "1|try-all|a|one|y|red",
        "1|try-all|a|1.0|y|red",
        "1|try-all|a|01|y|red",
        "1|try-all|a|-0|y|red",
        "1|try-all|a|+1|y|red",
        "1|try-all|a|1_0|y|red",
        "1|try-all|a| 1|y|red",
        "1|try-all|a|１|y|red",
        f"1|try-all|a|{'9' * 5000}|y|red",
        "1|try-all|a|1|Y|red",
        "1|try-all|a|1|yes|red",
        "1|try-all|a|1||red",
        "1|try-all|a|1|y|green",
        "1|try-all|a|1|y|",
        "1|try-all|%|1|y|red",
        "1|try-all|%41|1|y|red",
        "1|try-all|%7C|1|y|red",
        "1|try-all|%2|1|y|red",
        "1|try-all|\n|1|y|red",
        "1|try-all|\ud800|1|y|red",
        f"1|try-all|{'a' * 100}|1|y|red",
    ],
)
def test_what_was_not_written_here_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableRef):
        decode(text)


tags = st.sampled_from([cls.tag for cls in known_refs()])
pieces = st.one_of(st.text(max_size=12), st.sampled_from(["|", "%", "%7c", "y", "n", "1", "why", "\x00"]), tags)


@settings(deadline=None)
@given(
    st.one_of(
        st.text(),
        st.lists(pieces, max_size=6).map("|".join),
        st.builds("{}|{}|{}".format, st.sampled_from(["1", "2", "", "11"]), tags, st.lists(pieces).map("|".join)),
        st.text(alphabet=st.characters(exclude_categories=[]), max_size=20).map("1|one|{}".format),
    )
)
def test_any_text_is_either_what_encode_writes_or_unreadable(text: str) -> None:
    try:
        meaning = decode(text)
    except UnreadableRef:
        return
    assert encode(meaning) == text


@settings(deadline=None)
@given(meanings([*OURS, Everything]), st.data())
def test_a_truncated_identifier_never_gives_another_meaning_of_the_same_text(meaning: Ref, data: st.DataObject) -> None:
    try:
        text = encode(meaning)
    except UnwritableRef:
        assume(False)
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    with suppress(UnreadableRef):
        assert encode(decode(cut)) == cut


def test_what_is_too_long_is_refused_when_written_with_its_length() -> None:
    with pytest.raises(UnwritableRef, match="takes 97 characters, 96 are allowed"):
        encode(Base("a" * 86))
    assert len(encode(Base("a" * 85))) == MAX_LENGTH


@pytest.mark.parametrize(
    "meaning",
    [
        Base(5),  # type: ignore[arg-type]
        Base(None),  # type: ignore[arg-type]
        Base(True),  # type: ignore[arg-type]
        Everything(number=True),
        Everything(number="x"),  # type: ignore[arg-type]
        Everything(number=10**5000),
        Everything(flag="y"),  # type: ignore[arg-type]
        Everything(colour="green"),  # type: ignore[arg-type]
        Everything("\ud800"),
        Unregistered("a"),
        UnregisteredHeir("a"),
    ],
    ids=[
        "a number for text",
        "nothing for text",
        "a flag for text",
        "a flag for a number",
        "text for a number",
        "a number beyond what Python prints",
        "text for a flag",
        "no member of the enumeration",
        "half a character",
        "a meaning without a tag",
        "a meaning with its parent's tag",
    ],
)
def test_what_would_not_be_read_back_is_refused_when_written(meaning: Ref) -> None:
    with pytest.raises(UnwritableRef):
        encode(meaning)


def test_no_two_meanings_share_a_tag() -> None:
    assert len({cls.tag for cls in known_refs()}) == len(known_refs())
    with pytest.raises(DeclarationError, match=r"'try-none' already means .*Nothing"):

        @ref("try-none")
        @dataclass(frozen=True)
        class Other(Ref):
            pass


def test_a_class_of_the_same_name_elsewhere_cannot_take_a_tag_over() -> None:
    double = dataclass(frozen=True)(type("Nothing", (Ref,), {"__module__": "elsewhere", "__qualname__": "Nothing"}))
    with pytest.raises(DeclarationError, match="already means"):
        ref("try-none")(double)


@pytest.mark.parametrize("tag", ["", "A", "1a", "a|b", "a b", "a" * 17, "ä", "-a", "a\n"])
def test_a_tag_is_short_and_plain(tag: str) -> None:
    with pytest.raises(DeclarationError, match="is no tag"):
        ref(tag)(Unregistered)


def test_a_meaning_holds_only_what_can_be_written() -> None:
    with pytest.raises(DeclarationError, match=r"Wrong\.values must be str, int, bool or a StrEnum"):

        @ref("try-wrong")
        @dataclass(frozen=True)
        class Wrong(Ref):
            values: tuple[str, ...]


def test_the_decorators_have_one_order() -> None:
    with pytest.raises(DeclarationError, match="@ref stands above @dataclass"):

        @dataclass(frozen=True)
        @ref("try-order")
        class Upside(Ref):
            text: str


def test_the_version_is_part_of_every_identifier() -> None:
    assert all(encode(meaning).startswith(f"{VERSION}|") for meaning in (Nothing(), Everything(), Heir("a")))
