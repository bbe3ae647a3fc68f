"""Keeping control messages current: a session that something happened in is looked at again, soon but not at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress

from bot.app.control import control
from bot.app.desk import open_officer
from bot.app.ports import StorageFailed, Store, Work
from bot.app.records import Chore, Panel
from bot.app.seat import Scene, load_scene
from bot.app.services import Services
from bot.app.vault import Unreadable
from bot.app.words import Catalogue
from bot.tg.crew import Crew
from bot.tg.delivery import Call, Delivery, Living
from bot.tg.outbox import Sender
from bot.tg.panels import open_panel
from bot.tg.post_office import PostOffice
from bot.tg.speech import Speech
from bot.tg.turn import edited
from bot.tg.views.control import panel as panel_view

logger = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds for which the edit of one control message keeps the others waiting: its chat may be out of reach."""


class PanelKeeper:
    """Edits control messages whose numbers changed, if this worker leads: two would overtake each other. ``pause`` is
    how often at most, in seconds: a facilitator watches, nobody waits, and every edit counts towards Telegram's limits.
    """

    def __init__(
        self,
        store: Store,
        services: Services,
        catalogue: Catalogue,
        sender: Sender,
        office: PostOffice,
        crew: Crew,
        pause: float,
    ) -> None:
        self._store = store
        self._services = services
        self._catalogue = catalogue
        self._sender = sender
        self._office = office
        self._crew = crew
        self._pause = pause
        self._touched: set[str] = set()
        self._news = asyncio.Event()
        self.leave: Callable[[Collection[Chore]], Awaitable[None]]
        """Leaves chores to the worker who leads."""

    def touch(self, sessions: Collection[str]) -> None:
        """Something happened in these sessions."""
        if sessions:
            self._touched.update(sessions)
            self._news.set()

    @property
    def idle(self) -> bool:
        """Whether every panel is current."""
        return not self._news.is_set()

    async def run(self) -> None:
        """Keep panels current until cancelled."""
        while True:
            await self._news.wait()
            await asyncio.sleep(self._pause)
            touched, self._touched = self._touched, set()
            try:
                await self._keep_current(touched)
            except StorageFailed:
                logger.error("panels wait for the database")
                self._touched |= touched
                continue
            except Exception as failure:
                logger.error("a panel could not be drawn: %s", type(failure).__name__)
            if not self._touched:
                self._news.clear()

    async def _keep_current(self, sessions: Collection[str]) -> None:
        if not self._crew.leads:
            await self.leave([Chore("panel", session) for session in sorted(sessions)])
            return
        for session in sessions:
            await self._refresh(session)

    async def _refresh(self, session_id: str) -> None:
        """Edit each panel of a session that is not current."""
        async with self._store.read() as work:
            waiting = [panel.name for panel in await work.mail.panels(session_id)]
        for name in waiting:
            async with self._store.read() as work:
                stale = await self._edit_of(work, session_id, name) is not None
            if stale:
                await self._bring_up_to_date(session_id, name)

    async def _bring_up_to_date(self, session_id: str, name: bytes) -> None:
        """Look again and post what is seen in one transaction, since its owner may have gone on to another screen in
        the same message."""
        async with self._store.begin() as work:
            settled = await self._sender.settle(work)
            edit = await self._edit_of(work, session_id, name)
            posting = await self._office.post(work, [edit] if edit else [])
            await work.commit()
        self._sender.settled(settled)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                for errand in await self._sender.take_over(posting, self._office.worker):
                    await errand.arrived.wait()

    async def _edit_of(self, work: Work, session_id: str, name: bytes) -> Delivery | None:
        panel = next((each for each in await work.mail.panels(session_id) if each.name == name), None)
        session = await work.sessions.get(session_id) if panel else None
        scene = await load_scene(work, self._services, session) if session else None
        if panel is None or scene is None:
            return None
        with suppress(Unreadable):
            return await self._edit(work, scene, panel)
        return None

    async def _edit(self, work: Work, scene: Scene, panel: Panel) -> Delivery | None:
        member = await work.members.get(panel.name)
        if member is None:
            return None
        officer = open_officer(self._services, member)
        place = open_panel(self._services.vault, panel)
        reply = panel_view(
            Speech(officer.language, self._catalogue), await control(work, self._services, scene)
        )
        if reply.digest == place.digest:
            return None
        living = Living(
            "staff", scene.session.id, panel.name.hex(), digest=reply.digest, before=place.message
        )
        call = Call("editMessageText", edited(place.chat, place.message, reply), "living")
        return Delivery(place.chat, (call,), living, stands_back=True)
