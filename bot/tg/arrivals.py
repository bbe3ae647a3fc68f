"""Updates that come one by one, by webhook: gathered into batches, each answered when its batch is committed."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from telegram import Bot, Update

from bot.app.counters import Counters
from bot.app.ports import StorageFailed
from bot.tg.inbox import BATCH_LIMIT, Inbox
from bot.tg.reading import read_update

logger = logging.getLogger(__name__)

Arrival = tuple[Update, asyncio.Future[bool]]
"""An update, and whether it is kept, once that is known."""


class Arrivals:
    """Takes updates as JSON objects and hands them to the inbox, up to a hundred at once."""

    def __init__(self, bot: Bot, inbox: Inbox, counters: Counters) -> None:
        self._bot = bot
        self._inbox = inbox
        self._counters = counters
        self._waiting: asyncio.Queue[Arrival] = asyncio.Queue()
        self._closed = False

    async def take(self, content: dict[str, Any]) -> bool:
        """Apply one update. Returns whether it is committed; one that cannot be read is had and does nothing."""
        if self._closed:
            return False
        update = read_update(content, self._bot, self._counters)
        if update is None:
            return True
        committed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((update, committed))
        return await committed

    async def run(self) -> None:
        """Handle what arrives until cancelled. What is not committed then is answered as not kept, at once: whoever
        posted it would otherwise hold up the end."""
        together: list[Arrival] = []
        try:
            while True:
                together = [await self._waiting.get(), *self._more(BATCH_LIMIT - 1)]
                _answer(together, await self._handle(together))
        finally:
            self._closed = True
            _answer([*together, *self._more(self._waiting.qsize())], False)

    def _more(self, most: int) -> list[Arrival]:
        """What waits already, up to so many."""
        return [self._waiting.get_nowait() for _each in range(min(most, self._waiting.qsize()))]

    async def _handle(self, together: list[Arrival]) -> bool:
        """Have what has arrived handled, with what arrives until its turn has come."""

        def more() -> list[Update]:
            late = self._more(BATCH_LIMIT - len(together))
            together.extend(late)
            return [update for update, _committed in late]

        try:
            await self._inbox.handle([update for update, _committed in together], more)
        except StorageFailed:
            logger.error("updates could not be kept; Telegram will deliver them again")
            return False
        except Exception as failure:
            logger.error("updates could not be handled: %s", type(failure).__name__)
            return False
        return True


def _answer(arrived: list[Arrival], kept: bool) -> None:
    for _update, committed in arrived:
        if not committed.done():
            committed.set_result(kept)
