"""What the Discord on loopback refuses, as Discord does, and writes down as a violation."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import discord as sdk
import pytest

from tests.support.discord import openapi
from tests.support.discord.commands import command_set_problems
from tests.support.discord.components import message_problems, modal_problems
from tests.support.discord.model import COMPONENTS_V2, Json
from tests.support.discord.permissions import MENTION_EVERYONE
from tests.support.discord.pointing import discord_py_at
from tests.support.discord.server import DiscordServer
from tests.support.discord.trial_bot import Bot, running

pytestmark = pytest.mark.timeout(30)


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
async def wayward(discord: DiscordServer) -> AsyncIterator[Bot]:
    """A bot that may fail and may break rules."""
    async with running(discord) as bot:
        yield bot


def text(content: str = "x") -> Json:
    return {"type": 10, "content": content}


def button(**changes: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go"} | changes


def row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def select(options: int = 2, **changes: Any) -> Json:
    made = [{"label": f"{n}", "value": f"{n}"} for n in range(options)]
    return {"type": 3, "custom_id": "s", "options": made} | changes


def v2(*components: Json, **more: Any) -> Json:
    return {"flags": COMPONENTS_V2, "components": list(components)} | more


BAD_MESSAGES: dict[str, Json] = {
    "content has 2001": {"content": "x" * 2001},
    "may not have content": v2(text(), content="hello"),
    "may not have embeds": v2(text(), embeds=[{"title": "x"}]),
    "41 components": v2(*[text() for _ in range(41)]),
    "4,001 characters": v2(text("x" * 4000), text()),
    "bytes of UTF-8": v2(text("語" * 3500)),
    "without the Components V2 flag": {"components": [text()]},
    "a custom_id must|the custom_id of": v2(row(button(custom_id="x" * 101))),
    "share the custom_id": v2(row(button(), button())),
    "a button's label": v2(row(button(label="x" * 81))),
    "needs a label or an emoji": v2(row(button(label=""))),
    "needs a url and no custom_id": v2(row(button(style=5))),
    "1 to 5 buttons or 1 select": v2(row(*[button(custom_id=str(n)) for n in range(6)])),
    "not \\[2, 3\\]": v2(row(button(), select())),
    "1 to 25 options": v2(row(select(26))),
    "share the value": v2(row(select() | {"options": [{"label": "a", "value": "v"}, {"label": "b", "value": "v"}]})),
    "a placeholder": v2(row(select(placeholder="x" * 151))),
    "asks for up to 3 values": v2(row(select(max_values=3))),
    "may not be empty": v2(text("  ")),
    "may not stand inside": v2({"type": 17, "components": [button()]}),
    "needs a button or a thumbnail": v2({"type": 9, "components": [text()]}),
    "no file of that name": v2({"type": 13, "file": {"url": "attachment://a.csv"}}),
}


@pytest.mark.parametrize("problem", BAD_MESSAGES)
async def test_a_message_that_discord_would_refuse_is_a_violation(problem: str) -> None:
    assert_found(problem, list(message_problems(BAD_MESSAGES[problem], [])))


def field(**changes: Any) -> Json:
    return {"type": 18, "label": "L", "component": {"type": 4, "custom_id": "t", "style": 1} | changes}


def modal(*rows: Json, **changes: Any) -> Json:
    return {"custom_id": "m", "title": "T", "components": list(rows)} | changes


BAD_MODALS: dict[str, Json] = {
    "the modal's title": modal(field(), title="x" * 46),
    "the modal's custom_id": modal(field(), custom_id=""),
    "1 to 5 components": modal(*[field(custom_id=str(n)) for n in range(6)]),
    "has 1 to 5 components, this one 0": modal(),
    "a label must": modal(field() | {"label": "x" * 46}),
    "a label's description": modal(field() | {"description": "x" * 101}),
    "may not have a label of its own": modal(field(label="again")),
    "takes 9 to 3 characters": modal(field(min_length=9, max_length=3)),
    "more than its 3 characters": modal(field(max_length=3, value="abcd")),
    "a text input's placeholder": modal(field(placeholder="x" * 101)),
    "share the custom_id": modal(field(), field()),
    "may not stand in a modal": modal(button()),
}


@pytest.mark.parametrize("problem", BAD_MODALS)
async def test_a_modal_that_discord_would_refuse_is_a_violation(problem: str) -> None:
    assert_found(problem, list(modal_problems(BAD_MODALS[problem])))


def slash(*options: Json, **changes: Any) -> Json:
    return {"name": "x", "description": "d", "options": list(options)} | changes


def option(**changes: Any) -> Json:
    return {"type": 3, "name": "o", "description": "d"} | changes


BAD_COMMANDS: dict[str, list[Json]] = {
    "101 slash commands": [slash(name=f"c{n}") for n in range(101)],
    "2 commands are called": [slash(), slash()],
    "25 are allowed": [slash(*[option(name=f"o{n}") for n in range(26)])],
    "lower-case": [slash(name="Ask Q")],
    "a description must": [slash(description="x" * 101)],
    "comes after an optional one": [slash(option(), option(name="p", required=True))],
    "mixes subcommands": [slash(option(), option(type=1, name="sub"))],
    "both choices and autocomplete": [slash(option(autocomplete=True, choices=[{"name": "a", "value": "a"}]))],
    "26 choices": [slash(option(choices=[{"name": f"{n}", "value": f"{n}"} for n in range(26)]))],
    "the value of the choice": [slash(option(choices=[{"name": "a", "value": "x" * 101}]))],
    "8,000 are allowed": [
        slash(*[option(type=1, name=f"s{n}", description="x" * 90, options=[
            option(name=f"o{m}", description="y" * 90) for m in range(4)]) for n in range(20)])
    ],
}  # fmt: skip


@pytest.mark.parametrize("problem", BAD_COMMANDS)
async def test_commands_that_discord_would_refuse_are_a_violation(problem: str) -> None:
    assert_found(problem, list(command_set_problems(BAD_COMMANDS[problem])))


def assert_found(problem: str, problems: list[str]) -> None:
    import re

    assert any(re.search(problem, text) for text in problems), problems


def replying(data: Json | None, kind: int) -> Callable[[sdk.Interaction[Bot]], Any]:
    async def reply(interaction: sdk.Interaction[Bot]) -> None:
        await answer(interaction, kind, data)

    return reply


async def answer(interaction: sdk.Interaction[Bot], kind: int, data: Json | None = None) -> None:
    session: aiohttp.ClientSession = interaction._session
    body = {"type": kind} | ({"data": data} if data is not None else {})
    url = f"{sdk.http.Route.BASE}/interactions/{interaction.id}/{interaction.token}/callback"
    async with session.post(url, json=body) as response:
        await response.read()


HARMLESS: Json = {"content": "hello", "allowed_mentions": {"parse": []}}


@pytest.mark.parametrize(
    ("kind", "data", "problem"),
    [
        (8, {"choices": []}, "type 8 answers autocomplete"),
        (7, HARMLESS, "changes the pressed message"),
        (9, modal(field(), title="x" * 46), "the modal's title"),
        (4, HARMLESS | {"content": "x" * 2001}, "content has 2001"),
        (5, {"flags": COMPONENTS_V2}, "a deferral may carry no flag"),
        (3, {}, "cannot be answered with type 3"),
    ],
)
async def test_a_wrong_first_answer_is_refused_and_written_down(
    discord: DiscordServer, wayward: Bot, kind: int, data: Json, problem: str
) -> None:
    wayward.reply = replying(data, kind)
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    assert shown.answered is None
    assert_found(problem, discord.violations)


async def test_a_modal_does_not_answer_a_modal(discord: DiscordServer, wayward: Bot) -> None:
    wayward.reply = replying(modal(field()), 9)
    opened = await discord.command("ana", "#general", "askq", topic="culture")
    shown = await discord.submit("ana", opened, {"t": "text"})
    assert shown.answered is None
    assert_found("may not be answered with a modal", discord.violations)


async def test_a_second_first_answer_is_a_violation(discord: DiscordServer, wayward: Bot) -> None:
    async def twice(interaction: sdk.Interaction[Bot]) -> None:
        await answer(interaction, 4, HARMLESS)
        await answer(interaction, 4, HARMLESS)

    wayward.reply = twice
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    await discord.until(lambda: len(shown.interaction.calls) == 2 and shown.interaction.calls[1].status)
    assert_found("was answered again", discord.violations)
    assert [call.status for call in shown.interaction.calls] == [204, 400]


async def test_a_follow_up_before_the_first_answer_is_a_violation(discord: DiscordServer, wayward: Bot) -> None:
    async def backwards(interaction: sdk.Interaction[Bot]) -> None:
        with contextlib.suppress(sdk.NotFound):
            await interaction.followup.send("too early")
        await answer(interaction, 4, HARMLESS)

    wayward.reply = backwards
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    assert [call.route for call in shown.interaction.calls] == ["follow-up", "callback"]
    assert_found("before its first answer", discord.violations)


async def test_too_many_suggestions_are_a_violation(discord: DiscordServer, wayward: Bot) -> None:
    wayward.reply = replying({"choices": [{"name": f"{n}", "value": f"{n}"} for n in range(26)]}, 8)
    assert await discord.complete("ana", "#general", "askq", topic="c") == ()
    assert_found("26 choices", discord.violations)


@pytest.mark.parametrize(
    ("content", "allowed", "pings", "violated"),
    [
        ("@everyone wake up", None, ["@everyone"], True),
        ("@everyone wake up", {"parse": []}, [], False),
        ("@everyone wake up", {"parse": ["everyone"]}, ["@everyone"], True),
        ("@everyone", {"parse": ["everyone"]}, ["@everyone"], False),
        ("hello {ben}", {"parse": ["users"]}, ["@ben"], True),
        ("hello {ben}", {"parse": [], "users": ["{id}"]}, ["@ben"], False),
        ("hello {ben}", {"parse": []}, [], False),
    ],
)
async def test_only_chosen_mentions_may_ring(
    discord: DiscordServer, wayward: Bot, content: str, allowed: Json | None, pings: list[str], violated: bool
) -> None:
    discord.permit("#general", MENTION_EVERYONE)
    ben = discord.world.user("ben")
    if allowed is not None and "users" in allowed:
        allowed = allowed | {"users": [str(ben.id)]}
    body: Json = {"content": content.format(ben=f"<@{ben.id}>")} | ({"allowed_mentions": allowed} if allowed else {})
    route = sdk.http.Route("POST", "/channels/{channel_id}/messages", channel_id=discord.world.channel("#general").id)
    await wayward.http.request(route, json=body)
    assert discord.newest("ana", "#general").pings == pings
    assert bool(discord.violations) is violated


@pytest.mark.skipif(not openapi.available(), reason="Discord's OpenAPI description is not beside the project")
async def test_a_body_that_discords_own_description_refuses_is_a_violation(
    discord: DiscordServer, wayward: Bot
) -> None:
    wayward.reply = replying(HARMLESS | {"tts": "yes"}, 4)
    shown = await discord.command("ana", "#general", "askq", topic="culture")
    assert shown.answered is None
    assert_found(r"OpenAPI: data\.tts: 'yes' is not of type", discord.violations)


@pytest.mark.skipif(not openapi.available(), reason="Discord's OpenAPI description is not beside the project")
async def test_an_error_deep_in_a_union_is_worded_where_it_is() -> None:
    body = v2({"type": 17, "components": [row(button(label="x" * 81))]})
    [problem] = openapi.body_problems("POST", "/channels/1/messages", body)
    assert problem.startswith("OpenAPI: components.0.components.0.components.0.label:")


async def test_privileged_intents_are_refused(discord: DiscordServer) -> None:
    async with discord_py_at(discord.api_url):
        client = sdk.Client(intents=sdk.Intents.all())
        with pytest.raises(sdk.PrivilegedIntentsRequired):
            await client.start(discord.token)
        await client.close()
    assert_found("privileged intents", discord.violations)


async def test_a_route_that_is_not_there_is_a_violation(discord: DiscordServer, wayward: Bot) -> None:
    with pytest.raises(sdk.NotFound):
        await wayward.http.request(sdk.http.Route("GET", "/nowhere"))
    assert_found("no route", discord.violations)
