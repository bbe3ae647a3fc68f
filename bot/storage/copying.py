"""A whole database put into another one, of the same kind or the other: every row of every table, as it is.

Unlike a backup this holds all that is known about anybody, so it goes from database to database and never into a file
of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import Table, func, insert, literal_column, select, text

from bot.storage.pages import pages
from bot.storage.tables import metadata
from bot.storage.transaction import Transaction

_NUMBER_ON = text(
    "SELECT setval(pg_get_serial_sequence('outbox', 'id'), (SELECT max(id) FROM outbox)) "
    "WHERE EXISTS (SELECT 1 FROM outbox)"
)
"""Bring PostgreSQL's own numbering of the outbox behind the numbers that came with the rows."""


class CopyRefused(Exception):
    """A copy that is not made; nothing was changed.

    ``code``: there is ``nothing`` to copy from, the target is ``occupied``, both are the ``same``, or the target held
    another number of rows afterwards than there were (``incomplete``).
    """

    def __init__(self, code: Literal["nothing", "occupied", "same", "incomplete"]) -> None:
        super().__init__(code)
        self.code = code


async def copy(source: Transaction, target: Transaction) -> Mapping[str, int]:
    """Copy all rows, a page at a time; how many there were by table. Both databases have the newest tables. Raises
    CopyRefused; then the target must not be committed."""
    for table in metadata.sorted_tables:
        if await target.rows(select(literal_column("1")).select_from(table).limit(1)):
            raise CopyRefused("occupied")
    copied = {table.name: await _copy(source, target, table) for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        if not copied[table.name] == await _count(source, table) == await _count(target, table):
            raise CopyRefused("incomplete")
    if not any(copied.values()):
        raise CopyRefused("nothing")
    if target.dialect == "postgresql":
        await target.rows(_NUMBER_ON)
    return copied


async def _copy(source: Transaction, target: Transaction, table: Table) -> int:
    count = 0
    async for page in pages(source, table, select(table)):
        await target.run(insert(table), [dict(row._mapping) for row in page])
        count += len(page)
    return count


async def _count(transaction: Transaction, table: Table) -> int:
    ((count,),) = await transaction.rows(select(func.count()).select_from(table))
    return int(count)
