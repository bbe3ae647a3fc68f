"""One batch of updates: its unit of work, and what follows once it is committed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from bot.app.ports import Work
from bot.app.records import LEFT, Parcel
from bot.app.seat import Scene, Seat, load_scene, load_seat
from bot.app.services import Services
from bot.app.vault import OutboxSeal
from bot.app.words import Catalogue
from bot.tg.delivery import Delivery, pack
from bot.tg.guard import Guard
from bot.tg.speech import Speech


class Numbering:
    """Ids for the rows of the outbox: growing, so that what goes into one chat goes in its order, and free of
    the database's own counters. They are microseconds when the clock moves on, the next number when it does not."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        """An id that is larger than every one before."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return self._last


def posted_at(id: int) -> float:
    """When a row got this id, in seconds since 1970."""
    return id / 1_000_000


@dataclass(slots=True)
class Batch:
    """What one transaction's handlers share. After the commit ``parcels`` go to the sender, the waiting questions
    of ``mixing`` are mixed where there are enough, those of ``ending_stage`` all, and the panels of ``touched`` are
    brought up to date; with ``leaves_traces`` something was deleted that still stands in the database's log, with
    ``falls_due`` a session is to be sealed now. With ``for_another`` what is posted is left to the process that sends.
    """

    work: Work
    services: Services
    catalogue: Catalogue
    outbox: OutboxSeal
    numbering: Numbering
    guard: Guard
    username: str
    parcels: list[tuple[Parcel, Delivery]] = field(default_factory=list)
    mixing: set[str] = field(default_factory=set)
    ending_stage: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    broadcasts: bool = False
    leaves_traces: bool = False
    falls_due: bool = False
    for_another: bool = False
    failure: BaseException | None = None
    _scenes: dict[str, Scene | None] = field(default_factory=dict)

    def post(self, delivery: Delivery) -> None:
        """Put a delivery into the outbox: it is sent once the batch is committed."""
        attempts = LEFT if self.for_another else 0
        parcel = pack(self.outbox, delivery, self.numbering.next(), attempts=attempts)
        self.work.mail.post(parcel)
        self.parcels.append((parcel, delivery))

    def speech(self, language: str) -> Speech:
        """Somebody's language, or French where it is not spoken here."""
        known = language if language in self.catalogue.languages else self.catalogue.languages[0]
        return Speech(known, self.catalogue)

    async def scene(self, session: str) -> Scene | None:
        """The scene of a session, loaded once a batch; None if there is none or its key is gone."""
        if session not in self._scenes:
            found = await self.work.sessions.get(session)
            self._scenes[session] = await load_scene(self.work, self.services, found) if found else None
        return self._scenes[session]

    def forget_scene(self, session: str) -> None:
        """Load the scene anew next time: a deed of the facilitator changed it."""
        self._scenes.pop(session, None)

    async def seat(self, session: str, user: int) -> Seat | None:
        """The seat of an account in a session, if it has one."""
        scene = await self.scene(session)
        return await load_seat(self.work, scene, user) if scene else None

    def broadcast(self, session: str) -> None:
        """Bring everybody in a session up to date once the batch is committed."""
        self.work.mail.start_broadcast(session)
        self.broadcasts = True
        self.forget_scene(session)
        self.touched.add(session)
