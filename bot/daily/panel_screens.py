"""What stands in the panel of a question of the day beside its fields."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.markup import Spans
from bot.chat.words import Words
from bot.daily.schedule_screens import title


def heading(_: Words, values: Mapping[str, str]) -> str:
    """Which one it is that these values are of."""
    channel, number = values["channel"], values["number"]
    if number:
        return title(_, int(number)) if channel else _("Your own question of the day, number {number}", number=number)
    return _("A new question of the day") if channel else _("A new question of the day, for you alone")


def roles(_: Words, values: Mapping[str, str]) -> Spans | None:
    """How to wake those whom no platform lets one pick here."""
    if not values["channel"]:
        return None
    command = _.command("daily ping", f"@… {values['number']}".strip())
    if values["number"]:
        return _.spans("To wake up a role or group: {command}", command=command)
    return _.spans("To wake up a role or group, save this first, then: {command}", command=command)
