"""The room's clock: real time, moved forward by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.terminal.limits import LAST_YEAR, LONGEST_TICK

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class Clock:
    """Call it for the present moment in the room: what `base` says, plus all ticks."""

    def __init__(self, base: Callable[[], datetime]) -> None:
        self._base = base
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return self._base() + self._ahead

    def after(self, by: timedelta) -> datetime | None:
        """The moment that lies so far ahead; None where it would be after `LAST_YEAR`."""
        moment = self() + by
        return moment if moment.year <= LAST_YEAR else None

    def advance_to(self, moment: datetime) -> None:
        """Make it that late, unless it is later already."""
        self._ahead += max(moment - self(), timedelta())


def span(text: str) -> timedelta | None:
    """`24h`, `90m` or `1d 12h` as a length of time; None for anything else, for nothing and for too much."""
    if not re.fullmatch(r"(?:[0-9]{1,9}[smhd] ?)+", text.lower()):
        return None
    seconds = sum(int(number) * _SECONDS[unit] for number, unit in re.findall(r"([0-9]+)([smhd])", text.lower()))
    return timedelta(seconds=seconds) if 0 < seconds <= LONGEST_TICK.total_seconds() else None
