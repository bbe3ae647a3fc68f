"""The post office: deliveries become rows of the outbox, numbered, under the key in force, each in the hands of the
worker whose lane it is."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

from bot.app.ports import Work
from bot.app.records import NOBODY, Parcel
from bot.app.vault import OutboxSeal
from bot.tg.delivery import Delivery, pack

Posted = tuple[Parcel, Delivery]


@dataclass(frozen=True, slots=True)
class Posting:
    """What was posted together. It stands ``behind`` what waits already in a lane of this worker's, which others may
    have posted there unknown to it."""

    posted: Sequence[Posted] = ()
    behind: bool = False


class Numbering:
    """Ids for the rows of the outbox: growing, so that what goes into one chat goes in its order, and free of
    the database's own counters. They are microseconds when the clock moves on, the next number when it does not."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        """An id that is larger than every one before."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return self._last

    def follow(self, highest: int) -> None:
        """Go on behind this id: another clock, or the same before it was put back, has given it."""
        self._last = max(self._last, highest)


def posted_at(id: int) -> float:
    """When a row got this id, in seconds since 1970."""
    return id / 1_000_000


class PostOffice:
    """Posts for one worker, whose number it is told once there is one. ``alone`` says that there can be no other."""

    def __init__(self, outbox: OutboxSeal, worker: int = NOBODY, *, alone: bool = False) -> None:
        self.outbox = outbox
        self.worker = worker
        self._alone = alone
        self.numbering = Numbering()

    async def post(self, work: Work, deliveries: Sequence[Delivery], among: Sequence[int] = ()) -> Posting:
        """Post deliveries, to be committed with the rest of this unit of work. They are this worker's, or are given in
        turn to those ``among`` whom they are shared, as often as each is named; but what goes into a lane in which
        something waits goes to the worker whose lane that is, so that nothing overtakes it."""
        if not deliveries:
            return Posting()
        state = await work.mail.state(self.worker)
        await self.outbox.follow(state.key)
        self.numbering.follow(state.highest)
        lanes = {delivery.chat: self.outbox.lane(delivery.chat) for delivery in deliveries}
        alone = self._alone and not state.shared
        holders = {} if alone else dict(await work.mail.holders(list(lanes.values())))
        behind = self.worker in holders.values()
        turns = cycle(among or [self.worker])
        posted = []
        for delivery in deliveries:
            lane = lanes[delivery.chat]
            worker = holders[lane] if lane in holders else next(turns)
            holders[lane] = worker
            parcel = pack(self.outbox, delivery, self.numbering.next(), worker)
            work.mail.post(parcel)
            posted.append((parcel, delivery))
        return Posting(posted, behind)
