"""The command catalogue -> the manifest that makes the Slack app. Pure.

Why each scope:
    commands            the slash command
    chat:write          what is posted unasked or where no response URL serves: hello, pointers, shares
    app_mentions:read   to hear that somebody mentioned askq
    im:history          to hear that somebody wrote to askq directly
    channels:read, groups:read   to hear that askq was added to a public or a private channel, and to see whether it
                        is still there before somebody has it post there
    users:read          whether somebody is an admin, their language and their time zone

And only to look whether a message arrived when the connection broke while it was posted; without them askq works and
does then what ASKQ_WHEN_IN_DOUBT says:
    channels:history, groups:history   to look in public and in private channels that askq is in
    im:write            to find its direct messages with somebody, in which `im:history` then lets it look
"""

from __future__ import annotations

import json

from adapters.slack import limits
from adapters.slack.markup import Json
from bot.chat.command import Catalogue

COMMAND = "/askq"

FOR_LOOKING = frozenset({"channels:history", "groups:history", "im:write"})
"""The scopes that askq can do without."""

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
)

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.im",
    "tokens_revoked",
)


def manifest(catalogue: Catalogue) -> Json:
    """Raises ValueError when a name or description is too long for Slack."""
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": _fitting("askq", limits.APP_NAME),
            "description": _fitting(
                "Questions worth asking your interviewer, each with its reasons.", limits.APP_DESCRIPTION
            ),
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": _fitting("askq", limits.BOT_NAME), "always_online": True},
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": _fitting(catalogue.commands[""].summary, limits.COMMAND_DESCRIPTION),
                    "usage_hint": _fitting(usage_hint(catalogue), limits.USAGE_HINT),
                    "should_escape": True,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def manifest_text(catalogue: Catalogue) -> str:
    """The manifest as JSON, to paste where Slack asks for one."""
    return json.dumps(manifest(catalogue), indent=2) + "\n"


def usage_hint(catalogue: Catalogue) -> str:
    """What Slack shows behind the command while somebody types: the bare command's arguments, then the words."""
    words = dict.fromkeys(name.split()[0] for name in catalogue.commands if name)
    return " | ".join([catalogue.commands[""].usage, *words])


def _fitting(text: str, most: int) -> str:
    if not 1 <= len(text) <= most:
        raise ValueError(f"{text[:40]!r} has {len(text)} characters, 1 to {most} are allowed")
    return text
