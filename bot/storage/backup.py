"""What a backup holds, read out of the database and put back into one. Which rows and columns these are stands in
``bot.storage.kept``, how they are written in ``bot.storage.backup_file``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, FromClause, MetaData, Select, Table, and_, or_, select

from bot import __version__
from bot.storage import schema
from bot.storage.backup_file import BackupRefused, Contents, Header, Row, new_backup, open_backup
from bot.storage.dialects import insert
from bot.storage.failures import StorageRefused, Unstorable
from bot.storage.kept import KEPT, KEPT_BEHIND_SEAL, KEPT_STATUSES, KEPT_WITH_TARGET
from bot.storage.pages import PAGE, pages
from bot.storage.tables import metadata, questions, sessions
from bot.storage.transaction import Transaction

_ANY_SESSION = select(sessions.c.id).limit(1)


async def dump(transaction: Transaction, path: Path, day: date) -> Contents:
    """Write what is kept into a file, a page at a time. Raises BackupRefused."""
    if not await transaction.rows(_ANY_SESSION):
        raise BackupRefused("empty")
    revision = await transaction.call(schema.revision)
    with new_backup(path, Header(revision, day, __version__)) as backup:
        for name in KEPT:
            async for row in _kept(transaction, name):
                backup.row(name, row)
        return backup.finish()


async def load(transaction: Transaction, path: Path) -> None:
    """Put the rows of a backup into a database without sessions. An organisation that is there already stays.

    The rows of an earlier Baro are put into the tables as they were then, and go through the steps that the
    database itself would have gone through. The rows of staff may not survive that, nor invitations. Raises
    BackupRefused; then the transaction must not be committed.
    """
    if await transaction.rows(_ANY_SESSION):
        raise BackupRefused("occupied")
    header, rows = open_backup(path)
    if header.schema != await transaction.call(schema.revision):
        await _go_back(transaction, header.schema)
    tables = await transaction.call(_tables)
    for name, some in _pages(rows):
        table = tables[name]
        values = [_values(table, row) for row in some]
        try:
            await transaction.run(insert(transaction.dialect, table).on_conflict_do_nothing(), values)
        except Unstorable:
            raise BackupRefused("damaged") from None
    await transaction.call(schema.go_on)


async def _kept(transaction: Transaction, name: str) -> AsyncIterator[dict[str, Any]]:
    table = metadata.tables[name]
    async for page in pages(transaction, table, _select(table)):
        for row in page:
            yield dict(zip(KEPT[name], row, strict=True))


def _select(table: Table) -> Select[Any]:
    statement = select(*(table.c[name] for name in KEPT[table.name]))
    if table is questions:
        merged = and_(questions.c.status == KEPT_WITH_TARGET, questions.c.merged_into.in_(_ids_of_kept()))
        statement = statement.where(or_(_is_kept(questions), merged))
    return statement


def _is_kept(questions: FromClause) -> ColumnElement[bool]:
    """Whether a question is held by its own status."""
    sealed = select(sessions.c.id).where(sessions.c.state != "open", sessions.c.closes.is_(None))
    behind_seal = and_(questions.c.status.in_(KEPT_BEHIND_SEAL), questions.c.session.in_(sealed))
    return or_(questions.c.status.in_(KEPT_STATUSES), behind_seal)


def _ids_of_kept() -> Select[Any]:
    target = questions.alias("target")
    return select(target.c.id).where(_is_kept(target))


async def _go_back(transaction: Transaction, revision: str) -> None:
    try:
        await transaction.call(lambda connection: schema.go_back(connection, revision))
    except StorageRefused:
        raise BackupRefused("newer") from None


def _tables(connection: Connection) -> Mapping[str, Table]:
    """The tables as they are now, which may be those of an earlier revision."""
    found = MetaData()
    found.reflect(connection)
    return found.tables


def _pages(rows: Iterable[Row]) -> Iterator[tuple[str, Sequence[dict[str, Any]]]]:
    """Rows of one table together, not too many at once. Raises BackupRefused for a table that no backup holds."""
    for name, of_table in groupby(rows, itemgetter(0)):
        if name not in KEPT:
            raise BackupRefused("damaged")
        while some := [values for _name, values in islice(of_table, PAGE)]:
            yield name, some


def _values(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values as the columns know them: JSON has no days."""
    return {name: _value(table, name, value) for name, value in row.items()}


def _value(table: Table, name: str, value: Any) -> Any:
    if value is not None and isinstance(table.c[name].type, Date):
        return date.fromisoformat(value)
    return value
