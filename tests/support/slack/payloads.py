"""What Slack sends to the bot, and how it writes its objects: pure functions of the world.

Shapes follow docs.slack.dev: slash commands, block_actions, view_submission, Events API, message and user
objects.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.support.slack.world import Channel, File, Json, Message, User, View, Workspace, World

VERIFICATION_TOKEN = "loopback-verification-token"
_WORD = re.compile(r"(?P<user>@[\w.-]+)|(?P<channel>#[\w-]+)|(?P<link>https?://[^\s<>]+)|(?P<mark>[&<>])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(typed: str, world: World, team_id: str, *, labels: bool = True) -> str:
    """What somebody typed, as Slack passes it on: entities for & < >, ids for people and channels that exist.

    A slash command with `should_escape` labels them (`<@U1|ana>`); messages do not (`<@U1>`). User groups are
    written `<!subteam^S1|@moderators>`.
    """

    def group(word: str) -> str:
        try:
            known = world.group(word, team_id)
        except LookupError:
            return word
        return f"<!subteam^{known.id}{f'|@{known.handle}' if labels else ''}>"

    def one(found: re.Match[str]) -> str:
        word = found[0]
        if found["mark"]:
            return _ENTITIES[word]
        if found["link"]:
            return f"<{word.replace('&', '&amp;')}>"
        try:
            known = world.user(word) if found["user"] else world.channel(word, team_id)
        except LookupError:
            return group(word) if found["user"] else word
        return f"<{word[0]}{known.id}{f'|{known.name}' if labels else ''}>"

    return _WORD.sub(one, typed)


def command(
    world: World, user: User, channel: Channel, name: str, text: str, *, response_url: str, trigger_id: str
) -> Json:
    team = world.workspaces[user.team_id]
    shown_name = {"private": "privategroup", "im": "directmessage"}.get(channel.kind, channel.name)
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": shown_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": escaped(text.strip(), world, team.id),
        "api_app_id": world.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def _interaction(world: World, kind: str, user: User, trigger_id: str) -> Json:
    team = world.workspaces[user.team_id]
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id},
        "api_app_id": world.app_id,
        "token": VERIFICATION_TOKEN,
        "trigger_id": trigger_id,
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_action(
    world: World,
    user: User,
    message: Message,
    action: Json,
    state: Json,
    *,
    response_url: str,
    trigger_id: str,
) -> Json:
    channel = world.channels[message.channel_id]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = {
        **_interaction(world, "block_actions", user, trigger_id),
        "container": container,
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": state},
        "response_url": response_url,
        "actions": [{**action, "action_ts": world.clock.next_ts()}],
    }
    if message.only_for is None:
        # Slack does not keep ephemeral messages, so it can't send one along.
        payload["message"] = message_object(world, message)
    return payload


def view_action(world: World, user: User, view: View, action: Json, state: Json, *, trigger_id: str) -> Json:
    return {
        **_interaction(world, "block_actions", user, trigger_id),
        "container": {"type": "view", "view_id": view.id},
        "view": view_object(world, view, state),
        "actions": [{**action, "action_ts": world.clock.next_ts()}],
    }


def view_submission(world: World, user: User, view: View, state: Json, *, trigger_id: str) -> Json:
    body = _interaction(world, "view_submission", user, trigger_id)
    return {**body, "view": view_object(world, view, state), "response_urls": []}


def view_closed(world: World, user: User, view: View, *, is_cleared: bool) -> Json:
    body = _interaction(world, "view_closed", user, "")
    del body["trigger_id"]
    return {**body, "view": view_object(world, view, {}), "is_cleared": is_cleared}


def event(world: World, team: Workspace, inner: Json) -> Json:
    stamp = inner.get("event_ts") or world.clock.next_ts()
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "api_app_id": world.app_id,
        "event": {**inner, "event_ts": stamp},
        "type": "event_callback",
        "event_id": world.new_id("Ev"),
        "event_time": int(float(stamp)),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team.id,
                "user_id": team.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{world.new_id('X')}",
    }


def said(message: Message) -> Json:
    """A person's message with the rich text block that their client adds."""
    plain = {"type": "text", "text": message.text}
    section = {"type": "rich_text_section", "elements": [plain]}
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    return {
        **thread,
        "user": message.author,
        "ts": message.ts,
        "client_msg_id": f"msg-{message.ts}",
        "text": message.text,
        "team": message.team_id,
        "blocks": [{"type": "rich_text", "block_id": "said", "elements": [section]}],
        "channel": message.channel_id,
        "event_ts": message.ts,
    }


