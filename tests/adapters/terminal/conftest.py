"""A room on a small bank, with a clock that stands still and chance that repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random

import pytest

from adapters.terminal.clock import Clock
from adapters.terminal.desk import Desk
from adapters.terminal.outbox import Outbox
from adapters.terminal.postman import Postman
from adapters.terminal.render import Paper
from adapters.terminal.room import Room
from bot import bootstrap
from bot.app import App
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from bot.welcome import commands as welcome
from tests.adapters.terminal.notes import NOTE
from tests.support.rooms import SMALL, START

Build = Callable[[Callable[[], datetime]], App]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'room.db'}")
    upgrade(database)
    yield database
    database.close()


@pytest.fixture
def build(database: Database) -> Build:
    """askq on a clock, as `askq play` makes it."""
    ids = count(1)

    def made(clock: Callable[[], datetime]) -> App:
        return App(
            database=database,
            bank=SMALL,
            catalogue=bootstrap.catalogue(),
            joined=welcome.hello,
            addressed=welcome.pointer,
            housekeeping=(),
            kinds=bootstrap.KINDS | {NOTE.name: NOTE},
            planners=bootstrap.PLANNERS,
            clock=clock,
            rng=Random(1),
            new_id=lambda: f"id{next(ids)}",
        )

    return made


@pytest.fixture
def desk(build: Build) -> Desk:
    """ana, an organiser, and ben; askq has said hello as #1."""
    clock = Clock(lambda: START)
    room = Room("study", ["ana", "ben"], session="test", admins=["ana"])
    postman = Postman(build(clock), clock, {room.home: Outbox(room, clock)})
    desk = Desk(postman, room, lambda: Paper(80, colour=False))
    desk.opens(kept=False)
    return desk
