"""The inbox: updates in, one transaction, and only then the word to Telegram that they were had.

One consumer takes all that waits, up to a hundred. If anything in a batch raises, the batch is rolled back and
replayed one update at a time: the one that fails is noted by its id and the error's class, its sender gets an apology
with a reference, the others go on.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter
from telegram.ext import Application

from bot.app.ask import Mixed, mix
from bot.app.counters import Counters
from bot.app.gather import Wanted, gather
from bot.app.ports import StorageFailed, Store, Work
from bot.app.records import Chore
from bot.app.services import Services
from bot.app.vault import OutboxSeal, Unreadable
from bot.app.words import Catalogue, Text, _
from bot.core import names
from bot.tg.batch import Batch
from bot.tg.broadcast import Walker
from bot.tg.callback import read
from bot.tg.delivery import Call, Delivery, repack, unpack
from bot.tg.flood import Flood, Sifted
from bot.tg.guard import Guard
from bot.tg.outage import Pauses
from bot.tg.outbox import Sender
from bot.tg.panel_keeper import PanelKeeper
from bot.tg.post_office import PostOffice
from bot.tg.reading import KINDS, kind_of_update
from bot.tg.regrets import Regrets, in_every_language
from bot.tg.turn import BATCH

logger = logging.getLogger(__name__)

BATCH_LIMIT = 100

More = Callable[[], Sequence[Update]]
"""Gives what has come since."""

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Inbox:
    """Handles batches of updates. Nothing is acknowledged by it: ``handle`` returns once all is committed."""

    def __init__(
        self,
        application: AnyApplication,
        store: Store,
        services: Services,
        catalogue: Catalogue,
        office: PostOffice,
        sender: Sender,
        walker: Walker,
        panels: PanelKeeper,
        regrets: Regrets,
        username: str,
    ) -> None:
        self._application = application
        self._store = store
        self._services = services
        self._catalogue = catalogue
        self._office = office
        self._sender = sender
        self._walker = walker
        self._panels = panels
        self._regrets = regrets
        self._username = username
        self.falls_due = asyncio.Event()
        """Set when a session is to be sealed now: the closer waits for it."""
        self.leaves_traces = True
        """Whether something was deleted whose traces are still in the database's log or under the outbox's key."""
        self._guard = Guard()
        self._flood = Flood()
        self._counters = services.counters

    async def handle(self, updates: Sequence[Update], more: More = lambda: ()) -> None:
        """Apply these updates, each once, and commit, with what has come meanwhile when it is their turn (``more``):
        the longer somebody else writes, the more go together. Raises StorageFailed when not all could be kept: then
        they are to be handed over again, and their senders know."""
        sifted = self._sift(updates)
        try:
            if sifted.fresh:
                await self._handle(sifted.fresh, lambda: sifted.add(self._sift(more())))
        except StorageFailed:
            named = self._named(sifted.fresh)
            self._flood.give_back(named)
            await self._regrets.tell(named)
            raise
        if sifted.dropped:
            self._counters.count("ignored", "flood", times=sifted.dropped)
            await self._calm(sifted.first)

    def _sift(self, updates: Sequence[Update]) -> Sifted:
        return self._flood.sift(self._named(updates), asyncio.get_running_loop().time())

    def _named(self, updates: Sequence[Update]) -> list[tuple[bytes, Update]]:
        """Each update with its sender's keyed name."""
        finder = self._services.vault.finder
        senders = [each.effective_user or each.effective_chat for each in updates]
        return [
            (names.visitor_name(finder, sender.id if sender else 0), update)
            for sender, update in zip(senders, updates, strict=True)
        ]

    async def _handle(self, updates: Sequence[Update], top_up: Callable[[], None]) -> None:
        try:
            await self._together(updates, top_up)
        except StorageFailed:
            raise
        except Exception as failure:
            self._counters.count("failures", type(failure).__name__)
            logger.warning("a batch is replayed one by one: %s", type(failure).__name__)
            for update in updates:
                await self._alone(update)

    async def _calm(self, updates: Sequence[Update]) -> None:
        """Tell the senders of these that what they send now is not read."""
        private = [each for each in updates if each.effective_chat and each.effective_chat.type == "private"]
        if not private:
            return
        with suppress(StorageFailed):
            async with self._store.begin() as work:
                batch = self.batch(work)
                for update in private:
                    batch.post(_notice(self._catalogue, update, _("flood.slow")))
                await batch.commit()
            await self.follow_up(batch)

    async def _together(self, updates: Sequence[Update], top_up: Callable[[], None] = lambda: None) -> None:
        async with self._store.begin() as work:
            top_up()
            batch = self.batch(work)
            settled = await self._sender.settle(work)
            seen = await work.updates.remember(
                [each.update_id for each in updates], self._services.clock.today()
            )
            # By number: what is delivered again while it still waits can stand in a batch twice.
            fresh = list({each.update_id: each for each in updates if each.update_id not in seen}.values())
            await gather(work, self._services, [_wanted(each) for each in fresh])
            self._application.bot_data[BATCH] = batch
            for update in fresh:
                await self._application.process_update(update)
                if batch.failure is not None:
                    raise batch.failure
            await batch.commit()
        self._count(fresh, len(updates))
        self._sender.settled(settled)
        await self.follow_up(batch)

    def _count(self, handled: Sequence[Update], given: int) -> None:
        self._counters.count("batches", "together" if given > 1 else "single")
        for update in handled:
            self._counters.count("updates", kind_of_update(update))
        if given > len(handled):
            self._counters.count("ignored", "repeated", times=given - len(handled))

    async def _alone(self, update: Update) -> None:
        try:
            await self._together([update])
        except StorageFailed:
            raise
        except Exception as failure:
            reference = secrets.token_hex(3)
            logger.error("update failed: reference %s, %s", reference, type(failure).__name__)
            await self._give_up(update, reference)

    async def _give_up(self, update: Update, reference: str) -> None:
        """Go on without an update: with an apology, or noted as had if even that fails. Whatever is wrong with it, it
        does not hold up those behind it."""
        for regret in (self._apologise, self._note_as_had):
            try:
                await regret(update, reference)
            except StorageFailed:
                raise
            except Exception as failure:
                logger.error(
                    "nor could its sender be told: reference %s, %s", reference, type(failure).__name__
                )
            else:
                return

    async def _note_as_had(self, update: Update, _reference: str) -> None:
        async with self._store.begin() as work:
            await work.updates.remember([update.update_id], self._services.clock.today())
            await work.commit()

    async def _apologise(self, update: Update, reference: str) -> None:
        """Note the update as had, and tell its sender in their language that it did not work."""
        async with self._store.begin() as work:
            batch = self.batch(work)
            await work.updates.remember([update.update_id], self._services.clock.today())
            if update.effective_chat is not None and update.effective_chat.type == "private":
                batch.post(_notice(self._catalogue, update, _("error.reference", reference=reference)))
            await batch.commit()
        await self.follow_up(batch)

    async def follow_up(self, batch: Batch) -> None:
        """What follows a committed batch: sending, mixing, panels, broadcasts."""
        await self._take_over(batch)
        self.leaves_traces |= batch.leaves_traces
        if batch.broadcasts:
            self._walker.wake()
        if batch.falls_due:
            self.falls_due.set()
        self._panels.touch(batch.touched)
        for session in batch.mixing | batch.ending_stage:
            await self._try_to_mix(session, everything=session in batch.ending_stage)

    async def _take_over(self, batch: Batch) -> None:
        try:
            await self._sender.take_over(batch.posting, self._office.worker)
        except StorageFailed:  # the crew's next look finds them
            logger.error("what was posted waits for the database")

    async def _try_to_mix(self, session: str, *, everything: bool) -> None:
        """Mix, or leave it to the chore or the question that comes next. The batch is committed: what fails here may
        not be taken for its failure."""
        try:
            await self.mix(session, everything=everything)
        except Exception as failure:
            logger.error("questions could not be mixed: %s", type(failure).__name__)
        self._panels.touch({session})

    async def mix(self, session: str, *, everything: bool = False) -> None:
        """Mix a session's waiting questions in a transaction of their own, and destroy their key with it."""
        async with self._store.begin() as work:
            batch = self.batch(work)
            scene = await batch.scene(session)
            mixed = await mix(work, self._services, scene, everything=everything) if scene else Mixed()
            if everything:
                await work.chores.done([Chore("mix", session)])
            await batch.commit()
        if mixed.keys:
            await self._services.vault.destroy_intakes(mixed.keys)
            self.leaves_traces = True

    async def refresh_outbox(self) -> None:
        """Forget the outbox's keys that another worker has destroyed."""
        await self._office.outbox.refresh()

    def touch(self, sessions: Collection[str]) -> None:
        """Bring the control messages of these sessions up to date."""
        self._panels.touch(sessions)

    async def renew_outbox(self) -> OutboxSeal:
        """Put every row of the outbox under a new key, but for those that no key opens and those to participants of a
        session that was sealed meanwhile: they go. Its caller has the old keys destroyed."""
        outbox = self._office.outbox
        async with self._store.begin() as work:
            await outbox.refresh()
            await outbox.renew()
            dropped = []
            for parcel in await work.mail.all():
                try:
                    delivery = unpack(outbox, parcel)
                except Unreadable:
                    dropped.append(parcel.id)
                    continue
                if await _to_whom_nobody_knows(work, delivery):
                    dropped.append(parcel.id)
                else:
                    work.mail.replace(repack(outbox, parcel, delivery))
            await work.mail.done(dropped)
            await work.mail.use_key(outbox.newest)
            await work.commit()
        return outbox

    def batch(self, work: Work) -> Batch:
        """A batch over this unit of work."""
        return Batch(
            work,
            self._services,
            self._catalogue,
            self._office,
            self._guard,
            self._username,
        )


