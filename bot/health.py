"""`GET /health`: whether askq is well, for a container's health check or a monitor."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import sqlalchemy as sa
from aiohttp import web

from bot.errors import ConfigError
from bot.fronts import State
from bot.storage.engine import Database, cause

log = logging.getLogger(__name__)


ANSWERS = "answers"


class Health:
    """The state of every front, and of the database when asked. Well means: all connected, and the database answers
    and can be written."""

    def __init__(self, database: Database, names: list[str]) -> None:
        self._database = database
        self.fronts = dict.fromkeys(names, State.STARTING)

    def report(self, name: str, state: State) -> None:
        if self.fronts[name] is not state:
            log.info("%s is %s", name, state)
        self.fronts[name] = state

    async def answer(self, _: web.Request) -> web.Response:
        database = await asyncio.to_thread(self._database_does)
        well = database == ANSWERS and all(state is State.CONNECTED for state in self.fronts.values())
        body: Mapping[str, object] = {
            "status": "well" if well else "unwell",
            "fronts": {name: str(state) for name, state in self.fronts.items()},
            "database": database,
        }
        return web.json_response(body, status=200 if well else 503)

    def _database_does(self) -> str:
        try:
            with self._database.read() as connection:
                connection.execute(sa.select(1))
        except sa.exc.SQLAlchemyError:
            return "does not answer"
        try:
            self._database.try_writing()
        except sa.exc.SQLAlchemyError as error:
            log.warning("the database cannot be written: %s", cause(error))
            return "cannot be written"
        return ANSWERS


@asynccontextmanager
async def serving(health: Health, host: str, port: int) -> AsyncIterator[int]:
    """Serve the health page at an address of this machine; gives the port, which the system chooses where it is 0.

    Raises `ConfigError` when the port is taken or not ours to take, or the address is not this machine's.
    """
    page = web.Application()
    page.router.add_get("/health", health.answer)
    runner = web.AppRunner(page, access_log=None)
    await runner.setup()
    try:
        listening = _listening(host, port)
        await web.SockSite(runner, listening).start()
        chosen: int = listening.getsockname()[1]
        log.info("health page on %s, port %d", host, chosen)
        yield chosen
    finally:
        await runner.cleanup()


def _listening(host: str, port: int) -> socket.socket:
    """`::` is every address, of IPv4 and IPv6: one socket, as two would have two ports where the system chooses."""
    both = host == "::" and socket.has_dualstack_ipv6()
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, dualstack_ipv6=both)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        if isinstance(error, OSError) and error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise ConfigError([f"ASKQ_HTTP_PORT: port {port} cannot be used ({reason})"]) from error
        raise ConfigError([f"ASKQ_HTTP_HOST: {host} is no address of this machine ({reason})"]) from error
