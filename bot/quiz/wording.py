"""How a quiz says numbers, times and names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from babel.numbers import format_decimal

from bot.chat.markup import At
from bot.chat.words import Words
from bot.quiz.model import Player

LISTED = 12
"""The most names in one list."""

TENTHS = 10


def points(_: Words, tenths: int) -> str:
    """`25 points`."""
    if tenths == TENTHS:
        return _("one point")
    return _("{points} points", points=number(_, tenths))


def number(_: Words, tenths: int) -> str:
    """`6.7`; a whole number without decimals."""
    return str(format_decimal(Decimal(tenths) / TENTHS, locale=_.locale))


def length(_: Words, time: timedelta) -> str:
    """`30 seconds`, `2 minutes`, `2 minutes and 30 seconds`."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    parts = []
    if minutes:
        parts.append(_.many("one minute", "{count} minutes", minutes))
    if seconds or not minutes:
        parts.append(_.many("one second", "{count} seconds", seconds))
    return _.listing(parts)


def moment(when: datetime) -> At:
    """A moment that is near."""
    return At(when, f"{when:%H:%M:%S} UTC", soon=True)


def people(_: Words, players: Sequence[Player]) -> str:
    """Their names, as many as one reads."""
    names = [player.name for player in players[:LISTED]]
    if len(players) > LISTED:
        names.append(_.many("one more", "{count} more", len(players) - LISTED))
    return _.listing(names)


def team(_: Words, number: int) -> str:
    """What a team is called."""
    return {1: _("Oaks"), 2: _("Pines"), 3: _("Birches")}.get(number, _("Team {number}", number=number))
