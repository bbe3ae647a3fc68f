"""Updates that come twice."""

from __future__ import annotations

from datetime import date

from bot.storage.database import Database

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


async def test_an_update_that_comes_twice_is_known(database: Database) -> None:
    async with database.begin() as work:
        assert await work.updates.remember([7, 8, 2**52], MONDAY) == set()
        await work.commit()
    async with database.begin() as work:
        assert await work.updates.remember([8, 9, 2**52], TUESDAY) == {8, 2**52}
        assert await work.updates.remember([9], TUESDAY) == {9}
        assert await work.updates.remember([], TUESDAY) == set()


async def test_what_was_rolled_back_was_not_handled(database: Database) -> None:
    async with database.begin() as work:
        await work.updates.remember([7], MONDAY)
    async with database.begin() as work:
        assert await work.updates.remember([7], MONDAY) == set()


async def test_old_updates_are_forgotten(database: Database) -> None:
    async with database.begin() as work:
        await work.updates.remember([1], MONDAY)
        await work.updates.remember([2], TUESDAY)
        await work.updates.forget(before=TUESDAY)
        assert await work.updates.remember([1, 2], TUESDAY) == {2}
