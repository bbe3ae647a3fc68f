"""The roll of the workers, and the chores that are left."""

from __future__ import annotations

import asyncio

from bot.app.records import Beat, Chore
from bot.storage.database import Database
from tests.fakes.postgresql import Server


async def test_workers_enter_beat_and_are_struck_off(database: Database, address: str) -> None:
    joined = address.startswith("sqlite")  # where nobody holds a lock
    async with database.begin() as work:
        first, second = await work.workers.join(alone=False), await work.workers.join(alone=False)
        assert first < second
        assert await work.workers.beat(first) == {first: Beat(1), second: Beat(0, joined)}
        await work.workers.strike_off([second])
        await work.workers.strike_off([])
        assert await work.workers.beat(second) is None
        assert await work.workers.beat(first) == {first: Beat(2)}


async def test_no_number_is_given_twice(database: Database) -> None:
    async with database.begin() as work:
        gone = await work.workers.join(alone=False)
        await work.workers.strike_off([gone])
        assert await work.workers.join(alone=False) > gone


async def test_who_works_alone_finds_nobody(database: Database) -> None:
    async with database.begin() as work:
        await work.workers.join(alone=False)
        alone = await work.workers.join(alone=True)
        assert await work.workers.beat(alone) == {alone: Beat(1)}


async def test_a_chore_is_left_once_and_done_once(database: Database) -> None:
    mix, panel = Chore("mix", "bamako"), Chore("panel", "bamako")
    async with database.begin() as work:
        await work.chores.put([mix, panel])
        await work.chores.put([mix])
        await work.chores.put([])
        assert await work.chores.all() == [mix, panel]
        await work.chores.done([mix])
        await work.chores.done([])
        assert await work.chores.all() == [panel]


async def test_a_worker_whose_process_ended_is_not_connected(postgresql: Server) -> None:
    address = postgresql.address(postgresql.database())
    one, other = await Database.open(address), await Database.open(address)
    async with one.begin() as work:
        first = await work.workers.join(alone=False)
        await work.workers.beat(first)
        await work.commit()
    async with other.begin() as work:
        second = await work.workers.join(alone=False)
        assert await work.workers.beat(second) == {first: Beat(1), second: Beat(1)}
        await work.commit()
    await one.close()
    async with asyncio.timeout(5):
        connected = True
        while connected:
            async with other.begin() as work:
                roll = await work.workers.beat(second)
            assert roll is not None
            connected = roll[first].connected
    await other.close()
