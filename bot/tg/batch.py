"""One batch of updates: its unit of work, and what follows once it is committed."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.app.ports import Work
from bot.app.records import Chore
from bot.app.seat import Scene, Seat, load_scene, load_seat
from bot.app.services import Services
from bot.app.words import Catalogue
from bot.tg.delivery import Delivery
from bot.tg.guard import Guard
from bot.tg.post_office import Posting, PostOffice
from bot.tg.speech import Speech


@dataclass(slots=True)
class Batch:
    """What one transaction's handlers share. After the commit what is this worker's of the ``posting`` goes to its
    sender, the waiting questions of ``mixing`` are mixed where there are enough, those of ``ending_stage`` all, and the
    panels of ``touched`` are brought up to date; with ``leaves_traces`` something was deleted that still stands in the
    database's log, with ``falls_due`` a session is to be sealed now.
    """

    work: Work
    services: Services
    catalogue: Catalogue
    office: PostOffice
    guard: Guard
    username: str
    posting: Posting = field(default_factory=Posting)
    mixing: set[str] = field(default_factory=set)
    ending_stage: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    broadcasts: bool = False
    leaves_traces: bool = False
    falls_due: bool = False
    failure: BaseException | None = None
    _deliveries: list[Delivery] = field(default_factory=list)
    _scenes: dict[str, Scene | None] = field(default_factory=dict)

    def post(self, delivery: Delivery) -> None:
        """Put a delivery into the outbox: it is sent once the batch is committed."""
        self._deliveries.append(delivery)

    async def commit(self) -> None:
        """Commit the unit of work with what was posted, and with what is to be done after it: were this the last
        thing that the process did, the next would do that."""
        self.posting = await self.office.post(self.work, self._deliveries)
        await self.work.chores.put([Chore("mix", session) for session in sorted(self.ending_stage)])
        await self.work.commit()

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
        self.work.mail.start_broadcast(session, self.office.numbering.next())
        self.broadcasts = True
        self.forget_scene(session)
        self.touched.add(session)
