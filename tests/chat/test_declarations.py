"""Commands are declared once; whatever is unclear is said at import."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import pytest

from bot import bootstrap
from bot.chat.command import RESERVED, Arg, Catalogue, Feature, Named, NamedRole, Param
from bot.chat.elements import Option
from bot.chat.messages import Spelling
from bot.chat.refs import Ref, ref
from bot.errors import DeclarationError


class Size(StrEnum):
    SMALL = "small"
    EXTRA_LARGE = "extra-large"


class Numbers(StrEnum):
    pass


def completing(ctx: Any, typed: str) -> list[Option]:
    return []


@ref("try-press")
@dataclass(frozen=True)
class Press(Ref):
    pass


def declare(handler: Any, name: str = "four", tree: str = "bank four", summary: str = "Four") -> Feature:
    feature = Feature("trial")
    feature.command(name, tree=tree, summary=summary)(handler)
    return feature


def simple(ctx: Any) -> None:
    pass


def params(handler: Any) -> tuple[Param, ...]:
    return declare(handler).commands[0].params


def test_the_signature_says_everything_about_the_arguments() -> None:
    def handler(
        ctx: Any,
        size: Annotated[Size, Arg("How large")],
        count: Annotated[int, Arg("How many", ge=1, le=20)] = 4,
        who: Annotated[Named | None, Arg("For whom")] = None,
        here: Annotated[bool, Arg("For everyone")] = False,
        hour: Annotated[str, Arg("At what hour", fits=str.isdigit)] = "",
        role: Annotated[NamedRole | None, Arg("Whom to wake")] = None,
        words: Annotated[str | None, Arg("What about", complete=completing)] = None,
    ) -> None:
        pass

    assert params(handler) == (
        Param("size", "choice", "How large", True, ("small", "extra-large"), convert=Size),
        Param("count", "number", "How many", False, ge=1, le=20, convert=int),
        Param("who", "person", "For whom", False, convert=Named),
        Param("here", "flag", "For everyone", False),
        Param("hour", "word", "At what hour", False, fits=str.isdigit),
        Param("role", "role", "Whom to wake", False, convert=NamedRole),
        Param("words", "text", "What about", False, complete=completing),
    )


def test_the_decorator_gives_the_function_back_unchanged() -> None:
    assert Feature("trial").command("four", tree="four", summary="Four")(simple) is simple


def test_usage_shows_what_is_needed_and_what_may_be_left_out() -> None:
    def handler(
        ctx: Any,
        size: Annotated[Size, Arg("How large")],
        here: Annotated[bool, Arg("For everyone")] = False,
        words: Annotated[str, Arg("What about")] = "",
    ) -> None:
        pass

    assert declare(handler).commands[0].usage == "<small|extra-large> [here] [words]"
    assert declare(simple).commands[0].usage == ""


def test_a_command_finds_its_arguments_by_name() -> None:
    def handler(ctx: Any, words: Annotated[str, Arg("What about")] = "") -> None:
        pass

    command = declare(handler).commands[0]
    assert command.param("words") is command.params[0]
    assert command.param("other") is None


def bare_hint(ctx: Any, words: str) -> None: ...
def no_hint(ctx: Any, words) -> None: ...  # type: ignore[no-untyped-def]
def no_arg(ctx: Any, words: Annotated[str, "What about"]) -> None: ...
def empty_help(ctx: Any, words: Annotated[str, Arg("")]) -> None: ...
def long_help(ctx: Any, words: Annotated[str, Arg("x" * 101)]) -> None: ...
def a_float(ctx: Any, words: Annotated[float, Arg("x")]) -> None: ...
def a_list(ctx: Any, words: Annotated[list[str], Arg("x")]) -> None: ...
def needed_flag(ctx: Any, words: Annotated[bool, Arg("x")]) -> None: ...
def two_kinds(ctx: Any, words: Annotated[int | str, Arg("x")]) -> None: ...
def bounded_text(ctx: Any, words: Annotated[str, Arg("x", le=3)]) -> None: ...
def after_text(ctx: Any, words: Annotated[str, Arg("x")] = "", count: Annotated[int, Arg("x")] = 1) -> None: ...
def late(ctx: Any, count: Annotated[int, Arg("x")] = 1, *, size: Annotated[Size, Arg("x")]) -> None: ...
def collecting(ctx: Any, *words: str) -> None: ...
def keywords(ctx: Any, **words: str) -> None: ...


@pytest.mark.parametrize(
    ("handler", "message"),
    [
        (bare_hint, r"bare_hint: annotate words as Annotated\[type, Arg\('what it is'\)\]"),
        (no_hint, "no_hint: annotate words"),
        (no_arg, "no_arg: words needs an Arg"),
        (empty_help, "empty_help: words needs an Arg with a help text of at most 100 characters"),
        (long_help, "long_help: words needs an Arg with a help text of at most 100 characters"),
        (
            a_float,
            "a_float: words must be str, int, Named, NamedRole, a bool with a default, or a StrEnum, not <class 'float",
        ),
        (a_list, "a_list: words must be str"),
        (needed_flag, "needed_flag: words must be .* a bool with a default"),
        (two_kinds, "two_kinds: words must be str"),
        (bounded_text, "bounded_text: words is no number, so it has no bounds"),
        (after_text, "after_text: words takes the rest of the line, so it comes last"),
        (late, "late: size is required, so it comes first"),
        (collecting, "collecting: annotate words"),
        (keywords, "keywords: annotate words"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_an_argument_that_cannot_work_is_refused_with_its_place(handler: Any, message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        declare(handler)


def strange_name(ctx: Any, Size: Annotated[str, Arg("x")] = "") -> None: ...
def underscored(ctx: Any, my_words: Annotated[str, Arg("x")] = "") -> None: ...


@pytest.mark.parametrize(
    ("feature", "message"),
    [
        (declare(simple, name="fish"), "'fish' is not a reserved word: a topic could take it away"),
        (declare(simple, name="Four"), "'Four' is not a reserved word"),
        (declare(simple, name="daily Set"), "'Set' does not work as a name on every platform"),
        (declare(simple, tree="bank vier!"), "'vier!' does not work"),
        (declare(simple, tree="bank " + "x" * 33), "does not work"),
        (declare(strange_name), "'Size' does not work"),
        (declare(underscored), "'my_words' does not work"),
        (declare(simple, tree=""), "a tree has 1 to 3 words"),
        (declare(simple, tree="a b c d"), "a tree has 1 to 3 words"),
        (declare(simple, summary="x" * 101), "a summary at most 100 characters"),
    ],
)
def test_a_name_has_to_work_on_every_platform(feature: Feature, message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        Catalogue([feature])


def test_two_commands_cannot_share_a_name() -> None:
    with pytest.raises(DeclarationError, match="two commands are called 'four'"):
        Catalogue([declare(simple, tree="one"), declare(simple, tree="two")])


@pytest.mark.parametrize("other", ["bank", "bank four"])
def test_a_place_in_the_tree_holds_one_command_and_nothing_below_it(other: str) -> None:
    with pytest.raises(DeclarationError, match="cannot both be commands in one tree"):
        Catalogue([declare(simple), declare(simple, name="why", tree=other)])


def test_names_that_only_begin_alike_live_side_by_side() -> None:
    Catalogue([declare(simple, tree="bank"), declare(simple, name="why", tree="banker why")])


def test_a_meaning_has_one_handler_for_presses_and_one_for_forms() -> None:
    feature = Feature("trial")
    feature.pressed(Press)(simple)
    feature.submitted(Press)(simple)
    with pytest.raises(DeclarationError, match="Press already has a handler"):
        feature.pressed(Press)(simple)
    with pytest.raises(DeclarationError, match="Press already has a handler"):
        feature.submitted(Press)(simple)


@pytest.mark.parametrize("way", ["pressed", "submitted"])
def test_two_features_cannot_answer_the_same_meaning(way: str) -> None:
    one, two = Feature("one"), Feature("two")
    getattr(one, way)(Press)(simple)
    getattr(two, way)(Press)(simple)
    with pytest.raises(DeclarationError, match="Press has a handler in two features"):
        Catalogue([one, two])


def shared(
    ctx: Any, here: Annotated[bool, Arg("For everyone")] = False, topic: Annotated[str, Arg("About what")] = ""
) -> None: ...


def several(
    ctx: Any,
    who: Annotated[Named, Arg("Whom")],
    count: Annotated[int, Arg("How many")] = 1,
    topic: Annotated[str, Arg("About what")] = "",
) -> None: ...


def planned(
    ctx: Any,
    me: Annotated[bool, Arg("For me")] = False,
    hour: Annotated[str, Arg("At what hour", fits=str.isdigit)] = "",
    day: Annotated[str, Arg("On what day", fits={"mon", "tue", "on mon"}.__contains__)] = "",
    topic: Annotated[str, Arg("About what")] = "",
) -> None: ...


@pytest.mark.parametrize(
    ("name", "argument", "line", "tree"),
    [
        ("", "", "/askq", "/askq"),
        ("", "culture", "/askq culture", "/askq topic:culture"),
        ("", "how people leave", "/askq how people leave", "/askq topic:how people leave"),
        ("", "here", "/askq here", "/askq here:True"),
        ("", "here team", "/askq here team", "/askq here:True topic:team"),
        ("challenge", "@ben 3 pay", "/askq challenge @ben 3 pay", "/group challenge who:@ben count:3 topic:pay"),
        ("topics", "", "/askq topics", "/bank topics"),
        ("daily set", "9 on mon pay", "/askq daily set 9 on mon pay", "/daily set hour:9 day:on mon topic:pay"),
        ("daily set", "me tue", "/askq daily set me tue", "/daily set me:True day:tue"),
        ("daily set", "pay and leave", "/askq daily set pay and leave", "/daily set topic:pay and leave"),
    ],
)
def test_a_command_is_spelt_as_it_is_typed_on_each_front(name: str, argument: str, line: str, tree: str) -> None:
    catalogue = Catalogue(
        [
            declare(shared, name="", tree="askq"),
            declare(several, name="challenge", tree="group challenge"),
            declare(simple, name="topics", tree="bank topics"),
            declare(planned, name="daily set", tree="daily set"),
        ]
    )
    assert catalogue.spell(Spelling.LINE, name, argument) == line
    assert catalogue.spell(Spelling.TREE, name, argument) == tree


def test_the_catalogue_knows_what_can_follow_the_beginning_of_a_name() -> None:
    catalogue = Catalogue([declare(simple, name="", tree="askq"), declare(simple, name="daily set", tree="daily set")])
    assert [command.name for command in catalogue.below(["daily"])] == ["daily set"]
    assert catalogue.below([]) == catalogue.below(["daily", "set"]) == catalogue.below(["da"]) == ()


def test_the_running_bot_declares_commands_that_work_everywhere() -> None:
    catalogue = bootstrap.catalogue()
    assert {"", "topics", "why", "four", "saved", "guide", "help"} <= set(catalogue.commands)
    assert {name.split()[0] for name in catalogue.commands if name} <= RESERVED
    assert all(command.summary for command in catalogue.commands.values())
