"""What deleted rows leave behind in the database's files, and taking it away.

SQLite overwrites what is deleted, but its log holds old pages until it is cut, and pages that were split or joined keep
pieces of rows in their gaps. PostgreSQL leaves a deleted row where it was until its table is written anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.failures import awaited
from bot.storage.tables import about_people

_LOOKS = 50
_PAUSE = 0.02
"""How often it is looked whether readers have ended, and the seconds between: after these all is left as it is until
the next time. Ours take milliseconds; who writes has to wait as long."""

_NOW = text("SELECT pg_current_xact_id()::xid::text")
_AT_WORK_SINCE_BEFORE = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    " AND greatest(age(backend_xmin), age(backend_xid)) >= age(CAST(CAST(:transaction AS text) AS xid))"
)
_MAY_CHECKPOINT = text(
    "SELECT rolsuper OR EXISTS (SELECT FROM pg_roles AS other"
    " WHERE other.rolname = 'pg_checkpoint' AND pg_has_role(other.oid, 'USAGE'))"
    " FROM pg_roles WHERE rolname = current_user"
)
_PRIMARY_KEYS = text(
    "SELECT relname, indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
    " WHERE indisprimary AND pg_table_is_visible(indrelid)"
)
_SAMPLED = text(
    "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
    " WHERE relkind = 'r' AND pg_table_is_visible(attrelid) AND attnum > 0 AND NOT attisdropped"
    " AND attstattarget IS DISTINCT FROM 0"
)


async def clean(writer: AsyncEngine) -> bool:
    """Cut SQLite's write-ahead log. False if a reader was in the way. PostgreSQL's log is its administrator's."""
    return writer.dialect.name != "sqlite" or await _run_on_file(writer)


async def scrub(writer: AsyncEngine) -> bool:
    """Write the tables about people anew, as if what was deleted had never been. False if a reader was in the way."""
    if writer.dialect.name == "sqlite":
        return await _run_on_file(writer, "VACUUM")
    return await awaited(_rewrite(writer))


def keep_no_samples(connection: Connection) -> None:
    """Have PostgreSQL copy no values of the tables about people into the statistics for its planner, where they would
    stay after their rows."""
    if connection.dialect.name != "postgresql":
        return
    ours = {table.name for table in about_people()}
    for table, column in connection.execute(_SAMPLED).all():
        if table in ours:
            connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS 0')


async def _run_on_file(writer: AsyncEngine, *statements: str) -> bool:
    """Run statements and cut the log, on the driver itself: SQLite does neither in a transaction."""
    async with writer.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        for statement in (*statements, "PRAGMA wal_checkpoint(TRUNCATE)"):
            cursor = await awaited(driver.execute(statement))
            told = await awaited(cursor.fetchone())
            await cursor.close()
        in_the_way, _pages, _moved = told
        return not in_the_way


async def _rewrite(writer: AsyncEngine) -> bool:
    async with _outside_transactions(writer) as connection:
        # Looked at first, so that somebody who reads for hours lets nothing be rewritten in vain.
        if not await _readers_have_ended(connection, await connection.scalar(_NOW)):
            return False
    transaction = await _touch(writer)
    async with _outside_transactions(writer) as connection:
        if not await _readers_have_ended(connection, transaction):
            return False
        for table, key in await _primary_keys(connection):
            await connection.exec_driver_sql(f'CLUSTER "{table}" USING {key}')
        if await connection.scalar(_MAY_CHECKPOINT):
            await connection.exec_driver_sql("CHECKPOINT")
    return True


async def _touch(writer: AsyncEngine) -> str:
    """Give all rows the number of one transaction, which is returned: their own would tell which came together, and
    which before which."""
    async with writer.begin() as connection:
        for table in about_people():
            key = next(iter(table.primary_key))
            await connection.execute(update(table).values({key: key}))
        return str(await connection.scalar(_NOW))


async def _readers_have_ended(connection: AsyncConnection, transaction: str) -> bool:
    """Wait until nobody sees the database as it was before a transaction: for them its old rows would be kept."""
    for _look in range(_LOOKS):
        if not await connection.scalar(_AT_WORK_SINCE_BEFORE, {"transaction": transaction}):
            return True
        await asyncio.sleep(_PAUSE)
    return False


async def _primary_keys(connection: AsyncConnection) -> list[tuple[str, str]]:
    """Our tables about people with the names of their primary keys' indexes."""
    ours = {table.name for table in about_people()}
    found = await connection.execute(_PRIMARY_KEYS)
    return [(table, key) for table, key in found.all() if table in ours]


@asynccontextmanager
async def _outside_transactions(writer: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with writer.connect() as connection:
        yield await connection.execution_options(isolation_level="AUTOCOMMIT")
