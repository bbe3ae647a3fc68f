"""A room with several workers in it, who share one database behind one address."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.rehearsal.standin import Limits, StandIn
from bot.wiring import SystemChance
from tests.fakes.address import Address, address
from tests.fakes.ports import free_port
from tests.fakes.room import PAUSE, Room, StoryClock

BEAT = 0.2
"""Seconds between two beats of a worker: long enough for a busy machine to take none of them for dead by mistake."""


class CrewRoom(Room):
    """The first worker, the others, and the address before them. Its verbs wait until all of them are quiet."""

    front: Address
    others: list[Room]

    @property
    def workers(self) -> list[Room]:
        """All who were started, those that crashed included."""
        return [self, *self.others]

    async def quiet(self, seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            while True:
                await self.standin.settled(timeout=seconds, quiet=0.0)
                if all(each.bot.idle for each in self.workers if each.at_work) and not await self._waits():
                    return
                await asyncio.sleep(PAUSE)

    async def know_each_other(self) -> None:
        """Wait until every worker has all the others on its roll."""
        async with asyncio.timeout(10):
            while any(len(each.bot.crew.roll) < len(self.workers) for each in self.workers):
                await asyncio.sleep(PAUSE)

    async def _waits(self) -> bool:
        """Whether anything is left to be sent or done, by whomever."""
        worker = next(each for each in self.workers if each.at_work)
        async with worker.parts.database.read() as work:
            return bool(await work.mail.pending() or await work.mail.broadcasts() or await work.chores.all())


@asynccontextmanager
async def crew(
    folder: Path,
    database: str,
    workers: int = 3,
    limits: Limits | None = None,
    beat: float = BEAT,
    write_pause: float = PAUSE,
    **environment: str,
) -> AsyncIterator[CrewRoom]:
    """A room in which so many workers are at work, each of whom writes down after ``write_pause`` seconds what it has
    sent."""
    clock = StoryClock()
    ports = [free_port() for _worker in range(workers)]
    async with (
        await StandIn.start(clock=lambda: time.time() + clock.gone_by, limits=limits) as standin,
        address(ports) as front,
    ):
        shared = {
            "BOT_DATABASE_URL": database,
            "BOT_MODE": "webhook",
            "BOT_WEBHOOK_URL": front.url,
            "BOT_WEBHOOK_SECRET": "a-secret",
            **environment,
        }
        rooms = [
            kind(standin, clock, folder, SystemChance(), BOT_LISTEN=f"127.0.0.1:{port}", **shared)
            for kind, port in zip([CrewRoom, *[Room] * (workers - 1)], ports, strict=True)
        ]
        opened = rooms[0]
        assert isinstance(opened, CrewRoom)
        opened.front, opened.others = front, rooms[1:]
        for room in rooms:
            room.write_pause = write_pause
            await room.opens(beat=beat)
        await opened.know_each_other()
        try:
            yield opened
        finally:
            for room in rooms:
                if room.at_work:
                    await room.closes()
