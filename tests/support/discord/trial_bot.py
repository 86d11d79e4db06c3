"""A small bot on the real discord.py that uses all of the protocol, to try the loopback Discord with."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord as sdk

from tests.support.discord.model import Json
from tests.support.discord.pointing import discord_py_at
from tests.support.discord.server import DiscordServer

COMMANDS: list[Json] = [
    {
        "name": "askq",
        "description": "A question",
        "options": [
            {"type": 3, "name": "topic", "description": "About what", "autocomplete": True},
            {"type": 5, "name": "here", "description": "For all to see"},
        ],
    },
    {
        "name": "bank",
        "description": "The bank",
        "options": [
            {
                "type": 1,
                "name": "why",
                "description": "The rationale",
                "options": [{"type": 3, "name": "question", "description": "Which", "required": True}],
            },
            {
                "type": 1,
                "name": "import",
                "description": "A pack",
                "options": [{"type": 11, "name": "file", "description": "A file", "required": True}],
            },
        ],
    },
    {
        "name": "challenge",
        "description": "Somebody",
        "contexts": [0],
        "options": [{"type": 6, "name": "who", "description": "Whom", "required": True}],
    },
]


class Bot(sdk.Client):
    """The smallest bot that uses all of the protocol. What it fails with is kept in `failures`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            intents=sdk.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=sdk.AllowedMentions.none(),
            guild_ready_timeout=0.05,
            **options,
        )
        self.failures: list[BaseException] = []
        self.seen: list[str] = []
        self.reply: Callable[[sdk.Interaction[Bot]], Any] | None = None

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py waits 5 s before it identifies again; here nothing needs sparing."""

    async def setup_hook(self) -> None:
        commands: Any = COMMANDS
        await self.http.bulk_upsert_global_commands(self.application_id or 0, payload=commands)

    async def on_error(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        if (error := sys.exception()) is not None:
            self.failures.append(error)

    async def on_guild_join(self, guild: sdk.Guild) -> None:
        self.seen.append(f"joined {guild.name}")

    async def on_resumed(self) -> None:
        self.seen.append("resumed")

    async def on_message(self, message: sdk.Message) -> None:
        if message.author != self.user:
            self.seen.append(message.content)
            if self.user in message.mentions or message.guild is None:
                await message.channel.send(f"You said: {message.content.split()[-1]}")

    async def on_interaction(self, interaction: sdk.Interaction[Bot]) -> None:
        if self.reply is not None:
            await self.reply(interaction)
        else:
            await self.answer(interaction)

    async def answer(self, interaction: sdk.Interaction[Bot]) -> None:
        data: Any = interaction.data
        match interaction.type:
            case sdk.InteractionType.autocomplete:
                typed = data["options"][-1]["value"]
                await interaction.response.autocomplete(
                    [sdk.app_commands.Choice(name=t, value=t) for t in ("culture", "history") if t.startswith(typed)]
                )
            case sdk.InteractionType.application_command:
                await self.on_command(interaction, data)
            case sdk.InteractionType.component if data["custom_id"] == "again":
                await interaction.response.edit_message(view=screen("Another *one*"))
            case sdk.InteractionType.component if data["custom_id"] == "suggest":
                await interaction.response.send_modal(Suggestion())
            case sdk.InteractionType.component:
                await interaction.response.send_message(f"chose {data['values']}", ephemeral=True)
            case sdk.InteractionType.modal_submit:
                value = data["components"][0]["component"]["value"]
                await interaction.response.send_message(f"Thanks for {value}", ephemeral=True)

    async def on_command(self, interaction: sdk.Interaction[Bot], data: Any) -> None:
        options = {o["name"]: o.get("value") for o in data.get("options", [])}
        if data["name"] == "challenge":
            await interaction.response.defer(ephemeral=True)
            person = data["resolved"]["users"][options["who"]]["username"]
            await interaction.followup.send(f"{person} is challenged")
        elif "import" in options:
            [file] = data["resolved"]["attachments"].values()
            async with aiohttp.ClientSession() as session, session.get(file["url"]) as response:
                await interaction.response.send_message(f"got {await response.text()}", ephemeral=True)
        elif "why" in options:
            await interaction.response.send_message(view=screen("Because."), ephemeral=True)
        else:
            await interaction.response.send_message(
                view=screen(f"**{options.get('topic')}**: what is 2 \\* 3?"),
                ephemeral=not options.get("here"),
            )


def screen(text: str) -> sdk.ui.LayoutView:
    view = sdk.ui.LayoutView(timeout=None)
    select: sdk.ui.Select[Any] = sdk.ui.Select(
        custom_id="answer",
        placeholder="Answer",
        options=[sdk.SelectOption(label=t, value=t.lower()) for t in "AB"],
    )
    view.add_item(sdk.ui.Container(sdk.ui.TextDisplay(text), sdk.ui.Separator(), sdk.ui.TextDisplay("A 5\nB 6")))
    view.add_item(
        sdk.ui.ActionRow(
            sdk.ui.Button(label="Another", custom_id="again"),
            sdk.ui.Button(label="Suggest", custom_id="suggest"),
        )
    )
    view.add_item(sdk.ui.ActionRow(select))
    return view


class Suggestion(sdk.ui.Modal, title="Suggest a question"):
    question: Any = sdk.ui.Label(text="Question", component=sdk.ui.TextInput(custom_id="question", max_length=50))


@asynccontextmanager
async def running(server: DiscordServer, **options: Any) -> AsyncIterator[Bot]:
    async with discord_py_at(server.api_url):
        bot = Bot(**options)
        task = asyncio.create_task(bot.start(server.token))
        try:
            await server.until(lambda: bot.is_ready() or task.done(), "the bot to be ready")
            if task.done():
                task.result()
            yield bot
        finally:
            await bot.close()
            await asyncio.wait([task])
