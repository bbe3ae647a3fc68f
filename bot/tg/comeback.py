"""Coming back after a silence: what people tapped meanwhile Telegram may have dropped, so each is shown their step
again with what is recorded, and sees by that what was not had.

Whether there was a silence is told by the pulse, the moment when Baro last served and Telegram was within its reach.
The worker who leads beats it; nothing in it hangs on anybody's writing.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace

from telegram.error import TelegramError

from bot.app.ports import StorageFailed, Store, Work
from bot.app.seat import Scene, close_shown, open_seats
from bot.app.services import Services
from bot.tg.bot import BaroBot
from bot.tg.crew import Crew
from bot.tg.inbox import Inbox
from bot.tg.show import IN_BETWEEN

logger = logging.getLogger(__name__)

SILENCE = 120
"""Seconds without a pulse after which people are shown their step again: Telegram drops a tap after about 150."""

FRESH = 3
"""Looks for which an answer of Telegram's proves that it is within reach. With ten seconds between two looks, and the
minute to which the pulse is rounded down, that is shorter than a silence."""

PATIENCE = 5.0
"""Seconds that Telegram has to answer."""

TOGETHER = 500
"""People whose screens are forgotten in one transaction."""

_MINUTE = 60


class Comeback:
    """Beats the pulse every ``pause`` seconds, as long as Telegram is within reach, and notices when it was not."""

    def __init__(
        self, store: Store, services: Services, bot: BaroBot, inbox: Inbox, crew: Crew, pause: float
    ) -> None:
        self._store = store
        self._services = services
        self._bot = bot
        self._inbox = inbox
        self._crew = crew
        self._pause = pause

    async def run(self) -> None:
        """Look until cancelled; at the start ``look`` comes before anything is taken."""
        while True:
            await asyncio.sleep(self._pause)
            await self.look()

    async def look(self) -> None:
        """Beat the pulse, or bring everybody back after a silence."""
        if not self._crew.leads or not await self._in_touch():
            return
        now = self._services.clock.now()
        heard = now - int(self._age)
        try:
            async with self._store.read() as work:
                last = await work.pulse.last()
            if last is not None and heard - last > SILENCE:
                await self._bring_back(heard)
            elif last is None or heard >= last + _MINUTE:
                await self._beat(heard)
        except StorageFailed:
            logger.error("the pulse waits for the database")
        except Exception as failure:
            logger.error("nobody could be brought back: %s", type(failure).__name__)

    @property
    def _age(self) -> float:
        """Seconds since Telegram last answered."""
        return asyncio.get_running_loop().time() - self._bot.heard_at

    async def _in_touch(self) -> bool:
        """Whether Telegram is within reach: it is asked where nothing else was for some time."""
        if self._age > FRESH * self._pause:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._bot.call("getMe", {})
        return self._age <= FRESH * self._pause

    async def _beat(self, heard: int) -> None:
        async with self._store.begin() as work:
            await work.pulse.beat(_to_the_minute(heard))
            await work.commit()

    async def _bring_back(self, heard: int) -> None:
        """Have everybody in an open session shown their step. Should this break off, the next start does it again: only
        the last transaction beats the pulse."""
        async with self._store.read() as work:
            opened = [session.id for session in await work.sessions.live() if session.state == "open"]
        for session in opened:
            await self._forget_screens(session)
        async with self._store.begin() as work:
            batch = self._inbox.batch(work)
            for session in opened:
                batch.broadcast(session)
            await work.pulse.beat(_to_the_minute(heard))
            await batch.commit()
        await self._inbox.follow_up(batch)
        logger.info("after a silence everybody in an open session is shown their step again")

    async def _forget_screens(self, session: str) -> None:
        """What the people of a session were last shown does not count any more, but can still be taken out of their
        chats."""
        cursor: bytes | None = b""
        while cursor is not None:
            async with self._store.begin() as work:
                scene = await self._inbox.batch(work).scene(session)
                cursor = await _forget_some(work, scene, cursor) if scene else None
                await work.commit()


async def _forget_some(work: Work, scene: Scene, behind: bytes) -> bytes | None:
    """Gives how far in the roster this came, None at its end. Whoever is in the middle of something keeps it: it shows
    by itself that it was not had, and a question that was not sent would go with it."""
    rows = await work.people.page(scene.session.id, behind, TOGETHER)
    for seat in open_seats(scene, rows):
        if seat.shown.message and seat.shown.digest != IN_BETWEEN:
            shown = replace(seat.shown, stamp="")
            work.people.put_shown(seat.key, scene.session.id, close_shown(scene.vault, seat.key, shown))
    return rows[-1].key if rows else None


def _to_the_minute(moment: int) -> int:
    return moment - moment % _MINUTE
