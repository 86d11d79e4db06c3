"""The world as Discord's JSON.

Shapes: discord-api-docs (*interactions/receiving-and-responding*, *resources/message*, *resources/guild*,
*resources/channel*) and Discord's OpenAPI description.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime

from tests.support.discord.model import (
    DM,
    Attachment,
    Channel,
    Guild,
    Interaction,
    Json,
    Member,
    Message,
    Role,
    User,
    walk,
)
from tests.support.discord.permissions import BOT_USUAL, IN_DIRECT_MESSAGES, MEMBER_USUAL
from tests.support.discord.world import World

ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024


def user_json(user: User) -> Json:
    return {
        "id": str(user.id), "username": user.name, "global_name": None if user.bot else user.name.title(),
        "discriminator": "0000" if user.bot else "0", "avatar": None, "bot": user.bot, "public_flags": 0, "flags": 0,
        "avatar_decoration_data": None, "primary_guild": None, "clan": None,
    }  # fmt: skip


def member_json(member: Member, *, with_user: bool = True, with_permissions: bool = False) -> Json:
    payload: Json = {
        "roles": [str(role.id) for role in member.roles], "joined_at": "2024-01-05T09:00:00.000000+00:00",
        "deaf": False, "mute": False, "flags": 0, "nick": None, "avatar": None, "banner": None, "pending": False,
        "premium_since": None, "communication_disabled_until": None,
    }  # fmt: skip
    if with_user:
        payload["user"] = user_json(member.user)
    if with_permissions:
        payload["permissions"] = str(member.permissions)
    return payload


def role_json(role: Role) -> Json:
    return {
        "id": str(role.id), "name": role.name, "color": 0, "hoist": False, "position": 0,
        "permissions": str(role.permissions),
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "managed": role.of_bot is not None, "mentionable": role.mentionable, "flags": 0, "icon": None,
        "unicode_emoji": None, "description": None,
        **({} if role.of_bot is None else {"tags": {"bot_id": str(role.of_bot)}}),
    }  # fmt: skip


def channel_json(channel: Channel) -> Json:
    last = str(channel.messages[-1].id) if channel.messages else None
    if channel.kind == DM:
        recipients = [user_json(user) for user in channel.recipients if not user.bot or len(channel.recipients) < 2]
        return {
            "id": str(channel.id), "type": DM, "recipients": recipients, "last_message_id": last, "flags": 0
        }  # fmt: skip
    assert channel.guild is not None
    payload: Json = {
        "id": str(channel.id), "type": channel.kind, "guild_id": str(channel.guild.id),
        "name": channel.name.removeprefix("#"), "last_message_id": last, "rate_limit_per_user": 0, "flags": 0,
        "parent_id": str(channel.parent.id) if channel.parent else None,
    }  # fmt: skip
    if not channel.is_thread:
        return payload | {"position": 0, "nsfw": False, "topic": None, "permission_overwrites": _overwrites(channel)}
    return payload | {
        "owner_id": str(channel.owner_id), "message_count": len(channel.messages), "member_count": 1,
        "total_message_sent": len(channel.messages), "applied_tags": [],
        "thread_metadata": {
            "archived": channel.archived, "locked": channel.locked, "auto_archive_duration": channel.archive_after,
            "archive_timestamp": "2024-01-05T09:00:00.000000+00:00",
            "create_timestamp": "2024-01-05T09:00:00.000000+00:00",
        },
    }  # fmt: skip


def _overwrites(channel: Channel) -> list[Json]:
    """What the bot may do in this channel beyond the server's roles, or may not, decided for it by name."""
    denied, allowed = MEMBER_USUAL & ~channel.bot_permissions, channel.bot_permissions & ~BOT_USUAL
    members = channel.guild.members.values() if channel.guild is not None else ()
    bots = [member.user.id for member in members if member.user.bot]
    said = {"type": 1, "allow": str(allowed), "deny": str(denied)}
    return [{"id": str(id), **said} for id in bots] if denied or allowed else []


def partial_channel_json(channel: Channel, permissions: int) -> Json:
    """The channel as it stands in an interaction, with the acting person's permissions."""
    payload = channel_json(channel)
    payload.pop("permission_overwrites", None)
    return payload if channel.kind == DM else payload | {"permissions": str(permissions)}


