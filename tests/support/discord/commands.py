"""Application commands: what Discord refuses in their definitions, and how a client fills their options in.

Numbers: discord-api-docs, *application commands*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.support.discord.model import Attachment, Channel, Json, User
from tests.support.discord.payloads import (
    attachment_json,
    member_json,
    partial_channel_json,
    role_json,
    user_json,
)
from tests.support.discord.permissions import MEMBER_USUAL
from tests.support.discord.world import World

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, PERSON, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
WITH_CHOICES = {STRING, INTEGER, NUMBER}


# -- definitions ----------------------------------------------------------------------------------------------


def command_set_problems(commands: list[Json]) -> Iterator[str]:
    if sum(c.get("type", 1) == 1 for c in commands) > 100:
        yield f"{len(commands)} slash commands; 100 are allowed"
    for name, times in Counter((c.get("type", 1), c.get("name")) for c in commands).items():
        if times > 1:
            yield f"{times} commands are called {name[1]!r}"
    for command in commands:
        yield from command_problems(command)


def command_problems(command: Json) -> Iterator[str]:
    name = command.get("name") or ""
    if command.get("type", 1) != 1:
        if not 1 <= len(name) <= 32 or command.get("description"):
            yield f"the menu command {name!r} needs 1 to 32 characters and no description"
        return
    yield from _name_problems(name, command)
    yield from _options_problems(f"/{name}", command.get("options") or [], depth=0)
    if (size := _characters(command)) > 8_000:
        yield f"/{name} has {size:,} characters over names, descriptions and values; 8,000 are allowed"


def _name_problems(path: str, thing: Json) -> Iterator[str]:
    for name in [thing.get("name") or "", *(thing.get("name_localizations") or {}).values()]:
        letters = all(c in "-_'" or c.isalnum() for c in name)
        if not (1 <= len(name) <= 32 and letters and name == name.lower()):
            yield f"{path}: the name {name!r} must be 1 to 32 lower-case letters, digits, '-' or '_'"
    for text in [thing.get("description") or "", *(thing.get("description_localizations") or {}).values()]:
        if not 1 <= len(text) <= 100:
            yield f"{path}: a description must have 1 to 100 characters, this has {len(text)}"


def _options_problems(path: str, options: list[Json], depth: int) -> Iterator[str]:
    if len(options) > 25:
        yield f"{path} has {len(options)} options; 25 are allowed"
    for name, times in Counter(o.get("name") for o in options).items():
        if times > 1:
            yield f"{path} has {times} options called {name!r}"
    kinds = {o.get("type") for o in options}
    if kinds & {SUBCOMMAND, GROUP} and kinds - {SUBCOMMAND, GROUP}:
        yield f"{path} mixes subcommands with options"
    optional_seen = False
    for option in options:
        here = f"{path} {option.get('name')}"
        yield from _name_problems(here, option)
        if option.get("type") in (SUBCOMMAND, GROUP):
            if depth > 1 or (depth == 1 and option["type"] == GROUP):
                yield f"{here}: subcommands may be nested one group deep"
            if option["type"] == GROUP and any(o.get("type") != SUBCOMMAND for o in option.get("options") or []):
                yield f"{here}: a group may hold only subcommands"
            next_depth = depth + 1 if option["type"] == GROUP else 2
            yield from _options_problems(here, option.get("options") or [], next_depth)
            continue
        if option.get("required") and optional_seen:
            yield f"{here} is required but comes after an optional one"
        optional_seen = optional_seen or not option.get("required")
        yield from _value_problems(here, option)


def _value_problems(path: str, option: Json) -> Iterator[str]:
    choices = option.get("choices") or []
    if option.get("autocomplete") and choices:
        yield f"{path} has both choices and autocomplete"
    if (choices or option.get("autocomplete")) and option.get("type") not in WITH_CHOICES:
        yield f"{path}: only texts and numbers may have choices or autocomplete"
    yield from choice_problems(path, choices)


def choice_problems(path: str, choices: list[Json]) -> Iterator[str]:
    """For choices that stand in the definition and for autocomplete suggestions."""
    if len(choices) > 25:
        yield f"{path} has {len(choices)} choices; 25 are allowed"
    for choice in choices:
        if not 1 <= len(choice.get("name") or "") <= 100:
            yield f"{path}: the choice {choice.get('name')!r:.60} must have a name of 1 to 100 characters"
        if isinstance(choice.get("value"), str) and not 1 <= len(choice["value"]) <= 100:
            yield f"{path}: the value of the choice {choice.get('name')!r:.60} must have 1 to 100 characters"


def _characters(thing: Json) -> int:
    """Names, descriptions and choice values; of several languages the longest counts."""
    total = 0
    for key in ("name", "description"):
        total += max(len(text) for text in [thing.get(key) or "", *(thing.get(f"{key}_localizations") or {}).values()])
    total += sum(len(c["value"]) for c in thing.get("choices") or [] if isinstance(c.get("value"), str))
    return total + sum(_characters(inner) for inner in [*(thing.get("options") or []), *(thing.get("choices") or [])])


# -- use ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a person attaches to an attachment option or to a form."""

    filename: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as a client sends it."""

    definition: Json
    data: Json


def typed_command(
    world: World, commands: list[Json], words: str, values: dict[str, Any], user: User, channel: Channel,
    files_url: str, *, focused: str | None = None,
) -> Typed:  # fmt: skip
    """Find `"bank why"` among the registered commands and fill its options in by name.

    Raises AssertionError for everything that a Discord client would not let the person send.
    """
    root, *path = words.removeprefix("/").split()
    definition = next((c for c in commands if c["name"] == root and c.get("type", 1) == 1), None)
    assert definition is not None, f"there is no /{root} here; there are {[c['name'] for c in commands]}"
    _assert_offered(definition, user, channel, world)
    data: Json = {"id": definition["id"], "name": root, "type": 1}
    if definition.get("guild_id"):
        data["guild_id"] = definition["guild_id"]
    holder, at = data, definition
    for word in path:
        below = {o["name"]: o for o in at.get("options") or [] if o["type"] <= GROUP}
        assert word in below, f"/{words}: there is no subcommand {word!r}; there are {list(below)}"
        at = below[word]
        inner: Json = {"name": word, "type": at["type"], "options": []}
        holder["options"] = [inner]
        holder = inner
    offered = at.get("options") or []
    further = [o["name"] for o in offered if o["type"] <= GROUP]
    assert not further, f"/{words} needs one of the subcommands {further}"
    resolved: Json = {}
    filled = _filled(world, offered, values, user, channel, files_url, resolved, words, focused)
    if filled or path:
        holder["options"] = filled
    if resolved:
        data["resolved"] = resolved
    return Typed(definition, data)


def _assert_offered(command: Json, user: User, channel: Channel, world: World) -> None:
    contexts = command.get("contexts") or ([0, 1, 2] if command.get("dm_permission") is not False else [0])
    here = 0 if channel.guild else 1 if world.bot in channel.recipients else 2
    assert here in contexts, f"/{command['name']} is not offered in {channel!r} (context {here}, not in {contexts})"
    by_guild = here == 1 or (channel.guild is not None and channel.guild.has_the_bot)
    installs = command.get("integration_types") or [0]
    assert (0 in installs and by_guild) or (1 in installs and user.installed_the_bot), (
        f"/{command['name']} is not offered to {user.name} in {channel!r}: nobody installed the bot there"
    )
    wanted = command.get("default_member_permissions")
    if channel.guild is not None and wanted is not None:
        has = channel.guild.members[user.id].permissions
        allowed = int(wanted) != 0 and has & int(wanted) == int(wanted)
        assert allowed, f"/{command['name']} is not offered to {user.name}, who lacks permissions {wanted}"


def _filled(
    world: World, offered: list[Json], values: dict[str, Any], user: User, channel: Channel, files_url: str,
    resolved: Json, words: str, focused: str | None,
) -> list[Json]:  # fmt: skip
    known = {o["name"].replace("-", "_"): o for o in offered}
    given = {name.replace("-", "_"): value for name, value in values.items() if value is not None}
    unknown = set(given) - set(known)
    assert not unknown, f"/{words} has no options {sorted(unknown)}; it has {sorted(known)}"
    missing = [name for name, o in known.items() if o.get("required") and name not in given]
    assert not missing or focused is not None, f"/{words} needs {missing}"
    filled = []
    for name, value in given.items():
        option = known[name]
        item: Json = {"name": option["name"], "type": option["type"]}
        if focused is not None and name == focused.replace("-", "_"):
            assert option.get("autocomplete"), f"/{words} {name} does not complete what is typed"
            filled.append(item | {"value": value if isinstance(value, str) else str(value), "focused": True})
        else:
            filled.append(item | {"value": _value(world, option, value, user, channel, files_url, resolved, words)})
    return filled


def _value(
    world: World,
    option: Json,
    value: Any,
    user: User,
    channel: Channel,
    files_url: str,
    resolved: Json,
    words: str,
) -> Any:
    where = f"/{words} {option['name']}"
    match option["type"]:
        case 3 | 4 | 10:
            kinds = {STRING: str, INTEGER: int, NUMBER: (int, float)}[option["type"]]
            if option.get("choices"):
                known = {c["name"]: c["value"] for c in option["choices"]}
                value = known.get(value, value)
                assert value in known.values(), f"{where}: {value!r} is not one of the choices {list(known)}"
            fits = isinstance(value, kinds) and not isinstance(value, bool)  # type: ignore[arg-type]
            assert fits, f"{where}: {value!r} has the wrong type"
            size = len(value) if isinstance(value, str) else value
            low, high = (
                (option.get("min_length"), option.get("max_length") or 6_000)
                if isinstance(value, str)
                else (option.get("min_value"), option.get("max_value"))
            )
            assert (low is None or size >= low) and (high is None or size <= high), (
                f"{where}: {value!r} is out of range"
            )
            return value
        case 5:
            assert isinstance(value, bool), f"{where} is yes or no, not {value!r}"
            return value
        case 11:
            return resolve_upload(world, value, files_url, resolved)
        case kind:
            return resolve_mention(world, {6: 5, 8: 6, 9: 7, 7: 8}[kind], value, channel, resolved)


def resolve_upload(world: World, upload: Upload, files_url: str, resolved: Json) -> str:
    assert isinstance(upload, Upload), f"an Upload is needed, not {upload!r}"
    file = Attachment(world.new_id(), upload.filename, upload.content, upload.content_type)
    world.files[file.id] = file
    resolved.setdefault("attachments", {})[str(file.id)] = attachment_json(file, files_url, ephemeral=True)
    return str(file.id)


def resolve_mention(
    world: World, select_type: int, value: Any, channel: Channel, resolved: Json, channel_types: list[int] | None = None
) -> str:
    """The id behind a name, with what Discord adds about it; `select_type` 5 person, 6 role, 7 either, 8 channel."""
    guild = channel.guild
    if select_type == 8:
        assert guild is not None, "there are no channels to choose from in direct messages"
        target = value if isinstance(value, Channel) else world.channel(f"{guild.name} #{value.lstrip('#')}")
        assert target.guild is guild and target.kind in (channel_types or [target.kind]), f"{target} is not offered"
        resolved.setdefault("channels", {})[str(target.id)] = partial_channel_json(target, MEMBER_USUAL)
        return str(target.id)
    if guild is not None and select_type in (6, 7):
        for role in guild.roles:
            if value in (role, role.name, role.id):
                resolved.setdefault("roles", {})[str(role.id)] = role_json(role)
                return str(role.id)
    assert select_type != 6, f"no role {value!r}"
    person = world.user(value.removeprefix("@") if isinstance(value, str) else value)
    resolved.setdefault("users", {})[str(person.id)] = user_json(person)
    if guild is not None and person.id in guild.members:
        member = member_json(guild.members[person.id], with_user=False, with_permissions=True)
        resolved.setdefault("members", {})[str(person.id)] = {
            k: v for k, v in member.items() if k not in ("deaf", "mute")
        }  # fmt: skip
    return str(person.id)
