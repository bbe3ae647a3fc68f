"""SQLite's driver with one way to its thread and back for each statement.

aiosqlite goes there and back for everything that is done: to make a cursor, to run the statement, to fetch its rows,
to close the cursor. The ways took longer than the statements. Here all four are done at once.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, NamedTuple

import aiosqlite

_PAUSE = 0.01

Description = tuple[tuple[str, None, None, None, None, None, None], ...]


class Outcome(NamedTuple):
    """What a statement did, as a cursor tells it, and all its rows."""

    rows: Sequence[Any] = ()
    description: Description | None = None
    rowcount: int = -1
    lastrowid: int | None = None


async def connect(database: str, *, timeout: float, **options: Any) -> Connection:
    """Open a connection, as `aiosqlite.connect` does, to a file with a write-ahead log. ``timeout`` is how many
    seconds it waits for others. Raises sqlite3.Error."""
    driver = aiosqlite.connect(database, timeout=timeout, **options)
    # As SQLAlchemy does when it opens one itself: a connection that nobody closed must not hold up the end of the
    # process.
    driver._thread.daemon = True
    await driver
    try:
        await _keep_log(driver, asyncio.get_running_loop().time() + timeout)
    except BaseException:
        await driver.close()
        raise
    return Connection(driver)


async def _keep_log(driver: aiosqlite.Connection, deadline: float) -> None:
    """Have the file keep a write-ahead log. SQLite itself does not wait when somebody else is just doing the same."""
    while True:
        try:
            await driver.execute_fetchall("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or asyncio.get_running_loop().time() > deadline:
                raise
        await asyncio.sleep(_PAUSE)


class Connection:
    """A connection for SQLAlchemy, which runs its statements through `cursor`. All else is aiosqlite's own."""

    def __init__(self, driver: aiosqlite.Connection) -> None:
        self._driver = driver

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    def cursor(self) -> Cursor:
        return Cursor(self._driver)

    async def rollback(self) -> None:
        """Undo what was not committed. SQLAlchemy asks for it after every commit too."""
        if self._driver.in_transaction:
            await self._driver.rollback()


class Cursor:
    """Runs a statement, and has all its rows once it has run."""

    def __init__(self, driver: aiosqlite.Connection) -> None:
        self._driver = driver
        self._in_thread: Callable[..., Awaitable[Outcome]] = driver._execute
        self._outcome = Outcome()

    @property
    def description(self) -> Description | None:
        return self._outcome.description

    @property
    def rowcount(self) -> int:
        return self._outcome.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._outcome.lastrowid

    async def __aenter__(self) -> Cursor:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        self._outcome = await self._in_thread(_execute, self._driver._conn, statement, parameters)

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._outcome = await self._in_thread(_execute_many, self._driver._conn, statement, parameters)

    async def fetchall(self) -> Sequence[Any]:
        return self._outcome.rows

    async def close(self) -> None:
        """Nothing is left open."""


def _execute(connection: sqlite3.Connection, statement: str, parameters: Sequence[Any]) -> Outcome:
    cursor = connection.execute(statement, parameters)
    rows = cursor.fetchall() if cursor.description else ()
    return Outcome(rows, cursor.description, cursor.rowcount, cursor.lastrowid)


def _execute_many(
    connection: sqlite3.Connection, statement: str, parameters: Iterable[Sequence[Any]]
) -> Outcome:
    cursor = connection.executemany(statement, parameters)
    return Outcome(rowcount=cursor.rowcount)
