"""What is killed: `askq run` for both platforms, forked from a process that has imported everything already."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from adapters.discord import outbox
from adapters.discord.app import DiscordFront
from adapters.slack.app import SlackFront
from bot.delivery.sender import Pace
from bot.run import run
from bot.settings import load
from tests.support import warm
from tests.support.parts import shorten_messages

DISCORDS_PACE = Pace(each=1.0, all=8.0)
"""Slower than Discord allows: the machine is to be busy with deaths, not with posts. Slack's is the real one."""

SETTLING = 0.1
"""Seconds without news of another server after which Discord counts as connected: there is one server only."""


def start(environment: Mapping[str, str], folder: Path, nonces_for: timedelta | None) -> ForkServerProcess:
    """A new askq. `nonces_for`: how long it may trust Discord's memory of nonces, where that is not the usual."""
    return warm.start(_live, dict(environment), folder, nonces_for)


def _live(environment: Mapping[str, str], folder: Path, nonces_for: timedelta | None) -> None:
    warm.settle_in(environment, folder)
    shorten_messages()
    if nonces_for is not None:
        outbox._REMEMBERED = nonces_for
    sys.exit(run(load(), [SlackFront(), DiscordFront(settling=SETTLING, pace=DISCORDS_PACE)]))