def message_object(world: World, message: Message, *, metadata: bool = False) -> Json:
    team = world.workspaces[message.team_id]
    body: Json = {
        "type": "message",
        "user": message.author,
        "ts": message.ts,
        "text": message.text,
        "team": team.id,
    }
    if message.author == team.bot_user_id:
        body |= {"bot_id": team.bot_id, "app_id": world.app_id}
        body["bot_profile"] = {"id": team.bot_id, "app_id": world.app_id, "name": "askq", "team_id": team.id}
    if message.blocks:
        body["blocks"] = copy.deepcopy(list(message.blocks))
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.edited:
        body["edited"] = {"user": message.author, "ts": message.ts}
    if message.files:
        body["files"] = list(message.files)
    if metadata and message.metadata:
        body["metadata"] = message.metadata
    return body


def view_object(world: World, view: View, state: Mapping[str, Any] | None = None) -> Json:
    team = world.workspaces[view.team_id]
    defaults = {"callback_id": "", "external_id": "", "private_metadata": "", "submit": None, "close": None}
    return {
        **defaults,
        "clear_on_close": False,
        "notify_on_close": False,
        **copy.deepcopy(view.definition),
        "id": view.id,
        "team_id": team.id,
        "state": {"values": dict(state or {})},
        "hash": view.hash,
        "root_view_id": view.root_view_id,
        "previous_view_id": view.previous_view_id,
        "app_id": world.app_id,
        "app_installed_team_id": team.id,
        "bot_id": team.bot_id,
    }


def user_object(user: User, *, locale: bool) -> Json:
    body = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": False,
        "real_name": user.name.title(),
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": user.tz_offset,
        "profile": {"display_name": user.name, "real_name": user.name.title(), "team": user.team_id},
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }
    return {**body, "locale": user.locale} if locale else body


def channel_object(channel: Channel, bot_user_id: str) -> Json:
    body: Json = {
        "id": channel.id,
        "created": 1_700_000_000,
        "is_archived": channel.archived,
        "is_org_shared": False,
    }
    body["context_team_id"] = channel.team_id
    if channel.kind == "im":
        person = next(iter(channel.members - {bot_user_id}))
        return {**body, "is_im": True, "user": person, "is_open": True, "is_user_deleted": False}
    private = channel.kind == "private"
    return {
        **body,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": False,
        "is_private": private,
        "is_general": channel.name == "general",
        "is_member": bot_user_id in channel.members,
        "is_shared": False,
        "is_ext_shared": False,
    }


def file_object(file: File, base_url: str) -> Json:
    return {
        "id": file.id,
        "name": file.name,
        "title": file.name,
        "filetype": file.name.rpartition(".")[2],
        "mode": "hosted",
        "size": len(file.content),
        "url_private": f"{base_url}/files-pri/{file.id}",
        "url_private_download": f"{base_url}/files-pri/{file.id}",
    }


def with_block_ids(blocks: Iterable[Json], world: World) -> tuple[Json, ...]:
    """A copy of the blocks in which those that have no `block_id` get one, as Slack gives it."""
    return tuple({**copy.deepcopy(block), "block_id": block.get("block_id") or world.new_id("b")} for block in blocks)
