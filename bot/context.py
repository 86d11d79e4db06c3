"""What a handler gets to work with: one event, one transaction, one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

import sqlalchemy as sa

from bot.bank.bank import Bank
from bot.chat.command import Catalogue, Command
from bot.chat.keys import Person, Place
from bot.chat.messages import Incoming
from bot.chat.words import Words


@dataclass(frozen=True, slots=True)
class Context:
    """`now` was read once, when the event came in. `meant` is the command that the line began like, where its
    rest did not fit: the answer then offers it, with `reason` saying what did not fit."""

    incoming: Incoming
    now: datetime
    rng: Random
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
