"""A database copied into another: every row, as it is. From the one of this folder's stories into SQLite, and back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    Table,
    Text,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app.records import Organisation, Parcel
from bot.storage.copying import CopyRefused
from bot.storage.database import Database
from bot.storage.dialects import engines
from bot.storage.pages import PAGE
from bot.storage.tables import Languages, metadata
from tests.storage.conftest import Databases, bring_up

ROWS = 3
MANY = 2 * PAGE + 1
"""Rows of the tables that need more than one page."""

Content = dict[str, Sequence[Any]]


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[AsyncConnection]:
    writer, reader = engines(address)
    async with writer.begin() as connection:
        yield connection
    await writer.dispose()
    await reader.dispose()


def value(column: Column[Any], number: int) -> Any:
    """Something that a column may hold, at the edges of what it can where that could go wrong."""
    key = column.primary_key
    match column.type:
        case LargeBinary():
            return b"\x00\xff" + number.to_bytes(4, "big") if key or number else b""
        case Boolean():
            return number % 2 == 0
        case Date():
            return None if column.nullable and not number else date(1 + number % 9998, 12, 31)
        case Languages():
            return ("bm", "fr") if number else ()
        case BigInteger():
            return 2**62 + number
        case Integer():
            return 2**31 - 1 - number
        case Text():
            return None if column.nullable and not number else f"« Hɛrɛ »\n'\"\\% {number} 😀"
        case _json:
            return {"z": "Kɔlɔn", "a": [number, None, 1.5, True, ""]}


def row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: value(column, number) for column in table.columns}


async def fill(address: str) -> None:
    """Rows in every table, in two of them more than a page holds."""
    async with connected(address) as connection:
        for table in metadata.sorted_tables:
            count = MANY if table.name in ("roster", "ballots") else ROWS
            await connection.execute(insert(table), [row(table, number) for number in range(count)])


async def content(address: str) -> Content:
    async with connected(address) as connection:
        return {
            table.name: (await connection.execute(select(table).order_by(*table.primary_key))).all()
            for table in metadata.sorted_tables
        }


async def copied(source: str, target: str) -> dict[str, int]:
    origin, goal = await Database.open(source), await Database.open(target)
    try:
        return dict(await origin.copy_to(goal))
    finally:
        await origin.close()
        await goal.close()


def sorted_rows(found: Content) -> dict[str, list[str]]:
    """Rows in an order that does not hang on how a database sorts texts."""
    return {name: sorted(repr(tuple(each)) for each in rows) for name, rows in found.items()}


async def test_every_row_arrives_there_and_back(address: str, databases: Databases, tmp_path: Path) -> None:
    file, again = f"sqlite:///{tmp_path}/copy.db", databases.lend()
    await fill(address)
    before = sorted_rows(await content(address))
    assert all(before.values()), "a table that no row was made for"

    counts = await copied(address, file)
    assert counts == {name: len(rows) for name, rows in before.items()}
    assert sorted_rows(await content(file)) == before
    await copied(file, again)
    assert sorted_rows(await content(again)) == before
    assert sorted_rows(await content(address)) == before
    databases.take_back(again)


async def test_a_message_that_is_posted_afterwards_gets_a_number_of_its_own(
    address: str, tmp_path: Path
) -> None:
    file = f"sqlite:///{tmp_path}/copy.db"
    source = await Database.open(file)
    async with source.begin() as work:
        for number in range(3):
            work.mail.post(Parcel(b"lane", b"%d" % number))
        await work.commit()
    await source.close()

    await copied(file, address)
    target = await Database.open(address)
    async with target.begin() as work:
        work.mail.post(Parcel(b"lane", b"3"))
        await work.commit()
    async with target.read() as work:
        assert [parcel.sealed for parcel in await work.mail.all()] == [b"0", b"1", b"2", b"3"]
    await target.close()


async def test_a_database_with_anything_in_it_is_left_as_it_is(address: str, tmp_path: Path) -> None:
    file = f"sqlite:///{tmp_path}/full.db"
    await bring_up(file)
    await fill(file)
    target = await Database.open(address)
    async with target.begin() as work:
        work.organisations.put(Organisation("add", "ADD"))
        await work.commit()
    await target.close()
    before = await content(address)

    with pytest.raises(CopyRefused) as refused:
        await copied(file, address)
    assert refused.value.code == "occupied"
    assert await content(address) == before


async def test_where_there_is_nothing_nothing_is_copied(address: str, tmp_path: Path) -> None:
    with pytest.raises(CopyRefused) as refused:
        await copied(address, f"sqlite:///{tmp_path}/copy.db")
    assert refused.value.code == "nothing"


async def test_what_is_written_meanwhile_does_not_come_along_by_halves(address: str, tmp_path: Path) -> None:
    """The copy is of one moment: a count that is made later, in the same transaction, still finds the same rows."""
    await fill(address)
    origin, goal = await Database.open(address), await Database.open(f"sqlite:///{tmp_path}/copy.db")
    async with origin.begin() as work:
        work.organisations.put(Organisation("late", "Late"))
        counts = await origin.copy_to(goal)
        await work.commit()
    await origin.close()
    await goal.close()
    assert counts["organisations"] == ROWS
