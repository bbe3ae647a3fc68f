"""What is left in the database's files of what was deleted."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Collection
from datetime import date

import pytest
from sqlalchemy import Date, LargeBinary, Table, Text, delete, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.records import Question
from bot.storage.database import Database
from bot.storage.dialects import engines
from bot.storage.tables import about_people
from tests.fakes.postgresql import Server
from tests.storage.conftest import Databases


@pytest.fixture
def address(databases: Databases) -> str:
    """Nobody else's ever: other stories leave traces too."""
    return databases.empty()


@pytest.fixture
async def engine(database: Database, address: str) -> AsyncIterator[AsyncEngine]:
    writer, reader = engines(address)
    yield writer
    await reader.dispose()
    await writer.dispose()


def question(chance: random.Random) -> Question:
    """A question with words that no other has."""
    id = f"q{chance.randrange(10**11, 10**12)}q"
    return Question(
        id=id,
        session="bamako",
        collect="question",
        side="inhabitants",
        language="fr",
        text=f"{id} words of {id[::-1]} " + "more words " * chance.randint(1, 90),
        token_hash=chance.randbytes(32),
    )


async def comings_and_goings(database: Database, rounds: int = 3) -> list[Question]:
    """Questions come, and half of them go again. Gives those that stay."""
    chance = random.Random(3)
    here: list[Question] = []
    for _round in range(rounds):
        async with database.begin() as work:
            for _question in range(30):
                here.append(question(chance))
                work.questions.put(here[-1])
            await work.commit()
        async with database.begin() as work:
            for _question in range(15):
                work.questions.remove(here.pop(chance.randrange(len(here))).id)
            await work.commit()
    return here


def words(questions: Collection[Question]) -> set[bytes]:
    """What tells one question from the others, of each."""
    return {part.encode() for each in questions for part in (each.id, each.id[::-1])}


def read(content: bytes) -> set[bytes]:
    """The like of it, as somebody finds it in files."""
    return set(re.findall(rb"(?=(q\d{12}q))", content))


async def test_scrubbing_leaves_nothing_of_what_went_and_all_of_what_stays(
    databases: Databases, database: Database, address: str
) -> None:
    here = await comings_and_goings(database, rounds=20)
    assert await database.scrub()
    assert read(databases.content(address)) == words(here)
    async with database.read() as work:
        kept = await work.questions.page("bamako", statuses=["waiting"], limit=1000, steady=True)
    assert kept == sorted(here, key=lambda each: each.id)


async def test_no_table_about_people_keeps_what_was_deleted_from_it(
    databases: Databases, database: Database, engine: AsyncEngine, address: str
) -> None:
    async with engine.begin() as connection:
        for table in about_people():
            await connection.execute(insert(table), marked(table))
    content = databases.content(address)
    assert [table.name for table in about_people() if mark(table).encode() not in content] == []
    async with engine.begin() as connection:
        for table in about_people():
            await connection.execute(delete(table))
    assert await database.scrub()
    content = databases.content(address)
    assert [table.name for table in about_people() if mark(table).encode() in content] == []


def marked(table: Table) -> dict[str, object]:
    """A row with a mark wherever words or ciphertexts can stand."""
    values: dict[type, object] = {
        Text: mark(table),
        LargeBinary: mark(table).encode(),
        Date: date(2026, 12, 5),
    }
    return {column.name: values.get(type(column.type), 1) for column in table.columns}


def mark(table: Table) -> str:
    return f"this about Awa stood in {table.name}"


async def test_cleaning_empties_the_log(databases: Databases, database: Database, address: str) -> None:
    async with database.begin() as work:
        work.people.put(b"awa", "bamako", b"a ciphertext of hers")
        await work.commit()
    async with database.begin() as work:
        work.people.remove(b"awa")
        await work.commit()
    assert await database.clean()
    if address.startswith("sqlite"):
        assert b"a ciphertext of hers" not in databases.content(address)


async def test_who_writes_meanwhile_waits_and_loses_nothing(database: Database, address: str) -> None:
    other = await Database.open(address)

    async def ask(number: int) -> None:
        async with (database, other)[number % 2].begin() as work:
            work.questions.put(question(random.Random(number)))
            await work.commit()

    await asyncio.gather(database.scrub(), *(ask(number) for number in range(20)), other.scrub())
    async with database.read() as work:
        assert await work.questions.count("bamako") == {"waiting": 20}
    async with database.begin() as work:
        work.questions.put(question(random.Random(20)))
        await work.flush()
    async with other.begin() as work:
        assert await work.questions.count("bamako") == {"waiting": 20}
    await other.close()


# PostgreSQL alone.


@pytest.fixture
def name(postgresql: Server) -> str:
    return postgresql.database()


async def test_rows_tell_neither_which_came_together_nor_which_came_first(
    postgresql: Server, name: str
) -> None:
    database = await Database.open(postgresql.address(name))
    await comings_and_goings(database)
    assert await database.scrub()
    assert postgresql.runs("SELECT count(DISTINCT xmin::text) FROM questions", name) == "1"
    stand = postgresql.runs("SELECT id FROM questions ORDER BY ctid", name).split()
    assert stand == sorted(stand)
    await database.close()


async def test_the_planners_statistics_hold_no_samples_of_anybody(postgresql: Server, name: str) -> None:
    database = await Database.open(postgresql.address(name))
    await comings_and_goings(database)
    postgresql.runs("ANALYZE", name)
    sampled = postgresql.runs("SELECT DISTINCT tablename FROM pg_stats", name).split()
    assert "pg_class" in sampled
    assert {table.name for table in about_people()} & set(sampled) == set()
    await database.close()


async def test_who_sees_the_past_is_waited_for(postgresql: Server, name: str) -> None:
    database = await Database.open(postgresql.address(name))
    here = await comings_and_goings(database)
    async with database.read() as work:
        await work.mail.pending()
        assert not await database.scrub()
    assert await database.scrub()
    postgresql.runs("CHECKPOINT")
    assert read(postgresql.content(name)) == words(here)
    await database.close()


async def test_whoever_may_have_all_written_to_the_files_does(postgresql: Server, name: str) -> None:
    database = await Database.open(postgresql.address(name, role="postgres"))
    here = await comings_and_goings(database)
    assert await database.scrub()
    assert read(postgresql.content(name)) == words(here)
    await database.close()
