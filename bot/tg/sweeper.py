"""Taking what the bot wrote out of the chats of staff, before it is two days old: it holds participants' words."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from bot.app.chat_messages import HOUR
from bot.app.ports import StorageFailed, Store, Work
from bot.app.services import Services
from bot.app.staff_chat import Removal, take_out_due
from bot.app.vault import Unreadable
from bot.tg.crew import Crew
from bot.tg.inbox import Inbox
from bot.tg.panels import open_panel
from bot.tg.staff import taken_out

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Messages that are taken out in one transaction."""


class Sweeper:
    """Looks every ``pause`` seconds for messages whose moment has come, also for those that fell due while the bot was
    down: Telegram may refuse to delete these by then, which stops nothing. One worker does it for all."""

    def __init__(self, store: Store, services: Services, inbox: Inbox, crew: Crew, pause: float) -> None:
        self._store = store
        self._services = services
        self._inbox = inbox
        self._crew = crew
        self._pause = pause
        self._hour = -1

    @property
    def idle(self) -> bool:
        """Whether the chats were looked at once since the start, by whoever leads."""
        return self._hour >= 0 or not self._crew.leads

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            try:
                if self._crew.leads:
                    await self.sweep()
            except StorageFailed:
                logger.error("staff's chats wait for the database")
            except Exception as failure:
                logger.error("staff's chats could not be swept: %s", type(failure).__name__)
            await asyncio.sleep(self._pause)

    async def sweep(self) -> None:
        """Take out what is due now, and once an hour forget which messages stand in participants' chats that no bot can
        delete any more."""
        async with self._store.read() as work:
            due = bool(await work.messages.due(self._services.clock.now(), 1))
        while due:
            due = await self._some()
        now = self._services.clock.now()
        if self._hour != now // HOUR:
            async with self._store.begin() as work:
                await work.messages.forget(now)
                await work.commit()
            self._hour = now // HOUR
            self._inbox.leaves_traces = True

    async def _some(self) -> bool:
        """Take out some. Returns whether there may be more."""
        async with self._store.begin() as work:
            batch = self._inbox.batch(work)
            removals = await take_out_due(work, self._services, AT_ONCE)
            for removal in removals:
                await self._forget_screens(work, removal)
                batch.post(taken_out(removal))
            await batch.commit()
        await self._inbox.follow_up(batch)
        return sum(len(removal.messages) for removal in removals) >= AT_ONCE

    async def _forget_screens(self, work: Work, removal: Removal) -> None:
        """Nothing keeps a screen current that is gone: it would come back."""
        for panel in await work.mail.panels_of(removal.owner):
            with suppress(Unreadable):
                if open_panel(self._services.vault, panel).message in removal.messages:
                    work.mail.remove_panel(panel.session, panel.name)
