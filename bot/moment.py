"""What a change needs, whether somebody's press brings it about or the time of day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Protocol

import sqlalchemy as sa

from bot.bank.bank import Bank


class Moment(Protocol):
    """One transaction in which the group has its turn: a `bot.context.Context`, or an `Occasion` of
    `bot.delivery.kinds`.
    """

    @property
    def db(self) -> sa.Connection: ...
    @property
    def now(self) -> datetime: ...
    @property
    def rng(self) -> Random: ...
    @property
    def bank(self) -> Bank: ...
    @property
    def new_id(self) -> Callable[[], str]: ...
