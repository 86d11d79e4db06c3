"""The database: SQLite by default, PostgreSQL where several processes share one.

Both run the same statements. `write()` is one transaction that may change things, `read()` one that
does not. On SQLite a writer takes its turn at a lock of this process before it takes the file's, so
that threads queue in order instead of polling a busy file.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.errors import ConfigError

BUSY_TIMEOUT_MS = 2000
"""How long a statement waits for another process before giving up: less than a platform's three seconds."""

PATIENCE_MS = 60_000
"""How long an upgrade waits for another process that upgrades."""

_WAL_PAUSE_MS = 20

_POSTGRESQL = {"connect_timeout": 3, "options": f"-c lock_timeout={BUSY_TIMEOUT_MS}"}

_TURN = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")

_NO_CHANGE = sa.text("UPDATE alembic_version SET version_num = version_num")

_SAID = 200

_READING = {"askq_reading": True}
_NEWS = "askq_news"

_Insert = sqlite.Insert | postgresql.Insert
_INSERTS: dict[str, Callable[[sa.Table], _Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Both spell ON CONFLICT alike, but SQLAlchemy has it only in the dialects."""


class Database:
    def __init__(self, url: str) -> None:
        made = _with_driver(url)
        in_file = made.get_backend_name() == "sqlite"
        self.shared = not in_file
        """Whether several processes may work on it."""
        self.engine = sa.create_engine(
            made,
            pool_pre_ping=not in_file,
            connect_args={} if in_file else _POSTGRESQL,
            hide_parameters=True,  # an error's text goes to the log; what people wrote does not
        )
        self.on_news: Callable[[], None] = lambda: None
        """Called after the commit of a transaction that has made something due (see `announce`)."""
        self._turn: Any = nullcontext()
        self._turn_behind: Any = nullcontext()
        if in_file:
            self._turn, self._turn_behind = threading.Lock(), threading.Lock()
            _prepare_sqlite(self.engine)

    @contextmanager
    def write(self, *, behind: bool = False, patient: bool = False) -> Iterator[sa.Connection]:
        """One transaction: committed at the end of the block, rolled back when it raises. `behind`: nobody waits for
        it; of such transactions one at a time stands in line with those that somebody waits for. `patient`: it waits
        for another process as long as that may take to make the tables."""
        engine = self.engine.execution_options(askq_patient=True) if patient else self.engine
        with self._turn_behind if behind else nullcontext(), self._turn, engine.begin() as connection:
            connection.info.pop(_NEWS, None)  # left there by a transaction that was rolled back
            yield connection
            news = connection.info.pop(_NEWS, False)
        if news:
            self.on_news()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One transaction that changes nothing; on SQLite it never waits for a writer."""
        with self.engine.connect() as connection:
            yield connection.execution_options(**_READING)

    def try_writing(self) -> None:
        """Change nothing, for good. Raises what the database raises where that cannot be done: where it is full,
        read-only, or locked by somebody for long."""
        with self.write() as connection:
            connection.execute(_NO_CHANGE)

    def close(self) -> None:
        self.engine.dispose()


def cause(error: Exception) -> str:
    """What there is to say of a database that does not do what it should, for the log: full, locked, read-only and gone
    can be told apart. Only errors that quote nothing of what was to be written are quoted."""
    said = str(getattr(error, "orig", "") or "") if isinstance(error, OperationalError | InternalError) else ""
    kind, first = type(error).__name__, (said.splitlines() or [""])[0]
    return f"{kind}: {first[:_SAID]}" if first else kind


def announce(connection: sa.Connection) -> None:
    """Once this transaction is committed, wake whoever works off what is due."""
    connection.info[_NEWS] = True


@contextmanager
def by_itself(connection: sa.Connection) -> Iterator[None]:
    """What the block has changed is undone when it raises, and the rest of the transaction goes on."""
    # Not `begin_nested`, which makes its statements anew each time: here they are in the way of everything sent.
    connection.exec_driver_sql("SAVEPOINT by_itself")
    try:
        yield
    except Exception:
        if not connection.invalidated:
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT by_itself")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT by_itself")


def in_turn(connection: sa.Connection, key: str) -> None:
    """Until its end this transaction is the only one with that key, as on SQLite it is the only one at all.

    So a handler may look first and write then, and two people who press at once are still one after the other.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_TURN, {"key": key})


def inserted(connection: sa.Connection, table: sa.Table, **values: object) -> bool:
    """Insert the row unless one with its key is there. True if it was not."""
    statement = _insert_once(connection.dialect.name, table)
    # Asked for, because psycopg forgets how many rows an INSERT made once its cursor is closed.
    return connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount == 1


def put(connection: sa.Connection, table: sa.Table, **values: object) -> None:
    """Insert the row, or give the one with its key these values. Every column has to be named."""
    connection.execute(_insert_or_change(connection.dialect.name, table), values)


def each_of(name: str) -> sa.TableValuedAlias:
    """The texts of the list that is given as parameter `name`, as rows with one column `value`."""
    return _Each(sa.bindparam(name, type_=sa.JSON)).table_valued(sa.column("value", sa.Text))


# Statements are made once and get their values when they run: making one takes SQLAlchemy longer than running it.


@cache
def _insert_once(dialect: str, table: sa.Table) -> _Insert:
    return _INSERTS[dialect](table).on_conflict_do_nothing()


@cache
def _insert_or_change(dialect: str, table: sa.Table) -> _Insert:
    statement = _INSERTS[dialect](table)
    changed = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


class _Each(FunctionElement[Any]):
    """The texts of a JSON list as rows."""

    name = "each"
    inherit_cache = True


@compiles(_Each, "sqlite")
def _each_on_sqlite(element: _Each, compiler: Any, **how: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **how)})"


@compiles(_Each, "postgresql")
def _each_on_postgresql(element: _Each, compiler: Any, **how: Any) -> str:
    return f"json_array_elements_text({compiler.process(element.clauses, **how)})"


def _with_driver(url: str) -> sa.URL:
    try:
        made = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):  # which may quote the password
        raise ConfigError(["ASKQ_DATABASE_URL: it cannot be read; special characters in it are written %XX"]) from None
    return made.set(drivername="postgresql+psycopg") if made.get_backend_name() == "postgresql" else made


def _prepare_sqlite(engine: sa.Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _: object) -> None:
        connection.isolation_level = None  # BEGIN is ours: the driver would issue it too late
        # Full: an attempt that was counted must be known even after a power cut, or it would be sent once more.
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _turn_wal_on(connection)

    @event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if options.get("askq_patient"):
            connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE_MS}")
        connection.exec_driver_sql("BEGIN" if options.get("askq_reading") else "BEGIN IMMEDIATE")
        if options.get("askq_patient"):  # the file is ours now, and the connection goes back to the others
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _turn_wal_on(connection: Any) -> None:
    """Where two processes do it to a new file at once, SQLite refuses one of them without waiting: so wait here."""
    for left in range(BUSY_TIMEOUT_MS // _WAL_PAUSE_MS, -1, -1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(_WAL_PAUSE_MS / 1000)
