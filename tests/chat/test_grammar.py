"""One line of text means one thing, whatever it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import bootstrap
from bot.bank.model import Stage
from bot.chat.command import Arg, Catalogue, Feature, Named, NamedRole
from bot.chat.grammar import Begun, Meant, Parsed, Unparsed, convert, parse, parse_bare

feature = Feature("trial")


def is_hour(text: str) -> bool:
    return text.endswith("h") and text[:-1].isdigit()


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"
    EXTRA_LARGE = "extra-large"
    EXTRA_SMALL = "extra-small"


@feature.command("", tree="askq", summary="Ask")
def ask(
    ctx: Any, here: Annotated[bool, Arg("For everyone")] = False, topic: Annotated[str, Arg("About what")] = ""
) -> None: ...


@feature.command("topics", tree="bank topics", summary="Topics")
def topics(ctx: Any) -> None: ...


@feature.command("daily", tree="daily show", summary="Daily")
def daily(
    ctx: Any,
    twice: Annotated[bool, Arg("Twice")] = False,
    loud: Annotated[bool, Arg("Loud")] = False,
    count: Annotated[int, Arg("How many", ge=1, le=20)] = 1,
) -> None: ...


@feature.command("daily set", tree="daily set", summary="Set")
def daily_set(ctx: Any, size: Annotated[Size, Arg("How large")]) -> None: ...


@feature.command("challenge", tree="challenge", summary="Challenge")
def challenge(
    ctx: Any,
    who: Annotated[Named, Arg("Whom")],
    count: Annotated[int, Arg("How many", ge=-5)] = 1,
    topic: Annotated[str, Arg("About what")] = "",
) -> None: ...


@feature.command("quiz", tree="quiz", summary="Quiz")
def quiz(ctx: Any, count: Annotated[int, Arg("How many", le=9)] = 1) -> None: ...


@feature.command("daily plan", tree="daily plan", summary="Plan")
def daily_plan(
    ctx: Any,
    me: Annotated[bool, Arg("For me alone")] = False,
    hour: Annotated[str, Arg("The hour", fits=is_hour)] = "",
    day: Annotated[str, Arg("The day", fits={"mon", "on mon", "mon to fri", "noon h"}.__contains__)] = "",
    topic: Annotated[str, Arg("About what")] = "",
) -> None: ...


@feature.command("daily skip", tree="daily skip", summary="Skip")
def daily_skip(
    ctx: Any,
    day: Annotated[str, Arg("The day", fits={"mon", "on mon"}.__contains__)] = "",
    number: Annotated[int, Arg("Which one", ge=1)] = 1,
) -> None: ...


@feature.command("daily at", tree="daily at", summary="At")
def daily_at(ctx: Any, hour: Annotated[str, Arg("The hour", fits=is_hour)]) -> None: ...


@feature.command("daily ping", tree="daily ping", summary="Ping")
def daily_ping(
    ctx: Any,
    whom: Annotated[NamedRole | None, Arg("The role")] = None,
    number: Annotated[int, Arg("Which one", ge=1)] = 1,
) -> None: ...


TRIAL = Catalogue([feature])
REAL = bootstrap.catalogue()


def means(line: str) -> tuple[str, dict[str, Any]]:
    parsed = parse(line, TRIAL)
    assert isinstance(parsed, Parsed), parsed
    return parsed.command.name, parsed.values


def why_not(line: str) -> str:
    unparsed = parse(line, TRIAL)
    assert isinstance(unparsed, Unparsed), unparsed
    return unparsed.reason


anything = st.text(alphabet=st.characters(exclude_categories=[]), max_size=60)
words = st.sampled_from(
    "/askq askq topics why four team hiring manager daily set extra - challenge <@U1> <@> @ben 3 -3 99999999999 ３ here"
    " settings organisers me help İ \x00".split(" ")
)


@settings(deadline=None)
@given(st.one_of(anything, st.lists(st.one_of(words, words, anything), max_size=6).map(" ".join)))
def test_every_line_means_something(line: str) -> None:
    for catalogue in (TRIAL, REAL):
        parsed = parse(line, catalogue)
        assert isinstance(parsed, Parsed | Unparsed | Begun | Meant)
        if isinstance(parsed, Begun | Meant):
            assert parsed.commands
            continue
        assert {param.name for param in parsed.command.params if param.required} <= set(
            parsed.values if isinstance(parsed, Parsed) else {param.name for param in parsed.command.params}
        )
        bare = parse_bare(line, catalogue)
        assert bare.command.name == ""
        if isinstance(parsed, Unparsed):
            assert parsed.reason


@settings(deadline=None)
@given(
    st.sampled_from(list(REAL.commands.values())),
    st.dictionaries(
        st.one_of(st.sampled_from(["here", "topic", "stage", "question", "member", "command"]), st.text(max_size=5)),
        st.one_of(anything, st.integers(), st.booleans()),
    ),
)
def test_every_set_of_named_arguments_means_something(command: Any, given_values: dict[str, Any]) -> None:
    assert isinstance(convert(command, given_values), Parsed | Unparsed)


def test_the_examples_of_the_grammar_hold() -> None:
    assert parse("topics", REAL) == Parsed(REAL.commands["topics"], {})
    assert parse("four team", REAL) == Parsed(REAL.commands["four"], {"stage": Stage.TEAM})
    assert parse("culture", REAL) == Parsed(REAL.commands[""], {"topic": "culture"})
    assert parse("why do they leave", REAL) == Parsed(REAL.commands["why"], {"question": "do they leave"})
    assert isinstance(parse("four people left", REAL), Unparsed)


def test_an_empty_line_is_the_bare_command() -> None:
    assert means("") == ("", {})
    assert means("   \n\t ") == ("", {})


@pytest.mark.parametrize("line", ["/askq culture", "askq culture", "/ASKQ culture", "  /askq   culture "])
def test_a_pasted_command_means_what_it_says(line: str) -> None:
    assert means(line) == ("", {"topic": "culture"})


def test_a_pasted_call_alone_is_the_bare_command() -> None:
    assert means("/askq") == ("", {})
    assert means("/askq topics") == ("topics", {})


def test_blanks_do_not_count_and_case_does_not_matter_in_names() -> None:
    assert means("  DAILY   Set  small ") == ("daily set", {"size": Size.SMALL})
    assert means("What  IS\nit") == ("", {"topic": "What IS it"})


def test_the_longest_name_wins() -> None:
    assert means("daily set small")[0] == "daily set"
    assert means("daily 3") == ("daily", {"count": 3})


def test_what_is_too_much_is_named() -> None:
    assert why_not("topics please") == "“please” is more than it takes"
    assert why_not("daily 3 4") == "“4” is more than it takes"
    assert why_not("topics " + "x" * 500) == f"“{'x' * 59}…” is more than it takes"


def test_what_is_missing_is_named_with_its_help() -> None:
    assert why_not("daily set") == "size is missing: How large"
    assert why_not("challenge") == "who is missing: Whom"


def test_flags_come_first_in_any_order() -> None:
    assert means("here") == ("", {"here": True})
    assert means("HERE team") == ("", {"here": True, "topic": "team"})
    assert means("daily twice loud 3") == ("daily", {"twice": True, "loud": True, "count": 3})
    assert means("daily loud twice 3") == ("daily", {"twice": True, "loud": True, "count": 3})


def test_in_a_search_a_flag_said_twice_or_later_is_part_of_the_text() -> None:
    assert means("here here") == ("", {"here": True, "topic": "here"})
    assert means("what is it like here") == ("", {"topic": "what is it like here"})


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("small", Size.SMALL),
        ("SMALL", Size.SMALL),
        ("s", Size.SMALL),
        ("l", Size.LARGE),
        ("extra-large", Size.EXTRA_LARGE),
        ("extra large", Size.EXTRA_LARGE),
        ("Extra   L", Size.EXTRA_LARGE),
        ("extra-s", Size.EXTRA_SMALL),
    ],
)
def test_a_choice_may_be_its_unambiguous_beginning_with_blanks_for_hyphens(typed: str, size: Size) -> None:
    assert means(f"daily set {typed}") == ("daily set", {"size": size})


@pytest.mark.parametrize("typed", ["e", "extra", "extra-", "medium", "smaller", "small large", "-"])
def test_an_unclear_choice_is_answered_with_the_choices(typed: str) -> None:
    assert why_not(f"daily set {typed}") == "size is one of small, large, extra-large, extra-small"


@pytest.mark.parametrize(("typed", "count"), [("1", 1), ("20", 20), ("007", 7)])
def test_a_number_within_its_bounds_is_taken(typed: str, count: int) -> None:
    assert means(f"daily {typed}") == ("daily", {"count": count})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("daily 0", "count is at least 1"),
        ("daily -3", "count is at least 1"),
        ("daily 21", "count is at most 20"),
        ("quiz 10", "count is at most 9"),
        ("challenge <@U1> -6", "count is at least -5"),
        ("daily x", "count is a number, “x” is none"),
        ("daily 3.5", "count is a number, “3.5” is none"),
        ("daily +3", "count is a number, “+3” is none"),
        ("daily 1_0", "count is a number, “1_0” is none"),
        ("daily ３", "count is a number, “３” is none"),
        ("daily ²", "count is a number, “²” is none"),
        ("daily 9999999999", "count is a number, “9999999999” is none"),
        ("daily -", "count is a number, “-” is none"),
    ],
)
def test_what_is_no_number_in_its_bounds_is_explained(line: str, reason: str) -> None:
    assert why_not(line) == reason


def test_a_number_without_a_lower_bound_may_be_negative() -> None:
    assert means("quiz -3") == ("quiz", {"count": -3})


def test_a_person_is_named_by_a_mention() -> None:
    assert means("challenge <@U1>") == ("challenge", {"who": Named("U1")})
    assert means("challenge <@U1> 3 pay and leave") == (
        "challenge",
        {"who": Named("U1"), "count": 3, "topic": "pay and leave"},
    )


@pytest.mark.parametrize(
    "typed", ["ben", "@ben", "<@>", "<@U1", "U1>", "<#C1>", "<@U1|ben>", "<@U1><@U2>", f"<@{'U' * 65}>"]
)
def test_what_is_no_mention_is_explained(typed: str) -> None:
    assert why_not(f"challenge {typed}") == "who is a person: write @ and choose the name"


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("9h", {"hour": "9h"}),
        ("mon", {"day": "mon"}),
        ("9h mon to fri pay and leave", {"hour": "9h", "day": "mon to fri", "topic": "pay and leave"}),
        ("on mon 9h pay", {"hour": "9h", "day": "on mon", "topic": "pay"}),
        ("me 9h mon", {"me": True, "hour": "9h", "day": "mon"}),
        ("9h me mon", {"me": True, "hour": "9h", "day": "mon"}),
        ("9h pay mon", {"hour": "9h", "day": "mon", "topic": "pay"}),
        ("pay and leave mon to fri me 9h", {"me": True, "hour": "9h", "day": "mon to fri", "topic": "pay and leave"}),
        ("me 9h pay me", {"me": True, "hour": "9h", "topic": "pay me"}),
        ("9h mon tuesday mon", {"hour": "9h", "day": "mon", "topic": "tuesday mon"}),
        ("9h 10h", {"hour": "9h", "topic": "10h"}),
        ("pay me", {"me": True, "topic": "pay"}),
        ("", {}),
    ],
)
def test_words_that_fit_stand_in_any_order_before_and_behind_the_text(typed: str, values: dict[str, Any]) -> None:
    assert means(f"daily plan {typed}") == ("daily plan", values)


def test_as_many_words_as_fit_together_are_taken() -> None:
    assert means("daily plan mon to fri") == ("daily plan", {"day": "mon to fri"})
    assert means("daily plan mon to thu") == ("daily plan", {"day": "mon", "topic": "to thu"})


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("mon 3", {"day": "mon", "number": 3}),
        ("3 mon", {"day": "mon", "number": 3}),
        ("3", {"number": 3}),
        ("on mon", {"day": "on mon"}),
    ],
)
def test_a_number_and_a_word_stand_in_any_order(typed: str, values: dict[str, Any]) -> None:
    assert means(f"daily skip {typed}") == ("daily skip", values)


def test_what_fits_nothing_is_answered_with_all_that_is_taken() -> None:
    assert why_not("daily skip next mon") == "“next mon” fits none of its arguments. day: The day. number: Which one"
    assert why_not("daily skip mon next") == "number is a number, “next” is none"
    assert why_not("daily skip mon 0") == "number is at least 1"
    assert why_not("daily skip mon 3 tue") == "“tue” is more than it takes"


def test_a_word_that_is_needed_is_asked_for() -> None:
    assert why_not("daily at") == "hour is missing: The hour"
    assert why_not("daily at nine") == "hour cannot be “nine”: The hour"
    assert why_not("daily at 9h sharp") == "“sharp” is more than it takes"
    assert means("daily at 9h") == ("daily at", {"hour": "9h"})


def test_a_role_is_named_by_a_mention() -> None:
    assert means("daily ping <@&R1> 2") == ("daily ping", {"whom": NamedRole("R1"), "number": 2})
    assert means("daily ping") == ("daily ping", {})


@pytest.mark.parametrize("typed", ["study", "@study", "<@R1>", "<@&>", "<@&R1", "<@&R|1>", f"<@&{'R' * 65}>"])
def test_what_is_no_role_is_explained(typed: str) -> None:
    assert why_not(f"daily ping {typed}") == "whom is a role or a group: write @ and choose the name"


def test_a_line_that_does_not_fit_its_command_can_be_searched_for_as_a_whole() -> None:
    unparsed = parse("daily standups", TRIAL)
    assert isinstance(unparsed, Unparsed) and unparsed.command.name == "daily"
    assert parse_bare("daily standups", TRIAL).values == {"topic": "daily standups"}


def test_named_arguments_become_values() -> None:
    assert convert(TRIAL.commands[""], {"topic": "pay  and leave", "here": True}) == Parsed(
        TRIAL.commands[""], {"topic": "pay  and leave", "here": True}
    )
    assert convert(TRIAL.commands[""], {"here": False}) == Parsed(TRIAL.commands[""], {"here": False})
    assert convert(TRIAL.commands["daily"], {"count": 3}) == Parsed(TRIAL.commands["daily"], {"count": 3})
    assert convert(TRIAL.commands["daily set"], {"size": "large"}) == Parsed(
        TRIAL.commands["daily set"], {"size": Size.LARGE}
    )
    plan = TRIAL.commands["daily plan"]
    assert convert(plan, {"hour": "9h", "day": "mon"}) == Parsed(plan, {"hour": "9h", "day": "mon"})
    assert convert(TRIAL.commands["daily ping"], {"whom": "<@&7>"}).values == {"whom": NamedRole("7")}  # type: ignore[union-attr]
    assert convert(TRIAL.commands["challenge"], {"who": "<@12>"}) == Parsed(
        TRIAL.commands["challenge"], {"who": Named("12")}
    )


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("daily set", {}, "size is missing: How large"),
        ("daily set", {"size": "huge"}, "size is one of small, large, extra-large, extra-small"),
        ("daily set", {"size": ""}, "size is one of small, large, extra-large, extra-small"),
        ("daily", {"count": 21}, "count is at most 20"),
        ("daily", {"count": -1}, "count is at least 1"),
        ("daily", {"count": True}, "count cannot be “True”"),
        ("daily", {"loud": "yes"}, "loud cannot be “yes”"),
        ("daily", {"loud": 1}, "loud cannot be “1”"),
        ("", {"topic": True}, "topic cannot be “True”"),
        ("challenge", {"who": "ben"}, "who is a person: write @ and choose the name"),
        ("daily ping", {"whom": "<@R1>"}, "whom is a role or a group: write @ and choose the name"),
        ("daily plan", {"hour": "nine"}, "hour cannot be “nine”: The hour"),
        ("daily plan", {"hour": True}, "hour cannot be “True”"),
    ],
)
def test_named_arguments_are_checked_against_the_declaration(name: str, values: Any, reason: str) -> None:
    assert convert(TRIAL.commands[name], values) == Unparsed(TRIAL.commands[name], reason)


def test_words_that_stand_above_commands_are_their_beginning_though_the_first_of_them_is_one_itself() -> None:
    begun = parse("practice match", REAL)
    assert isinstance(begun, Begun)
    assert {command.name for command in begun.commands} >= {"practice match join", "practice match show"}
