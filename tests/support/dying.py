"""A real `askq run` that kills itself at a point of a delivery, the first time that it comes there.

Nothing of this is in askq: its points do nothing but call whoever watches (`bot.delivery.failpoints`).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.cli import main
from bot.delivery import failpoints
from tests.support.warm import settle_in


def run(environment: Mapping[str, str], folder: Path, fatal: failpoints.Point | None) -> None:
    """To be called in a process of its own, which ends with `askq run`, or by SIGKILL at the `fatal` point."""
    settle_in(environment, folder)

    def on_reach(point: failpoints.Point) -> None:
        if point == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    failpoints.watch(on_reach)
    sys.exit(main(["run"]))
