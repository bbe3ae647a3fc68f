"""A row that a disk has damaged: it stops nobody but its owner."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.fakes.room import Room
from tests.tg.evening import by_bot, evening, rows


def damage(room: Room) -> None:
    """One row of the roster can be read no more."""
    path = room.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as database, database:
        (key,) = database.execute("SELECT key FROM roster ORDER BY key LIMIT 1").fetchone()
        database.execute("UPDATE roster SET sealed = zeroblob(80) WHERE key = ?", (key,))


async def test_a_stage_still_reaches_the_others(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    tonight = await evening(room)
    damage(room)

    await room.stage(tonight.fanta)

    assert rows(room, "broadcasts") == []
    reached = [person for person in (tonight.awa, tonight.sira) if "❓" in by_bot(person.chat)[-1]]
    assert len(reached) == 1
    assert "a row of the roster cannot be read" in caplog.text


async def test_a_session_can_still_be_closed(room: Room) -> None:
    tonight = await evening(room)
    damage(room)

    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "⚙️ Plus", "Terminer", "Terminer")

    assert {row[3] for row in rows(room, "polls")} == {"closed"}
