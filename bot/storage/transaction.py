"""One database transaction: it runs statements, and knows what waits to be written before it commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from sqlalchemy import Connection, Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app.ports import StorageFailed
from bot.storage.failures import awaited

T = TypeVar("T")

Values: TypeAlias = Row[*tuple[Any, ...]]
Parameters: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Collector(Protocol):
    """Something that collects writes until they are flushed."""

    async def flush(self) -> None: ...


class Transaction:
    """A transaction that has begun. After a failure or a commit it does nothing more."""

    def __init__(self, connection: AsyncConnection, *, writes: bool) -> None:
        self.dialect = connection.dialect.name
        self._connection = connection
        self._writes = writes
        self._failed = False
        self._committed = False
        self._collectors: list[Collector] = []

    def collects(self, collector: Collector) -> None:
        """Have this collector flushed whenever everything is."""
        self._collectors.append(collector)

    async def rows(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Values]:
        """What the statement returns, whole."""
        return (await self._run(statement, parameters))[0]

    async def run(self, statement: Executable, parameters: Parameters | None = None) -> int:
        """Run a statement that returns no rows; how many it changed (unknown for a list of parameters)."""
        return (await self._run(statement, parameters))[1]

    async def call(self, function: Callable[[Connection], T]) -> T:
        """What the function makes of the connection itself: for looking at the schema and changing it."""
        self._usable()
        self._failed = True
        result = await awaited(self._connection.run_sync(function))
        self._failed = False
        return result

    async def flush(self) -> None:
        """Write what was collected."""
        for collector in self._collectors:
            await collector.flush()

    async def commit(self) -> None:
        """Flush and commit, once. Raises RuntimeError in a transaction that only reads."""
        if not self._writes:
            raise RuntimeError("a unit of work that only reads cannot commit")
        await self.flush()
        self._usable()
        self._committed = True
        await awaited(self._connection.commit())

    async def _run(
        self, statement: Executable, parameters: Parameters | None
    ) -> tuple[Sequence[Values], int]:
        self._usable()
        # Until the statement has succeeded the transaction counts as failed: what raised in the middle, or
        # was cancelled there, must not be committed by somebody who caught the error.
        self._failed = True
        result = await awaited(self._connection.execute(statement, parameters))
        self._failed = False
        return (result.all() if result.returns_rows else ()), result.rowcount

    def _usable(self) -> None:
        if self._committed:
            raise RuntimeError("this unit of work was committed already")
        if self._failed:
            raise StorageFailed("an earlier statement failed")
