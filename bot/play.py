"""`askq play`: the study room in a terminal, on a database of its own."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from bot import bootstrap, fronts
from bot.app import App
from bot.delivery.loop import alone
from bot.settings import Settings
from bot.storage.upgrade import upgrade

Build = Callable[[Callable[[], datetime]], App]


class Room(Protocol):
    """A front that people play in. It owns the clock, so it asks for the App with that clock built in."""

    def play(self, build: Build, history: Path | None) -> int:
        """Until the people leave; the exit code."""


def play(settings: Settings, keep: Path | None) -> int:
    """A temporary database unless `keep` names a file: the room's clock can be moved, so no real one is used.

    Raises `ConfigError` when another askq runs on that file.
    """
    # What a locked room refuses is part of the play, and askq tells it: warnings would only break into the screen.
    logging.basicConfig(level=logging.ERROR, format="askq: %(message)s")
    room = cast(Room, fronts.find("terminal"))
    with tempfile.TemporaryDirectory(prefix="askq-play-") as folder, ExitStack() as held:
        database = (keep or Path(folder) / "room.db").resolve()
        here = settings.model_copy(update={"database_url": f"sqlite:///{database}"})

        def build(clock: Callable[[], datetime]) -> App:
            app = bootstrap.build(here, clock=clock)
            held.enter_context(alone(app.database))
            upgrade(app.database)
            return app

        return room.play(build, keep.with_suffix(".history") if keep else None)
