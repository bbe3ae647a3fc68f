"""Updates that come one by one, by webhook: gathered into batches, each answered when its batch is committed."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from telegram import Bot, Update

from bot.app.ports import StorageFailed
from bot.tg.bot import read_update
from bot.tg.inbox import BATCH_LIMIT, Inbox

logger = logging.getLogger(__name__)


class Arrivals:
    """Takes updates as JSON objects and hands them to the inbox, up to a hundred at once."""

    def __init__(self, bot: Bot, inbox: Inbox) -> None:
        self._bot = bot
        self._inbox = inbox
        self._waiting: asyncio.Queue[tuple[Update, asyncio.Future[bool]]] = asyncio.Queue()

    async def take(self, content: dict[str, Any]) -> bool:
        """Apply one update. Returns whether it is committed; one that cannot be read is had and does nothing."""
        update = read_update(content, self._bot)
        if update is None:
            return True
        committed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((update, committed))
        return await committed

    async def run(self) -> None:
        """Handle what arrives until cancelled."""
        while True:
            together = [await self._waiting.get()]
            while len(together) < BATCH_LIMIT and not self._waiting.empty():
                together.append(self._waiting.get_nowait())
            kept = await self._handle([update for update, _committed in together])
            for _update, committed in together:
                if not committed.done():
                    committed.set_result(kept)

    async def _handle(self, updates: list[Update]) -> bool:
        try:
            await self._inbox.handle(updates)
        except StorageFailed:
            logger.error("updates could not be kept; Telegram will deliver them again")
            return False
        return True
