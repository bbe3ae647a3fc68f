"""Sessions, their codes, and their scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.app.records import Session
from bot.storage.database import Database
from bot.storage.failures import Unstorable

BAMAKO = Session(
    id="q7w3e9r1",
    organisation="add",
    code="K7M2PX",
    script="5e" * 32,
    kind="dialogue",
    title="Kuma ka di — Lafiabougou",
    place="Mairie",
    day=date(2026, 3, 14),
    languages=("fr", "bm"),
)


async def test_a_session_is_found_by_id_and_by_code_as_it_was_kept(database: Database) -> None:
    poll = replace(
        BAMAKO,
        id="p",
        code="ABCDEF",
        kind="poll",
        languages=("bm",),
        joining=False,
        stage="vote",
        closes=5000,
    )
    async with database.begin() as work:
        work.sessions.put(BAMAKO)
        work.sessions.put(poll)
        assert await work.sessions.by_code("K7M2PX") == BAMAKO
        await work.commit()
    async with database.read() as work:
        assert await work.sessions.get("q7w3e9r1") == BAMAKO
        assert await work.sessions.by_code("ABCDEF") == poll
        assert await work.sessions.get("nowhere") is None
        assert await work.sessions.by_code("ZZZZZZ") is None


async def test_a_change_of_stage_is_seen_at_once_and_kept(database: Database) -> None:
    async with database.begin() as work:
        work.sessions.put(BAMAKO)
        await work.commit()
    closed = replace(BAMAKO, state="closed", closed_on=date(2026, 3, 15))
    async with database.begin() as work:
        assert await work.sessions.get(BAMAKO.id) == BAMAKO
        work.sessions.put(closed)
        assert await work.sessions.get(BAMAKO.id) == closed
        await work.commit()
    async with database.read() as work:
        assert await work.sessions.by_code(BAMAKO.code) == closed


async def test_two_sessions_cannot_have_one_code(database: Database) -> None:
    async with database.begin() as work:
        work.sessions.put(BAMAKO)
        await work.commit()
    async with database.begin() as work:
        work.sessions.put(replace(BAMAKO, id="another"))
        with pytest.raises(Unstorable):
            await work.flush()
    async with database.read() as work:
        assert await work.sessions.by_code(BAMAKO.code) == BAMAKO


async def test_the_sessions_of_an_organisation_come_open_ones_first_then_newest(database: Database) -> None:
    async with database.begin() as work:
        work.sessions.put(replace(BAMAKO, id="old", code="old", day=date(2026, 2, 1)))
        work.sessions.put(replace(BAMAKO, id="new", code="new", day=date(2026, 2, 20)))
        work.sessions.put(replace(BAMAKO, id="closed", code="closed", day=date(2026, 2, 28), state="closed"))
        work.sessions.put(replace(BAMAKO, id="theirs", code="theirs", organisation="jekafo"))
        await work.commit()
    async with database.read() as work:
        found = await work.sessions.of("add", "dialogue", limit=10)
        assert [session.id for session in found] == ["new", "old", "closed"]
        assert [each.id for each in await work.sessions.of("add", "dialogue", limit=1, offset=1)] == ["old"]


async def test_sessions_are_due_to_close_or_to_be_sealed_when_their_moment_has_come(
    database: Database,
) -> None:
    async with database.begin() as work:
        work.sessions.put(BAMAKO)
        work.sessions.put(replace(BAMAKO, id="to close", code="a", closes=1000))
        work.sessions.put(replace(BAMAKO, id="later", code="b", closes=1001))
        work.sessions.put(replace(BAMAKO, id="to seal", code="c", closes=999, state="closed"))
        work.sessions.put(replace(BAMAKO, id="sealed", code="d", closes=999, state="sealed"))
        assert {session.id for session in await work.sessions.due(now=1000)} == {"to close", "to seal"}


async def test_a_script_is_kept_under_its_digest(database: Database) -> None:
    for _ in range(2):
        async with database.begin() as work:
            work.sessions.put_script("5e" * 32, '{"words": "I ni ce, ɲɔgɔn"}')
            await work.commit()
    async with database.read() as work:
        assert await work.sessions.script("5e" * 32) == '{"words": "I ni ce, ɲɔgɔn"}'
        assert await work.sessions.script("00" * 32) is None
