"""PostgreSQL: its address, how a connection is made, whose turn it is to write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

import asyncpg
from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from bot.storage.failures import StorageRefused

# Each worker has these connections at most: a server allows a hundred by default, to all of them together.
_WRITERS = 1
_READERS = 4
_CONNECT_SECONDS = 10.0
_ANSWER_SECONDS = 60.0
_SETTINGS = {
    "application_name": "baro",
    # A worker that hangs must not keep the others from writing for ever.
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    # Sorting must leave nothing about anybody in a temporary file.
    "work_mem": "64MB",
    # Compiling a query takes longer than any of ours runs.
    "jit": "off",
}
_TURN = 0x6261726F
"""The number of the advisory lock that whoever writes holds until the end of the transaction: «baro» in ASCII."""

_NOT_ADMITTED = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError)
_NOT_UNDERSTOOD = (
    ValueError,
    asyncpg.UndefinedObjectError,
    asyncpg.CantChangeRuntimeParamError,
    asyncpg.InvalidParameterValueError,
)
_NOT_READY = (OSError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError)


def engines(url: str, create: Callable[..., AsyncEngine]) -> tuple[AsyncEngine, AsyncEngine]:
    """An engine that writes and one that only reads, for an address as PostgreSQL's own tools take it."""
    connect = partial(_connect, *_address(url))
    create = partial(create, "postgresql+asyncpg://", async_creator=connect, max_overflow=0)
    # Each statement sees what was committed before it began: after waiting for its turn, all of it.
    writer = create(pool_size=_WRITERS, isolation_level="READ COMMITTED")
    reader = create(pool_size=_READERS, isolation_level="REPEATABLE READ")
    for engine in (writer, reader):
        event.listen(engine.sync_engine, "checkout", _replace_closed)
    event.listen(writer.sync_engine, "begin", _take_turn)
    return writer, reader.execution_options(postgresql_readonly=True)


def _address(url: str) -> tuple[str, float, dict[str, str]]:
    """The driver's address, the seconds it has to connect, and settings of the server that the address leaves open."""
    place, _mark, query = url.partition("?")
    asked = dict(parse_qsl(query))
    settings = {name: value for name, value in _SETTINGS.items() if name not in asked}
    # The one usual parameter that the driver does not know. 0 is «for ever» there.
    seconds = asked.pop("connect_timeout", "0")
    if not seconds.isdecimal():
        raise StorageRefused("storage.address_wrong")
    address = f"{place}?{urlencode(asked)}" if asked else place
    return address, float(seconds) or _CONNECT_SECONDS, settings


async def _connect(address: str, seconds: float, settings: dict[str, str]) -> Any:
    try:
        return await asyncpg.connect(
            address, timeout=seconds, command_timeout=_ANSWER_SECONDS, server_settings=settings
        )
    except _NOT_ADMITTED:
        code = "storage.server_refuses"
    except _NOT_UNDERSTOOD:
        code = "storage.address_wrong"
    except _NOT_READY:
        code = "storage.server_unreachable"
    # Raised here and not above, so that the driver's error does not travel along.
    raise StorageRefused(code)


def _replace_closed(
    _connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """Have the pool make a new connection for one that the server has closed meanwhile."""
    driver = entry.driver_connection
    if driver is None or driver.is_closed():
        raise DisconnectionError


def _take_turn(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
