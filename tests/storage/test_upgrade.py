"""The tables come from the migrations, and are the ones that the code declares."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot import bootstrap
from bot.errors import StorageError
from bot.storage.engine import Database
from bot.storage.metadata import metadata
from bot.storage.upgrade import current_revision, file_to_come, is_newer, newest_revision, upgrade

assert bootstrap, "importing it declares every table"


def is_ours(table: str) -> bool:
    return not table.startswith("pgqueuer")


@pytest.fixture
def bare(bare_database_url: str):
    made = Database(bare_database_url)
    yield made
    made.close()


def test_a_new_database_has_no_version(bare: Database) -> None:
    assert current_revision(bare) is None


def test_an_upgrade_makes_every_table(bare: Database) -> None:
    upgrade(bare)
    assert current_revision(bare) == newest_revision()
    made = {name for name in sa.inspect(bare.engine).get_table_names() if is_ours(name)}
    assert made == {*metadata.tables, "alembic_version"}


def test_an_upgrade_makes_the_queue_where_several_processes_share_the_work(bare: Database) -> None:
    upgrade(bare)
    made = sa.inspect(bare.engine).get_table_names()
    assert ("pgqueuer" in made) is bare.shared


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(database: Database) -> None:
    with database.write() as db:
        db.execute(sa.text("INSERT INTO groups VALUES ('play:one', 'everyone')"))
    upgrade(database)
    assert current_revision(database) == newest_revision()
    with database.read() as db:
        assert db.scalar(sa.text("SELECT count(*) FROM groups")) == 1


def test_processes_that_start_together_upgrade_once(bare_database_url: str) -> None:
    processes = [Database(bare_database_url) for _ in range(3)]
    try:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(upgrade, processes))
        assert {current_revision(each) for each in processes} == {newest_revision()}
    finally:
        for each in processes:
            each.close()


def test_the_migrations_make_the_tables_that_the_code_declares(database: Database) -> None:
    with database.read() as db:
        ours = {"compare_type": True, "include_name": lambda name, kind, _: kind != "table" or is_ours(name)}
        context = MigrationContext.configure(db, opts=ours)
        assert compare_metadata(context, metadata) == []


def test_a_database_that_cannot_be_used_is_named_as_such() -> None:
    nowhere = Database("sqlite:////no/such/folder/askq.db")
    for use in (upgrade, current_revision):
        with pytest.raises(StorageError, match="cannot be used: unable to open"):
            use(nowhere)


def test_a_server_that_is_away_is_named_without_the_password() -> None:
    away = Database("postgresql://ana:s3cret@127.0.0.1:1/askq")
    with pytest.raises(StorageError, match="cannot be used") as caught:
        current_revision(away)
    assert "s3cret" not in str(caught.value)


def test_a_database_of_a_newer_askq_is_named_as_such(database: Database) -> None:
    with database.write() as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert is_newer(current_revision(database))
    with pytest.raises(StorageError, match="made by a newer askq"):
        upgrade(database)


def test_no_tables_and_the_newest_are_not_newer() -> None:
    assert not is_newer(None)
    assert not is_newer(newest_revision())


def test_only_a_file_that_is_missing_and_can_be_made_is_to_come(tmp_path: Path) -> None:
    def to_come(url: str) -> Path | None:
        database = Database(url)
        try:
            return file_to_come(database)
        finally:
            database.close()

    (tmp_path / "there.db").touch()
    assert to_come(f"sqlite:///{tmp_path}/new.db") == tmp_path / "new.db"
    assert to_come(f"sqlite:///{tmp_path}/there.db") is None
    assert to_come(f"sqlite:///{tmp_path}/no/folder/new.db") is None
    assert to_come("postgresql://ana@127.0.0.1:1/askq") is None
