"""The migrations, and what the tables promise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import fields

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import records
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.dialects import engines
from bot.storage.failures import StorageRefused
from bot.storage.schema import configuration
from tests.storage.conftest import Databases

ABOUT_PEOPLE = {
    "audit",
    "ballots",
    "intake",
    "invitations",
    "members",
    "messages",
    "panels",
    "questions",
    "reports",
    "roster",
    "shown",
    "stones",
    "supports",
}


@pytest.fixture
def address(databases: Databases) -> str:
    """Nobody else's ever: these stories change the tables."""
    return databases.empty()


@pytest.fixture
async def engine(address: str) -> AsyncIterator[AsyncEngine]:
    writer, reader = engines(address)
    yield writer
    await reader.dispose()
    await writer.dispose()


async def test_each_step_can_be_taken_up_down_and_up_again(engine: AsyncEngine) -> None:
    def climb(connection: Connection) -> None:
        config = configuration(connection)
        steps = list(ScriptDirectory.from_config(config).walk_revisions())
        assert steps
        for step in reversed(steps):
            command.upgrade(config, step.revision)
            command.downgrade(config, "-1")
            command.upgrade(config, step.revision)
        command.downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]

    async with engine.begin() as connection:
        await connection.run_sync(climb)


async def test_the_steps_lead_to_the_tables(database: Database, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), tables.metadata)
        )
    assert differences == []


async def test_a_database_that_a_newer_baro_has_used_is_refused(
    database: Database, engine: AsyncEngine, address: str
) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageRefused, match="schema_newer"):
        await Database.open(address)


async def test_rows_about_people_are_numbered_nowhere(database: Database, engine: AsyncEngine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite numbers the rows of a table")
    listed = text("SELECT name FROM pragma_table_list WHERE type = 'table' AND wr")
    async with engine.begin() as connection:
        assert {name for (name,) in await connection.execute(listed)} == ABOUT_PEOPLE


@pytest.mark.parametrize(
    ("table", "record"),
    [
        (tables.organisations, records.Organisation),
        (tables.members, records.Member),
        (tables.invitations, records.Invitation),
        (tables.sessions, records.Session),
        (tables.polls, records.Poll),
        (tables.tallies, records.Tally),
        (tables.hand_counts, records.HandCount),
        (tables.intake, records.Intake),
        (tables.questions, records.Question),
        (tables.commitments, records.Commitment),
        (tables.messages, records.ChatMessage),
        (tables.audit, records.AuditEntry),
        (tables.outbox, records.Parcel),
        (tables.broadcasts, records.Broadcast),
        (tables.panels, records.Panel),
    ],
    ids=lambda given: getattr(given, "name", ""),
)
def test_a_table_has_the_columns_of_its_record(table: Table, record: type) -> None:
    assert set(table.columns.keys()) == {field.name for field in fields(record)}
