"""Bringing a session up to date: a walk through the roster that shows each person where they now are.

One row stands for the whole walk. It goes stride by stride: what the next people are sent and how far the walk has
come are committed together, so that a restart, or the next worker who leads, goes on where it was. A stage opened
meanwhile begins it again; what was not sent yet of the walk before is withdrawn, and whoever has seen what is true now
is passed over.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection, Mapping

from bot.app.ports import StorageFailed, Store, Work
from bot.app.present import present
from bot.app.records import Broadcast
from bot.app.seat import Scene, Seat, load_scene, open_seats, preload_ballots
from bot.app.services import Services
from bot.app.words import Catalogue
from bot.tg.crew import Crew
from bot.tg.delivery import Delivery, Walk
from bot.tg.errand import Errand
from bot.tg.outbox import Sender
from bot.tg.post_office import PostOffice
from bot.tg.show import announce
from bot.tg.speech import Speech
from bot.tg.views.participant import draw

logger = logging.getLogger(__name__)

STRIDE = 25
"""People looked at in one step, and messages that may still wait when the next is taken: few, so that what is sent is
what is true then."""

LONG_STRIDE = 200
"""The same for a bot that may send a thousand messages a second."""

STRIDE_SECONDS = 0.8
"""How long a stride takes to send at the pace of the bot."""

STRIDES = 8
"""Strides of one session before another has its turn."""

PATIENCE = 10.0
"""Seconds without a sign of what other workers are to send, after which the walk goes on all the same."""

_OWN_LOOK = 0.02
_OTHERS_LOOK = 0.1


def turns(workers: Collection[int], left: Mapping[int, int], messages: int) -> list[int]:
    """Who is to send so many messages: each time whoever has least ``left``, so that nobody runs out of them while
    others still have many."""
    given = Counter(left)
    found = []
    for _message in range(messages if workers else 0):
        worker = min(sorted(workers), key=given.__getitem__)
        given[worker] += 1
        found.append(worker)
    return found


class Walker:
    """Walks through rosters, one session after another, if this worker leads. The next stride is posted while the one
    before is being sent, so that the pace never waits for the database."""

    def __init__(
        self,
        store: Store,
        services: Services,
        catalogue: Catalogue,
        sender: Sender,
        office: PostOffice,
        crew: Crew,
        touch: Callable[[set[str]], None],
    ) -> None:
        self._store = store
        self._services = services
        self._catalogue = catalogue
        self._sender = sender
        self._office = office
        self._crew = crew
        self._touch = touch
        self._news = asyncio.Event()
        self._news.set()
        self._walking = False
        self._own: list[Errand] = []
        self._others: dict[int, int] = {}

    def wake(self) -> None:
        """There is a session to bring up to date."""
        self._news.set()

    @property
    def idle(self) -> bool:
        """Whether no walk is under way."""
        return not self._news.is_set() and not self._walking

    async def run(self) -> None:
        """Walk until cancelled."""
        while True:
            await self._news.wait()
            self._walking = True
            try:
                await self._walk_all()
            except StorageFailed:
                logger.error("a broadcast waits for the database")
                await asyncio.sleep(1)
                self._news.set()
            except Exception as failure:
                logger.error("a broadcast stands still: %s", type(failure).__name__)
                await asyncio.sleep(PATIENCE)
                self._news.set()
            self._walking = False

    async def _walk_all(self) -> None:
        """Walk until no session has a walk under way. Each gets some strides in turn. Who does not lead only withdraws
        what is overtaken."""
        while True:
            self._news.clear()
            async with self._store.read() as work:
                broadcasts = await work.mail.broadcasts()
            self._sender.overtaken({each.session: each.revision for each in broadcasts})
            if not broadcasts or not self._crew.leads:
                return
            for broadcast in broadcasts:
                await self._walk(broadcast)

    async def _walk(self, broadcast: Broadcast) -> None:
        """Go some strides, until the walk is at its end or there is news."""
        for _stride in range(STRIDES):
            await self._have_passed(self._length)
            if self._news.is_set() or not self._crew.leads:
                return
            if not await self._stride(broadcast.session):
                await self._end(broadcast)
                return

    async def _end(self, broadcast: Broadcast) -> None:
        """The walk is over once the last have it: until then the session is not sealed."""
        await self._have_passed(0)
        if not self._news.is_set():
            async with self._store.begin() as work:
                await work.mail.end_broadcast(broadcast)
                await work.commit()
            self._touch({broadcast.session})

    async def _stride(self, session: str) -> bool:
        """Post what the next people are sent. Returns False where there is nobody any more."""
        async with self._store.begin() as work:
            settled = await self._sender.settle(work)
            broadcast = next((each for each in await work.mail.broadcasts() if each.session == session), None)
            if broadcast is None:
                return False
            deliveries, cursor = await self._look(work, broadcast)
            if cursor is None:
                return False
            posting = await self._office.post(work, deliveries, self._turns())
            await work.mail.move_broadcast(broadcast, cursor)
            await work.commit()
        self._sender.settled(settled)
        self._own += await self._sender.take_over(posting, self._office.worker)
        others = [parcel for parcel, _delivery in posting.posted if parcel.worker != self._office.worker]
        self._others |= {parcel.id: parcel.worker for parcel in others}
        self._touch({session})
        return True

    async def _have_passed(self, all_but: int) -> None:
        """Wait until the strides before are through or held up by something that passes, all but so many messages."""
        left = -1
        patience = 0.0
        while not self._news.is_set():
            self._own = [errand for errand in self._own if not errand.passed]
            if len(self._own) + len(self._others) <= all_but:
                return
            pause = _OWN_LOOK
            if len(self._own) <= all_but:
                async with self._store.read() as work:
                    left_of_others = await work.mail.among(self._others)
                self._others = {id: worker for id, worker in self._others.items() if id in left_of_others}
                pause = _OTHERS_LOOK
            patience = 0.0 if len(self._others) != left else patience + pause
            left = len(self._others)
            if patience > PATIENCE:
                self._others.clear()
            await asyncio.sleep(pause)

    def _turns(self) -> list[int]:
        """Who is to send the next messages."""
        left = Counter([*self._others.values(), *[self._office.worker] * len(self._own)])
        return turns(self._crew.roll, left, self._length)

    @property
    def _length(self) -> int:
        """How many people a stride has."""
        return int(min(LONG_STRIDE, max(STRIDE, self._crew.rate * STRIDE_SECONDS)))

    async def _look(self, work: Work, broadcast: Broadcast) -> tuple[list[Delivery], bytes | None]:
        """What the next people of the roster must be sent, and where the walk then stands (None where there is nobody
        any more)."""
        session = await work.sessions.get(broadcast.session)
        scene = await load_scene(work, self._services, session) if session else None
        rows = await work.people.page(broadcast.session, broadcast.cursor, self._length) if scene else []
        if scene is None or not rows:
            return [], None
        seats = open_seats(scene, rows)
        await preload_ballots(work, seats)
        walk = Walk(broadcast.session, broadcast.revision)
        found = [await self._news_for(work, scene, seat, walk) for seat in seats]
        return [delivery for delivery in found if delivery is not None], rows[-1].key

    async def _news_for(self, work: Work, scene: Scene, seat: Seat, walk: Walk) -> Delivery | None:
        try:
            screen = await present(work, seat)
        except StorageFailed:
            raise
        except Exception as failure:
            logger.error("somebody could not be shown where they are: %s", type(failure).__name__)
            return None
        speech = Speech(seat.person.language, self._catalogue)
        return announce(seat, draw(speech, scene.script, scene.session.id, screen), walk)
