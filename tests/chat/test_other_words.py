"""Other words for what a command does lead to the offer of it; they never run it."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from bot import bootstrap
from bot.chat.command import Arg, Catalogue, Feature
from bot.chat.grammar import Begun, Meant, Parsed, Unparsed, parse
from bot.errors import DeclarationError

feature = Feature("trial")


def is_hour(text: str) -> bool:
    return text.endswith("h") and text[:-1].isdigit()


@feature.command("", tree="askq", summary="Ask")
def ask(ctx: Any, topic: Annotated[str, Arg("About what")] = "") -> None: ...


@feature.command("quiz", tree="quiz start", summary="Quiz")
def quiz(ctx: Any, count: Annotated[int, Arg("How many")] = 1) -> None: ...


@feature.command("quiz end", tree="quiz end", summary="End", also=("stop", "cancel"))
def quiz_end(ctx: Any, number: Annotated[int, Arg("Which")] = 0) -> None: ...


@feature.command("quiz wait", tree="quiz wait", summary="Wait", also=("stop",))
def quiz_wait(ctx: Any) -> None: ...


@feature.command("daily set", tree="daily set", summary="Set", unsaid=True)
def daily_set(
    ctx: Any, hour: Annotated[str, Arg("When", fits=is_hour)] = "", topic: Annotated[str, Arg("About what")] = ""
) -> None: ...


CATALOGUE = Catalogue([feature])


def offered(line: str) -> list[tuple[str, str]]:
    meant = parse(line, CATALOGUE)
    assert isinstance(meant, Meant), meant
    return [(command.name, rest) for command, rest in meant.commands]


def test_another_word_offers_the_command() -> None:
    assert offered("quiz cancel") == offered("/askq Quiz CANCEL") == [("quiz end", "")]


def test_a_word_that_may_mean_several_offers_all_of_them() -> None:
    assert offered("quiz stop") == [("quiz end", ""), ("quiz wait", "")]


def test_what_stands_behind_it_goes_along_where_the_command_takes_it() -> None:
    assert offered("quiz stop 2") == [("quiz end", "2"), ("quiz wait", "")]
    assert offered("quiz cancel the whole thing") == [("quiz end", "")]


def test_what_only_fits_one_commands_arguments_offers_it() -> None:
    assert offered("daily 9h") == [("daily set", "9h")]
    assert offered("daily 9h culture") == [("daily set", "9h culture")]


def test_what_fits_no_argument_that_is_known_by_its_looks_is_a_search() -> None:
    parsed = parse("daily culture", CATALOGUE)
    assert isinstance(parsed, Parsed) and parsed.command.name == ""


def test_a_command_with_arguments_of_its_own_goes_before() -> None:
    parsed = parse("quiz 5", CATALOGUE)
    assert isinstance(parsed, Parsed) and parsed.values == {"count": 5}
    assert isinstance(parse("quiz nonsense", CATALOGUE), Unparsed)


def test_the_name_of_a_command_is_never_another_word() -> None:
    parsed = parse("quiz end 1", CATALOGUE)
    assert isinstance(parsed, Parsed) and parsed.command.name == "quiz end"


@pytest.mark.parametrize("line", ["quiz help", "daily help", "askq daily HELP"])
def test_help_behind_a_beginning_shows_what_begins_so(line: str) -> None:
    begun = parse(line, CATALOGUE)
    assert isinstance(begun, Begun)
    assert {command.above for command in begun.commands} == {line.split()[-2]}


def test_help_behind_anything_else_is_a_search() -> None:
    parsed = parse("may i ask for help", CATALOGUE)
    assert isinstance(parsed, Parsed) and parsed.command.name == ""


def declared(name: str, **more: Any) -> Feature:
    other = Feature("other")

    @other.command(name, tree=name, summary="Other", **more)
    def command(ctx: Any) -> None: ...

    return other


@pytest.mark.parametrize(
    ("name", "more", "message"),
    [
        ("quiz more", {"also": ("end",)}, "'quiz end' is a command"),
        ("topics", {"also": ("subjects",)}, "'topics' stands alone"),
        ("topics", {"unsaid": True}, "'topics' stands alone"),
        ("quiz more", {"also": ("On top",)}, "does not work as a name"),
    ],
)
def test_what_could_not_be_told_apart_fails_at_once(name: str, more: dict[str, Any], message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        Catalogue([feature, declared(name, **more)])


def test_no_other_word_of_askq_hides_a_command() -> None:
    catalogue = bootstrap.catalogue()
    for name in catalogue.commands:
        assert not isinstance(parse(name, catalogue), Meant)
