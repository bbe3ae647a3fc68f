"""Addresses of PostgreSQL as people write them, and what an operator is told of one that does not work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

import pytest

from bot.app.ports import StorageFailed
from bot.storage.database import Database
from bot.storage.failures import StorageRefused
from tests.fakes.postgresql import Server

ASKS_FOR_TLS = (80877103).to_bytes(4, "big")
"""What a client says first that wants TLS (PostgreSQL's manual, «SSLRequest»)."""


@pytest.fixture
def name(postgresql: Server) -> str:
    """A database of its own."""
    return postgresql.database()


async def opens(address: str) -> None:
    database = await Database.open(address)
    async with database.begin() as work:
        assert await work.mail.pending() == 0
    await database.close()


async def test_a_socket_is_named_in_the_query_or_as_the_host(postgresql: Server, name: str) -> None:
    folder = str(postgresql.data.parent)
    for address in (
        f"postgresql://baro@/{name}?host={folder}",
        f"postgres://baro@/{name}?host={folder}&connect_timeout=5&sslmode=prefer&options=-c%20statement_timeout=9s",
        f"postgresql:///{name}?host={folder}&user=baro",
        f"postgresql://baro@{quote(folder, safe='')}/{name}",
    ):
        await opens(address)


async def test_the_servers_administrator_sees_who_is_connected(postgresql: Server, name: str) -> None:
    listed = f"SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = '{name}'"
    for more, application in (("", "baro"), ("&application_name=seance", "seance")):
        database = await Database.open(postgresql.address(name) + more)
        assert postgresql.runs(listed) == application
        await database.close()


async def test_a_worker_takes_five_connections_at_most(postgresql: Server, name: str) -> None:
    database = await Database.open(postgresql.address(name))

    async def look() -> None:
        async with database.read() as work:
            await work.people.count("bamako")
            await asyncio.sleep(0.01)

    async with database.begin() as work:
        await asyncio.gather(*(look() for _reader in range(20)))
        assert await work.people.count("bamako") == 0
    counted = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'"
    assert postgresql.runs(counted) == "5"
    await database.close()


async def test_an_address_that_does_not_work_is_refused_with_the_reason(
    postgresql: Server, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    good = postgresql.address(name)
    for address, code in (
        (postgresql.address("nowhere"), "storage.server_refuses"),
        (postgresql.address(name, role="somebody"), "storage.server_refuses"),
        (postgresql.address("postgres"), "storage.no_rights"),
        (f"{good}&sslmode=perhaps", "storage.address_wrong"),
        (f"{good}&channel_binding=require", "storage.address_wrong"),
        (f"{good}&connect_timeout=soon", "storage.address_wrong"),
        (f"{good}&work_mem=lots", "storage.address_wrong"),
        ("postgresql://baro:secret@127.0.0.1:port/baro", "storage.address_wrong"),
        ("postgresql://baro:secret@127.0.0.1:1/baro", "storage.server_unreachable"),
        ("postgresql://baro@/baro?host=/nowhere", "storage.server_unreachable"),
    ):
        with pytest.raises(StorageRefused) as refused:
            await Database.open(address)
        assert refused.value.code == code, address
        assert refused.value.__context__ is None
    assert "secret" not in caplog.text


async def test_a_worker_does_not_wait_for_ever_for_its_turn(postgresql: Server, name: str) -> None:
    writing = await Database.open(postgresql.address(name))
    waiting = await Database.open(f"{postgresql.address(name)}&lock_timeout=20ms")
    async with writing.begin() as work:
        assert await work.mail.pending() == 0
        with pytest.raises(StorageFailed, match="LockNotAvailable"):
            async with waiting.begin():
                pass
    async with waiting.begin() as work:
        assert await work.mail.pending() == 0
    for database in (writing, waiting):
        await database.close()


@asynccontextmanager
async def without_tls() -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server that refuses TLS, as old ones do, and then says no more. Gives its port and what it was told first."""
    told: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told.append((await reader.readexactly(8))[4:])
        writer.write(b"N")
        await reader.read(8)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], told


async def test_whoever_asks_for_tls_gets_it_or_nothing() -> None:
    async with without_tls() as (port, told):
        with pytest.raises(StorageRefused, match="server_unreachable"):
            await Database.open(f"postgresql://baro@127.0.0.1:{port}/baro?sslmode=require")
        assert told == [ASKS_FOR_TLS]
