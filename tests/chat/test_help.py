"""Help and the reference are written from the declarations, so no command and no argument is missing."""

from __future__ import annotations

from functools import partial

import pytest

from bot import bootstrap
from bot.chat import help as helping
from bot.chat import reference, screens
from bot.chat.command import Catalogue, Command
from bot.chat.elements import View
from bot.chat.grammar import Parsed, parse
from bot.chat.markup import Bold
from bot.chat.messages import Spelling
from bot.chat.plain import plain
from bot.chat.words import Words

CATALOGUE = bootstrap.catalogue()
COMMANDS = list(CATALOGUE.commands.values())


def speaking(spelling: Spelling, catalogue: Catalogue = CATALOGUE) -> Words:
    return Words("en", partial(catalogue.spell, spelling))


@pytest.mark.parametrize("spelling", Spelling)
def test_the_overview_names_every_command_as_it_is_typed_here(spelling: Spelling) -> None:
    lines = plain(helping.overview(speaking(spelling), CATALOGUE)).splitlines()
    for command in COMMANDS:
        typed = CATALOGUE.spell(spelling, command.name)
        assert any(line.startswith(typed) and line.endswith(f": {command.summary}") for line in lines), typed


@pytest.mark.parametrize("spelling", Spelling)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name or "askq")
def test_the_details_name_every_argument_choice_and_example(command: Command, spelling: Spelling) -> None:
    said = plain(helping.details(speaking(spelling), command))
    assert said.startswith(CATALOGUE.spell(spelling, command.name))
    assert command.summary in said
    for param in command.params:
        assert f"{param.name}: {param.help}" in said
        assert all(choice in said for choice in param.choices)
    for example in command.examples:
        assert CATALOGUE.spell(spelling, command.name, example) in said


def test_the_reference_names_every_command_argument_choice_and_example_on_both_kinds_of_front() -> None:
    page = reference.markdown(CATALOGUE)
    for command in COMMANDS:
        heading = " ".join(filter(None, (CATALOGUE.spell(Spelling.LINE, command.name), command.usage)))
        assert f"## `{heading}`" in page
        entry = page.split(f"## `{heading}`\n")[1].split("\n## ")[0]
        assert command.summary in entry
        assert CATALOGUE.spell(Spelling.TREE, command.name) in entry
        for param in command.params:
            assert f"- `{param.name}`: {param.help}." in entry
            assert all(f"`{choice}`" in entry for choice in param.choices)
        for example in command.examples:
            assert f"`{CATALOGUE.spell(Spelling.LINE, command.name, example)}`" in entry


def test_every_example_is_one_that_works() -> None:
    for command in COMMANDS:
        for example in command.examples:
            sent = (
                example.replace("@ana", "<@U1>").replace("@ben", "<@U2>").replace("@study", "<@&S1>")
            )  # as platforms send it
            parsed = parse(f"{command.name} {sent}", CATALOGUE)
            assert isinstance(parsed, Parsed)
            assert parsed.command is command


def bold(shown: View) -> list[Bold]:
    return [span for element in shown.elements for span in getattr(element, "spans", ()) if isinstance(span, Bold)]


def test_no_bold_text_ends_in_a_blank_because_platforms_would_not_show_it_bold() -> None:
    for command in COMMANDS:
        assert all(span.text == span.text.strip() for span in bold(helping.details(speaking(Spelling.LINE), command)))


def test_what_went_wrong_is_said_with_what_to_do_next() -> None:
    words = speaking(Spelling.TREE)
    assert plain(screens.refusal(words, "Your list is full {*}.")) == "Your list is full {*}."
    assert "/askq" in plain(screens.outdated(words))
    assert "try again" in plain(screens.busy(words))
    assert "incident 3kx9" in plain(screens.incident(words, "3kx9"))
