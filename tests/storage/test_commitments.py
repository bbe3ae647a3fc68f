"""What was promised, and who reported a poll."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.app.records import Commitment
from bot.storage.database import Database

PATROL = Commitment(
    "c1", "bamako", 1, {"fr": "Une patrouille à pied", "bm": "Patruyi senna"}, "police", date(2026, 6, 1)
)
LIGHT = Commitment("c2", "bamako", 2, {"fr": "Un lampadaire"}, "mairie", None)


async def test_commitments_come_in_order_and_keep_up_with_their_state(database: Database) -> None:
    async with database.begin() as work:
        work.commitments.put(LIGHT)
        work.commitments.put(PATROL)
        await work.commit()
    async with database.begin() as work:
        assert await work.commitments.of("bamako") == [PATROL, LIGHT]
        work.commitments.put(replace(PATROL, status="done"))
        work.commitments.remove("c2")
        assert await work.commitments.of("bamako") == [replace(PATROL, status="done")]
        assert await work.commitments.of("mopti") == []


async def test_whoever_reports_a_poll_twice_counts_once(database: Database) -> None:
    for name in (b"awa", b"awa", b"bakary"):
        async with database.begin() as work:
            work.reports.put("poll", name)
            await work.commit()
    async with database.read() as work:
        assert await work.reports.count("poll") == 2
        assert await work.reports.count("another") == 0
