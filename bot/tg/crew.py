"""The crew: workers who share one database, each on its roll while it beats. What waits in the outbox belongs to one of
them; the one who has been on the roll for longest leads.

Nobody's clock is compared with another's. A worker whose connection to the database is gone for the time of a beat, or
whose beats do not change for the time of ``DEAD_BEATS``, is taken for dead and struck off, and what it was to send is
the leader's. A worker whose beat does not come through stops sending by itself, which is sooner; when it finds itself
struck off it starts over as a new one. Who is new sends nothing until all others have seen it, so that together they
never send more than the bot may.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping

from bot.app.ports import StorageFailed, Store
from bot.app.records import Beat, Chore
from bot.tg.outbox import Sender
from bot.tg.pace import Pace
from bot.tg.post_office import PostOffice

logger = logging.getLogger(__name__)

BEAT = 2.0
"""Seconds between two beats."""

DEAD_BEATS = 5
"""The time of so many beats in which another's does not change: then it is dead."""

SILENT_BEATS = 4
"""The time of so many beats of one's own that do not come through: then a worker sends nothing."""

LOOK = 0.25
"""Seconds between two looks at what other workers have left, while there are any."""


class Crew:
    """One worker's place in the crew. ``alone`` says that there can be no other: whoever is on the roll is gone. The
    pauses are in seconds."""

    def __init__(
        self,
        store: Store,
        office: PostOffice,
        sender: Sender,
        pace: Pace,
        *,
        alone: bool,
        beat: float = BEAT,
        look: float = LOOK,
    ) -> None:
        self._store = store
        self._office = office
        self._sender = sender
        self._pace = pace
        self._alone = alone
        self._beat_pause = beat
        self._look_pause = look
        self._beat_due = 0.0
        self._roll: Mapping[int, Beat] = {}
        self._silent: dict[int, float] = {}
        self._lost: dict[int, float] = {}
        self._unaware: Mapping[int, int] = {}
        self._walks: Mapping[str, int] = {}
        self._leads = False
        self._fence: asyncio.TimerHandle | None = None
        self.when_leading: Callable[[], None] = lambda: None
        """Told that this worker leads from now on."""
        self.when_walking: Callable[[], None] = lambda: None
        """Told that a broadcast was begun."""
        self.when_left: Callable[[Collection[Chore]], Awaitable[None]]
        """Told of the chores that are left, if this worker leads."""

    @property
    def leads(self) -> bool:
        """Whether this worker does what is done once for all."""
        return self._leads

    @property
    def roll(self) -> list[int]:
        """The numbers of all workers."""
        return sorted(self._roll)

    @property
    def rate(self) -> float:
        """Messages a second that all together may send."""
        return self._pace.rate * max(1, len(self._roll))

    async def join(self) -> None:
        """Enter the crew, and take up what there is to do."""
        self._pace.hold(taking_over=True)
        async with self._store.begin() as work:
            self._office.worker = await work.workers.join(alone=self._alone)
            await work.commit()
        self._roll, self._silent, self._lost, self._unaware = {}, {}, {}, {}
        await self._beat(first=True)
        await self._look()

    async def run(self) -> None:
        """Beat and look until cancelled."""
        while True:
            await asyncio.sleep(self._look_pause if len(self._roll) > 1 else self._beat_pause)
            try:
                if self._alone:
                    await self._adopt()
                elif asyncio.get_running_loop().time() >= self._beat_due:
                    await self._beat()
                await self._look()
            except StorageFailed:
                logger.error("the crew waits for the database")
                if not self._alone:
                    self._silence()
            except Exception as failure:
                logger.error("what others left could not be done: %s", type(failure).__name__)

    async def leave(self) -> None:
        """Be struck off: what is left to be sent is for the others, or for whoever starts next."""
        self._silence()
        try:
            async with self._store.begin() as work:
                await work.workers.strike_off([self._office.worker])
                await work.commit()
        except StorageFailed:
            logger.error("the others will notice by themselves that this worker has left")

    async def _adopt(self) -> None:
        """Take what a process has posted that sends nothing, such as ``baro seal``. Who is alone need not beat, and
        writes nothing where there is nothing."""
        async with self._store.read() as work:
            state = await work.mail.state(self._office.worker)
        if state.shared:
            async with self._store.begin() as work:
                await work.mail.adopt(self._office.worker)
                await work.commit()

    async def _beat(self, *, first: bool = False) -> None:
        began = asyncio.get_running_loop().time()
        async with self._store.begin() as work:
            roll = await work.workers.beat(self._office.worker)
            dead = self._dead(roll, began) if roll else set()
            leads = roll is not None and min(set(roll) - dead) == self._office.worker
            if leads:
                await work.workers.strike_off(dead)
                await work.mail.adopt(self._office.worker)
            await work.commit()
        if not roll:
            await self._start_over()
            return
        if first:
            self._unaware = {number: beat.count for number, beat in roll.items()}
            del self._unaware[self._office.worker]
        self._roll = {number: beat for number, beat in roll.items() if number not in dead}
        self._heard(began, leads)

    def _heard(self, began: float, leads: bool) -> None:
        """A beat that ``began`` then has come through."""
        self._unaware = {
            number: count
            for number, count in self._unaware.items()
            if number in self._roll and self._roll[number].count == count
        }
        # Who may not send yet looks more often whether all have seen it.
        self._beat_due = began + (self._look_pause if self._unaware else self._beat_pause)
        if self._fence is not None:
            self._fence.cancel()
        if not self._alone:
            until = began + SILENT_BEATS * self._beat_pause
            self._fence = asyncio.get_running_loop().call_at(until, self._silence)
        self._pace.share(len(self._roll), self.roll.index(self._office.worker))
        if not self._unaware:
            self._pace.release()
        began_to_lead = leads and not self._leads
        self._leads = leads
        if began_to_lead:
            self.when_leading()

    def _dead(self, roll: Mapping[int, Beat], now: float) -> set[int]:
        """Who has lost its connection for good, or has not beaten for so long. After a pause of one's own nobody's
        silence counts: whatever held this worker up may have held up all."""
        if now > self._beat_due + self._beat_pause:
            self._silent, self._lost = {}, {}
        others = {number: beat for number, beat in roll.items() if number != self._office.worker}
        self._lost = {
            number: self._lost.get(number, now) for number, beat in others.items() if not beat.connected
        }
        self._silent = {
            number: self._silent.get(number, now) if self._roll.get(number) == beat else now
            for number, beat in others.items()
        }
        return {
            number
            for number in others
            if now - self._silent[number] >= DEAD_BEATS * self._beat_pause
            or now - self._lost.get(number, now) >= self._beat_pause
        }

    def _silence(self) -> None:
        """Send nothing and lead nobody until a beat comes through."""
        self._pace.hold()
        self._leads = False

    async def _start_over(self) -> None:
        logger.error("this worker was taken for dead and starts over")
        self._silence()
        self._sender.start_over()
        await self.join()

    async def _look(self) -> None:
        """Take up what others have left for this worker."""
        async with self._store.read() as work:
            parcels = await work.mail.of(self._office.worker, self._sender.known)
            walks = {each.session: each.revision for each in await work.mail.broadcasts()}
            chores = await work.chores.all() if self._leads else []
        await self._sender.take_up(parcels)
        if walks != self._walks:
            self._walks = walks
            self.when_walking()
        if chores:
            await self.when_left(chores)