def guild_json(guild: Guild, world: World) -> Json:
    """A guild as GET /guilds/{id} gives it."""
    return {
        "id": str(guild.id), "name": guild.name, "owner_id": str(guild.owner.id), "preferred_locale": guild.locale,
        "icon": None, "splash": None, "discovery_splash": None, "banner": None, "description": None, "region": "",
        "afk_channel_id": None, "afk_timeout": 300, "verification_level": 0, "default_message_notifications": 1,
        "explicit_content_filter": 0, "roles": [role_json(role) for role in guild.roles], "emojis": [],
        "stickers": [], "features": [], "mfa_level": 0, "nsfw_level": 0, "application_id": None,
        "system_channel_id": None, "system_channel_flags": 0, "rules_channel_id": None, "vanity_url_code": None,
        "premium_tier": 0, "premium_subscription_count": 0, "premium_progress_bar_enabled": False,
        "public_updates_channel_id": None, "safety_alerts_channel_id": None, "max_members": 500000,
        "incidents_data": None, "home_header": None, "max_presences": None,
        "max_stage_video_channel_users": 50, "max_video_channel_users": 25, "nsfw": False, "widget_enabled": False,
        "widget_channel_id": None,
    }  # fmt: skip


def my_guild_json(guild: Guild, world: World) -> Json:
    """A guild as GET /users/@me/guilds lists it, with the bot's permissions in it before those of its channels."""
    return {
        "id": str(guild.id), "name": guild.name, "icon": None, "banner": None, "owner": False, "features": [],
        "permissions": str(guild.members[world.bot.id].permissions),
    }  # fmt: skip


def guild_create_json(guild: Guild, world: World) -> Json:
    """GUILD_CREATE; without the privileged members intent only the bot itself is among the members."""
    channels = [c for c in guild.channels if not c.deleted]
    return guild_json(guild, world) | {
        "joined_at": "2024-01-05T09:00:00.000000+00:00", "large": False, "member_count": len(guild.members),
        "members": [member_json(guild.members[world.bot.id])], "presences": [], "voice_states": [],
        "channels": [channel_json(c) for c in channels if not c.is_thread],
        "threads": [channel_json(c) for c in channels if c.is_thread and not c.archived],
        "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
    }  # fmt: skip


def attachment_json(attachment: Attachment, files_url: str, *, ephemeral: bool = False) -> Json:
    url = f"{files_url}/{attachment.id}/{attachment.filename}"
    return {
        "id": str(attachment.id), "filename": attachment.filename, "size": len(attachment.content), "url": url,
        "proxy_url": url, "content_type": attachment.content_type, "flags": 0,
        **({"description": attachment.description} if attachment.description else {}),
        **({"ephemeral": True} if ephemeral else {}),
    }  # fmt: skip


def message_json(message: Message, files_url: str) -> Json:
    """A message as REST and the gateway give it to the bot that wrote it."""
    payload: Json = {
        "id": str(message.id), "channel_id": str(message.channel.id), "type": 19 if message.reference else 0,
        "author": user_json(message.author), "content": message.content, "timestamp": stamp(message.created_at),
        "edited_timestamp": stamp(message.edited_at) if message.edited_at else None, "tts": False,
        "mention_everyone": "@everyone" in message.pings, "mentions": [user_json(u) for u in message.mentions],
        "mention_roles": [str(role.id) for role in message.role_mentions],
        "embeds": message.embeds, "pinned": message.pinned, "flags": message.flags,
        "attachments": [attachment_json(a, files_url, ephemeral=message.ephemeral) for a in message.attachments],
        "components": components_as_received(message, files_url),
    }  # fmt: skip
    if message.nonce is not None:
        payload["nonce"] = message.nonce
    if message.reference is not None:
        payload["message_reference"] = {
            "type": 0, "channel_id": str(message.channel.id), "message_id": str(message.reference)
        }  # fmt: skip
    if message.thread is not None:
        payload["thread"] = channel_json(message.thread)
    if message.interaction is not None:
        payload["application_id"] = payload["webhook_id"] = str(message.interaction.payload["application_id"])
        payload["interaction_metadata"] = metadata_json(message.interaction)
        payload["type"] = 20 if message.interaction.kind == 2 else payload["type"]
    return payload


