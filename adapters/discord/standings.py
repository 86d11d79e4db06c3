"""What askq may do in a place, by what the gateway told of the server, its channels and its roles."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from adapters.discord import register
from bot.chat.keys import Place
from bot.chat.messages import Lack, Standing

VIEW, POST, READ, PING = "view_channel", "send_messages", "read_message_history", "mention_everyone"
THREADS = ("create_public_threads", "send_messages_in_threads")

_NAMES = {
    VIEW: "View Channel",
    POST: "Send Messages",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    READ: "Read Message History",
    PING: "Mention @everyone, @here, and All Roles",
}
"""The permissions as a channel's settings call them (Discord's help pages, *channel permissions*)."""

_WITH_TEXT = discord.TextChannel | discord.VoiceChannel | discord.StageChannel
"""Channels that messages stand in; a forum or a category has none of its own."""


def standing(client: discord.Client, place: Place, said: discord.Permissions | None = None) -> Standing:
    """How askq stands there. `said`: its permissions in the place, where Discord itself has just said so."""
    if place.direct:
        return Standing()
    guild = client.get_guild(owner(place.group))
    if guild is None:
        return Standing({Lack.MEMBER: _invitation(client)})
    if guild.me is None or not told(guild):
        return Standing()
    channel = for_all(guild) if not place.channel else guild.get_channel(int(place.channel))
    if channel is None:
        return Standing({Lack.GONE: ""} if place.channel else {Lack.POST: _named((VIEW, POST), place)})
    if not isinstance(channel, _WITH_TEXT):
        return Standing({Lack.POST: ""})
    return _standing(said or channel.permissions_for(guild.me), place)


def fix(client: discord.Client, place: Place, *needed: str) -> str:
    """The names of those of the `needed` permissions that askq lacks there, as far as is known, and where to give
    them."""
    if client.get_guild(owner(place.group)) is None:
        return _invitation(client)
    may = permissions(client, place.group, int(place.channel)) if place.channel else None
    missing = [name for name in needed if may is not None and not getattr(may, name)]
    return _named(missing or needed, place)


def permissions(client: discord.Client, group: str, channel: int) -> discord.Permissions | None:
    """What askq may do in a server's channel; None where that is not known."""
    guild = client.get_guild(owner(group))
    found = None if guild is None else guild.get_channel(channel)
    return None if found is None or found.guild.me is None else found.permissions_for(found.guild.me)


def told(guild: discord.Guild | None) -> bool:
    """Whether what is known of the server can be relied on: Discord tells of one after the other when a connection
    begins, and has trouble with some now and then. One that is not there at all is relied on not to be."""
    return guild is None or (guild.me is not None and not guild.unavailable)


def for_all(guild: discord.Guild) -> discord.TextChannel | None:
    """Where news for the whole server belong: its system channel, else its first text channel where askq may post."""
    if guild.me is None:  # Discord has not said yet who askq is there
        return None
    for channel in filter(None, (guild.system_channel, *guild.text_channels)):
        may = channel.permissions_for(guild.me)
        if may.view_channel and may.send_messages:
            return channel
    return None


def owner(group: str) -> int:
    """The id of whose group this is: the server, or the person with their direct messages."""
    return int(group.rpartition(":")[2])


def _standing(may: discord.Permissions, place: Place) -> Standing:
    if not may.view_channel:  # takes all others away with it, so that nobody can tell which are given
        return Standing({Lack.MEMBER: _named((VIEW,), place)})
    needed = {Lack.POST: (POST,), Lack.THREADS: THREADS, Lack.PING: (PING,)}
    if not may.send_messages:  # takes the pings away with it
        del needed[Lack.PING]
    missing = {lack: [name for name in names if not getattr(may, name)] for lack, names in needed.items()}
    return Standing({lack: _named(names, place) for lack, names in missing.items() if names})


def _named(missing: Sequence[str], place: Place) -> str:
    where = "Edit Channel → Permissions" if place.channel else "Server Settings → Roles"
    return f"{', '.join(_NAMES[name] for name in missing)} ({where})"


def _invitation(client: discord.Client) -> str:
    return register.invite(str(client.application_id))
