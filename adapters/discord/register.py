"""The command catalogue -> Discord's application commands, and the link that installs the bot. Pure.

Commands form a tree there: `/askq` and `/challenge` stand alone, `/bank why` is a subcommand. They are offered in
servers and in direct messages with askq; where people may add the app to their own account, everywhere they go.

Why each permission (slash commands and their answers need none):
    View Channels, Send Messages             what askq posts by itself, and the answer when somebody mentions it
    Create Public Threads                    what follows a post stands in a thread below it
    Send Messages in Threads                 the same posts and answers there
    Read Message History                     Discord asks for it to answer a message as a reply; and after a broken
                                             connection askq looks whether its post arrived, so as not to post twice

To wake people a server may give it Mention @everyone, @here, and All Roles besides. The link does not ask for that.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from adapters.discord import limits
from adapters.discord.markup import Json
from bot.chat.command import Catalogue, Command, Param
from bot.chat.fitting import clip

if TYPE_CHECKING:
    import discord

PERMISSIONS = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""What the bot asks a server for (discord-api-docs, permissions)."""

_ADMINISTRATOR = 1 << 3
"""Includes every other permission, without their bits."""

_CHAT_INPUT = 1
_SUBCOMMAND, _GROUP, _STRING, _INTEGER, _BOOLEAN, _USER, _ROLE = 1, 2, 3, 4, 5, 6, 8
_TYPES = {
    "text": _STRING,
    "word": _STRING,
    "number": _INTEGER,
    "flag": _BOOLEAN,
    "choice": _STRING,
    "person": _USER,
    "role": _ROLE,
}
_IN_SERVERS, _WITH_THE_BOT, _ELSEWHERE = 0, 1, 2
_BY_SERVERS, _BY_PEOPLE = 0, 1

_LINK = "https://discord.com/oauth2/authorize?client_id="
_PLACEHOLDER = "APPLICATION_ID"


def commands(catalogue: Catalogue, *, for_people: bool = True) -> list[Json]:
    """The application commands. `for_people`: the application may be added to a person's own account, too.

    Raises ValueError when something is too long or too much for Discord.
    """
    roots: dict[str, Json] = {}
    for command in catalogue.commands.values():
        *path, last = command.tree.split()
        _below(roots, path)[last] = _leaf(command)
    made = [_root(name, node, for_people) for name, node in roots.items()]
    for command_made in made:
        _within(_characters(command_made), limits.COMMAND_CHARACTERS, f"/{command_made['name']}")
    _within(len(made), limits.COMMANDS, "the number of commands")
    return made


def expected(catalogue: Catalogue, application: discord.AppInfo) -> list[Json]:
    """The commands as this application should have them: for single people only where it lets them install it."""
    return commands(catalogue, for_people=application.user_integration_config is not None)


def names(catalogue: Catalogue) -> dict[str, str]:
    """A command's place in the tree -> its name in the catalogue."""
    return {command.tree: command.name for command in catalogue.commands.values()}


def in_sync(wanted: Sequence[Json], registered: Iterable[Mapping[str, object]]) -> bool:
    """Whether what Discord has is what we want, apart from what Discord adds by itself."""
    return _comparable(wanted) == _comparable(registered)


def application_id(token: str) -> str | None:
    """The application's id, with which a bot token begins; None where it does not look like one."""
    first = token.partition(".")[0]
    try:
        id = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return id if id.isdigit() else None


def missing(permissions: int) -> list[str]:
    """The names of the permissions that askq asks for and these bits do not give."""
    if permissions & _ADMINISTRATOR:
        return []
    return [name for name, bit in PERMISSIONS.items() if not permissions & bit]


def invite(id: str) -> str:
    """The link with which somebody who manages a server adds askq to it."""
    return f"{_LINK}{id}&scope=bot+applications.commands&permissions={sum(PERMISSIONS.values())}"


def invite_for_oneself(id: str) -> str:
    """The link with which a person adds askq to their own account."""
    return f"{_LINK}{id}&integration_type={_BY_PEOPLE}&scope=applications.commands"


