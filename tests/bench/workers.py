"""What it costs to share the work: several webhook workers behind one address, on one PostgreSQL database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.rehearsal.standin import StandIn
from tests.bench.contenders import TOKEN, baro_worker, started
from tests.bench.room import Room
from tests.bench.rounds import Length, Pace, Say, fresh, furnish_both, middle, pace_of, told
from tests.bench.scenes import Scene
from tests.bench.splitter import split
from tests.fakes.ports import free_port
from tests.fakes.postgresql import Server

NUMBERS = (1, 3)


async def measure(
    folder: Path, scene: Scene, length: Length, server: Server, say: Say, numbers: Sequence[int] = NUMBERS
) -> dict[int, Pace]:
    """The pace of so many workers together: the median of the rounds, in which they take turns."""
    room = (await furnish_both(folder, scene, server)).postgresql
    assert room is not None
    found: dict[int, list[Pace]] = {number: [] for number in numbers}
    for turn in range(1, length.rounds + 1):
        for number in numbers:
            pace = await one_round(folder, number, scene, room, length, server)
            found[number].append(pace)
            say(f"{turn}. {scene.title}, webhook workers: {number}: {told(pace)}")
    return {number: middle(paces) for number, paces in found.items()}


async def one_round(
    folder: Path, number: int, scene: Scene, room: Room, length: Length, server: Server
) -> Pace:
    """The pace of so many workers in one round."""
    ports = [free_port() for _worker in range(number)]
    async with (
        await StandIn.start(TOKEN, keep_history=False, check_calls=False) as standin,
        split(ports) as port,
        fresh(folder, room, server) as copy,
    ):
        webhook = f"http://127.0.0.1:{port}/telegram"
        workers = [baro_worker(standin.url, copy.folder, copy.database, webhook, each) for each in ports]
        async with started(standin, *workers) as running:
            await standin.settled(timeout=30.0, quiet=0.5)
            return await pace_of(standin, running, scene, room, length)
