"""Routes about the bot, its servers and people, and its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.discord.commands import command_set_problems
from tests.support.discord.model import Guild, Json
from tests.support.discord.payloads import (
    application_json,
    channel_json,
    guild_json,
    member_json,
    my_guild_json,
    role_json,
    user_json,
)
from tests.support.discord.rest import (
    UNKNOWN_GUILD,
    UNKNOWN_MEMBER,
    UNKNOWN_USER,
    Answer,
    Call,
    Route,
    invalid,
    refusal,
)

if TYPE_CHECKING:
    from tests.support.discord.server import DiscordServer

UNKNOWN_COMMAND = refusal(404, 10063, "Unknown application command")


def gateway(server: DiscordServer, call: Call) -> Answer:
    body: Json = {"url": server.gateway.url}
    if call.path.endswith("/bot"):
        limit = {"total": 1000, "remaining": server.sessions_left, "reset_after": 86_400_000, "max_concurrency": 1}
        body |= {"shards": 1, "session_start_limit": limit}
    return Answer(200, body)


def me(server: DiscordServer, call: Call) -> Answer:
    return Answer(200, user_json(server.world.bot) | {"verified": True, "mfa_enabled": False, "locale": "en-US"})


def application(server: DiscordServer, call: Call) -> Answer:
    return Answer(200, application_json(server.world))


def user(server: DiscordServer, call: Call) -> Answer:
    found = server.world.users.get(call.id("user_id"))
    return Answer(200, user_json(found)) if found else UNKNOWN_USER


def my_guilds(server: DiscordServer, call: Call) -> Answer:
    limit = int(call.query.get("limit", "200"))
    if problems := server.blame(call, [] if 1 <= limit <= 200 else [f"1 to 200 servers can be listed, not {limit}"]):
        return invalid(problems)
    after = int(call.query.get("after", "0"))
    mine = [g for g in server.world.guilds.values() if g.has_the_bot and g.id > after]
    return Answer(200, [my_guild_json(g, server.world) for g in mine[:limit]])


def leave_guild(server: DiscordServer, call: Call) -> Answer:
    found = _guild(server, call)
    if found is None:
        return UNKNOWN_GUILD
    server.remove_bot(found)
    return Answer(204)


def guild(server: DiscordServer, call: Call) -> Answer:
    found = _guild(server, call)
    return Answer(200, guild_json(found, server.world)) if found else UNKNOWN_GUILD


def guild_channels(server: DiscordServer, call: Call) -> Answer:
    found = _guild(server, call)
    if found is None:
        return UNKNOWN_GUILD
    return Answer(200, [channel_json(c) for c in found.channels if not c.is_thread and not c.deleted])


def guild_roles(server: DiscordServer, call: Call) -> Answer:
    found = _guild(server, call)
    return Answer(200, [role_json(role) for role in found.roles]) if found else UNKNOWN_GUILD


def guild_member(server: DiscordServer, call: Call) -> Answer:
    found = _guild(server, call)
    if found is None:
        return UNKNOWN_GUILD
    member = found.members.get(call.id("user_id"))
    return Answer(200, member_json(member)) if member else UNKNOWN_MEMBER


def list_commands(server: DiscordServer, call: Call) -> Answer:
    return Answer(200, _commands(server, call))


def put_commands(server: DiscordServer, call: Call) -> Answer:
    """Replace all; a command that keeps its name and kind keeps its id."""
    if problems := server.blame(call, list(command_set_problems(call.body))):
        return invalid(problems)
    known = _commands(server, call)
    before = {(c["name"], c["type"]): c["id"] for c in known}
    known[:] = [_stored(server, call, c, before.get((c["name"], c.get("type", 1)))) for c in call.body]
    return Answer(200, known)


def post_command(server: DiscordServer, call: Call) -> Answer:
    known = _commands(server, call)
    others = [c for c in known if c["name"] != call.body.get("name")]
    if problems := server.blame(call, list(command_set_problems([*others, call.body]))):
        return invalid(problems)
    known[:] = [*others, _stored(server, call, call.body, None)]
    return Answer(201, known[-1])


def delete_command(server: DiscordServer, call: Call) -> Answer:
    known = _commands(server, call)
    if all(c["id"] != call.parts["command_id"] for c in known):
        return UNKNOWN_COMMAND
    known[:] = [c for c in known if c["id"] != call.parts["command_id"]]
    return Answer(204)


def _guild(server: DiscordServer, call: Call) -> Guild | None:
    found = server.world.guilds.get(call.id("guild_id"))
    return found if found is not None and found.has_the_bot else None


def _commands(server: DiscordServer, call: Call) -> list[Json]:
    if "guild_id" in call.parts:
        return server.world.guilds[call.id("guild_id")].commands
    return server.world.commands


def _stored(server: DiscordServer, call: Call, command: Json, id: str | None) -> Json:
    wanted = command.get("default_member_permissions")
    stored = {
        "type": 1, "options": [], "nsfw": False, "contexts": None, "integration_types": [0], "dm_permission": True,
        "description": "", "name_localizations": None, "description_localizations": None, **command,
        "id": id or str(server.world.new_id()), "application_id": str(server.world.application_id),
        "version": str(server.world.new_id()),
        "default_member_permissions": None if wanted is None else str(wanted),
    }  # fmt: skip
    return stored | ({"guild_id": call.parts["guild_id"]} if "guild_id" in call.parts else {})


_COMMANDS = "/applications/{application_id}/commands"
_GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
ROUTES = [
    Route("gateway", "GET", "/gateway", gateway, open=True),
    Route("gateway", "GET", "/gateway/bot", gateway),
    Route("me", "GET", "/users/@me", me),
    Route("application", "GET", "/oauth2/applications/@me", application),
    Route("application", "GET", "/applications/@me", application),
    Route("my guilds", "GET", "/users/@me/guilds", my_guilds),
    Route("leave guild", "DELETE", "/users/@me/guilds/{guild_id}", leave_guild),
    Route("user", "GET", "/users/{user_id}", user),
    Route("guild", "GET", "/guilds/{guild_id}", guild),
    Route("guild channels", "GET", "/guilds/{guild_id}/channels", guild_channels),
    Route("guild roles", "GET", "/guilds/{guild_id}/roles", guild_roles),
    Route("guild member", "GET", "/guilds/{guild_id}/members/{user_id}", guild_member),
    Route("list commands", "GET", _COMMANDS, list_commands),
    Route("commands", "PUT", _COMMANDS, put_commands),
    Route("command", "POST", _COMMANDS, post_command),
    Route("delete command", "DELETE", _COMMANDS + "/{command_id}", delete_command),
    Route("list commands", "GET", _GUILD_COMMANDS, list_commands),
    Route("commands", "PUT", _GUILD_COMMANDS, put_commands),
    Route("command", "POST", _GUILD_COMMANDS, post_command),
    Route("delete command", "DELETE", _GUILD_COMMANDS + "/{command_id}", delete_command),
]