def components_as_received(message: Message, files_url: str) -> list[Json]:
    """The components as Discord gives them back: every one numbered, `attachment://` turned into real addresses."""
    copied = deepcopy(message.components)
    taken = {c["id"] for c in walk(copied) if c.get("id")}
    number = 0
    for component in walk(copied):
        if not component.get("id"):
            number += 1
            while number in taken:
                number += 1
            component["id"] = number
        media = [
            component.get("media"),
            component.get("file"),
            *(i["media"] for i in component.get("items", [])),
        ]
        for item in filter(None, media):
            named = [a for a in message.attachments if item["url"] == f"attachment://{a.filename}"]
            if named:
                item["url"] = attachment_json(named[0], files_url)["url"]
                item["attachment_id"] = str(named[0].id)
            item |= {
                "id": item.get("attachment_id", str(message.id)), "proxy_url": item["url"], "width": None,
                "height": None, "placeholder": "", "loading_state": 2,
            }  # fmt: skip
    return copied


def metadata_json(interaction: Interaction) -> Json:
    payload: Json = {
        "id": str(interaction.id), "type": interaction.kind, "user": user_json(interaction.user),
        "authorizing_integration_owners": interaction.payload["authorizing_integration_owners"],
    }  # fmt: skip
    if interaction.kind == 3 and interaction.message is not None:
        payload["interacted_message_id"] = str(interaction.message.id)
    if interaction.kind == 5 and interaction.modal is not None:
        payload["triggering_interaction_metadata"] = metadata_json(interaction.modal.opened_by)
    return payload


def interaction_json(
    world: World, kind: int, user: User, channel: Channel, data: Json, message: Message | None, files_url: str
) -> Json:
    """INTERACTION_CREATE as it arrives from a server, from the bot's own direct messages or from elsewhere."""
    guild = channel.guild
    id = world.new_id()
    payload: Json = {
        "id": str(id), "application_id": str(world.application_id), "type": kind, "version": 1, "data": data,
        "token": f"aW50ZXJhY3Rpb24{id}", "channel_id": str(channel.id), "locale": user.locale, "entitlements": [],
        "attachment_size_limit": ATTACHMENT_SIZE_LIMIT, "authorizing_integration_owners": {},
    }  # fmt: skip
    owners = payload["authorizing_integration_owners"]
    if guild is not None:
        member = guild.members[user.id]
        payload |= {
            "guild_id": str(guild.id), "guild_locale": guild.locale, "context": 0,
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "member": member_json(member, with_permissions=True),
            "channel": partial_channel_json(channel, member.permissions),
            "app_permissions": str(channel.permitted),
        }  # fmt: skip
        if guild.has_the_bot:
            owners["0"] = str(guild.id)
    else:
        with_the_bot = world.bot in channel.recipients
        payload |= {
            "user": user_json(user), "context": 1 if with_the_bot else 2, "channel": channel_json(channel),
            "app_permissions": str(IN_DIRECT_MESSAGES),
        }  # fmt: skip
        if with_the_bot:
            owners["0"] = "0"
    if user.installed_the_bot:
        owners["1"] = str(user.id)
    if message is not None:
        payload["message"] = message_json(message, files_url)
    return payload


def application_json(world: World) -> Json:
    return {
        "id": str(world.application_id), "name": "askq", "icon": None, "description": "A study-group bot.",
        "summary": "", "type": None, "bot": user_json(world.bot), "bot_public": False, "hook": True,
        "bot_require_code_grant": False, "verify_key": "0" * 64, "flags": 0, "owner": owner_json(),
        "team": None, "tags": [], "redirect_uris": [], "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": len(world.guilds) if world.tells_how_many_guilds else None,
        "integration_types_config": {"0": {}, "1": {}}, "event_webhooks_url": None, "event_webhooks_status": 1,
        "approximate_user_install_count": 0, "approximate_user_authorization_count": 0, "flags_new": "0",
        "eligible_oauth2_scopes": ["applications.commands", "bot"], "explicit_content_filter": 0,
    }  # fmt: skip


def owner_json() -> Json:
    return user_json(User(1, "owner"))


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
