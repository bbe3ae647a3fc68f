"""Looks how the bot fares, for whoever asks: cheaply, however often they do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace

from telegram.error import TelegramError

from bot.app.ports import StorageFailed, Store
from bot.app.records import Broadcast
from bot.app.vitals import Vitals
from bot.core.walk import part_seen
from bot.tg.bot import BaroBot
from bot.tg.pace import Pace
from bot.tg.post_office import posted_at

FRESH_FOR = 1.0
"""Seconds for which one look answers everybody who asks."""

LATELY = 60.0
"""Seconds after which Telegram is asked whether it is there: behind a webhook, in a quiet night, nobody else asks."""

PATIENCE = 5.0
"""Seconds that the database and Telegram have to answer."""


class VitalSigns:
    """What the bot's probes are told."""

    def __init__(self, store: Store, bot: BaroBot, pace: Pace) -> None:
        self._store = store
        self._bot = bot
        self.pace = pace
        self._turn = asyncio.Lock()
        self._seen: Vitals | None = None
        self._seen_at = 0.0

    async def look(self) -> Vitals:
        """How the bot fares now, or fared less than a second ago."""
        async with self._turn:
            now = asyncio.get_running_loop().time()
            if self._seen is None or now - self._seen_at >= FRESH_FOR:
                self._seen = await self._look()
                self._seen_at = now
            return self._seen

    async def _look(self) -> Vitals:
        stored, telegram = await asyncio.gather(self._stored(), self._telegram())
        return replace(stored, telegram=telegram, pace=self.pace.rate)

    async def _stored(self) -> Vitals:
        try:
            async with asyncio.timeout(PATIENCE), self._store.read() as work:
                waiting, oldest = await work.mail.backlog()
                broadcasts = await work.mail.broadcasts()
        except (StorageFailed, TimeoutError):
            return Vitals(database=False, telegram=False)
        age = max(0.0, time.time() - posted_at(oldest)) if waiting else 0.0
        return Vitals(True, False, waiting, age, len(broadcasts), progress(broadcasts))

    async def _telegram(self) -> bool:
        if asyncio.get_running_loop().time() - self._bot.heard_at < LATELY:
            return True
        try:
            async with asyncio.timeout(PATIENCE):
                await self._bot.call("getMe", {})
        except (TelegramError, TimeoutError):
            return False
        return True


def progress(broadcasts: Sequence[Broadcast]) -> float:
    """How far the last of the walks has come, in hundredths: more would be the beginning of somebody's key."""
    return round(min((part_seen(each.cursor) for each in broadcasts), default=1.0), 2)
