"""What discord.py hands over -> Incoming. Pure.

Whose data it is: the server where it happened; without one, in direct messages with askq or elsewhere for people who
added askq to their own account, the person is a group of their own. What is said in a thread belongs to the channel
of the thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord

from bot.chat.identifiers import reference
from bot.chat.keys import Person, Place
from bot.chat.messages import Addressed, Called, Incoming, Joined, Pressed, Spelling, Submitted, Typing

PLATFORM = "discord"

Interaction = discord.Interaction[Any]
Payload = Mapping[str, Any]

_SUBCOMMANDS = (1, 2)
_USER, _ROLE = 6, 8
_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)


def interaction(given: Interaction, names: Mapping[str, str]) -> Incoming | None:
    """What an interaction means to the core; None for nothing. `names`: `register.names`."""
    data: Payload = given.data or {}
    match given.type:
        case discord.InteractionType.application_command:
            return _called(given, data, names)
        case discord.InteractionType.autocomplete:
            return _typing(given, data, names)
        case discord.InteractionType.component:
            ref, values = reference(data["custom_id"]), tuple(data.get("values", ()))
            return Pressed(ref=ref, values=values, private=_private(given), **_event(given))
        case discord.InteractionType.modal_submit:
            fields = {field["custom_id"]: _held(field) for field in _fields(data["components"])}
            private = _private(given)
            return Submitted(ref=reference(data["custom_id"]), fields=fields, private=private, **_event(given))
    return None


def joined(guild: discord.Guild) -> Joined:
    """askq is in this server. The receipt is the same each time: a server is joined once."""
    return Joined(
        receipt="joined",
        place=Place(_group_of(guild.id), ""),
        person=Person(PLATFORM, "", str(guild.owner_id or "")),
        name="",
        spelling=Spelling.TREE,
        locale=str(guild.preferred_locale),
    )


def addressed(message: discord.Message, me: discord.abc.User) -> Addressed | None:
    """A person's message to askq: it names askq or askq's own role, or is a direct message. None for any other."""
    author, channel = message.author, message.channel
    if author.bot or message.webhook_id is not None or message.type not in _SPOKEN:
        return None
    direct = isinstance(channel, discord.DMChannel)
    if not direct and not _names(message, me):
        return None
    guild = message.guild
    return Addressed(
        receipt=str(message.id),
        place=_place(None if guild is None else guild.id, channel.id, channel, author),
        person=_person(author),
        name=author.display_name,
        spelling=Spelling.TREE,
        admin=isinstance(author, discord.Member) and author.guild_permissions.manage_guild,
        locale="en" if guild is None else str(guild.preferred_locale),
    )


def _names(message: discord.Message, me: discord.abc.User) -> bool:
    """Whether askq stands in the text. It is among the mentions of every reply to it, too, which is people talking
    about an answer; so the text counts, readable without the intent wherever askq is mentioned.

    Servers have a role of askq's own for the permissions that the invite asks for, and clients offer to mention it.
    """
    if message.guild is None:
        return False
    if me.id in (user.id for user in message.mentions) and f"<@{me.id}>" in _references(message.content):
        return True
    return message.guild.self_role is not None and message.guild.self_role in message.role_mentions


def _called(given: Interaction, data: Payload, names: Mapping[str, str]) -> Called:
    tree, options = _unfolded(data)
    values = {option["name"]: _value(option) for option in options}
    return Called(command=_name(tree, names), values=values, **_event(given))


def _typing(given: Interaction, data: Payload, names: Mapping[str, str]) -> Typing | None:
    tree, options = _unfolded(data)
    focused = next((option for option in options if option.get("focused")), None)
    if focused is None:
        return None
    text = _references(str(focused["value"]))
    return Typing(command=_name(tree, names), argument=focused["name"], text=text, **_event(given))


def _name(tree: str, names: Mapping[str, str]) -> str:
    """The command's name in the catalogue. One that is not there any more keeps a name that nothing has."""
    return names.get(tree, f"/{tree}")


def _unfolded(data: Payload) -> tuple[str, Sequence[Payload]]:
    """The words of the command, and the options of the innermost one."""
    words, options = [data["name"]], data.get("options") or []
    while options and options[0]["type"] in _SUBCOMMANDS:
        words.append(options[0]["name"])
        options = options[0].get("options") or []
    return " ".join(words), options


def _value(option: Payload) -> str | int | bool:
    value: str | int | bool = option["value"]
    if option["type"] == _USER:
        return f"<@{value}>"
    if option["type"] == _ROLE:
        return f"<@&{value}>"
    return _references(value) if isinstance(value, str) else value


def _references(text: str) -> str:
    """Older clients write `<@!1>` for `<@1>`."""
    return re.sub(r"<@!(\d+)>", r"<@\1>", text)


def _fields(components: Sequence[Payload]) -> Iterator[Payload]:
    """The fields of a filled-in form, out of the labels or rows around them."""
    for component in components:
        inner = [component["component"]] if "component" in component else component.get("components")
        if inner is not None:
            yield from _fields(inner)
        elif "custom_id" in component:
            yield component


def _held(field: Payload) -> str:
    chosen = field.get("values")
    return (chosen[0] if chosen else "") if chosen is not None else field.get("value") or ""


def _private(given: Interaction) -> bool:
    """Whether only this person sees the message: it is ephemeral, or in direct messages with askq. Where there is no
    message, nobody else sees anything."""
    return given.message is None or given.message.flags.ephemeral or given.context.dm_channel


def _event(given: Interaction) -> dict[str, Any]:
    guild, permissions = given.guild, given.permissions
    owns = guild is not None and guild.owner_id == given.user.id
    return {
        "receipt": str(given.id),
        "place": _place(given.guild_id, given.channel_id, given.channel, given.user),
        "person": _person(given.user),
        "name": given.user.display_name,
        "spelling": Spelling.TREE,
        "admin": given.guild_id is not None and (permissions.manage_guild or permissions.administrator or owns),
        "locale": str(given.locale),
        "own": str(given.application_id),
    }


def group(given: Interaction) -> str:
    """The key of the group whose data this is about."""
    return _group(given.guild_id, given.user)


def _place(guild: int | None, id: int | None, channel: object, user: discord.abc.User) -> Place:
    own = _group(guild, user)
    if isinstance(channel, discord.Thread):
        return Place(own, str(channel.parent_id), str(channel.id))
    return Place(own, "" if id is None else str(id))


def _group(guild: int | None, user: discord.abc.User) -> str:
    return f"{PLATFORM}:dm:{user.id}" if guild is None else _group_of(guild)


def _group_of(guild: int) -> str:
    return f"{PLATFORM}:{guild}"


def _person(user: discord.abc.User) -> Person:
    return Person(PLATFORM, "", str(user.id))
