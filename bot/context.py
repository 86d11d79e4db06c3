"""What a handler gets to work with: one event, one transaction, one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

import sqlalchemy as sa

from bot.bank.bank import Bank
from bot.chat.command import Catalogue, Command
from bot.chat.keys import Person, Place
from bot.chat.messages import Incoming, Standing
from bot.chat.words import Words


class Unchecked(Exception):
    """The handler has to know how askq stands in this place: nothing is done until a front has looked."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.key)
        self.place = place


@dataclass(frozen=True, slots=True)
class Context:
    """`now` was read once, when the event came in. `meant` is the command that the line began like, where its
    rest did not fit: the answer then offers it, with `reason` saying what did not fit."""

    incoming: Incoming
    now: datetime
    rng: Random
    new_id: Callable[[], str]
    db: sa.Connection
    bank: Bank
    catalogue: Catalogue
    words: Words
    meant: Command | None = None
    reason: str = ""

    @property
    def group(self) -> str:
        return self.incoming.place.group

    @property
    def place(self) -> Place:
        return self.incoming.place

    @property
    def person(self) -> Person:
        return self.incoming.person

    def standing(self, place: Place) -> Standing:
        """What askq lacks to post there. Raises `Unchecked` where that was not looked up yet: call it before anything
        else that takes time, as the event is then handled anew."""
        known = self.incoming.standings.get(place.channel)
        if known is None:
            raise Unchecked(place)
        return known
