"""PgQueuer with names of our choosing: left alone it looks for them in the environment, under words like `CHANNEL`.

Imported on PostgreSQL only: PgQueuer comes with the extra `postgres`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder
from pgqueuer.domain.settings import DBSettings
from pgqueuer.ports.driver import SyncDriver
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
    """Listens on one connection and works on another: listening keeps a connection of psycopg for up to a second."""

    def __init__(self, working: AsyncConnection[Any], listening: AsyncConnection[Any]) -> None:
        super().__init__(listening)
        self._working = PsycopgDriver(working)

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
