"""Which mentions in a text would ring, and whether that was meant.

Source: discord-api-docs, *Allowed Mentions Object*. A list of ids is a decision by whoever wrote the message and is
fine; `parse`, or no `allowed_mentions` at all, lets through whatever people's texts happen to contain, and is not: but
for @here and @everyone there is no other way, so a text of nothing else is meant, as long as it is the only one.
Backslashes and code are not taken for protection: whether they hold is nowhere promised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.discord.components import TEXT
from tests.support.discord.model import Channel, Json, walk
from tests.support.discord.permissions import MENTION_EVERYONE
from tests.support.discord.world import World

_EVERYONE = re.compile(r"@(everyone|here)")
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a body mentions and what of it is let through."""

    pings: list[str]
    users: list[int]
    problems: list[str]


def mentions_in(body: Json, world: World, channel: Channel) -> Mentions:
    texts = [body.get("content") or ""]
    texts += [c.get("content") or "" for c in walk(body.get("components") or []) if c.get("type") == TEXT]
    text = "\n".join(texts)
    allowed = body.get("allowed_mentions")
    parse = {"everyone", "users", "roles"} if allowed is None else set(allowed.get("parse") or [])
    listed = {key: {int(id) for id in (allowed or {}).get(key) or []} for key in ("users", "roles")}
    may_wake_all = bool(channel.permitted & MENTION_EVERYONE)
    pings: list[str] = []
    problems = list(_contradictions(parse, listed))
    users = [int(id) for id in dict.fromkeys(_USER.findall(text))]
    for word in dict.fromkeys(_EVERYONE.findall(text)):
        if "everyone" in parse:
            pings += [f"@{word}"] if may_wake_all else []
            if f"@{word}" not in texts or len(_EVERYONE.findall(text)) > 1:
                problems.append(f"@{word} in a text would ring for all; allowed_mentions lets it through")
    for id in users:
        name = world.users[id].name if id in world.users else str(id)
        if "users" in parse:
            problems.append(f"a mention of {name} in a text would ring; allowed_mentions lets any through")
        if "users" in parse or id in listed["users"]:
            pings.append(f"@{name}")
    for id in dict.fromkeys(int(id) for id in _ROLE.findall(text)):
        role = next((r for r in channel.guild.roles if r.id == id), None) if channel.guild else None
        name = role.name if role is not None else str(id)
        if "roles" in parse:
            problems.append(f"a mention of the role {name} would ring; allowed_mentions lets any through")
        if ("roles" in parse or id in listed["roles"]) and (may_wake_all or (role is not None and role.mentionable)):
            pings.append(f"@&{name}")
    return Mentions(pings, users, problems)


def _contradictions(parse: set[str], listed: dict[str, set[int]]) -> Iterator[str]:
    for kind, ids in listed.items():
        if kind in parse and ids:
            yield f"allowed_mentions has both parse {kind!r} and a list of {kind}"
        if len(ids) > 100:
            yield f"allowed_mentions lists more than 100 {kind}"
