"""The sender: what was committed goes to Telegram, in order within a chat, several chats at once.

Rows are handed over in memory after their commit and read back from the table after a start. A row is deleted only
when Telegram has taken it; what was shown to whom is noted in the same transaction.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from telegram.error import TelegramError

from bot.app.chat_messages import STAFF, forget_noted, note_for, note_sent
from bot.app.ports import StorageFailed, Store, Work
from bot.app.records import Panel, Parcel
from bot.app.seat import Shown, close_shown
from bot.app.services import Services
from bot.app.vault import OutboxSeal, Unreadable
from bot.core import names
from bot.tg.courier import Blocked, Carried, Courier, TryLater
from bot.tg.delivery import Call, Delivery, Living, Owner, unpack
from bot.tg.panels import close_panel
from bot.tg.turn import removed

logger = logging.getLogger(__name__)

BACKLOG = 1000
BROADCAST_TRIES = 2
_PAUSES = (1, 2, 5, 15, 60, 300)

Make = Callable[[Delivery], Awaitable[Delivery | None]]
"""Does the slow work of a delivery (a chart, a file): gives the delivery to be sent, or None for nothing."""


@dataclass(slots=True)
class Errand:
    """One delivery on its way; ``parcel`` is None for a broadcast's, which no row stands for. ``carried`` says what
    has come of it so far; ``arrived`` that it is through and written down."""

    delivery: Delivery
    parcel: Parcel | None
    attempts: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    carried: Carried = field(default_factory=Carried)

    def is_overtaken(self) -> None:
        """Something newer is true: leave it, unless it is being made already."""
        self.carried.withdrawn = True

    def leaves_out_what_follows(self, queue: Sequence[Errand]) -> None:
        """Leave out an edit of a living message that one behind it makes anew: who taps quickly is shown where they
        are, not where they were."""
        calls = [call for errand in queue for call in errand.delivery.calls]
        renewed = {call.payload.get("message_id") for call in calls if _is_living_edit(call)}
        if renewed:
            kept = [
                call
                for call in self.delivery.calls
                if not (_is_living_edit(call) and call.payload["message_id"] in renewed)
            ]
            self.delivery = replace(self.delivery, calls=tuple(kept))

    def comes_after(self, other: Errand) -> None:
        """Take away the living message of ``other``, which went into the same place a moment ago: nobody knew its id
        yet when this delivery was made, and a chat has one living message only."""
        mine, theirs = self.delivery.living, other.delivery.living
        if not mine or not theirs or (mine.kind, mine.key) != (theirs.kind, theirs.key):
            return
        if any(call.role == "living" and call.method == "sendMessage" for call in self.delivery.calls):
            calls = (*self.delivery.calls, *removed(self.delivery.chat, other.carried.living))
            self.delivery = replace(self.delivery, calls=calls)


def _is_living_edit(call: Call) -> bool:
    return call.role == "living" and call.method == "editMessageText"


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
        self._services = services
        self._outbox = outbox
        self._make = make
        self._write_pause = write_pause
        self._lanes: dict[int, deque[Errand]] = {}
        self._ready: asyncio.Queue[int] = asyncio.Queue()
        self._finished: list[Errand] = []
        self._written = asyncio.Event()
        self._known: set[int] = set()
        self.when_shown: Callable[[Collection[str]], None] = lambda _sessions: None
        """Told of the sessions whose control message is on somebody's screen from now on: what happened in them while
        it was on its way is not on it."""

    def submit(self, parcels: Sequence[tuple[Parcel, Delivery]]) -> None:
        """Take over parcels whose rows are committed."""
        for parcel, delivery in parcels:
            self._known.add(parcel.id)
            self._enter(Errand(delivery, parcel, max(0, parcel.attempts)))

    def send_now(self, delivery: Delivery) -> Errand:
        """Send a delivery that no row stands for, behind what already waits for its chat and behind every answer."""
        errand = Errand(delivery, None)
        self._enter(errand)
        return errand

    @property
    def idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._lanes and not self._finished

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._write_forever())
            while True:
                tasks.create_task(self._serve(await self._ready.get()))

    def _enter(self, errand: Errand) -> None:
        chat = errand.delivery.chat
        queue = self._lanes.get(chat)
        if queue is None:
            self._lanes[chat] = deque([errand])
            self._ready.put_nowait(chat)
        else:
            queue.append(errand)

    async def recover(self) -> None:
        """Take up what a former run left behind; to be done before the first update is taken, or a row that is
        just being handed over would be sent twice."""
        horizon = self._services.clock.now() + _PAUSES[-1]
        while True:
            async with self._store.read() as work:
                waiting = await work.mail.waiting(horizon, BACKLOG, self._known)
            if not waiting:
                return
            self._take_up(waiting)

    async def take_up_left(self) -> None:
        """Take up what another process left to be sent, such as ``baro seal``."""
        async with self._store.read() as work:
            left = await work.mail.left()
        self._take_up([parcel for parcel in left if parcel.id not in self._known])

    def _take_up(self, parcels: Sequence[Parcel]) -> None:
        for parcel in parcels:
            self._known.add(parcel.id)
            with suppress(Unreadable):
                self.submit([(parcel, unpack(self._outbox, parcel))])

    async def _serve(self, chat: int) -> None:
        """Carry what waits for a chat, until nothing does or Telegram asks to wait."""
        queue = self._lanes[chat]
        while queue:
            errand = queue[0]
            errand.leaves_out_what_follows(list(queue)[1:])
            wait = await self._carry(errand)
            if wait is not None:
                asyncio.get_running_loop().call_later(wait, self._ready.put_nowait, chat)
                return
            queue.popleft()
            following = next((each for each in queue if each.delivery.living), None)
            if following is not None:
                following.comes_after(errand)
        del self._lanes[chat]

    async def _carry(self, errand: Errand) -> float | None:
        """Make an errand's calls; None when it is over, or the seconds to wait before it is tried again."""
        try:
            if await self._is_for_nobody(errand.delivery):
                errand.delivery = replace(errand.delivery, calls=(), job=None)
            if errand.delivery.job is not None:
                await self._written_down()
                made = await self._make(errand.delivery)
                errand.delivery = made or replace(errand.delivery, calls=(), job=None)
            await self._courier.carry(errand.delivery, errand.carried, broadcast=errand.parcel is None)
        except TryLater as later:
            errand.delivery = replace(errand.delivery, calls=errand.delivery.calls[later.done :])
            # A broadcast comes back to whoever it could not reach; it must not stand still for one chat.
            if later.seconds or errand.parcel is not None or errand.attempts < BROADCAST_TRIES:
                return self._postpone(errand, later.seconds)
        except Blocked:
            pass
        except StorageFailed:
            logger.error("an errand waits for the database")
            return self._postpone(errand, 0)
        except TelegramError as failure:
            logger.error("sending failed: %s", type(failure).__name__)
            if errand.parcel is not None:
                return self._postpone(errand, _PAUSES[-2])
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
        await work.mail.done([errand.parcel.id for errand in over if errand.parcel])
        owners = [self._owner(errand.delivery) for errand in over if errand.carried.came]
        await work.people.preload([bytes.fromhex(owner.key) for owner in owners if owner.session != STAFF])
        await work.members.preload([bytes.fromhex(owner.key) for owner in owners if owner.session == STAFF])
        for errand in over:
            forget_noted(work, [bytes.fromhex(name) for name in errand.delivery.forgets])
            if errand.carried.came:
                await self._note(work, errand.delivery, errand.carried)
        return len(over)

    def _owner(self, delivery: Delivery) -> Owner:
        """In whose chat a delivery's messages stand. One that bears no owner may be for somebody of staff still, whose
        private chat has their account's number: nothing that is sent to staff is missed."""
        if delivery.noted_for is not None:
            return delivery.noted_for
        return Owner(STAFF, names.staff_name(self._services.vault.finder, delivery.chat).hex())

    async def _written_down(self) -> None:
        """Wait until all that has been sent so far is noted, so that a job finds the chat as it is."""
        if self._finished:
            await self._finished[-1].arrived.wait()

    async def _note(self, work: Work, delivery: Delivery, carried: Carried) -> None:
        """Keep what a delivery put into its chat: which message is the living one, and which can be taken out. One that
        bears no owner may be for a participant too."""
        owner = self._owner(delivery)
        key = bytes.fromhex(owner.key)
        if owner.session == STAFF and await work.members.get(key) is None:
            if delivery.noted_for is None:
                await note_for(work, self._services, delivery.chat, carried.messages)
            elif carried.messages:
                # The role ended while this was being sent: nobody would take it out of the chat later.
                taken_back = Delivery(delivery.chat, removed(delivery.chat, *carried.messages))
                self._enter(Errand(taken_back, None))
            return
        if delivery.living is not None and carried.living:
            await self._remember(work, delivery.chat, delivery.living, carried.living)
        if carried.messages:
            await note_sent(work, self._services, owner.session, key, delivery.chat, carried.messages)

    def settled(self, count: int) -> None:
        """What ``settle`` wrote is committed: forget it here."""
        shown = [errand.delivery.living for errand in self._finished[:count] if errand.carried.living]
        self.when_shown({each.session for each in shown if each and each.kind == "staff" and each.session})
        for errand in self._finished[:count]:
            if errand.parcel:
                self._known.discard(errand.parcel.id)
            errand.arrived.set()
        del self._finished[:count]

    async def _remember(self, work: Work, chat: int, living: Living, message: int) -> None:
        key = bytes.fromhex(living.key)
        if living.kind == "staff":
            sealed = close_panel(self._services.vault, key, chat, message, living.digest)
            work.mail.put_panel(Panel(living.session, key, sealed))
            return
        if await work.people.get(key) is None:  # they left meanwhile, or the session was sealed
            return
        with suppress(Unreadable):
            vault = await self._services.vault.session(living.session)
            shown = Shown(message, living.stamp, living.digest)
            work.people.put_shown(key, living.session, close_shown(vault, key, shown))
