"""The catalogue as application commands, and the link that installs the bot."""

from __future__ import annotations

import base64
from enum import StrEnum
from typing import Annotated, Any

import pytest

from adapters.discord import register
from bot.bootstrap import catalogue
from bot.chat.command import Arg, Catalogue, Feature, Named, NamedRole
from bot.chat.elements import Option
from tests.support.discord import openapi
from tests.support.discord.commands import command_set_problems
from tests.support.discord.permissions import BOT_USUAL


class Level(StrEnum):
    JUNIOR = "junior"
    SENIOR = "senior"


def complete(ctx: Any, typed: str) -> list[Option]:
    return []


def made(feature: Feature) -> Catalogue:
    return Catalogue((feature,))


def small() -> Catalogue:
    feature = Feature("small")

    @feature.command("", tree="askq", summary="A question")
    def ask(
        ctx: Any,
        here: Annotated[bool, Arg("For all to see")] = False,
        topic: Annotated[str, Arg("About what", complete=complete)] = "",
    ) -> None:
        pass

    @feature.command("why", tree="bank why", summary="Why to ask it")
    def why(
        ctx: Any,
        times: Annotated[int, Arg("How often", ge=1, le=9)],
        level: Annotated[Level, Arg("For whom")] = Level.JUNIOR,
    ) -> None:
        pass

    @feature.command("daily set", tree="quiz daily set", summary="Every day")
    def daily(ctx: Any, who: Annotated[Named, Arg("With whom")]) -> None:
        pass

    return made(feature)


def test_commands_options_and_groups() -> None:
    askq, bank, quiz = register.commands(small())
    assert askq == {
        "type": 1,
        "name": "askq",
        "description": "A question",
        "options": [
            {"type": 3, "name": "topic", "description": "About what", "autocomplete": True},
            {"type": 5, "name": "here", "description": "For all to see"},
        ],
        "integration_types": [0, 1],
        "contexts": [0, 1, 2],
    }
    (why,) = bank["options"]
    assert bank["description"] == "bank: why"
    assert why == {
        "type": 1,
        "name": "why",
        "description": "Why to ask it",
        "options": [
            {
                "type": 4, "name": "times", "description": "How often",
                "required": True, "min_value": 1, "max_value": 9,
            },
            {
                "type": 3, "name": "level", "description": "For whom",
                "choices": [{"name": "junior", "value": "junior"}, {"name": "senior", "value": "senior"}],
            },
        ],
    }  # fmt: skip
    (daily,) = quiz["options"]
    assert daily["type"] == 2
    assert daily["options"][0]["options"] == [{"type": 6, "name": "who", "description": "With whom", "required": True}]


def test_a_role_has_its_own_option_and_a_word_is_a_text_with_suggestions() -> None:
    feature = Feature("small")

    @feature.command("practice", tree="practice", summary="Some of us")
    def practice(
        ctx: Any,
        role: Annotated[NamedRole, Arg("Who")],
        zone: Annotated[str, Arg("Where", complete=complete, fits=bool)] = "",
        day: Annotated[str, Arg("When", fits=bool)] = "",
    ) -> None:
        pass

    (practice_made,) = register.commands(made(feature))
    assert practice_made["options"] == [
        {"type": 8, "name": "role", "description": "Who", "required": True},
        {"type": 3, "name": "zone", "description": "Where", "autocomplete": True},
        {"type": 3, "name": "day", "description": "When"},
    ]


def test_without_installs_by_people_commands_stay_where_the_bot_is() -> None:
    assert {
        (*each["integration_types"], *each["contexts"]) for each in register.commands(small(), for_people=False)
    } == {(0, 0, 1)}


def test_the_real_commands_are_what_discord_takes() -> None:
    commands = register.commands(catalogue())
    assert list(command_set_problems(commands)) == []
    assert list(openapi.body_problems("PUT", "/applications/1/commands", commands)) == []
    assert "askq" in [command["name"] for command in commands]


def test_every_place_in_the_tree_leads_back_to_its_command() -> None:
    names = register.names(catalogue())
    assert names["askq"] == ""
    assert names["bank why"] == "why"
    assert sorted(names.values()) == sorted(catalogue().commands)


def test_what_discord_adds_by_itself_is_no_difference() -> None:
    wanted = register.commands(small())
    added = {"id": "1", "version": "2", "nsfw": False, "default_member_permissions": None, "name_localizations": None}
    registered = [each | added | {"options": [o | {"required": o.get("required", False)} for o in each["options"]]}
                  for each in reversed(wanted)]  # fmt: skip
    assert register.in_sync(wanted, registered)


@pytest.mark.parametrize(
    "change",
    [
        lambda commands: commands[0].update(description="Another"),
        lambda commands: commands[0]["options"].reverse(),
        lambda commands: commands[0]["options"][0].update(autocomplete=False),
        lambda commands: commands[1]["options"][0]["options"][1]["choices"].pop(),
        lambda commands: commands[0].update(contexts=[0]),
        lambda commands: commands.pop(),
    ],
)
def test_a_difference_that_people_would_notice_is_one(change: Any) -> None:
    registered = register.commands(small())
    change(registered)
    assert not register.in_sync(register.commands(small()), registered)


def test_too_many_choices_raise() -> None:
    many = StrEnum("Many", [f"c{n}" for n in range(26)])  # type: ignore[misc]
    feature = Feature("many")

    def ask(ctx, which):  # type: ignore[no-untyped-def]
        pass

    ask.__annotations__ = {"which": Annotated[many, Arg("Which")]}
    feature.command("", tree="askq", summary="A question")(ask)
    with pytest.raises(ValueError, match="choices comes to 26, 25 are allowed"):
        register.commands(made(feature))


def test_the_link_names_the_application_of_the_token() -> None:
    token = base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=") + ".x.y"
    shown = register.manifest_text(token)
    assert "client_id=123456789012345678&scope=bot+applications.commands&permissions=" in shown
    assert "APPLICATION_ID" not in shown
    assert token not in shown


@pytest.mark.parametrize("token", ["", "no-token", "äöü.x.y", "YWJj.x.y"])
def test_without_a_token_the_link_says_what_to_put_in(token: str) -> None:
    shown = register.manifest_text(token)
    assert "client_id=APPLICATION_ID" in shown
    assert "General Information" in shown


def test_only_permissions_that_are_used_are_asked_for() -> None:
    assert sum(register.PERMISSIONS.values()) & ~BOT_USUAL == 0
    assert "permissions=309237713920" in register.invite("1")
