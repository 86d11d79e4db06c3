"""What every way of sending or editing a message has in common: checks, files, mentions, the message itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.discord.components import message_problems
from tests.support.discord.mentions import mentions_in
from tests.support.discord.model import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Attachment,
    Channel,
    Interaction,
    Json,
    Message,
    User,
)
from tests.support.discord.payloads import message_json
from tests.support.discord.rest import Call

if TYPE_CHECKING:
    from tests.support.discord.server import DiscordServer

CANNOT_BE_EMPTY = "a message needs content, components, embeds, a file or a poll"


def write(
    server: DiscordServer, call: Call, channel: Channel, body: Json, *,
    interaction: Interaction | None = None, ephemeral_to: User | None = None,
) -> Message | list[str]:  # fmt: skip
    """A new message of the bot in `channel`, or the reasons why Discord would not take it."""
    names = [file.filename for file in call.files]
    problems = list(message_problems(body, names))
    if not any(body.get(key) for key in ("content", "components", "embeds", "poll")) and not call.files:
        problems.append(CANNOT_BE_EMPTY)
    if refused := server.blame(call, problems):
        return refused
    mentions = mentions_in(body, server.world, channel)
    server.note(call, mentions.problems)
    message = Message(
        server.world.new_id(), channel, server.world.bot, content=body.get("content") or "",
        components=body.get("components") or [], embeds=body.get("embeds") or [], flags=body.get("flags") or 0,
        pings=[] if ephemeral_to else mentions.pings, ephemeral_to=ephemeral_to, interaction=interaction,
        mentions=[server.world.users[id] for id in mentions.users if id in server.world.users],
        attachments=_keep(server, call.files), created_at=server.world.clock(),
    )  # fmt: skip
    if ephemeral_to is not None:
        message.flags |= EPHEMERAL
    channel.messages.append(message)
    announce(server, "MESSAGE_CREATE", message)
    return message


def rewrite(server: DiscordServer, call: Call, message: Message, body: Json) -> list[str]:
    """Edit in place; the reasons, when Discord would not take it. What the body does not name stays."""
    flags = message.flags | ((body.get("flags") or 0) & COMPONENTS_V2)
    kept = message.attachments
    if body.get("attachments") is not None:
        ids = {str(a.get("id")) for a in body["attachments"]}
        kept = [a for a in message.attachments if str(a.id) in ids]
    after: Json = {
        "content": body.get("content", message.content), "embeds": body.get("embeds", message.embeds),
        "components": body.get("components", message.components), "flags": flags & ~LOADING,
    }  # fmt: skip
    names = [a.filename for a in [*kept, *call.files]]
    problems = list(message_problems(after, names))
    if not any(after[key] for key in ("content", "components", "embeds")) and not names:
        problems.append(CANNOT_BE_EMPTY)
    if refused := server.blame(call, problems):
        return refused
    mentions = mentions_in(body, server.world, message.channel)
    server.note(call, mentions.problems)
    if message.loading:
        message.pings = [] if message.ephemeral else mentions.pings
    else:
        message.history.append(message.text)
        message.edited_at = server.world.clock()
    message.content = after["content"] or ""
    message.embeds, message.components = after["embeds"] or [], after["components"] or []
    message.flags = flags & ~LOADING
    message.attachments = [*kept, *_keep(server, call.files)]
    announce(server, "MESSAGE_UPDATE", message)
    return []


def delete(server: DiscordServer, message: Message) -> None:
    message.deleted = True
    gone = {"id": str(message.id), "channel_id": str(message.channel.id)}
    if message.channel.guild is not None and not message.ephemeral:
        gone["guild_id"] = str(message.channel.guild.id)
    server.gateway.dispatch("MESSAGE_DELETE", gone)


def announce(server: DiscordServer, event: str, message: Message) -> None:
    """The bot hears of its own messages too. An ephemeral one comes as a direct message would, without the guild."""
    server.tell_bot_of_message(event, message)


def as_json(server: DiscordServer, message: Message) -> Json:
    return message_json(message, server.files_url)


def _keep(server: DiscordServer, files: list[Attachment]) -> list[Attachment]:
    kept = [Attachment(server.world.new_id(), f.filename, f.content, f.content_type, f.description) for f in files]
    server.world.files |= {file.id: file for file in kept}
    return kept
