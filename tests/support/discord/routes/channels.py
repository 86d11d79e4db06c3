"""Routes about channels: messages, threads, direct messages, pins, reactions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tests.support.discord.model import DM, Channel, Message
from tests.support.discord.payloads import channel_json
from tests.support.discord.permissions import (
    CREATE_PUBLIC_THREADS,
    PIN_MESSAGES,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    SEND_MESSAGES_IN_THREADS,
    VIEW_CHANNEL,
)
from tests.support.discord.rest import (
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    UNKNOWN_USER,
    Answer,
    Call,
    Route,
    invalid,
    refusal,
)
from tests.support.discord.routes.writing import announce, as_json, delete, rewrite, write

if TYPE_CHECKING:
    from tests.support.discord.server import DiscordServer

NO_ACCESS = refusal(403, 50001, "Missing Access")
NO_PERMISSION = refusal(403, 50013, "Missing Permissions")
NOT_YOURS = refusal(403, 50005, "Cannot edit a message authored by another user")
HAS_A_THREAD = refusal(400, 160004, "A thread has already been created for this message")
NONCE_REMEMBERED = timedelta(minutes=3)
"""Discord says "the past few minutes" (discord-api-docs, *create message*)."""
ARCHIVE_AFTER = (60, 1440, 4320, 10080)


def get_channel(server: DiscordServer, call: Call) -> Answer:
    channel = _channel(server, call)
    return channel if isinstance(channel, Answer) else Answer(200, channel_json(channel))


def edit_channel(server: DiscordServer, call: Call) -> Answer:
    channel = _channel(server, call)
    if isinstance(channel, Answer):
        return channel
    channel.name = call.body.get("name", channel.name)
    channel.archived = call.body.get("archived", channel.archived)
    channel.locked = call.body.get("locked", channel.locked)
    channel.archive_after = call.body.get("auto_archive_duration", channel.archive_after)
    event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    server.gateway.dispatch(event, channel_json(channel))
    return Answer(200, channel_json(channel))


def create_message(server: DiscordServer, call: Call) -> Answer:
    channel = _channel(server, call, _may_send(server, call))
    if isinstance(channel, Answer):
        return channel
    closed = channel.kind == DM and any(not u.takes_direct_messages for u in channel.recipients)
    if closed:
        return refusal(403, 50007, "Cannot send messages to this user")
    nonce = None if call.body.get("nonce") is None else str(call.body["nonce"])
    if call.body.get("enforce_nonce") and nonce is None:
        server.note(call, ["enforce_nonce without a nonce protects from nothing"])
    if call.body.get("enforce_nonce") and nonce is not None and server.remembers_nonces:
        for earlier in channel.messages:
            if earlier.nonce == nonce and server.world.clock() - earlier.created_at < NONCE_REMEMBERED:
                return UNKNOWN_MESSAGE if earlier.deleted else Answer(200, as_json(server, earlier))
    message = write(server, call, channel, call.body)
    if isinstance(message, list):
        return invalid(message)
    message.nonce = nonce
    if reference := call.body.get("message_reference"):
        message.reference = int(reference["message_id"])
    channel.archived = False
    return Answer(200, as_json(server, message))


def list_messages(server: DiscordServer, call: Call) -> Answer:
    """Newest first, ephemeral ones never; without the permission to read it there are none (discord-api-docs)."""
    channel = _channel(server, call)
    if isinstance(channel, Answer):
        return channel
    if channel.kind != DM and not channel.permitted & READ_MESSAGE_HISTORY:
        return Answer(200, [])
    found = [m for m in channel.messages if not m.deleted and not m.ephemeral]
    limit = int(call.query.get("limit", 50))
    if not 1 <= limit <= 100:
        return invalid(server.blame(call, [f"limit must be 1 to 100, not {limit}"]))
    if "after" in call.query:
        found = [m for m in found if m.id > int(call.query["after"])][:limit]
    if "before" in call.query:
        found = [m for m in found if m.id < int(call.query["before"])]
    return Answer(200, [as_json(server, m) for m in reversed(found[-limit:])])


def get_message(server: DiscordServer, call: Call) -> Answer:
    message = _message(server, call)
    return message if isinstance(message, Answer) else Answer(200, as_json(server, message))


def edit_message(server: DiscordServer, call: Call) -> Answer:
    message = _message(server, call)
    if isinstance(message, Answer):
        return message
    if message.author is not server.world.bot:
        return NOT_YOURS
    problems = rewrite(server, call, message, call.body)
    return invalid(problems) if problems else Answer(200, as_json(server, message))


def delete_message(server: DiscordServer, call: Call) -> Answer:
    message = _message(server, call)
    if isinstance(message, Answer):
        return message
    if message.author is not server.world.bot:
        return NO_PERMISSION
    delete(server, message)
    return Answer(204)


def open_direct_messages(server: DiscordServer, call: Call) -> Answer:
    user = server.world.users.get(int(call.body["recipient_id"]))
    if user is None:
        return UNKNOWN_USER
    return Answer(200, channel_json(server.world.dm(user, server.world.bot)))


def typing(server: DiscordServer, call: Call) -> Answer:
    channel = _channel(server, call)
    return channel if isinstance(channel, Answer) else Answer(204)


def pin(server: DiscordServer, call: Call) -> Answer:
    channel = _channel(server, call, PIN_MESSAGES)
    message = _message(server, call)
    for refused in (channel, message):
        if isinstance(refused, Answer):
            return refused
    assert isinstance(message, Message)
    message.pinned = call.method == "PUT"
    announce(server, "MESSAGE_UPDATE", message)
    return Answer(204)


def react(server: DiscordServer, call: Call) -> Answer:
    message = _message(server, call)
    if isinstance(message, Answer):
        return message
    emoji = unquote(call.parts["emoji"])
    if call.method == "DELETE":
        message.reactions = [r for r in message.reactions if r != emoji]
    elif emoji not in message.reactions:
        message.reactions.append(emoji)
    return Answer(204)


def start_thread(server: DiscordServer, call: Call) -> Answer:
    """On a message, or standing alone. A thread on a message has the message's id."""
    channel = _channel(server, call, CREATE_PUBLIC_THREADS)
    if isinstance(channel, Answer):
        return channel
    message: Message | None = None
    if "message_id" in call.parts:
        found = _message(server, call)
        if isinstance(found, Answer):
            return found
        if found.thread is not None:
            return HAS_A_THREAD
        message = found
    problems = []
    name = call.body.get("name") or ""
    if not 1 <= len(name) <= 100:
        problems.append(f"a thread's name must have 1 to 100 characters, this has {len(name)}")
    if call.body.get("auto_archive_duration", 1440) not in ARCHIVE_AFTER:
        problems.append(f"a thread is archived after {ARCHIVE_AFTER} minutes, not {call.body['auto_archive_duration']}")
    if refused := server.blame(call, problems):
        return invalid(refused)
    thread = server.world.add_thread(channel, name, server.world.bot, message.id if message else None)
    thread.archive_after = call.body.get("auto_archive_duration") or 1440
    if message is not None:
        message.thread = thread
    server.gateway.dispatch("THREAD_CREATE", channel_json(thread) | {"newly_created": True})
    return Answer(201, channel_json(thread))


