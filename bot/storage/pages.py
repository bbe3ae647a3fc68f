"""A table's rows a page at a time, in the order of their primary key, which is random or tells nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Table, literal, tuple_

from bot.storage.transaction import Transaction, Values

PAGE = 500


async def pages(
    transaction: Transaction, table: Table, statement: Select[Any]
) -> AsyncIterator[Sequence[Values]]:
    """What a statement over one table selects, its primary key included."""
    statement = statement.order_by(*table.primary_key).limit(PAGE)
    page = await transaction.rows(statement)
    while page:
        yield page
        page = await transaction.rows(statement.where(_behind(table, page[-1]._mapping)))


def _behind(table: Table, last: Mapping[Any, Any]) -> Any:
    key = tuple(table.primary_key)
    return tuple_(*key) > tuple_(*(literal(last[column.name], column.type) for column in key))
