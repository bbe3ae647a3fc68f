"""Bringing a session up to date: a walk through the roster that shows each person where they now are.

One row stands for the whole walk. It goes on after a restart where it was; a stage opened meanwhile begins it again,
and whoever has seen what is true now is passed over.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.app.ports import StorageFailed, Store, Work
from bot.app.present import present
from bot.app.records import Broadcast
from bot.app.seat import Scene, Seat, load_scene, open_seats, preload_ballots
from bot.app.services import Services
from bot.app.words import Catalogue
from bot.tg.delivery import Delivery
from bot.tg.outbox import Errand, Sender
from bot.tg.show import announce
from bot.tg.speech import Speech
from bot.tg.views.participant import draw

logger = logging.getLogger(__name__)

STRIDE = 25
"""People looked at in one step: few, so that what they are sent is what is true then."""

STRIDES = 8
"""Strides of one session before another has its turn."""


@dataclass(frozen=True, slots=True)
class _Stride:
    """The next people of a walk: what they are sent, and where the walk stands once they have it (None at its end)."""

    errands: list[Errand]
    cursor: bytes | None


class Walker:
    """Walks through rosters, one session after another. Two strides are under way at a time, so that the pace never
    waits for the database."""

    def __init__(
        self,
        store: Store,
        services: Services,
        catalogue: Catalogue,
        sender: Sender,
        touch: Callable[[set[str]], None],
    ) -> None:
        self._store = store
        self._services = services
        self._catalogue = catalogue
        self._sender = sender
        self._touch = touch
        self._news = asyncio.Event()
        self._news.set()
        self._walking = False

    def wake(self) -> None:
        """There is a session to bring up to date."""
        self._news.set()

    @property
    def idle(self) -> bool:
        """Whether no walk is under way."""
        return not self._news.is_set() and not self._walking

    async def run(self) -> None:
        """Walk until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            self._walking = True
            try:
                await self._walk_all()
            except StorageFailed:
                logger.error("a broadcast waits for the database")
                await asyncio.sleep(1)
                self._news.set()
            self._walking = False

    async def _walk_all(self) -> None:
        """Walk until no session has a walk under way. Each gets some strides in turn."""
        while True:
            self._news.clear()
            async with self._store.read() as work:
                broadcasts = await work.mail.broadcasts()
            if not broadcasts:
                return
            for broadcast in broadcasts:
                await self._walk(broadcast)

    async def _walk(self, broadcast: Broadcast) -> None:
        """Go some strides. Where the walk has begun again meanwhile, what was not sent yet is withdrawn."""
        under_way: deque[_Stride] = deque()
        cursor: bytes | None = broadcast.cursor
        for _stride in range(STRIDES):
            if cursor is None or self._news.is_set():
                break
            stride = await self._stride(replace(broadcast, cursor=cursor))
            cursor = stride.cursor
            under_way.append(stride)
            if len(under_way) > 1:
                await self._arrives(broadcast, under_way.popleft())
        while under_way:
            await self._arrives(broadcast, under_way.popleft())

    async def _stride(self, broadcast: Broadcast) -> _Stride:
        async with self._store.read() as work:
            deliveries, cursor = await self._look(work, broadcast)
        return _Stride([self._sender.send_now(delivery) for delivery in deliveries], cursor)

    async def _arrives(self, broadcast: Broadcast, stride: _Stride) -> None:
        """Wait for a stride and note how far the walk has come; when there is news, take back what has not begun."""
        news = asyncio.create_task(self._news.wait())
        everybody = asyncio.ensure_future(_arrived(stride))
        await asyncio.wait([news, everybody], return_when=asyncio.FIRST_COMPLETED)
        if not everybody.done():
            for errand in stride.errands:
                errand.is_overtaken()
        await everybody
        news.cancel()
        if not all(errand.carried.wanted for errand in stride.errands):
            return
        async with self._store.begin() as work:
            if stride.cursor is None:
                await work.mail.end_broadcast(broadcast)
            else:
                await work.mail.move_broadcast(broadcast, stride.cursor)
            await work.commit()
        self._touch({broadcast.session})

    async def _look(self, work: Work, broadcast: Broadcast) -> tuple[list[Delivery], bytes | None]:
        """What the next people of the roster must be sent, and where the walk then stands (None at its end)."""
        session = await work.sessions.get(broadcast.session)
        scene = await load_scene(work, self._services, session) if session else None
        rows = await work.people.page(broadcast.session, broadcast.cursor, STRIDE) if scene else []
        if scene is None or not rows:
            return [], None
        seats = open_seats(scene, rows)
        await preload_ballots(work, seats)
        found = [await self._news_for(work, scene, seat) for seat in seats]
        return [delivery for delivery in found if delivery is not None], rows[-1].key

    async def _news_for(self, work: Work, scene: Scene, seat: Seat) -> Delivery | None:
        screen = await present(work, seat)
        speech = Speech(seat.person.language, self._catalogue)
        return announce(seat, draw(speech, scene.script, scene.session.id, screen))


async def _arrived(stride: _Stride) -> None:
    for errand in stride.errands:
        await errand.arrived.wait()
