"""SQLite's driver: a statement is run and read in one go, and who comes first is waited for."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.sqlite_driver import Connection, connect


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Connection]:
    """A connection to a file with one table, which opens no transaction by itself."""
    opened = await connect(str(tmp_path / "baro.db"), timeout=1, isolation_level=None)
    await opened.execute("CREATE TABLE people (name TEXT)")
    yield opened
    await opened.close()


async def test_a_cursor_has_all_rows_once_it_has_run(connection: Connection) -> None:
    cursor = connection.cursor()
    await cursor.executemany("INSERT INTO people VALUES (?)", [("Awa",), ("Kadi",)])
    assert (cursor.rowcount, cursor.description) == (2, None)

    await cursor.execute("SELECT name FROM people ORDER BY name")
    await connection.execute("DROP TABLE people")

    assert await cursor.fetchall() == [("Awa",), ("Kadi",)]
    assert cursor.description is not None
    assert [column[0] for column in cursor.description] == ["name"]


async def test_a_cursor_tells_what_a_statement_changed_and_gave_back(connection: Connection) -> None:
    cursor = connection.cursor()
    await cursor.execute("INSERT INTO people VALUES (?) RETURNING name", ("Awa",))
    assert (await cursor.fetchall(), cursor.rowcount, cursor.lastrowid) == ([("Awa",)], 1, 1)

    await cursor.execute("DELETE FROM people")
    assert (await cursor.fetchall(), cursor.rowcount) == ((), 1)


async def test_what_was_not_committed_is_undone_and_what_was_is_kept(connection: Connection) -> None:
    cursor = connection.cursor()
    for name, end in (("Awa", connection.commit), ("Kadi", connection.rollback)):
        await cursor.execute("BEGIN IMMEDIATE")
        await cursor.execute("INSERT INTO people VALUES (?)", (name,))
        await end()
    await connection.rollback()

    await cursor.execute("SELECT name FROM people")
    assert await cursor.fetchall() == [("Awa",)]


async def test_a_statement_that_fails_leaves_the_connection_usable(connection: Connection) -> None:
    cursor = connection.cursor()
    with pytest.raises(sqlite3.OperationalError):
        await cursor.execute("SELECT name FROM nobody")

    await cursor.execute("SELECT count(*) FROM people")
    assert await cursor.fetchall() == [(0,)]


async def test_a_new_file_that_somebody_is_just_writing_to_is_waited_for(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "baro.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opening = asyncio.create_task(Database.open(f"sqlite:///{tmp_path}/baro.db"))
        await asyncio.sleep(0.05)
        other.execute("ROLLBACK")
        database = await opening

    async with database.read() as work:
        assert await work.mail.pending() == 0
    await database.close()
