"""The deliveries run on both databases, each with what works it off there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage.engine import Database
from tests.support.office import Office
from tests.support.postgres import Postgres

MakeOffice = Callable[..., Office]


@pytest.fixture(scope="session")
def shared_url(postgres: Postgres) -> Iterator[str]:
    """One PostgreSQL database for all these tests: making one for each would take longer than they do."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database in which nothing is to be sent."""
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "askq.db")
        return f"sqlite:///{tmp_path / 'askq.db'}"
    url: str = request.getfixturevalue("shared_url")
    database = Database(url)
    with database.write() as db:
        db.execute(sa.text("TRUNCATE deliveries, pgqueuer, pgqueuer_log"))
    database.close()
    return url


@pytest.fixture
def office_of(database: Database) -> MakeOffice:
    """Make an office on the test's database; the arguments are those of `Office`."""

    def make(**more: Any) -> Office:
        return Office(database, **more)

    return make


@pytest.fixture
def office(office_of: MakeOffice) -> Office:
    return office_of()
