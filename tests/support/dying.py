"""A real askq that kills itself at a point of a delivery, the first time that it comes there.

Nothing of this is in askq: its points do nothing but call whoever watches (`bot.delivery.failpoints`).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from adapters.discord import outbox
from adapters.discord.app import DiscordFront
from adapters.slack.app import SlackFront
from bot.delivery.failpoints import Point, watch
from bot.delivery.store import deliveries
from bot.run import run as run_askq
from bot.settings import load
from bot.storage.engine import Database
from tests.support.parts import shorten_messages
from tests.support.warm import settle_in

DIED = "died"
"""A file in its folder, which says at what."""

SETTLING = 0.1
"""Seconds without news of another server after which Discord counts as connected: there is one server only."""


@dataclass(frozen=True)
class Fatal:
    """A point, the kind of what is delivered there, and the schedule that it is about. A plan has only a point: what
    it makes is not known yet."""

    point: Point
    kind: str = ""
    schedule: str = ""


def run(environment: Mapping[str, str], folder: Path, fatal: Collection[Fatal], forgetful: bool) -> None:
    """To be called in a process of its own, which is `askq run`, and ends by SIGKILL at the first of the `fatal`.

    `forgetful`: it does not trust Discord to remember a nonce, and looks in the channel instead.
    """
    settle_in(environment, folder)
    shorten_messages()
    if forgetful:
        outbox._REMEMBERED = timedelta()
    if fatal:
        _die_at(fatal, Database(environment["ASKQ_DATABASE_URL"]), folder / DIED)
    sys.exit(run_askq(load(), [SlackFront(), DiscordFront(settling=SETTLING)]))


def died_at(folder: Path) -> Fatal:
    return Fatal(*(folder / DIED).read_text().split("|"))  # type: ignore[arg-type]


def _die_at(fatal: Collection[Fatal], database: Database, died: Path) -> None:
    points = {each.point for each in fatal}

    def on_reach(point: Point, id: str) -> None:
        here = Fatal(point, *_about(id)) if point in points else None
        if here in fatal:
            died.write_text("|".join(astuple(here)))
            os.kill(os.getpid(), signal.SIGKILL)

    def _about(id: str) -> tuple[str, str]:
        if not id:
            return "", ""
        asked = sa.select(deliveries.c.kind, deliveries.c.intent).where(deliveries.c.id == id)
        with database.read() as db:
            kind, intent = db.execute(asked).one()
        return kind, intent.get("schedule", "")

    watch(on_reach)
