"""`askq run`: every front that has tokens, in one process, supervised until SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from random import Random, SystemRandom
from typing import Any

from aiohttp import ClientError

from bot import bootstrap, fronts
from bot.app import App
from bot.bank import distractors
from bot.delivery.loop import alone
from bot.delivery.service import Deliveries
from bot.errors import ConfigError
from bot.fronts import Front, State
from bot.health import Health, serving
from bot.origin import origin
from bot.settings import Settings
from bot.storage.upgrade import upgrade

log = logging.getLogger(__name__)

FIRST_WAIT = 1.0
LONGEST_WAIT = 300.0
"""Seconds between tries to start a front that failed. Discord resets a token that identifies 1,000 times a day
(docs: gateway, session start limit): at five minutes a crash loop costs fewer than 300."""

STEADY = 60.0
"""Seconds a front has to run before its next failure counts as the first again."""

TIDY_EVERY = 3600.0

ATTEND_EVERY = 60.0

CONNECTION_TROUBLE = (ClientError, OSError, TimeoutError)

NOTHING_TO_RUN = """\
There is no token, so there is nothing to run. Set one of these, in the environment or in a file .env:
  ASKQ_SLACK_BOT_TOKEN and ASKQ_SLACK_APP_TOKEN   (how to get them: askq manifest slack, docs/operating.md)
  ASKQ_DISCORD_TOKEN                              (askq manifest discord, docs/operating.md)
To try askq here and now, without any token: askq play"""


def run(settings: Settings, known: Sequence[Front] | None = None) -> int:
    """Until SIGTERM or SIGINT; 1 when every front gave up. `known` fronts are, unless given, the installed ones."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    ready = [front for front in (fronts.every() if known is None else known) if front.configured(settings)]
    if not ready:
        print(NOTHING_TO_RUN, file=sys.stderr)
        return 2
    app = bootstrap.build(settings)
    app.bank.prepare()
    distractors.prepare(app.bank)
    try:
        with alone(app.database):
            upgrade(app.database)
            return asyncio.run(serve(app, settings, ready, SystemRandom()))
    finally:
        app.database.close()


async def serve(app: App, settings: Settings, ready: list[Front], rng: Random) -> int:
    """Supervise the fronts side by side: what befalls one does not touch another."""
    health = Health(app.database, [front.name for front in ready])
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    try:
        async with serving(health, settings.http_host, settings.http_port):
            working = asyncio.gather(*(supervise(front, app, settings, health, rng) for front in ready))
            stopping = asyncio.create_task(stopped.wait())
            tidying = asyncio.create_task(_tidy(app))
            attending = asyncio.create_task(_attend(app))
            delivering = asyncio.create_task(deliver(app, settings))
            await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
            log.info("stopping" if stopped.is_set() else "no front is left")
            delivering.cancel()  # while the fronts still stand: what is under way would be in doubt without them
            await asyncio.gather(delivering, return_exceptions=True)
            started: list[asyncio.Future[Any]] = [working, stopping, tidying, attending]
            for each in started:
                each.cancel()
            await asyncio.gather(*started, return_exceptions=True)
    finally:
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(name)
    return 0 if stopped.is_set() else 1


async def supervise(
    front: Front,
    app: App,
    settings: Settings,
    health: Health,
    rng: Random,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    monotonic: Callable[[], float] = time.monotonic,
) -> None:
    """Run the front, and start it again when it fails, waiting longer each time. Returns when no retry can help."""
    wait = FIRST_WAIT
    while True:
        begun = monotonic()
        trouble = "it ended"
        try:
            await front.run(app, settings, partial(health.report, front.name))
        except ConfigError as error:
            health.report(front.name, State.BROKEN)
            log.error("%s gave up: %s", front.name, error)
            return
        except CONNECTION_TROUBLE as error:  # daily life: where in the code it came from is of no interest
            trouble = type(error).__name__
        except Exception as error:  # noqa: BLE001 - a mistake in one front must not end the others
            trouble = origin(error)
        health.report(front.name, State.BROKEN)
        if monotonic() - begun >= STEADY:
            wait = FIRST_WAIT
        pause = wait * rng.uniform(0.5, 1.0)
        log.error("%s failed, next try in %.1f s: %s", front.name, pause, trouble)
        await sleep(pause)
        wait = min(wait * 2, LONGEST_WAIT)


async def deliver(app: App, settings: Settings) -> None:
    """What is sent unasked, started again when it fails."""
    deliveries = Deliveries(app, again_in_doubt=settings.when_in_doubt == "again")
    while True:
        try:
            await deliveries.run()
        except Exception as error:  # noqa: BLE001 - a mistake there must not end the answers
            log.error("sending failed, it goes on in %.0f s: %s", FIRST_WAIT, origin(error))
        await asyncio.sleep(FIRST_WAIT)


async def _tidy(app: App) -> None:
    while True:
        try:
            await asyncio.to_thread(app.tidy)
        except Exception:
            log.exception("tidying up failed; it will be tried again")
        await asyncio.sleep(TIDY_EVERY)


async def _attend(app: App) -> None:
    """A day on which askq was not there counts against nobody: so note when it is."""
    while True:
        try:
            if app.senders.homes:
                await asyncio.to_thread(app.attend)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is noted a minute later
            log.error("noting that askq is there failed: %s", origin(error))
        await asyncio.sleep(ATTEND_EVERY)
