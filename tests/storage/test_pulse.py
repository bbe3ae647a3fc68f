"""When Baro last served."""

from __future__ import annotations

from bot.storage.database import Database


async def test_the_last_moment_alone_is_kept(database: Database) -> None:
    async with database.begin() as work:
        assert await work.pulse.last() is None
        await work.pulse.beat(60)
        await work.pulse.beat(120)
        await work.commit()
    async with database.read() as work:
        assert await work.pulse.last() == 120