def manifest_text(token: str) -> str:
    """What to open to install askq, and why it asks for what it asks for."""
    id = application_id(token)
    lines = [
        "Open this link to add askq to a server you manage:",
        f"  {invite(id or _PLACEHOLDER)}",
        "or this one to add it to your own account:",
        f"  {invite_for_oneself(id or _PLACEHOLDER)}",
    ]
    if id is None:
        lines += [
            "",
            f"Put your application's id in place of {_PLACEHOLDER}. It stands on",
            "https://discord.com/developers/applications under General Information, Application ID.",
            "With ASKQ_DISCORD_TOKEN set, the links are complete.",
        ]
    lines += [
        "",
        "Scopes: bot (it joins the server), applications.commands (its slash commands).",
        "Permissions, all of them only to speak without being called by a command:",
        *(f"  {name} (1 << {bit.bit_length() - 1})" for name, bit in PERMISSIONS.items()),
        "It needs no privileged intent. askq run registers the slash commands itself.",
    ]
    return "\n".join(lines) + "\n"


def _below(roots: dict[str, Json], path: Sequence[str]) -> dict[str, Json]:
    """The nodes below a path, made where they are missing. A group is a dict of its nodes under "below"."""
    nodes = roots
    for word in path:
        nodes = nodes.setdefault(word, {"below": {}})["below"]
    return nodes


def _root(name: str, node: Json, for_people: bool) -> Json:
    installs, contexts = [_BY_SERVERS], [_IN_SERVERS, _WITH_THE_BOT]
    if for_people:
        installs, contexts = [*installs, _BY_PEOPLE], [*contexts, _ELSEWHERE]
    return _node(name, node, _CHAT_INPUT, depth=0) | {"integration_types": installs, "contexts": contexts}


def _node(name: str, node: Json, kind: int, depth: int) -> Json:
    below = node.get("below")
    if below is None:
        return {"type": kind, "name": name, **node}
    _within(len(below), limits.COMMAND_OPTIONS, f"/{name}: the number of subcommands")
    options = [
        _node(word, inner, _GROUP if "below" in inner else _SUBCOMMAND, depth + 1) for word, inner in below.items()
    ]
    described = clip(f"{name}: {', '.join(below)}", limits.COMMAND_DESCRIPTION)
    return {"type": kind, "name": name, "description": described, "options": options}


def _leaf(command: Command) -> Json:
    _within(len(command.options), limits.COMMAND_OPTIONS, f"/{command.tree}: the number of options")
    made: Json = {"description": _description(command.summary, command.tree)}
    return made | ({"options": [_option(param, command.tree) for param in command.options]} if command.options else {})


def _option(param: Param, where: str) -> Json:
    made: Json = {
        "type": _TYPES[param.kind],
        "name": param.name,
        "description": _description(param.help, f"{where} {param.name}"),
    }
    if param.required:
        made["required"] = True
    if param.choices:
        _within(len(param.choices), limits.CHOICES, f"/{where} {param.name}: the number of choices")
        made["choices"] = [{"name": choice, "value": choice} for choice in param.choices]
    elif param.complete is not None:
        made["autocomplete"] = True
    made |= {name: bound for name, bound in (("min_value", param.ge), ("max_value", param.le)) if bound is not None}
    return made


def _description(text: str, where: str) -> str:
    if not text:
        raise ValueError(f"/{where} has no description")
    _within(len(text), limits.COMMAND_DESCRIPTION, f"/{where}: the description")
    return text


def _within(number: int, most: int, what: str) -> None:
    if number > most:
        raise ValueError(f"{what} comes to {number}, {most} are allowed")


def _characters(made: Json) -> int:
    own = len(made["name"]) + len(made.get("description", "")) + len(made.get("value", ""))
    return own + sum(_characters(inner) for inner in (*made.get("options", ()), *made.get("choices", ())))


def _comparable(given: Iterable[Mapping[str, object]]) -> dict[object, Json]:
    return {command["name"]: _essence(command) for command in given}


_DEFAULTS: Json = {"type": _CHAT_INPUT, "required": False, "autocomplete": False, "options": [], "choices": []}
_ESSENTIAL = (
    "type", "name", "description", "required", "autocomplete", "min_value", "max_value", "integration_types", "contexts"
)  # fmt: skip


def _essence(thing: Mapping[str, object]) -> Json:
    """What we decide about a command or an option; absent, null and the default are the same."""
    essence: Json = {key: thing[key] for key in _ESSENTIAL if thing.get(key) not in (None, _DEFAULTS.get(key))}
    for key in ("integration_types", "contexts"):
        if key in essence:
            essence[key] = sorted(essence[key])
    for key in ("options", "choices"):
        inner = thing.get(key)
        if isinstance(inner, list) and inner:
            essence[key] = [_essence(each) | {"value": each.get("value")} for each in inner]
    return essence
