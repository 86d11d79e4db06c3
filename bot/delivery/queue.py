"""PgQueuer with names of our choosing: left alone it looks for them in the environment, under words like `CHANNEL`.

Imported on PostgreSQL only: PgQueuer comes with the extra `postgres`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import cache
from typing import Any

from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder
from pgqueuer.domain.settings import DBSettings
from pgqueuer.ports.driver import NotifyCallback, SyncDriver
from pgqueuer.queries import Queries, SyncQueries
from psycopg import AsyncConnection, Connection, RawCursor
from psycopg.rows import dict_row


@cache
def names() -> DBSettings:
    return DBSettings.model_construct()  # the defaults, and nothing is read


def install_statements() -> str:
    return QueryBuilderEnvironment(names()).build_install_query(create_schema=False)


def queries(working: AsyncConnection[Any], listening: AsyncConnection[Any]) -> Queries:
    return Queries(
        _TwoConnections(working, listening), qbe=QueryBuilderEnvironment(names()), qbq=QueryQueueBuilder(names())
    )


def queries_within(connection: Connection[Any]) -> SyncQueries:
    """In the middle of a transaction of ours, which PgQueuer's own drivers refuse."""
    return SyncQueries(_InTransaction(connection), qbq=QueryQueueBuilder(names()))


class _TwoConnections(PsycopgDriver):
    """Listens on one connection and works on another: listening keeps a connection of psycopg for up to a second.

    PgQueuer begins to listen and, at the same moment, to ask whether it hears itself. What is said before somebody
    listens is never heard, and on two connections it may well come first: so it is kept until then.
    """

    def __init__(self, working: AsyncConnection[Any], listening: AsyncConnection[Any]) -> None:
        super().__init__(listening)
        self._working = PsycopgDriver(working)
        self._listens = asyncio.Event()

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        await super().add_listener(channel, callback)
        self._listens.set()

    async def notify(self, channel: str, payload: str) -> None:
        await self._listens.wait()
        await super().notify(channel, payload)

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        return await self._working.fetch(query, *args)

    async def execute(self, query: str, *args: object) -> str:
        return await self._working.execute(query, *args)


class _InTransaction(SyncDriver):
    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection

    def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        with RawCursor[Mapping[str, object]](self._connection, row_factory=dict_row) as cursor:
            cursor.execute(query, args or None)
            return [dict(row) for row in cursor.fetchall()]
