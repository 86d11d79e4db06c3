"""Processes that have imported everything before they begin, for tests that start askq very often.

They are forked from a process that has done nothing but import, which takes a second or two. Settings, database,
fronts and connections are each one's own, begun anew, and end with it when it gets SIGKILL.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

_EVERYTHING = ["adapters.discord.app", "adapters.slack.app", "bot.cli", "bot.run", "bot.storage.upgrade"]

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload([*_EVERYTHING, "bot.delivery.replicas"])


def start(target: Callable[..., Any], *arguments: object) -> ForkServerProcess:
    """Call it with these in a process of its own. Where it is the first, the imports are waited for."""
    process = _forking.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def warm_up() -> None:
    """Have the imports done, for whoever must not stand still meanwhile."""
    start(_nothing).join()


def settle_in(environment: Mapping[str, str], folder: Path) -> None:
    """In the new process: these are the only settings, and what it logs goes to `askq.log` in the folder."""
    for name in [name for name in os.environ if name.startswith("ASKQ_")]:
        del os.environ[name]
    os.environ.update(environment)
    os.chdir(folder)
    os.dup2(os.open("askq.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), sys.stderr.fileno())


def _nothing() -> None:
    pass
