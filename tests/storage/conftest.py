"""Databases of both kinds for the stories of this folder."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from bot.storage.database import Database
from bot.storage.dialects import sqlite_path
from bot.storage.tables import metadata
from tests.fakes.postgresql import Server


class Databases(Protocol):
    """Gives addresses of databases that nobody else uses."""

    def empty(self) -> str:
        """A database without a table."""

    def lend(self) -> str:
        """A database with the newest tables and nothing in them."""

    def take_back(self, address: str) -> None:
        """A lent database whose tables are as they were: another story may have it."""

    def content(self, address: str) -> bytes:
        """All that stands in the database's files."""


class SqliteFiles:
    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self._model = self._file()
        asyncio.run(bring_up(f"sqlite:///{self._model}"))

    def empty(self) -> str:
        return f"sqlite:///{self._file()}"

    def lend(self) -> str:
        return f"sqlite:///{shutil.copy(self._model, self._file())}"

    def take_back(self, address: str) -> None:
        """A copy is cheaper than tidying up."""

    def content(self, address: str) -> bytes:
        path = sqlite_path(address)
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))

    def _file(self) -> Path:
        return self._factory.mktemp("database") / "baro.db"


class PostgresqlDatabases:
    def __init__(self, server: Server) -> None:
        self._server = server
        self._model = server.database()
        self._free: list[str] = []
        asyncio.run(bring_up(server.address(self._model)))

    def empty(self) -> str:
        return self._server.address(self._server.database())

    def lend(self) -> str:
        name = self._free.pop() if self._free else self._server.database(self._model)
        return self._server.address(name)

    def take_back(self, address: str) -> None:
        # Making a database takes longer than most stories.
        name = self._server.named(address)
        self._server.runs(";".join(f"DELETE FROM {table}" for table in metadata.tables), name)
        self._free.append(name)

    def content(self, address: str) -> bytes:
        self._server.runs("CHECKPOINT")
        return self._server.content(self._server.named(address))


async def bring_up(address: str) -> None:
    database = await Database.open(address)
    await database.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The databases of one kind: every story of this folder is told with both."""
    if request.param == "sqlite":
        return SqliteFiles(tmp_path_factory)
    return PostgresqlDatabases(request.getfixturevalue("postgresql"))


@pytest.fixture
def address(databases: Databases) -> Iterator[str]:
    lent = databases.lend()
    yield lent
    databases.take_back(lent)


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    opened = await Database.open(address)
    yield opened
    await opened.close()