async def _to_whom_nobody_knows(work: Work, delivery: Delivery) -> bool:
    """Whether a delivery is for a participant of a session that is sealed."""
    owner = delivery.noted_for
    session = await work.sessions.get(owner.session) if owner and owner.session else None
    return session is not None and session.is_sealed


def _wanted(update: Update) -> Wanted:
    """What must be read for an update: who it is from, and the session its button names."""
    user = update.effective_user
    tap = read(update.callback_query.data) if update.callback_query else None
    return Wanted(user.id if user else 0, tap.session if tap else "")


def _notice(catalogue: Catalogue, update: Update, text: Text) -> Delivery:
    """A sentence to whoever sent this, in every language: theirs may be what could not be read."""
    assert update.effective_chat is not None
    chat = update.effective_chat.id
    calls = [Call("sendMessage", {"chat_id": chat, "text": in_every_language(catalogue, text)})]
    if update.callback_query is not None:
        calls.insert(0, Call("answerCallbackQuery", {"callback_query_id": update.callback_query.id}, "soft"))
    return Delivery(chat, tuple(calls))


async def poll(
    application: AnyApplication,
    inbox: Inbox,
    counters: Counters,
    timeout: int = 25,
    pauses: Pauses | None = None,
) -> None:
    """Long polling: the next offset is sent only once what came before it is committed. Whatever fails, it is tried
    again after pauses that grow."""
    offset: int | None = None
    pauses = pauses or Pauses()
    while True:
        try:
            updates, following = await application.bot.updates(offset, BATCH_LIMIT, timeout, KINDS, counters)
            if updates:
                await inbox.handle(updates)
            offset = following
            pauses.over()
        except asyncio.CancelledError:
            raise
        except Exception as failure:
            logger.warning("polling pauses: %s", _what_fails(failure))
            await asyncio.sleep(max(pauses.next(), _asked_to_wait(failure)))


def _what_fails(failure: Exception) -> str:
    """What an operator can do something about, in words; anything else by its class."""
    match failure:
        case InvalidToken():
            return "Telegram does not take the bot's token"
        case Conflict():
            return "somebody else takes the bot's updates, a second bot with its token or a webhook"
        case StorageFailed():
            return "what came cannot be kept; it will come again"
        case _other:
            return type(failure).__name__


def _asked_to_wait(failure: Exception) -> float:
    """The seconds that Telegram asks to wait."""
    if not isinstance(failure, RetryAfter):
        return 0.0
    wait = failure.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
