"""One of several processes that share the work, for tests to start and to kill.

python -m tests.support.replica <database url> <name> <file> [<what happens>]

The file is what people can see: a line for each message that has arrived, with its id and who sent it. What happens:
`hangs` – a message whose key begins with "seen" arrives and no more is heard of it, any other never arrives;
`stalls` – the whole process stops just before it sends its first message. Says on its output what it does, a line each.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from bot.chat.plain import plain
from bot.delivery import failpoints
from bot.delivery.sender import Pace, Post
from bot.storage.engine import Database
from tests.support.office import Office, Platform, Today


class World(Platform):
    """A platform that several processes post to, and that can be looked at."""

    def __init__(self, file: Path, name: str, *, hangs: bool) -> None:
        super().__init__(Pace(each=0.0, all=500.0))
        self._file = file
        self._name = name
        self._hangs = hangs

    async def send(self, post: Post, doubtful_since: datetime | None, **_: object) -> str:
        key = plain(post.view).strip()
        say(f"tries {key}{' in doubt' if doubtful_since else ''}")
        if self._hangs and not key.startswith("seen"):
            await asyncio.Event().wait()
        if doubtful_since is None or post.id not in arrived(self._file):
            with self._file.open("a") as file:
                file.write(f"{post.id} {self._name}\n")
        if self._hangs:
            await asyncio.Event().wait()
        return post.id


def arrived(file: Path) -> list[str]:
    """The ids of what has arrived, each as often as it has."""
    return [line.split()[0] for line in file.read_text().splitlines()]


def say(what: str) -> None:
    print(what, flush=True)


def stall(point: failpoints.Point, _: str) -> None:
    if point == "after the attempt is counted":
        failpoints.watch(None)
        say("stalls")
        os.kill(os.getpid(), signal.SIGSTOP)


async def main(url: str, name: str, file: str, happens: str = "") -> None:
    if happens == "stalls":
        failpoints.watch(stall)
    database = Database(url)
    office = Office(database, clock=Today(), platform=World(Path(file), name, hangs=happens == "hangs"), seed=name)
    async with office.open():
        await office.settled()
        say("ready")
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
