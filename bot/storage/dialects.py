"""All that differs between the databases: addresses, drivers, how a connection is prepared, upserts."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache, partial
from pathlib import Path

from sqlalchemy import URL, Connection, Table, event
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.failures import StorageRefused
from bot.storage.files import private_file
from bot.storage.sqlite_driver import connect

Insert = SqliteInsert | PostgresqlInsert

_READERS = 4
_BUSY_SECONDS = 10
_PRAGMAS = (
    "synchronous = FULL",
    "secure_delete = ON",
    # Sorting must leave nothing about anybody in a temporary file.
    "temp_store = MEMORY",
)
_common = partial(
    create_async_engine, hide_parameters=True, json_serializer=partial(json.dumps, ensure_ascii=False)
)


def engines(url: str) -> tuple[AsyncEngine, AsyncEngine]:
    """An engine that writes and one that only reads, for ``sqlite:///path`` or ``postgresql://…``.

    Raises StorageRefused for another address.
    """
    if url.partition("://")[0] in ("postgresql", "postgres"):
        # The driver takes its time to load, so only who uses it waits for it.
        from bot.storage import postgresql

        return postgresql.engines(url, _common)
    return _sqlite(sqlite_path(url))


def sqlite_path(url: str) -> Path:
    """The file that ``sqlite:///path`` names; raises StorageRefused for any other address."""
    scheme, _, path = url.partition(":///")
    if scheme != "sqlite" or not path or path.startswith(":"):
        raise StorageRefused("storage.url_unknown")
    return Path(path).expanduser()


def insert(dialect: str, table: Table) -> Insert:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return PostgresqlInsert(table) if dialect == "postgresql" else SqliteInsert(table)


@cache
def insert_new(dialect: str, table: Table) -> Insert:
    """An INSERT that leaves a row alone that is there already."""
    return insert(dialect, table).on_conflict_do_nothing()


@cache
def upsert(dialect: str, table: Table, kept: Collection[str] = ()) -> Insert:
    """An INSERT that replaces the row of the same primary key, except for the columns to be ``kept``."""
    statement = insert(dialect, table)
    key = [column.name for column in table.primary_key]
    replaced = {column.name: column for column in statement.excluded if column.name not in {*key, *kept}}
    if not replaced:
        return insert_new(dialect, table)
    return statement.on_conflict_do_update(index_elements=key, set_=replaced)


def _sqlite(path: Path) -> tuple[AsyncEngine, AsyncEngine]:
    private_file(path)
    address = URL.create("sqlite+aiosqlite", database=str(path))
    # isolation_level None: the driver opens no transaction of its own, `begin` below does.
    arguments = {"isolation_level": None, "timeout": _BUSY_SECONDS, "async_creator_fn": connect}
    writer = _common(address, connect_args=arguments, pool_size=1, max_overflow=0)
    reader = _common(address, connect_args=arguments, pool_size=_READERS)
    _prepare(writer, begin="BEGIN IMMEDIATE", pragmas=_PRAGMAS)
    _prepare(reader, begin="BEGIN", pragmas=(*_PRAGMAS, "query_only = ON"))
    return writer, reader


def _prepare(engine: AsyncEngine, begin: str, pragmas: Collection[str]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
