"""Opening the database, and its transactions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import ports
from bot.app.counters import UNCOUNTED, Access, Counters
from bot.storage import backup, copying, dialects, schema, traces
from bot.storage.backup_file import Contents, check_backup
from bot.storage.failures import awaited
from bot.storage.transaction import Transaction
from bot.storage.work import UnitOfWork


class Database:
    """The store of ``bot.app.ports``."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, counters: Counters = UNCOUNTED) -> None:
        self._writer = writer
        self._reader = reader
        self._counters = counters
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, counters: Counters = UNCOUNTED) -> Database:
        """Open ``sqlite:///path`` or ``postgresql://…``, made and brought to the newest schema where needed.

        Raises StorageRefused where the operator must mend something first, StorageFailed otherwise.
        """
        database = cls(*dialects.engines(url), counters)
        try:
            await schema.bring_up(database._writer)
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[ports.Work]:
        """A unit of work that writes. The others wait for their turn here and not for the database's lock."""
        async with self._turn, self._timed("write"), _transaction(self._writer, writes=True) as transaction:
            yield UnitOfWork(transaction)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ports.Work]:
        """A unit of work that sees the database as it was at its first statement, and writes nothing."""
        async with self._timed("read"), _transaction(self._reader, writes=False) as transaction:
            yield UnitOfWork(transaction)

    @asynccontextmanager
    async def _timed(self, access: Access) -> AsyncIterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self._counters.took(access, time.perf_counter() - began)

    async def backup(self, path: Path, day: date) -> Contents:
        """Write what a backup holds, as it is at this moment, into a file, while others write on. Raises
        BackupRefused."""
        async with _transaction(self._reader, writes=False) as transaction:
            return await backup.dump(transaction, path, day)

    @asynccontextmanager
    async def restore(self, path: Path) -> AsyncIterator[ports.Work]:
        """A unit of work in which everything that a backup holds is there: committing it is up to the caller. Raises
        BackupRefused."""
        check_backup(path)
        async with self._turn, _transaction(self._writer, writes=True) as transaction:
            await backup.load(transaction, path)
            yield UnitOfWork(transaction)

    async def copy_to(self, other: Database) -> Mapping[str, int]:
        """Put every row, as it is at this moment, into another database, which must be empty; how many there were in
        each table. Raises CopyRefused; then the other database is as it was."""
        async with (
            _transaction(self._reader, writes=False) as source,
            other._turn,
            _transaction(other._writer, writes=True) as target,
        ):
            copied = await copying.copy(source, target)
            await target.commit()
            return copied

    async def clean(self) -> bool:
        """Empty the write-ahead log into the database and cut it. False if a reader was in the way."""
        async with self._turn:
            return await traces.clean(self._writer)

    async def scrub(self) -> bool:
        """Write what holds anything about people anew, and clean. False if a reader was in the way."""
        async with self._turn:
            return await traces.scrub(self._writer)

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()


@asynccontextmanager
async def _transaction(engine: AsyncEngine, *, writes: bool) -> AsyncIterator[Transaction]:
    connection = await awaited(engine.connect().start())
    try:
        await awaited(connection.begin().start())
        yield Transaction(connection, writes=writes)
    finally:
        # Closing rolls back what was not committed. Shielded: the connection must come back to its pool even
        # if whoever used it is cancelled again meanwhile.
        await asyncio.shield(asyncio.ensure_future(awaited(connection.close())))
