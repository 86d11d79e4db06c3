"""Bring a database's schema to the one this version needs (Alembic; the steps are in `migrations/versions`)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from bot.errors import StorageError
from bot.storage.engine import Database

_UPGRADE_LOCK = 7_236_041
"""Any fixed number: processes that start together on one PostgreSQL upgrade it one after the other."""


NEWER = "The database was made by a newer askq: upgrade this one, or restore a backup."


def upgrade(database: Database) -> None:
    """Run every step that is missing, in one transaction. Raises `StorageError`."""
    with _failures_named(), database.write(patient=True) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")  # the one before may take its time
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def current_revision(database: Database) -> str | None:
    """None where there are no tables yet. Raises `StorageError`."""
    with _failures_named(), database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_newer(revision: str | None) -> bool:
    """Whether a database at this revision was made by a later askq: one that has steps which this one lacks."""
    known = {step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()}
    return revision is not None and revision not in known


def file_to_come(database: Database) -> Path | None:
    """The file of an SQLite database that is not there yet but can be made: merely looking would make it."""
    url = database.engine.url
    if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith("file:"):
        return None
    file = Path(url.database)
    possible = file.parent.is_dir() and os.access(file.parent, os.W_OK)
    return file if possible and not file.exists() else None


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except sa.exc.DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise StorageError(f"The database cannot be used: {reason}") from error
    except CommandError as error:
        raise StorageError(NEWER) from error


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
