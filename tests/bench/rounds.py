"""How fast each bot is in a scene, round after round: the bots take turns, so that a busy moment of the machine falls
on all of them."""

from __future__ import annotations

import asyncio
import resource
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median, quantiles

from bot.rehearsal.standin import StandIn
from tests.bench.contenders import (
    TOKEN,
    Contender,
    Running,
    aiogram,
    baro,
    python_telegram_bot,
    python_telegram_bot_on_aiohttp,
    started,
)
from tests.bench.crowd import Crowd
from tests.bench.room import Room, furnish
from tests.bench.scenes import Scene
from tests.fakes.postgresql import Server

SQLITE = "Baro on SQLite"
POSTGRESQL = "Baro on PostgreSQL"
PEERS: Mapping[str, Callable[[str], Contender]] = {
    "aiogram": aiogram,
    "python-telegram-bot": python_telegram_bot,
    "python-telegram-bot on aiohttp": python_telegram_bot_on_aiohttp,
}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Length:
    """How many people do something at a time, for how many seconds, of which the first ``warm_up`` do not count, and
    in how many rounds."""

    together: int
    seconds: float
    warm_up: float
    rounds: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Updates answered a second; the median and the 99th percentile of the seconds from an update to the last of its
    calls; milliseconds that processors worked for the bot for each (which other work on the machine hardly changes);
    the most memory that it ever had, in MiB; and how busy the stand-in's own processor was, from 0 to 1."""

    rate: float
    p50: float
    p99: float
    work: float
    memory: float
    standin: float


@dataclass(frozen=True, slots=True)
class Rooms:
    """The session of a scene in each of Baro's databases; the second is a database of the server, if there is one."""

    sqlite: Room
    postgresql: Room | None


async def furnish_both(folder: Path, scene: Scene, server: Server | None) -> Rooms:
    """Make the session of a scene."""
    kept = await furnish(folder / "sqlite", scene.participants, opened=scene.stage)
    if server is None:
        return Rooms(kept, None)
    database = server.address(server.database())
    served = await furnish(folder / "postgresql", scene.participants, opened=scene.stage, database=database)
    return Rooms(kept, served)


async def measure(
    folder: Path, scene: Scene, length: Length, server: Server | None, peers: Sequence[str], say: Say
) -> dict[str, Pace]:
    """Each bot's pace in a scene: the median of its rounds."""
    rooms = await furnish_both(folder, scene, server)
    names = [SQLITE, *([POSTGRESQL] if rooms.postgresql else []), *peers]
    found: dict[str, list[Pace]] = {name: [] for name in names}
    for number in range(1, length.rounds + 1):
        for name in names:
            pace = await one_round(folder, name, scene, rooms, length, server)
            found[name].append(pace)
            say(f"{number}. {scene.title}, {name}: {told(pace)}")
    return {name: middle(paces) for name, paces in found.items()}


async def one_round(
    folder: Path, name: str, scene: Scene, rooms: Rooms, length: Length, server: Server | None
) -> Pace:
    """One bot's pace in one round, in a session that nothing has happened in."""
    async with await StandIn.start(TOKEN, keep_history=False, check_calls=False) as standin:
        if name in PEERS:
            async with started(standin, PEERS[name](standin.url)) as running:
                return await pace_of(standin, running, scene, rooms.sqlite, length)
        room = rooms.sqlite if name == SQLITE else rooms.postgresql
        assert room is not None
        async with (
            fresh(folder, room, server) as copy,
            started(standin, baro(standin.url, copy.folder, copy.database)) as running,
        ):
            return await pace_of(standin, running, scene, room, length)


@dataclass(frozen=True, slots=True)
class Copy:
    """A session's folder and database, to be used up by one round."""

    folder: Path
    database: str


@asynccontextmanager
async def fresh(folder: Path, room: Room, server: Server | None) -> AsyncIterator[Copy]:
    """A copy of a session that is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        shutil.copytree(room.folder, place, dirs_exist_ok=True)
        if not room.database:
            yield Copy(Path(place), "")
            return
        assert server is not None
        database = server.database(template=server.named(room.database))
        try:
            yield Copy(Path(place), server.address(database))
        finally:
            server.runs(f"DROP DATABASE {database} (FORCE)")


async def pace_of(standin: StandIn, running: Running, scene: Scene, room: Room, length: Length) -> Pace:
    """Let people come, and look at the clocks once the bot is warm and when the time is over."""
    crowd = Crowd(standin)
    loop = asyncio.get_running_loop()
    looked: list[tuple[float, float, float]] = []

    def look() -> None:
        looked.append((loop.time(), running.processor_time(), _own_processor_time()))

    for moment in (length.warm_up, length.warm_up + length.seconds):
        loop.call_later(moment, look)
    people = scene.people(crowd, scene.participants)
    await crowd.visits(people, scene.visit(room), length.together, length.warm_up + length.seconds)
    (start, work, own), (end, work_end, own_end) = looked
    arrived = sum(start <= done < end for _began, done in crowd.answered)
    # What was done then counts with all its wait, though it end later.
    waits = [done - began for began, done in crowd.answered if start <= began < end]
    hundredths = quantiles(waits, n=100)
    return Pace(
        rate=arrived / (end - start),
        p50=hundredths[49],
        p99=hundredths[98],
        work=1000 * (work_end - work) / arrived,
        memory=running.memory(),
        standin=(own_end - own) / (end - start),
    )


def middle(paces: Sequence[Pace]) -> Pace:
    """The median of each figure."""
    return Pace(*(median(getattr(pace, figure.name) for pace in paces) for figure in fields(Pace)))


def told(pace: Pace) -> str:
    """A pace in a line."""
    return (
        f"{pace.rate:.0f} a second, p50 {pace.p50:.3f} s, p99 {pace.p99:.3f} s, {pace.work:.2f} ms each, "
        f"{pace.memory:.0f} MiB, stand-in {pace.standin:.0%}"
    )


def _own_processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
