"""Bringing a session up to date: a walk through the roster that shows each person where they now are.

One row stands for the whole walk. It goes on after a restart where it was; a stage opened meanwhile begins it again,
and whoever has seen what is true now is passed over.
"""

from __future__ import annotations

import asyncio
import logging

from bot.app.ports import StorageFailed, Store, Work
from bot.app.present import present
from bot.app.records import Broadcast
from bot.app.seat import Scene, Seat, load_scene, open_seat, preload_ballots
from bot.app.services import Services
from bot.app.words import Catalogue
from bot.tg.delivery import Delivery
from bot.tg.outbox import Sender
from bot.tg.show import announce
from bot.tg.speech import Speech
from bot.tg.views.participant import draw

logger = logging.getLogger(__name__)

STRIDE = 25
"""People looked at in one step: few, so that what they are sent is what is true then."""


class Walker:
    """Walks through rosters, one step of each session in turn. ``rate`` is messages a second."""

    def __init__(
        self, store: Store, services: Services, catalogue: Catalogue, sender: Sender, rate: float
    ) -> None:
        self._store = store
        self._services = services
        self._catalogue = catalogue
        self._sender = sender
        self._rate = rate
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
                while await self._stride():
                    pass
            except StorageFailed:
                logger.error("a broadcast waits for the database")
                await asyncio.sleep(1)
                self._news.set()
            self._walking = False

    async def _stride(self) -> bool:
        """One step of each walk that is under way; whether there was one."""
        async with self._store.read() as work:
            broadcasts = await work.mail.broadcasts()
        for broadcast in broadcasts:
            await self._step(broadcast)
        return bool(broadcasts)

    async def _step(self, broadcast: Broadcast) -> None:
        async with self._store.read() as work:
            deliveries, cursor = await self._look(work, broadcast)
        began = asyncio.get_running_loop().time()
        async with asyncio.TaskGroup() as sending:
            for delivery in deliveries:
                sending.create_task(self._sender.send_now(delivery))
        async with self._store.begin() as work:
            if cursor is None:
                await work.mail.end_broadcast(broadcast)
            else:
                await work.mail.move_broadcast(broadcast, cursor)
            await work.commit()
        spent = asyncio.get_running_loop().time() - began
        await asyncio.sleep(max(0.0, len(deliveries) / self._rate - spent))

    async def _look(self, work: Work, broadcast: Broadcast) -> tuple[list[Delivery], bytes | None]:
        """What the next people of the roster must be sent, and where the walk then stands (None at its end)."""
        session = await work.sessions.get(broadcast.session)
        scene = await load_scene(work, self._services, session) if session else None
        rows = await work.people.page(broadcast.session, broadcast.cursor, STRIDE) if scene else []
        if scene is None or not rows:
            return [], None
        seats = [open_seat(scene, row.key, row.sealed, row.shown) for row in rows]
        await preload_ballots(work, seats)
        found = [await self._news_for(work, scene, seat) for seat in seats]
        return [delivery for delivery in found if delivery is not None], rows[-1].key

    async def _news_for(self, work: Work, scene: Scene, seat: Seat) -> Delivery | None:
        screen = await present(work, seat)
        speech = Speech(seat.person.language, self._catalogue)
        return announce(seat, draw(speech, scene.script, scene.session.id, screen))