def thread_member(server: DiscordServer, call: Call) -> Answer:
    channel = _channel(server, call)
    return channel if isinstance(channel, Answer) else Answer(204)


def _may_send(server: DiscordServer, call: Call) -> int:
    channel = server.world.channels.get(call.id("channel_id"))
    return SEND_MESSAGES_IN_THREADS if channel is not None and channel.is_thread else SEND_MESSAGES


def _channel(server: DiscordServer, call: Call, needed: int = 0) -> Channel | Answer:
    """The channel, or how Discord refuses: not there, not visible, not permitted."""
    channel = server.world.channels.get(call.id("channel_id"))
    if channel is None or channel.deleted or (channel.parent is not None and channel.parent.deleted):
        return UNKNOWN_CHANNEL
    if channel.kind == DM:
        return channel if server.world.bot in channel.recipients else NO_ACCESS
    if channel.guild is None or not channel.guild.has_the_bot or not channel.permitted & VIEW_CHANNEL:
        return NO_ACCESS
    return channel if channel.permitted & needed == needed else NO_PERMISSION


def _message(server: DiscordServer, call: Call) -> Message | Answer:
    channel = _channel(server, call)
    if isinstance(channel, Answer):
        return channel
    for message in channel.messages:
        if message.id == call.id("message_id") and not message.deleted and not message.ephemeral:
            return message
    return UNKNOWN_MESSAGE


_MESSAGES = "/channels/{channel_id}/messages"
_REACTION = _MESSAGES + "/{message_id}/reactions/{emoji}/@me"
ROUTES = [
    Route("channel", "GET", "/channels/{channel_id}", get_channel),
    Route("edit channel", "PATCH", "/channels/{channel_id}", edit_channel),
    Route("history", "GET", _MESSAGES, list_messages),
    Route("message", "POST", _MESSAGES, create_message),
    Route("pin", "PUT", _MESSAGES + "/pins/{message_id}", pin),
    Route("unpin", "DELETE", _MESSAGES + "/pins/{message_id}", pin),
    Route("read message", "GET", _MESSAGES + "/{message_id}", get_message),
    Route("edit message", "PATCH", _MESSAGES + "/{message_id}", edit_message),
    Route("delete message", "DELETE", _MESSAGES + "/{message_id}", delete_message),
    Route("react", "PUT", _REACTION, react),
    Route("unreact", "DELETE", _REACTION, react),
    Route("thread", "POST", _MESSAGES + "/{message_id}/threads", start_thread),
    Route("thread", "POST", "/channels/{channel_id}/threads", start_thread),
    Route("join thread", "PUT", "/channels/{channel_id}/thread-members/@me", thread_member),
    Route("leave thread", "DELETE", "/channels/{channel_id}/thread-members/@me", thread_member),
    Route("typing", "POST", "/channels/{channel_id}/typing", typing),
    Route("open dm", "POST", "/users/@me/channels", open_direct_messages),
]
