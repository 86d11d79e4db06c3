"""On SQLite one process sends: a second one is told so at its start, and a killed one is no hindrance."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from bot.delivery.loop import alone
from bot.errors import ConfigError, StorageError
from bot.storage.engine import Database


async def start(folder: Path) -> Process:
    """`askq run` for a Discord that does not answer: it goes on trying."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        stdout=PIPE,
        stderr=PIPE,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("ASKQ_")},
            "ASKQ_DATABASE_URL": f"sqlite:///{folder}/askq.db",
            "ASKQ_DISCORD_TOKEN": "invented",
            "ASKQ_DISCORD_API_URL": "http://127.0.0.1:1",
            "ASKQ_HTTP_PORT": "0",
        },
    )


async def runs(process: Process) -> None:
    assert process.stderr is not None
    log = b""
    while b"health page" not in log:
        line = await asyncio.wait_for(process.stderr.readline(), 60)
        assert line, log.decode()
        log += line


async def test_a_second_one_is_refused_and_a_killed_one_frees_the_database(tmp_path: Path) -> None:
    first = await start(tmp_path)
    try:
        await runs(first)
        second = await start(tmp_path)
        said, log = await asyncio.wait_for(second.communicate(), 60)
        assert second.returncode == 2
        refusal = f"another askq runs on {tmp_path}/askq.db; stop it, or use PostgreSQL, which several can share"
        assert (said + log).decode() == f"askq cannot start with these settings:\n  ASKQ_DATABASE_URL: {refusal}\n"
        first.kill()
        await first.communicate()
        third = await start(tmp_path)
        try:
            await runs(third)
        finally:
            third.terminate()
            await third.communicate()
    finally:
        if first.returncode is None:
            first.kill()
            await first.communicate()


def test_the_lock_is_free_again_after_the_block(sqlite_database: Database) -> None:
    for _ in range(2):
        with alone(sqlite_database), pytest.raises(ConfigError, match="another askq runs"), alone(sqlite_database):
            pass


def test_a_database_that_several_share_needs_no_lock() -> None:
    shared = Database("postgresql://ana@127.0.0.1:1/askq")
    with alone(shared), alone(shared):
        pass


def test_where_there_can_be_no_file_that_is_said_as_of_any_database(tmp_path: Path) -> None:
    nowhere = Database(f"sqlite:///{tmp_path}/no/askq.db")
    with pytest.raises(StorageError, match="cannot be used: No such file"), alone(nowhere):
        pass


def test_a_database_written_as_a_file_address_has_its_lock_beside_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///file:{tmp_path}/askq.db?uri=true")
    with alone(database):
        assert [each.name for each in tmp_path.iterdir()] == ["askq.db.lock"]
