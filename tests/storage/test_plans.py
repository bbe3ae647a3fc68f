"""However many people and questions there are: what a tap and a page of a list read is looked up, not looked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.storage.database import Database

GROWING = ("roster", "shown", "ballots", "questions", "supports", "messages", "outbox", "intake")
KEYS = [bytes([number]) * 16 for number in range(30)]


async def test_what_a_tap_and_a_page_need_is_found_by_an_index(tmp_path: Path) -> None:
    file = tmp_path / "baro.db"
    database = await Database.open(f"sqlite:///{file}")
    asked: list[tuple[str, Any]] = []

    @event.listens_for(database._writer.sync_engine, "before_cursor_execute")
    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        asked.append((statement, parameters[0] if many else parameters))

    async with database.begin() as work:
        await work.people.preload(KEYS)
        await work.ballots.preload([(poll, key) for poll in ("before", "after") for key in KEYS])
        await work.questions.supported({str(number): key for number, key in enumerate(KEYS)})
        for steady in (True, False):
            await work.questions.page(
                "bamako", statuses=("published", "asked"), collect="question", limit=5, steady=steady
            )
        await work.questions.count("bamako", collect="question", most=100)
        await work.questions.count("bamako", theme="roads", most=100)
        await work.questions.themes("bamako")
        await work.questions.intakes("bamako")
    await database.close()

    looked_for = _read_whole(file, asked)
    assert len(asked) > 8
    assert looked_for == []


def _read_whole(file: Path, asked: Collection[tuple[str, Any]]) -> list[str]:
    """The statements for which SQLite goes through a table or an index from one end to the other."""
    found = []
    with sqlite3.connect(file) as connection:
        for statement, parameters in asked:
            if not statement.lstrip().startswith(("SELECT", "WITH")):
                continue
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            if any(step.startswith(f"SCAN {table}") for step in plan for table in GROWING):
                found.append(statement)
    return found
