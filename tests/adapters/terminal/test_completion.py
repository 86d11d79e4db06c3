"""What a line could go on with."""

from __future__ import annotations

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from adapters.terminal.completion import completions
from adapters.terminal.desk import Desk
from adapters.terminal.input import Offering


def offered(desk: Desk, typed: str) -> list[str]:
    """The line as it would stand after each completion."""
    found = completions(desk.app, desk.room, typed)
    return [typed[: len(typed) - each.length] + each.text for each in found]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("to", "topics"),
        ("/to", None),
        ("/ask", "/askq"),
        ("/askq to", "/askq topics"),
        ("cul", "culture"),
        ("/askq cul", "/askq culture"),
        ("here cul", "here culture"),
        ("four te", "four team"),
        ("help sa", "help saved"),
        ("settings m", "settings me"),
        ("/t", "/tick"),
        ("/tick 2", "/tick 24h"),
        ("/as b", "/as ben"),
        ("@b", "@ben"),
        ("@", "@askq"),
        ("ben> cul", "ben> culture"),
        ("ben>   /wh", "ben>   /who"),
        ("nobody> cul", None),
        ("", None),
        ("2", None),
        ("#2", None),
    ],
)
def test_a_line_goes_on(desk: Desk, typed: str, line: str | None) -> None:
    assert (line in offered(desk, typed)) if line else offered(desk, typed) == []


@pytest.mark.parametrize("typed", ["cul", "/askq cul", "here cul", "ben> cul"])
def test_the_beginning_of_a_topic_is_completed_by_the_topic_alone(desk: Desk, typed: str) -> None:
    assert offered(desk, typed) == [f"{typed}ture"]


def test_questions_are_offered_after_why_by_their_short_ids(desk: Desk) -> None:
    assert "why culture.one" in offered(desk, "why cul")
    assert not any(":" in line for line in offered(desk, "why "))


@pytest.mark.parametrize("typed", ["settings ", "/askq settings ", "settings zz"])
def test_where_only_subcommands_can_follow_only_they_are_offered(desk: Desk, typed: str) -> None:
    below = [line.removeprefix("/askq ") for line in offered(desk, typed)]
    assert all(line in desk.app.catalogue.commands for line in below)
    assert bool(below) == typed.endswith(" ")


def test_a_completion_says_what_it_is(desk: Desk) -> None:
    (first, *_) = completions(desk.app, desk.room, "top")
    assert first.note == "All topics, and one question from the one you pick"


def test_nothing_is_offered_inside_a_form(desk: Desk) -> None:
    for line in ("culture", "4", "1"):
        desk.take(line)
    assert offered(desk, "cul") == []


def test_completing_leaves_no_trace(desk: Desk) -> None:
    offered(desk, "cul")
    assert len(desk.room.messages) == 1


def test_the_keyboard_offers_them(desk: Desk) -> None:
    completer = Offering(lambda typed: completions(desk.app, desk.room, typed))
    (first, *_) = completer.get_completions(Document("four te"), CompleteEvent())
    assert (first.text, first.start_position) == ("team", -2)
