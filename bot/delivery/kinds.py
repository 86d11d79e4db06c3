"""What a feature says of the messages it has sent: how they read, and what follows when they arrive or do not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

import sqlalchemy as sa

from bot.bank.bank import Bank
from bot.chat.words import Words
from bot.delivery.model import Delivery, Failure
from bot.delivery.sender import Post


@dataclass(frozen=True, slots=True)
class Occasion:
    """The moment at which something is sent or settled: one transaction, as `bot.context.Context` is for an event.

    `words` are in the language and the spelling of those who will read it. `since` is when this process began to
    send, where it is the only one that does.
    """

    db: sa.Connection
    now: datetime
    bank: Bank
    words: Words
    new_id: Callable[[], str]
    rng: Random
    since: datetime | None = None


def _nothing(*_: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Kind:
    """`compose` writes the message at the moment of sending, or gives None when it is no longer wanted; it changes
    nothing. `sent` is told the message's id, `failed` why there is none: both may write what follows from that.
    `dropped` hears that it was no longer wanted when it was to be sent. `rather_twice`: where nobody can look whether
    it arrived it is sent again, whatever holds for others."""

    name: str
    compose: Callable[[Occasion, Delivery], Post | None]
    sent: Callable[[Occasion, Delivery, str], None] = _nothing
    failed: Callable[[Occasion, Delivery, Failure], None] = _nothing
    dropped: Callable[[Occasion, Delivery], None] = _nothing
    rather_twice: bool = False


@dataclass(frozen=True, slots=True)
class Planner:
    """Turns what is due by the calendar into deliveries, home by home: what nobody here can send stays in the calendar.

    `plan` does at most so much of it for one home and says how much it did; `next_due` is when there is something to
    do again, for each of these homes that has anything. `overdue` is how much should have been done before then, over
    all homes: it waits for one that is away. `puts_off`: while a home has enough to send, no more is planned for it;
    False where things have to happen at their moment, though what they say comes later.
    """

    plan: Callable[[Occasion, str, int], int]
    next_due: Callable[[sa.Connection, Collection[str]], Mapping[str, datetime]]
    overdue: Callable[[sa.Connection, datetime], int] = lambda *_: 0
    puts_off: bool = True
