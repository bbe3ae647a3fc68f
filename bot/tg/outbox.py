"""The sender: what was committed goes to Telegram, in order within a chat, several chats at once.

Rows are handed over in memory after their commit, and read from the table where another process posted them or sent
them before. A row is deleted only when Telegram has taken it; what was shown to whom is noted in the same transaction.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from telegram.error import TelegramError

from bot.app.chat_messages import STAFF
from bot.app.ports import StorageFailed, Store, Work
from bot.app.records import Parcel
from bot.app.services import Services
from bot.app.vault import OutboxSeal, Unreadable
from bot.tg.courier import Blocked, Courier, TryLater
from bot.tg.delivery import Delivery, unpack
from bot.tg.errand import Errand
from bot.tg.notes import Notes
from bot.tg.post_office import Posted, Posting
from bot.tg.screens import Screens
from bot.tg.turn import removed

logger = logging.getLogger(__name__)

GONE_REMEMBERED = 5_000
"""Parcels that were sent last: who read the table a moment ago may still take them for waiting."""

_PAUSES = (1, 2, 5, 15, 30)

Make = Callable[[Delivery], Awaitable[Delivery | None]]
"""Does the slow work of a delivery (a chart, a file): gives the delivery to be sent, or None for nothing."""


class Sender:
    """Sends parcels: one chat's in their order, the chats beside each other. For ``write_pause`` seconds what has
    been sent is gathered, to be written down together."""

    def __init__(
        self,
        courier: Courier,
        store: Store,
        services: Services,
        outbox: OutboxSeal,
        make: Make,
        write_pause: float,
    ) -> None:
        self._courier = courier
        self._store = store
        self._outbox = outbox
        self._make = make
        self._notes = Notes(services)
        self._write_pause = write_pause
        self._lanes: dict[int, deque[Errand]] = {}
        self._ready: asyncio.Queue[int] = asyncio.Queue()
        self._finished: list[Errand] = []
        self._written = asyncio.Event()
        self._known: dict[int, Errand] = {}
        self._gone: dict[int, None] = {}
        self._unreadable: dict[int, bytes] = {}
        self._walks: Mapping[str, int] = {}
        self._screens = Screens()
        self.when_shown: Callable[[Collection[str]], None] = lambda _sessions: None
        """Told of the sessions whose control message is on somebody's screen from now on: what happened in them while
        it was on its way is not on it."""

    async def take_over(self, posting: Posting, worker: int) -> list[Errand]:
        """Take over what is this worker's of a posting that is committed, behind what others have posted into its lanes
        before."""
        if posting.behind:
            async with self._store.read() as work:
                waiting = await work.mail.of(worker, self.known)
            await self.take_up(waiting)
        return self.submit(each for each in posting.posted if each[0].worker == worker)

    def submit(self, posted: Iterable[Posted]) -> list[Errand]:
        """Take over parcels of this worker whose rows are committed."""
        errands = [Errand(delivery, parcel) for parcel, delivery in posted if not self._has(parcel.id)]
        for errand in errands:
            assert errand.parcel is not None
            self._known[errand.parcel.id] = errand
            self._enter(errand)
        return errands

    @property
    def idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._lanes and not self._finished

    @property
    def known(self) -> Collection[int]:
        """The ids of the parcels that are on their way."""
        return self._known.keys()

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._write_forever())
            while True:
                tasks.create_task(self._serve(await self._ready.get()))

    async def take_up(self, parcels: Sequence[Parcel]) -> None:
        """Take up parcels of this worker that somebody else has posted: another worker, a former run. One that does
        not open stays where it is until it is put under another key, or goes with the next."""
        waiting = [each for each in parcels if self._unreadable.get(each.id) != each.sealed]
        if not waiting:
            return
        opened = [self._opened(parcel) for parcel in waiting]
        if None in opened:
            await self._outbox.refresh()
            opened = [self._opened(parcel) for parcel in waiting]
        for parcel, delivery in zip(waiting, opened, strict=True):
            if delivery is None:
                logger.error("a message that waits does not open")
                self._unreadable[parcel.id] = parcel.sealed
            else:
                self.submit([(parcel, delivery)])

    def overtaken(self, walks: Mapping[str, int]) -> None:
        """What is left of earlier walks than these (revisions by session) is not to be sent any more."""
        self._walks = walks
        for queue in self._lanes.values():
            for errand in queue:
                self._leave_if_overtaken(errand)

    def start_over(self) -> None:
        """Let go of everything: what has not been sent is another worker's now."""
        for errand in (errand for queue in self._lanes.values() for errand in queue):
            errand.is_overtaken()
            if not errand.carried.begun:
                errand.parcel = None  # its row stays
        self._known.clear()

    def _opened(self, parcel: Parcel) -> Delivery | None:
        with suppress(Unreadable):
            return unpack(self._outbox, parcel)
        return None

    def _has(self, id: int) -> bool:
        return id in self._known or id in self._gone

    def _enter(self, errand: Errand) -> None:
        self._leave_if_overtaken(errand)
        chat = errand.delivery.chat
        queue = self._lanes.get(chat)
        if queue is None:
            self._lanes[chat] = deque([errand])
            self._ready.put_nowait(chat)
        else:
            self._make_way(queue, errand)
            queue.append(errand)

    def _make_way(self, queue: Iterable[Errand], answer: Errand) -> None:
        """Withdraw what stands back and was to show somebody what they are answered now: the answer would wait behind
        it for a broadcast's turn."""
        needless = [errand for errand in queue if answer.makes_needless(errand)]
        for errand in needless:
            errand.is_overtaken()
        if needless:
            self._courier.leave_out()

    def _leave_if_overtaken(self, errand: Errand) -> None:
        walk = errand.delivery.walk
        if walk is not None and walk.revision < self._walks.get(walk.session, 0):
            errand.is_overtaken()

    async def _serve(self, chat: int) -> None:
        """Carry what waits for a chat, until nothing does or Telegram asks to wait."""
        queue = self._lanes[chat]
        while queue:
            errand = queue[0]
            errand.leaves_out_what_follows(list(queue)[1:])
            wait = await self._carry(errand)
            if wait is not None:
                errand.passed = True
                asyncio.get_running_loop().call_later(wait, self._ready.put_nowait, chat)
                return
            queue.popleft()
            left = self._screens.follow(errand)
            if left:
                # Before what follows, which may show something in that very message: it then makes a new one.
                queue.appendleft(Errand(Delivery(chat, removed(chat, left)), None))
            following = next((each for each in queue if each.delivery.living), None)
            if following is not None:
                following.comes_after(errand)
        del self._lanes[chat]

    async def _carry(self, errand: Errand) -> float | None:
        """Make an errand's calls; None when it is over, or the seconds to wait before it is tried again."""
        if not errand.carried.wanted:
            self._finish(errand)
            return None
        try:
            if await self._is_for_nobody(errand.delivery):
                errand.delivery = replace(errand.delivery, calls=(), job=None)
            if errand.delivery.job is not None:
                await self._written_down()
                made = await self._make(errand.delivery)
                errand.delivery = made or replace(errand.delivery, calls=(), job=None)
            await self._courier.carry(errand.delivery, errand.carried, broadcast=errand.delivery.stands_back)
        except TryLater as later:
            errand.delivery = replace(errand.delivery, calls=errand.delivery.calls[later.done :])
            return self._postpone(errand, later.seconds)
        except Blocked:
            pass
        except StorageFailed:
            logger.error("an errand waits for the database")
            return self._postpone(errand, 0)
        except TelegramError as failure:
            logger.error("sending failed: %s", type(failure).__name__)
            if errand.parcel is not None:
                return self._postpone(errand, _PAUSES[-1])
        except Exception as failure:
            logger.error("an errand was dropped: %s", type(failure).__name__)
        self._finish(errand)
        return None

    async def _is_for_nobody(self, delivery: Delivery) -> bool:
        """Whether this is for a member of staff whose role has ended since."""
        owner = delivery.noted_for
        if owner is None or owner.session != STAFF:
            return False
        async with self._store.read() as work:
            return await work.members.get(bytes.fromhex(owner.key)) is None

    def _postpone(self, errand: Errand, seconds: int) -> float:
        if seconds:
            return seconds
        errand.attempts += 1
        return _PAUSES[min(errand.attempts, len(_PAUSES)) - 1]

    def _finish(self, errand: Errand) -> None:
        errand.passed = True
        self._finished.append(errand)
        self._written.set()

    async def _write_forever(self) -> None:
        while True:
            await self._written.wait()
            await asyncio.sleep(self._write_pause)
            self._written.clear()
            if not self._finished:
                continue
            try:
                async with self._store.begin() as work:
                    over = await self.settle(work)
                    await work.commit()
            except StorageFailed:
                logger.error("the outbox could not be written")
                await asyncio.sleep(1)
                self._written.set()
                continue
            self.settled(over)

    async def settle(self, work: Work) -> int:
        """Write down, in this unit of work, what has been sent. Returns a count for ``settled`` after the commit."""
        over = list(self._finished)
        for delivery in await self._notes.write(work, over):
            self._enter(Errand(delivery, None))
        return len(over)

    async def _written_down(self) -> None:
        """Wait until all that has been sent so far is noted, so that a job finds the chat as it is."""
        if self._finished:
            await self._finished[-1].arrived.wait()

    def settled(self, count: int) -> None:
        """What ``settle`` wrote is committed: forget it here."""
        shown = [errand.delivery.living for errand in self._finished[:count] if errand.carried.living]
        self.when_shown({each.session for each in shown if each and each.kind == "staff" and each.session})
        for errand in self._finished[:count]:
            if errand.parcel:
                self._known.pop(errand.parcel.id, None)
                self._gone[errand.parcel.id] = None
            errand.arrived.set()
        del self._finished[:count]
        while len(self._gone) > GONE_REMEMBERED:
            del self._gone[next(iter(self._gone))]
