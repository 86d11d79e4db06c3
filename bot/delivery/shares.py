"""How many processes post to a home, so that they keep the platform's limit together.

Each process holds a shared advisory lock for every home it serves; how many hold one is how many there are. The
locks go with the connection, so nothing has to be tidied up after a process that died.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import psycopg

_KIND = 7_236_042
"""Any fixed number: what these locks are about."""

_COUNT = """
SELECT home, (
    SELECT count(*) FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = %(kind)s::int8::oid
    AND objid = (hashtext(home)::int8 & 4294967295)::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
FROM unnest(%(homes)s::text[]) home
"""


async def look_round(
    connection: psycopg.AsyncConnection[Any], held: Collection[str], homes: Collection[str]
) -> Mapping[str, int]:
    """Be counted for these homes, and no longer for those `held` before; how many are counted for each."""
    for home in set(homes) - set(held):
        await connection.execute("SELECT pg_advisory_lock_shared(%s, hashtext(%s))", (_KIND, home))
    for home in set(held) - set(homes):
        await connection.execute("SELECT pg_advisory_unlock_shared(%s, hashtext(%s))", (_KIND, home))
    cursor = await connection.execute(_COUNT, {"kind": _KIND, "homes": list(homes)})
    return dict(await cursor.fetchall())
