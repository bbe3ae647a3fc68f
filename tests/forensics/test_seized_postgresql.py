"""A seized PostgreSQL server: what rows say of the transactions they came in, and every byte of the tables' files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.postgresql import Server
from tests.forensics.evening import ASKED, GONE, NAMES, Played, asks, begun, ends, moderates
from tests.forensics.marks import forms_of_name, forms_of_number, forms_of_text, unkeyed

PEOPLE = ("roster", "shown", "ballots", "intake", "outbox", "messages")
"""Tables in which somebody's act leaves a row."""


@pytest.fixture
def name(postgresql: Server) -> str:
    return postgresql.database()


@pytest.fixture
async def played(tmp_path: Path, postgresql: Server, name: str) -> AsyncIterator[Played]:
    """A session that has gone as far as the first votes, kept in PostgreSQL."""
    async with begun(tmp_path, BOT_DATABASE_URL=postgresql.address(name)) as evening:
        yield evening


def holding(content: bytes, forms: set[bytes]) -> list[bytes]:
    return [form for form in forms if form in content]


async def test_no_question_came_in_a_transaction_of_somebodys(
    played: Played, postgresql: Server, name: str
) -> None:
    await asks(played)
    mixed = set(postgresql.runs("SELECT DISTINCT xmin::text FROM questions", name).split())
    assert mixed, "the questions are there"
    for table in PEOPLE:
        assert not mixed & set(postgresql.runs(f"SELECT DISTINCT xmin::text FROM {table}", name).split()), (
            table
        )


async def test_after_the_seal_the_tables_files_tell_nobody(
    played: Played, postgresql: Server, name: str
) -> None:
    await asks(played)
    await moderates(played)
    await ends(played)
    room = played.room
    await room.closes()
    room.clock.moves_on(hours=25)
    await room.opens()
    async with asyncio.timeout(60):
        # Beside the bot, which has to go on meanwhile.
        while GONE[0].encode() in await asyncio.to_thread(postgresql.content, name):
            await asyncio.sleep(0.2)
    await room.quiet()
    assert postgresql.runs("SELECT state FROM sessions", name) == "sealed"
    content = postgresql.content(name)

    assert holding(content, forms_of_text(ASKED[0])), "what was published stays"
    for person in played.people:
        assert not holding(content, forms_of_number(person.user_id)), person.name
        assert not holding(content, set(unkeyed(person.user_id)))
    for word in (*NAMES, *GONE):
        assert not holding(content, forms_of_text(word)), word
    for pseudonym in played.pseudonyms:
        assert not holding(content, forms_of_name(pseudonym))
    for table in PEOPLE[:4]:
        assert postgresql.runs(f"SELECT count(*) FROM {table}", name) == "0"
