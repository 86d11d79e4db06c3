"""`GET /health` over a real socket."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import aiohttp
import pytest
from sqlalchemy import event

from bot.errors import ConfigError
from bot.fronts import State
from bot.health import Health, serving
from bot.storage.engine import Database

HOST = "127.0.0.1"


async def asked(health: Health) -> tuple[int, Any]:
    async with (
        serving(health, HOST, 0) as port,
        aiohttp.ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}/health") as response,
    ):
        return response.status, await response.json()


async def test_connected_fronts_and_a_database_that_answers_are_well(database: Database) -> None:
    health = Health(database, ["slack", "discord"])
    health.report("slack", State.CONNECTED)
    health.report("discord", State.CONNECTED)
    assert await asked(health) == (
        200,
        {"status": "well", "fronts": {"slack": "connected", "discord": "connected"}, "database": "answers"},
    )


@pytest.mark.parametrize("state", [State.STARTING, State.BROKEN])
async def test_one_front_that_is_not_connected_is_unwell(sqlite_database: Database, state: State) -> None:
    health = Health(sqlite_database, ["slack", "discord"])
    health.report("slack", State.CONNECTED)
    health.report("discord", state)
    status, body = await asked(health)
    assert status == 503
    assert body["status"] == "unwell"
    assert body["fronts"] == {"slack": "connected", "discord": str(state)}


async def test_a_database_that_does_not_answer_is_unwell() -> None:
    health = Health(Database("postgresql://nobody@127.0.0.1:1/askq"), ["slack"])
    health.report("slack", State.CONNECTED)
    status, body = await asked(health)
    assert (status, body["database"]) == (503, "does not answer")


async def test_a_database_that_cannot_be_written_is_unwell_and_the_log_says_why(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    health = Health(sqlite_database, [])
    assert (await asked(health))[0] == 200
    sqlite_database.engine.dispose()
    event.listen(sqlite_database.engine, "connect", lambda db, _: db.execute("PRAGMA query_only=ON"))
    status, body = await asked(health)
    assert (status, body["database"]) == (503, "cannot be written")
    assert "OperationalError: attempt to write a readonly database" in caplog.text


async def test_a_front_that_recovers_is_well_again(sqlite_database: Database) -> None:
    health = Health(sqlite_database, ["slack"])
    for state, status in ((State.BROKEN, 503), (State.CONNECTED, 200)):
        health.report("slack", state)
        assert (await asked(health))[0] == status


async def test_there_is_no_other_page(sqlite_database: Database) -> None:
    async with (
        serving(Health(sqlite_database, []), HOST, 0) as port,
        aiohttp.ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}/") as response,
    ):
        assert response.status == 404


async def test_a_port_that_is_taken_is_a_mistake_in_the_settings(sqlite_database: Database) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"ASKQ_HTTP_PORT: port {port} cannot be used"):
            async with serving(Health(sqlite_database, []), HOST, port):
                pass


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "no such host", "a" * 70])
async def test_an_address_of_another_machine_is_a_mistake_in_the_settings(sqlite_database: Database, host: str) -> None:
    with pytest.raises(ConfigError, match=f"ASKQ_HTTP_HOST: {host} is no address of this machine"):
        async with serving(Health(sqlite_database, []), host, 0):
            pass


@pytest.mark.parametrize("host", ["0.0.0.0", "localhost"])
async def test_it_listens_where_it_was_told_to(sqlite_database: Database, host: str) -> None:
    async with serving(Health(sqlite_database, []), host, 0) as port:
        _, writer = await asyncio.open_connection(HOST, port)
        writer.close()
