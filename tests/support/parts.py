"""Posts that take several messages, and which messages stand on the platforms in the end.

A message holds less here than platforms allow: so few answers make a page that takes two messages, and a question,
or the right answer to one of those to be asked, still takes one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.discord import limits as discord_limits
from adapters.slack import limits as slack_limits
from bot.chat.keys import Person
from bot.daily import answers
from bot.daily.counting import count_answers
from bot.daily.model import Answered, Day, Schedule, Shown

if TYPE_CHECKING:  # a process that only has short messages needs neither
    from tests.support.discord.world import World as DiscordWorld
    from tests.support.slack.world import World as SlackWorld

SHORT = 1_800

ANSWERS = 4
"""So many of `LONG` take more than a short message, and stand on one page of the answers."""

LONG = ("What they say of a day like any other tells more than their best one. " * 8)[:540].strip()


@dataclass(frozen=True, slots=True)
class There:
    """A message as it stands: its id, that of the message whose thread it stands in, and all that it says."""

    id: str
    below: str
    said: str


Standing = Mapping[tuple[str, int], list[There]]
"""By the delivery's id and the part of it."""


def shorten_messages() -> None:
    """In this process. The platforms know nothing of it."""
    slack_limits.MESSAGE_CHARACTERS = discord_limits.MESSAGE_CHARACTERS = SHORT


def answer(db: sa.Connection, schedule: Schedule, day: Day, people: int, now: datetime, id: str) -> None:
    """As so many members do, who let it be shown without their names."""
    for number in range(people):
        person, text = Person("slack", "T1", f"U{number}"), f"{mark(schedule.id, number)} {LONG}"
        answers.keep(db, day, Answered(person, "", text, Shown.NAMELESS, None, frozenset(), now))
    count_answers(db, schedule, day, now, id)


def mark(schedule: str, number: int) -> str:
    """What that answer begins with, and nothing else holds."""
    return f"{schedule}a{number}z"


def in_slack(world: SlackWorld) -> Standing:
    found: defaultdict[tuple[str, int], list[There]] = defaultdict(list)
    for each in world.messages.values():
        if each.metadata:
            payload = each.metadata["event_payload"]
            there = There(each.ts, each.thread_ts or "", str(each.blocks))
            found[payload["id"], payload["part"]].append(there)
    return found


def in_discord(world: DiscordWorld, nonces: Mapping[int, str] | None = None) -> Standing:
    """`nonces`: those of messages whose own was forgotten."""
    found: defaultdict[tuple[str, int], list[There]] = defaultdict(list)
    for channel in world.channels.values():
        for each in channel.messages:
            if nonce := each.nonce or (nonces or {}).get(each.id):
                id, _, part = nonce.partition(".")
                below = str(channel.id) if channel.is_thread else ""
                found[id, int(part or 0)].append(There(str(each.id), below, str(each.components)))
    return found
