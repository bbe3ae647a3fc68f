"""One table within one unit of work: what was read of it, and what is to be written to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import Delete, Executable, Select, Table, and_, bindparam, delete, select

from bot.storage.dialects import upsert
from bot.storage.transaction import Transaction, Values

R = TypeVar("R")
Key = tuple[Any, ...]

# A query names at most this many keys: databases limit the parameters of a statement.
KEYS = 500


class Rows(Generic[R]):
    """A table's rows by primary key, each a record whose fields are named like the columns.

    What was read, or found missing, is not read again. Writes are collected by key, the last one wins, and
    flushed as one statement for the deleted rows and one for the others.
    """

    def __init__(self, transaction: Transaction, table: Table, record: type[R]) -> None:
        self._transaction = transaction
        self._table = table
        self._record = record
        self._names = _fields(table)[0]
        self._key_of = _key_of(table)
        self._known: dict[Key, R | None] = {}
        self._changed: dict[Key, None] = {}
        transaction.collects(self)

    async def preload(self, keys: Collection[Key]) -> None:
        """Read the rows of these keys, as far as they are not known, in one query."""
        unknown = [key for key in dict.fromkeys(keys) if key not in self._known]
        for some in chunks(unknown, KEYS):
            for row in await self._transaction.rows(_select_by_keys(self._table), _parts(some)):
                self.learn(self._read(row))
            self.learn_missing(some)

    async def get(self, *key: Any) -> R | None:
        if key not in self._known:
            await self.preload([key])
        return self._known[key]

    async def find(self, statement: Select[Any], **parameters: Any) -> list[R]:
        """The records of a statement that selects this table's columns."""
        await self.flush()
        rows = await self._transaction.rows(statement, parameters)
        return [self._read(row) for row in rows]

    def _read(self, row: Values) -> R:
        """The record of a row of this table's columns."""
        return self._record(**dict(zip(self._names, row, strict=True)))

    def learn(self, record: R) -> None:
        """Take note of a row that was read elsewhere, unless it was read or written here before."""
        self._known.setdefault(self._key_of(record), record)

    def learn_missing(self, keys: Collection[Key]) -> None:
        """Take note that there are no rows of these keys but those that are known."""
        for key in keys:
            self._known.setdefault(key, None)

    def knows(self, *key: Any) -> bool:
        return key in self._known

    def put(self, record: R) -> None:
        key = self._key_of(record)
        self._known[key] = record
        self._changed[key] = None

    def remove(self, *key: Any) -> None:
        self._known[key] = None
        self._changed[key] = None

    async def flush(self) -> None:
        if not self._changed:
            return
        changed, self._changed = self._changed, {}
        written = {key: self._known[key] for key in changed}
        removed = [_numbered(key) for key, record in written.items() if record is None]
        if removed:
            await self._transaction.run(_delete_by_key(self._table), removed)
        put = [columns(self._table, record) for record in written.values() if record is not None]
        if put:
            await self._transaction.run(upsert(self._transaction.dialect, self._table), put)

    async def remove_where(self, statement: Delete, column: str, value: Any) -> None:
        """Delete with a statement all rows that have this value in this column."""
        await self.flush()
        await self._transaction.run(statement, {column: value})
        for key, record in self._known.items():
            if record is not None and getattr(record, column) == value:
                self._known[key] = None


@dataclass(frozen=True, slots=True)
class _Order:
    statement: Executable
    parameters: Mapping[str, Any]


class Orders:
    """Writes that depend on each other or have no key yet: kept in order, neighbours of one kind together."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._waiting: list[_Order] = []
        transaction.collects(self)

    def add(self, statement: Executable, **parameters: Any) -> None:
        self._waiting.append(_Order(statement, parameters))

    async def flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        for statement, orders in groupby(waiting, attrgetter("statement")):
            await self._transaction.run(statement, [order.parameters for order in orders])


def columns(table: Table, record: object) -> dict[str, Any]:
    """A record's fields that are columns of the table."""
    names, fields = _fields(table)
    return dict(zip(names, fields(record), strict=True))


@cache
def _fields(table: Table) -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]]]:
    names = tuple(column.name for column in table.columns)
    return names, attrgetter(*names)


@cache
def _key_of(table: Table) -> Callable[[object], Key]:
    names = [column.name for column in table.primary_key]
    fields = attrgetter(*names)
    return fields if len(names) > 1 else lambda record: (fields(record),)


def chunks(items: list[Key], size: int) -> Iterator[list[Key]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _numbered(key: Key) -> dict[str, Any]:
    return {f"key_{number}": value for number, value in enumerate(key)}


@cache
def _delete_by_key(table: Table) -> Delete:
    key = enumerate(table.primary_key)
    return delete(table).where(and_(*(column == bindparam(f"key_{number}") for number, column in key)))


def _parts(keys: Collection[Key]) -> dict[str, list[Any]]:
    """What the keys have in each of their columns."""
    return {
        f"part_{number}": list(dict.fromkeys(values)) for number, values in enumerate(zip(*keys, strict=True))
    }


@cache
def _select_by_keys(table: Table) -> Select[Any]:
    """The rows that have one of some values in each column of the key: those of all the keys given, and perhaps others
    that are mixed of their parts. Looked for by whole keys, SQLite would read the whole table."""
    key = enumerate(table.primary_key)
    return select(table).where(
        *(column.in_(bindparam(f"part_{number}", expanding=True)) for number, column in key)
    )
