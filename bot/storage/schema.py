"""The schema's history: bringing a database to its newest revision with the migrations beside this module."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.failures import StorageRefused, awaited
from bot.storage.traces import keep_no_samples

_MIGRATIONS = Path(__file__).parent / "migrations"


async def bring_up(engine: AsyncEngine) -> None:
    """Bring the database to the newest revision, in one transaction.

    Raises StorageRefused if a newer Baro has brought it further than this one knows.
    """
    try:
        await awaited(_bring_up(engine))
    except CommandError:
        raise StorageRefused("storage.schema_newer") from None


def revision(connection: Connection) -> str:
    """The revision at which the database is."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def go_back(connection: Connection, to: str) -> None:
    """Bring the database down to an earlier revision. Raises StorageRefused if there is none of this name."""
    try:
        command.downgrade(configuration(connection), to)
    except CommandError:
        raise StorageRefused("storage.schema_newer") from None


def go_on(connection: Connection) -> None:
    """Bring the database up to the newest revision."""
    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """What Alembic's commands need to work inside the transaction of a connection of ours."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


async def _bring_up(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(go_on)
        await connection.run_sync(keep_no_samples)
