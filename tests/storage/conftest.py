"""Databases for the stories of this folder. Another kind of database joins as another parameter."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.storage.database import Database


@pytest.fixture(scope="session", params=["sqlite"])
def addresses(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Gives the address of a database that does not exist yet."""
    return lambda: f"{request.param}:///{tmp_path_factory.mktemp('database')}/baro.db"


@pytest.fixture
def address(addresses: Callable[[], str]) -> str:
    return addresses()


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    opened = await Database.open(address)
    yield opened
    await opened.close()
