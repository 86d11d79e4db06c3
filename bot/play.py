"""`askq play`: the study room in a terminal, on a database of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from bot import bootstrap, fronts
from bot.app import App
from bot.settings import Settings
from bot.storage.upgrade import upgrade

Build = Callable[[Callable[[], datetime]], App]


class Room(Protocol):
    """A front that people play in. It owns the clock, so it asks for the App with that clock built in."""

    def play(self, build: Build, history: Path | None) -> int:
        """Until the people leave; the exit code."""


def play(settings: Settings, keep: Path | None) -> int:
    """A temporary database unless `keep` names a file: the room's clock can be moved, so no real one is used."""
    room = cast(Room, fronts.find("terminal"))
    with tempfile.TemporaryDirectory(prefix="askq-play-") as folder:
        database = (keep or Path(folder) / "room.db").resolve()
        here = settings.model_copy(update={"database_url": f"sqlite:///{database}"})

        def build(clock: Callable[[], datetime]) -> App:
            app = bootstrap.build(here, clock=clock)
            upgrade(app.database)
            return app

        return room.play(build, keep.with_suffix(".history") if keep else None)
