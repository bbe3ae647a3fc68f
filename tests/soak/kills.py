"""When which process is killed: drawn beforehand, carried out between an update and what it brings about."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.rehearsal.standin import StandIn, UpdateQueue
from tests.soak.crew import Crew

MESSAGES = ("sendMessage", "editMessageText")
"""The calls by which people get on."""

OPENING = ":O:"
"""What the button that opens a stage carries."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: of which process; when so many updates (``after``) came from people, or at the opening of a stage
    (``opening``, counted from 1), or as soon as it starts again (``starting``). Then ``delay`` seconds later; or, with
    ``calls``, when it has made so many calls more: the last is carried out, and its answer never arrives. It is
    started again after ``pause`` seconds."""

    worker: int
    after: int
    delay: float
    calls: int
    pause: float
    opening: int = 0
    starting: bool = False


def draw_kills(
    chance: Random, count: int, updates: int, people: int, openings: int, workers: int
) -> list[Kill]:
    """So many kills, spread over the updates that are expected of so many people, some at the openings."""
    opened = chance.sample(range(1, openings + 1), min(openings, count // 3))
    kills = []
    for number in range(count):
        at_call = chance.random() < 0.4
        opening = opened[number] if number < len(opened) else 0
        starting = not opening and chance.random() < 0.15
        kills.append(
            Kill(
                worker=chance.randrange(workers),
                # The later ones are left to the end, when people have done everything and answers are on their way.
                after=int(updates * chance.uniform(0.02, 1.0)),
                delay=0.0 if at_call else chance.choice((0.0, 0.003, 0.01, 0.03)) * chance.uniform(0.3, 1.7),
                calls=chance.randint(1, max(2, people // 2) if opening else 6) if at_call or starting else 0,
                pause=chance.choice((0.0, 0.2, 1.0)),
                opening=opening,
                starting=starting,
            )
        )
    return sorted(kills, key=lambda kill: kill.after)


class Killer:
    """Carries out kills, and starts again what was killed. ``done`` counts them, ``updates`` what people sent. After a
    start ``progress`` messages must have been sent or edited before the next kill: people shall get on."""

    def __init__(self, crew: Crew, standin: StandIn, kills: Sequence[Kill], progress: int) -> None:
        self._crew = crew
        self._standin = standin
        self._left = list(kills)
        self._due: Kill | None = None
        self._calls = 0
        self._progress = progress
        self._made = 0
        self._struck = asyncio.Event()
        self._heard = asyncio.Event()
        self.done = 0
        self.updates = 0
        self.openings = 0

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Kill for as long as this is open."""
        UpdateQueue.witnesses.append(self._sent)
        self._standin.listen(self._called)
        restarting = asyncio.create_task(self._restart())
        try:
            yield
        finally:
            UpdateQueue.witnesses.remove(self._sent)
            self._standin.listen(None)
            restarting.cancel()

    async def finish(self) -> None:
        """What is left of the kills comes now, one after another, while the last answers are on their way."""
        while self._left or self._due or not self._heard.is_set():
            if self._due is None and self._left and self._heard.is_set():
                self._begin(self._left.pop(0))
            if self._due is not None and self._due.calls:
                # Nobody writes any more: perhaps there are no calls to wait for.
                await asyncio.sleep(0.2)
                self._strike()
            await asyncio.sleep(0.05)

    def _sent(self, update: Mapping[str, Any]) -> None:
        self.updates += 1
        opens = OPENING in str(update.get("data", ""))
        self.openings += opens
        if self._due is None and self._made >= self._progress:
            for kill in self._left:
                if self._is_due(kill, opens):
                    self._left.remove(kill)
                    self._begin(kill)
                    return

    def _is_due(self, kill: Kill, opens: bool) -> bool:
        if kill.opening:
            return opens and kill.opening <= self.openings
        return not kill.starting and kill.after <= self.updates

    def _begin(self, kill: Kill) -> None:
        self._due, self._calls = kill, kill.calls
        if not kill.calls:
            asyncio.get_running_loop().call_later(kill.delay, self._strike)

    def _called(self, method: str, parameters: Mapping[str, Any]) -> None:
        """A call was carried out; its answer is about to be written."""
        if self._struck.is_set():  # by whoever is dead by now
            return
        self._heard.set()
        self._made += method in MESSAGES
        if self._due is not None and self._calls:
            self._calls -= 1
            if not self._calls:
                self._strike()

    def _strike(self) -> None:
        if self._due is not None and not self._struck.is_set():
            self._crew.kill(self._due.worker)
            self._heard.clear()
            self._made = 0
            self._struck.set()

    async def _restart(self) -> None:
        while True:
            await self._struck.wait()
            kill, self._due = self._due, None
            assert kill is not None, "only a kill that is due strikes"
            self.done += 1
            await self._crew.gone(kill.worker)
            await asyncio.sleep(kill.pause)
            await self._crew.starts(kill.worker)
            self._struck.clear()
            following = next((each for each in self._left if each.starting), None)
            if following is not None and following.after <= self.updates:
                self._left.remove(following)
                self._begin(following)
