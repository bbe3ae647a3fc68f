"""What it costs to open a stage for ten thousand people."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from bot.rehearsal.standin import Person, StandIn
from tests.bench.contenders import TOKEN, baro, started
from tests.bench.crowd import Crowd, buttons_of, screen_of
from tests.bench.facilitator import screen, take_the_session, taps_deed
from tests.bench.room import Room, furnish
from tests.bench.rounds import Say

TOGETHER = 200
BROADCAST_PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Opening:
    """Seconds until the control message says that a stage is open, and until everybody has been shown it; MiB of
    memory when everybody has then tapped once."""

    open_stage: float
    all_shown: float
    memory: float


async def measure(folder: Path, participants: int, say: Say) -> Opening:
    """One session of this size, run by its facilitator."""
    room = await furnish(folder, participants)
    say(f"made a session with {participants:,} participants")
    standin = await StandIn.start(TOKEN, keep_history=False, check_calls=False)
    async with standin, started(standin, baro(standin.url, folder)) as running:
        crowd = Crowd(standin)
        people = [crowd.person(user) for user in room.users]
        fanta = standin.person("Fanta")
        await take_the_session(standin, fanta, room)
        opened, shown = await _open_stage(fanta, people, room)
        await standin.settled(timeout=BROADCAST_PATIENCE, quiet=3.0)
        crowd.leaves_alone(fanta)
        await crowd.visits(iter(people), _tap_once, TOGETHER)
        return Opening(opened, shown, running.memory())


async def _open_stage(fanta: Person, people: list[Person], room: Room) -> tuple[float, float]:
    """Seconds from the tap to the control message that offers the next stage, and until everybody has a screen."""
    stages = room.script.opened
    await taps_deed(fanta, f"f:{room.session.id}:o:{stages[0].id}")
    await screen(fanta, f"f:{room.session.id}:O:{stages[0].id}")
    began = asyncio.get_running_loop().time()
    await taps_deed(fanta, f"f:{room.session.id}:O:{stages[0].id}")
    await screen(fanta, f"f:{room.session.id}:o:{stages[1].id}")
    opened = asyncio.get_running_loop().time() - began
    async with asyncio.timeout(BROADCAST_PATIENCE):
        for person in people:
            while person.chat.screen is None:
                await asyncio.sleep(0.05)
    return opened, asyncio.get_running_loop().time() - began


async def _tap_once(crowd: Crowd, person: Person) -> None:
    shown = screen_of(person)
    await crowd.taps(person, shown, next(iter(buttons_of(shown))))
