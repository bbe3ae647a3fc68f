"""What ten thousand participants and questions cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.rehearsal.standin import Access, Message, Person, StandIn
from tests.bench.contenders import TOKEN, baro, started
from tests.bench.crowd import Crowd
from tests.bench.room import Room, furnish

LOOKS = 5
TOGETHER = 200
BROADCAST_PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Size:
    """Seconds until the question list is on the screen, until the control message says that a stage is open, and
    until everybody has been shown it; MiB of memory when everybody has then tapped once."""

    list_questions: float
    open_stage: float
    all_shown: float
    memory: float


async def measure(folder: Path, participants: int, questions: int, say: Callable[[str], None]) -> Size:
    """One session of this size, run by its facilitator."""
    room = await furnish(folder, participants, questions)
    say(f"made a session with {participants} participants and {questions} questions")
    standin = await StandIn.start(TOKEN, keep_history=False, check_calls=False)
    async with standin, started(baro(standin.url, folder), standin) as running:
        people = [standin.person(f"Person {user}", id=user) for user in room.users]
        for person in people:
            person.chat.access = Access.OPEN
        fanta = standin.person("Fanta")
        await _take_the_session(standin, fanta, room)
        listed = median([await _list_questions(standin, fanta) for _ in range(LOOKS)])
        opened, shown = await _open_stage(fanta, people, room)
        await standin.settled(timeout=BROADCAST_PATIENCE, quiet=3.0)
        crowd = Crowd(standin)
        crowd.stand_before_screens(people)
        await crowd.tap_once(TOGETHER)
        return Size(listed, opened, shown, running.memory())


async def _take_the_session(standin: StandIn, fanta: Person, room: Room) -> None:
    await fanta.starts(f"i-{room.invitation}")
    await standin.settled()
    await fanta.sends("/seance")
    await _screen(fanta, f"f:{room.session.id}:p")
    await _taps_deed(fanta, f"f:{room.session.id}:p")
    await _screen(fanta, f"f:{room.session.id}:o:{room.first_stage.id}")


async def _list_questions(standin: StandIn, fanta: Person) -> float:
    await standin.settled()
    began = asyncio.get_running_loop().time()
    typed = await fanta.sends("/questions")
    await _screen(fanta, ":mo:", after=typed.message_id)
    return asyncio.get_running_loop().time() - began


async def _open_stage(fanta: Person, people: list[Person], room: Room) -> tuple[float, float]:
    """Seconds from the tap to the control message that offers the next stage, and until everybody has a screen."""
    panel, stages = f"f:{room.session.id}:p", room.script.opened
    await _taps_deed(fanta, panel)
    await _screen(fanta, f"f:{room.session.id}:o:{stages[0].id}")
    await _taps_deed(fanta, f"f:{room.session.id}:o:{stages[0].id}")
    await _screen(fanta, f"f:{room.session.id}:O:{stages[0].id}")
    began = asyncio.get_running_loop().time()
    await _taps_deed(fanta, f"f:{room.session.id}:O:{stages[0].id}")
    await _screen(fanta, f"f:{room.session.id}:o:{stages[1].id}")
    opened = asyncio.get_running_loop().time() - began
    async with asyncio.timeout(BROADCAST_PATIENCE):
        for person in people:
            while person.chat.screen is None:
                await asyncio.sleep(0.05)
    return opened, asyncio.get_running_loop().time() - began


async def _taps_deed(fanta: Person, data: str) -> None:
    message = _with_button(fanta, data, 0)
    assert message is not None, f"no button {data} on the screen"
    await fanta.taps_data(message, next(each for each in _data(message) if data in each))


async def _screen(fanta: Person, data: str, after: int = 0) -> None:
    """Wait for a message newer than ``after`` that has a button with this in its data."""
    await fanta.chat.until(lambda: _with_button(fanta, data, after) is not None, timeout=60.0)


def _with_button(fanta: Person, data: str, after: int) -> Message | None:
    screen = fanta.chat.screen
    if screen is None or screen.message_id <= after:
        return None
    return screen if any(data in each for each in _data(screen)) else None


def _data(message: Message) -> list[str]:
    return [button["callback_data"] for button in message.buttons if "callback_data" in button]
