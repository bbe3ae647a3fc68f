"""Several workers that share one database, and what a worker does when the server goes away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date

import pytest

from bot.app.ports import StorageFailed
from bot.storage.database import Database
from tests.fakes.postgresql import Server
from tests.storage.conftest import Databases

AWA = b"\x01" * 16
MONDAY = date(2026, 3, 2)


@pytest.fixture
async def workers(address: str) -> AsyncIterator[list[Database]]:
    """Three workers on one database, each with connections of its own as in a process of its own."""
    async with AsyncExitStack() as stack:
        opened = [await Database.open(address) for _worker in range(3)]
        for database in opened:
            stack.push_async_callback(database.close)
        yield opened


async def test_of_workers_that_are_handed_the_same_update_one_applies_it(workers: list[Database]) -> None:
    async def handle(worker: Database) -> set[int]:
        async with worker.begin() as work:
            seen = await work.updates.remember([7, 8], MONDAY)
            await asyncio.sleep(0.01)
            if 7 not in seen:
                votes = int(await work.ballots.get("poll", AWA) or 0)
                work.ballots.put("poll", AWA, str(votes + 1))
            await work.commit()
        return seen

    seen = await asyncio.gather(*(handle(worker) for worker in workers))
    assert sorted(seen, key=len) == [set(), {7, 8}, {7, 8}]
    async with workers[0].read() as work:
        assert await work.ballots.get("poll", AWA) == "1"


async def test_an_update_whose_worker_gave_up_is_applied_by_the_next(workers: list[Database]) -> None:
    first, second, _third = workers
    given_up = asyncio.Event()

    async def give_up() -> None:
        async with first.begin() as work:
            await work.updates.remember([7], MONDAY)
            given_up.set()
            await asyncio.sleep(0.02)

    async def go_on() -> set[int]:
        await given_up.wait()
        async with second.begin() as work:
            return await work.updates.remember([7], MONDAY)

    _gone, seen = await asyncio.gather(give_up(), go_on())
    assert seen == set()


async def test_no_worker_loses_what_another_wrote(workers: list[Database]) -> None:
    async def vote_once_more(worker: Database) -> None:
        async with worker.begin() as work:
            votes = int(await work.ballots.get("poll", AWA) or 0)
            await asyncio.sleep(0.001)
            work.ballots.put("poll", AWA, str(votes + 1))
            await work.commit()

    await asyncio.gather(*(vote_once_more(worker) for worker in workers * 4))
    async with workers[0].read() as work:
        assert await work.ballots.get("poll", AWA) == "12"


async def test_no_ballot_is_cast_into_a_poll_that_another_worker_has_just_cleared(
    workers: list[Database],
) -> None:
    """What one worker has read must hold until it commits, also where the two write different rows."""
    casting, closing, _third = workers
    read = asyncio.Event()

    async def cast() -> None:
        async with casting.begin() as work:
            assert await work.reports.count("poll is closed") == 0
            read.set()
            await asyncio.sleep(0.02)
            work.ballots.put("poll", AWA, "4")
            await work.commit()

    async def close() -> None:
        await read.wait()
        async with closing.begin() as work:
            work.reports.put("poll is closed", b"")
            await work.ballots.clear("poll")
            await work.commit()

    await asyncio.gather(cast(), close())
    async with casting.read() as work:
        assert await work.ballots.of("poll") == {}


async def test_workers_that_start_together_make_the_tables_once(databases: Databases) -> None:
    address = databases.empty()
    opened = await asyncio.gather(*(Database.open(address) for _worker in range(3)))
    for database in opened:
        async with database.read() as work:
            assert await work.mail.pending() == 0
        await database.close()


async def test_a_worker_goes_on_when_the_server_was_started_again(postgresql: Server) -> None:
    database = await Database.open(postgresql.address(postgresql.database()))
    async with database.begin() as work:
        work.people.put(AWA, "bamako", b"consented")
        await work.commit()
    postgresql.stops()
    postgresql.starts()
    # The connections hear of it when the loop has time for them.
    await asyncio.sleep(0.05)
    async with database.begin() as work:
        assert await work.people.count("bamako") == 1
    postgresql.stops()
    with pytest.raises(StorageFailed):
        async with database.read() as work:
            await work.people.count("bamako")
    postgresql.starts()
    async with database.read() as work:
        assert await work.people.count("bamako") == 1
    await database.close()


async def test_who_hangs_in_the_middle_of_writing_keeps_nobody_from_it_for_long(postgresql: Server) -> None:
    address = postgresql.address(postgresql.database())
    hanging = await Database.open(f"{address}&idle_in_transaction_session_timeout=1s")
    other = await Database.open(address)
    async with other.read() as _opened:
        pass
    with pytest.raises(StorageFailed):
        async with hanging.begin() as work:
            work.people.put(AWA, "bamako", b"consented")
            await work.flush()
            async with other.begin() as waiting:
                assert await waiting.people.count("bamako") == 0
            await work.commit()
    for database in (hanging, other):
        await database.close()
