"""Brings an answer to where it belongs: into the interaction's one first answer, and what follows it.

Normally the first answer is the answer. When the core takes longer than Discord waits, the interaction is deferred:

* where there is a pressed message, without a trace on the screen; a change then edits it, a reply follows up;
* else with "askq is thinking…", as private as the command declares; the answer takes its place, or, when it turns
  out to be for others than declared, comes after it was taken away.

Whatever fails, the log names the kind of event, ids and Discord's numbers, never a text.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from functools import partial

import discord
from discord import app_commands

from adapters.discord import inbound, limits, render, screens
from adapters.discord.inbound import Interaction
from adapters.discord.markup import Json
from adapters.discord.sdk_views import Dialogue, Screen
from adapters.discord.sender import BROKEN
from bot.chat.command import Catalogue
from bot.chat.elements import Option, View
from bot.chat.fitting import clip
from bot.chat.messages import Answer, Ask, Replace, Reply, Spelling, Suggest
from bot.chat.screens import incident
from bot.chat.words import Words
from bot.origin import origin

log = logging.getLogger(__name__)

CALL_SECONDS = 2.5
"""How long a first answer may take; discord.py itself would wait, and repeat, long after Discord gave up."""

_ALREADY = 40060
"""Interaction has already been acknowledged (discord-api-docs, JSON error codes)."""


class _First(Enum):
    """What became of a first answer."""

    GIVEN = "given"
    ALREADY = "already"
    """Discord has one: of a try that seemed to fail, or of an earlier delivery."""
    REFUSED = "refused"
    LOST = "lost"


class _Deferred(Enum):
    NO = "no"
    SILENTLY = "silently"
    THINKING = "thinking"
    THINKING_FOR_ALL = "thinking, for all to see"


class Exchange:
    """One interaction, and what it was answered so far. `ids` gives incidents their names."""

    def __init__(self, interaction: Interaction, catalogue: Catalogue, ids: Callable[[], str]) -> None:
        self._interaction = interaction
        self._words = Words(str(interaction.locale), partial(catalogue.spell, Spelling.TREE))
        self._ids = ids
        self._deferred = _Deferred.NO
        self._answered = False

    async def defer(self, *, public: bool) -> None:
        """Win 15 minutes. `public`: the answer is declared to be for everyone."""
        response = self._interaction.response
        if self._interaction.type is discord.InteractionType.autocomplete:
            await self._suggest(())
        elif self._interaction.message is not None:
            self._deferred = _Deferred.SILENTLY
            await self._first(response.defer)
        else:
            self._deferred = _Deferred.THINKING_FOR_ALL if public else _Deferred.THINKING
            await self._first(partial(response.defer, thinking=True, ephemeral=not public))

    async def give(self, answer: Answer | None) -> None:
        """Answer. Never raises for what Discord may do; an answer that does not fit Discord is a ValueError."""
        await self._trying(self._give(answer))

    async def fail(self, error: Exception) -> None:
        """Something went wrong on our side: tell the person, unless they have an answer. Never raises for what Discord
        may do."""
        await self._trying(self._sorry(origin(error)))

    def __str__(self) -> str:
        return f"{self._interaction.type.name} {self._interaction.id} in {inbound.group(self._interaction)}"

    async def _trying(self, answering: Awaitable[None]) -> None:
        try:
            await answering
        except discord.HTTPException as error:
            log.warning("%s could not be answered in full: http %s, code %s", self, error.status, error.code)
        except BROKEN as error:
            log.warning("%s could not be answered in full: %s", self, type(error).__name__)

    async def _give(self, answer: Answer | None) -> None:
        match answer:
            case None:
                await self._nothing()
            case Suggest(options):
                await self._suggest(options)
            case Ask(form) if self._deferred is _Deferred.NO:
                await self._begin(partial(self._interaction.response.send_modal, Dialogue(render.modal(form))), ())
            case Ask():
                await self._say(screens.once_more(self._words), public=False)
            case Replace(view) if self._interaction.message is not None:
                await self._change(view, public=not self._interaction.message.flags.ephemeral)
            case Replace(view):
                await self._say(view, public=False)
            case Reply(view, public):
                await self._say(view, public=public)

    async def _say(self, view: View, *, public: bool) -> None:
        messages = render.messages(view)
        match self._deferred:
            case _Deferred.NO:
                first, *more = messages
                send = partial(self._interaction.response.send_message, view=Screen(first), ephemeral=not public)
                await self._begin(send, more, public=public)
            case _Deferred.SILENTLY:
                await self._follow(messages, public=public)
            case thinking if public == (thinking is _Deferred.THINKING_FOR_ALL):
                await self._edit(messages, public=public)
            case _:
                await self._interaction.delete_original_response()
                await self._follow(messages, public=public)

    async def _change(self, view: View, *, public: bool) -> None:
        first, *more = messages = render.messages(view)
        if self._deferred is _Deferred.NO:
            change = partial(self._interaction.response.edit_message, view=Screen(first))
            await self._begin(change, more, public=public)
        else:
            await self._edit(messages, public=public)

    async def _nothing(self) -> None:
        match self._deferred:
            case _Deferred.NO if self._interaction.message is not None:
                await self._first(self._interaction.response.defer)
            case _Deferred.NO:  # a command cannot be left without an answer, so one comes and goes
                thinking = partial(self._interaction.response.defer, thinking=True, ephemeral=True)
                if await self._first(thinking) is _First.GIVEN:
                    await self._interaction.delete_original_response()
            case _Deferred.THINKING | _Deferred.THINKING_FOR_ALL:
                await self._interaction.delete_original_response()

    async def _suggest(self, options: Sequence[Option]) -> None:
        if self._interaction.response.is_done():
            return
        choices = [
            app_commands.Choice(name=clip(option.label, limits.CHOICE), value=option.value)
            for option in options[: limits.CHOICES]
            if option.label.strip() and 1 <= len(option.value) <= limits.CHOICE
        ]
        await self._first(partial(self._interaction.response.autocomplete, choices))

    async def _begin(
        self, call: Callable[[], Awaitable[object]], more: Sequence[Json], *, public: bool = False
    ) -> None:
        """The first answer and what follows it."""
        match await self._first(call):
            case _First.GIVEN | _First.ALREADY:
                self._answered = True
                await self._follow(more, public=public)
            case _First.REFUSED:
                await self._sorry("Discord refused what was rendered")

    async def _edit(self, messages: Sequence[Json], *, public: bool) -> None:
        first, *more = messages
        edit = partial(self._interaction.edit_original_response, view=Screen(first))
        try:
            await edit()
        except BROKEN:  # an edit may be repeated
            await edit()
        self._answered = True
        await self._follow(more, public=public)

    async def _follow(self, messages: Sequence[Json], *, public: bool) -> None:
        for message in messages:
            await self._interaction.followup.send(view=Screen(message), ephemeral=not public, wait=True)
            self._answered = True

    async def _sorry(self, reason: str) -> None:
        """Tell the person that it was us. The log has the incident's name."""
        name = self._ids()
        log.error("incident %s: %s could not be answered: %s", name, self, reason)
        if self._answered:
            return
        if self._interaction.type is discord.InteractionType.autocomplete:  # takes nothing but suggestions
            await self._suggest(())
            return
        (message,) = render.messages(incident(self._words, name))
        if self._deferred is _Deferred.NO:
            await self._first(partial(self._interaction.response.send_message, view=Screen(message), ephemeral=True))
        else:
            await self._interaction.followup.send(view=Screen(message), ephemeral=True, wait=True)

    async def _first(self, call: Callable[[], Awaitable[object]]) -> _First:
        """Give the first answer. A broken connection is tried again once: Discord takes only one first answer."""
        try:
            async with asyncio.timeout(CALL_SECONDS):
                try:
                    await call()
                except BROKEN:
                    await call()
        except discord.HTTPException as error:
            if error.code == _ALREADY:
                return _First.ALREADY
            log.warning("%s: the first answer was refused: http %s, code %s", self, error.status, error.code)
            return _First.REFUSED if error.status == 400 else _First.LOST
        except BROKEN as error:
            log.warning("%s: the first answer was lost: %s", self, type(error).__name__)
            return _First.LOST
        return _First.GIVEN
