"""What falls due by itself: youth polls close when their time is over, closed sessions are sealed, and what has a
lifetime is dropped when it is over. One worker does it for all."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import date, timedelta

from bot.app.desk import officers_of
from bot.app.lifetimes import UPDATES_KEPT
from bot.app.ports import Exports, StorageFailed, Store, Work
from bot.app.records import Chore, Session
from bot.app.sealing import destroy_keys, forgotten_keys, idle_intakes
from bot.app.services import Services
from bot.app.sessions import close_session
from bot.app.team import long_unseen
from bot.app.words import _
from bot.tg.batch import Batch
from bot.tg.chore_list import ChoreList
from bot.tg.crew import Crew
from bot.tg.inbox import Inbox
from bot.tg.reply import Reply, tap
from bot.tg.sealing import seal
from bot.tg.staff import see_off, tell_staff

logger = logging.getLogger(__name__)


KEYS_LOOKED_AT = 60
"""Seconds between two looks at the keys."""


class Closer:
    """Looks for what is due every ``pause`` seconds and when the inbox says so, also for what fell due while the bot
    was down or what another process began."""

    def __init__(
        self,
        store: Store,
        services: Services,
        exports: Exports,
        inbox: Inbox,
        crew: Crew,
        chores: ChoreList,
        pause: float,
    ) -> None:
        self._store = store
        self._exports = exports
        self._services = services
        self._inbox = inbox
        self._crew = crew
        self._chores = chores
        self._pause = pause
        self._looking = False
        self._live: set[str] = set()
        self._idle_keys: set[str] = set()
        self._keys_due = 0
        self._tidied: date | None = None
        self._looked_after_crash = False
        self._unscrubbed = True
        """Whether a session was sealed whose rows may still be read in the database's files."""

    @property
    def idle(self) -> bool:
        """Whether nothing that was asked for is still to be done."""
        return not self._inbox.falls_due.is_set() and not self._looking

    async def run(self) -> None:
        """Close and seal what is due until cancelled."""
        while True:
            self._looking = True
            try:
                await self._look()
            except StorageFailed:
                logger.error("what is due waits for the database")
            except Exception as failure:
                logger.error("what is due could not be done: %s", type(failure).__name__)
            self._looking = False
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pause):
                    await self._inbox.falls_due.wait()

    def take_over(self) -> None:
        """This worker leads from now on: what the one before did not come to is done soon."""
        self._looked_after_crash = False
        self._inbox.falls_due.set()

    async def _look(self) -> None:
        asked = self._inbox.falls_due.is_set()
        self._inbox.falls_due.clear()
        if not self._crew.leads:
            await self._leave(asked)
            return
        async with self._store.read() as work:
            due = await work.sessions.due(self._services.clock.now())
        for session in due:
            await self._settle(session)
        await self._notice_seals()
        await self._look_after_crash()
        await self._scrub()
        await self._wipe()
        await self._look_at_keys()
        await self._tidy()

    async def _leave(self, asked: bool) -> None:
        """Have the worker who leads do what was asked for here."""
        await self._notice_seals()
        chores = [Chore("due", "")] if asked else []
        if self._inbox.leaves_traces:
            chores.append(Chore("wipe", ""))
        await self._chores.leave(chores)
        self._inbox.leaves_traces = False

    async def _look_after_crash(self) -> None:
        """Once this worker leads: mix the questions that wait where there are enough, and bring control messages up to
        date, as whoever led before may not have come to it."""
        if self._looked_after_crash:
            return
        async with self._store.read() as work:
            waiting = await work.questions.count_intakes(self._live)
        for session in sorted(session for session, count in waiting.items() if count):
            await self._inbox.mix(session)
        self._inbox.touch(self._live)
        self._looked_after_crash = True

    async def _settle(self, session: Session) -> None:
        """Close or seal one session; what goes wrong with it keeps no other waiting."""
        try:
            if session.state == "open":
                await self._close(session.id)
            else:
                await self._seal(session.id)
        except StorageFailed:
            raise
        except Exception as failure:
            logger.error("a session could not be closed or sealed: %s", type(failure).__name__)

    async def _wipe(self) -> None:
        """After something was deleted that must be gone: put what waits to be sent under a new key, destroy the old
        one, and empty the database's log, in which deleted rows still stand."""
        if not self._inbox.leaves_traces:
            return
        self._inbox.leaves_traces, cleaned = False, False
        try:
            outbox = await self._inbox.renew_outbox()
            cleaned = await self._store.clean()
            await outbox.forget_old()
        finally:
            # What was mixed meanwhile has left traces of its own.
            self._inbox.leaves_traces |= not cleaned

    async def _scrub(self) -> None:
        """After a sealing, and at the start in case a crash came before: clean the database's files of its rows. What a
        reader was in the way of is done the next time."""
        if self._unscrubbed:
            self._unscrubbed = not await self._store.scrub()

    async def _tidy(self) -> None:
        """At the start and once a day: forget old update ids, invitations that have expired, old lines of the audit log
        and old exports, and end the roles of staff who have long done nothing."""
        today = self._services.clock.today()
        if self._tidied == today:
            return
        async with self._store.begin() as work:
            batch = self._inbox.batch(work)
            await work.updates.forget(today - UPDATES_KEPT)
            await work.members.drop_expired(self._services.clock.now())
            await work.audit.forget(today - timedelta(days=self._services.promises.audit_days))
            for officer in await long_unseen(work, self._services):
                await see_off(batch, officer)
            await batch.commit()
        await self._inbox.follow_up(batch)
        self._tidied = today
        try:
            await self._exports.drop_old(self._services.clock.now())
        except StorageFailed:
            logger.error("old exports could not be deleted")

    async def _close(self, session_id: str) -> None:
        async with self._store.begin() as work:
            batch = self._inbox.batch(work)
            scene = await batch.scene(session_id)
            if scene is None or scene.session.state != "open":
                return
            session = await close_session(work, self._services, scene)
            batch.broadcast(session_id)
            batch.ending_stage.add(session_id)
            await self._tell_makers(batch, session)
            await batch.commit()
        await self._inbox.follow_up(batch)

    async def _seal(self, session_id: str) -> None:
        batch = await seal(self._store, self._services, self._new_batch, session_id)
        if batch is not None:
            self._unscrubbed = True
            await self._inbox.follow_up(batch)

    async def _new_batch(self, work: Work) -> Batch:
        return self._inbox.batch(work)

    async def _notice_seals(self) -> None:
        """What was sealed beside this process, by ``baro seal`` or another worker: its keys must not live on here, nor
        its traces."""
        async with self._store.read() as work:
            live = {session.id for session in await work.sessions.live()}
        self._services.vault.forget_all_but(live)
        sealed = self._live - live
        if sealed:
            self._inbox.leaves_traces = self._unscrubbed = True
            self._inbox.touch(sealed)
        self._live = live
        await self._inbox.refresh_outbox()

    async def _look_at_keys(self) -> None:
        """Destroy what a crash left of keys: those of sealed sessions, and intake keys under which nothing has waited
        at two looks. In the writer's turn: nobody takes up an idle key meanwhile."""
        now = self._services.clock.now()
        if now < self._keys_due:
            return
        async with self._store.begin() as work:
            for session in await forgotten_keys(work, self._services):
                await destroy_keys(self._services, session)
            idle = await idle_intakes(work, self._services)
            await self._services.vault.destroy_intakes(idle & self._idle_keys)
        self._idle_keys = idle - self._idle_keys
        self._keys_due = now + KEYS_LOOKED_AT

    async def _tell_makers(self, batch: Batch, session: Session) -> None:
        """Whoever made the poll is told that its results are there."""
        for officer in await officers_of(batch.work, self._services, session.organisation):
            if session.id not in officer.polls:
                continue
            speech = batch.speech(officer.language)
            rows = ((tap(speech.plain(_("button.results")), "f", session.id, "r"),),)
            tell_staff(batch, officer, Reply(speech(_("youth.over", title=session.title)), rows))
