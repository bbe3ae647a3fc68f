"""The bot at work: inbox, sender, broadcasts, panels and what falls due, started and stopped together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from telegram.error import TelegramError

from bot.app.counters import Counters
from bot.app.ports import Exports, Store
from bot.app.services import Services
from bot.app.words import Catalogue
from bot.settings import Settings
from bot.tg.application import AnyApplication, build
from bot.tg.arrivals import Arrivals
from bot.tg.broadcast import Walker
from bot.tg.chore_list import ChoreList
from bot.tg.closer import Closer
from bot.tg.comeback import Comeback
from bot.tg.courier import Courier
from bot.tg.crew import LOOK, Crew
from bot.tg.delivery import Delivery
from bot.tg.eraser import ERASE, Eraser
from bot.tg.inbox import Inbox, poll
from bot.tg.outage import Pauses
from bot.tg.outbox import Make, Sender
from bot.tg.pace import Pace, SendLimits
from bot.tg.panel_keeper import PanelKeeper
from bot.tg.post_office import PostOffice
from bot.tg.profile import introduce
from bot.tg.reading import KINDS
from bot.tg.regrets import Regrets
from bot.tg.sweeper import Sweeper
from bot.tg.vital_signs import VitalSigns

logger = logging.getLogger(__name__)

GRACE = 10.0
"""Seconds that what is on its way has after a stop; the rest stays in the outbox."""

DUE_PAUSE = 5.0

LOOKS_BACK = 5
"""Beats of the crew between two looks whether there was a silence."""


class Telegram:
    """The parts that face Telegram."""

    def __init__(
        self,
        application: AnyApplication,
        inbox: Inbox,
        sender: Sender,
        walker: Walker,
        panels: PanelKeeper,
        closer: Closer,
        crew: Crew,
        comeback: Comeback,
        sweeper: Sweeper,
        signs: VitalSigns,
        catalogue: Catalogue,
        settings: Settings,
        counters: Counters,
        fault_pause: float,
    ) -> None:
        self.application = application
        self.inbox = inbox
        self.sender = sender
        self._walker = walker
        self._panels = panels
        self._closer = closer
        self.crew = crew
        self._comeback = comeback
        self.sweeper = sweeper
        self.signs = signs
        self._catalogue = catalogue
        self._settings = settings
        self._counters = counters
        self._fault_pause = fault_pause
        self.arrivals = Arrivals(application.bot, inbox, counters)
        self._at_work = False

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        *,
        settings: Settings,
        store: Store,
        services: Services,
        catalogue: Catalogue,
        exports: Exports,
        make_files: Callable[[str], Make],
        panel_pause: float,
        write_pause: float,
        beat_pause: float,
        fault_pause: float,
    ) -> AsyncIterator[Telegram]:
        """Log in, and log out at the end. ``fault_pause`` is the first of the growing pauses after which what failed is
        tried again. Raises telegram.error.InvalidToken or NetworkError."""
        application = build(settings.token, settings.api_url)
        office = PostOffice(await services.vault.outbox(), alone=settings.works_alone)
        # The bot by itself too: an application that does not get as far as to know its bot leaves it open.
        async with application.bot, application:
            username = application.bot.username
            limits = SendLimits(settings.message_rate, settings.chat_rate, settings.group_rate)
            pace = Pace(limits)
            courier = Courier(application.bot, pace, services.counters, Pauses(first=fault_pause))
            make = _either(Eraser(courier, store, services, catalogue), make_files(username))
            sender = Sender(courier, store, services, office.outbox, make, write_pause)
            look_pause = min(LOOK, beat_pause)
            alone = settings.works_alone
            crew = Crew(store, office, sender, pace, alone=alone, beat=beat_pause, look=look_pause)
            panels = PanelKeeper(store, services, catalogue, sender, office, crew, panel_pause)
            walker = Walker(store, services, catalogue, sender, office, crew, panels.touch)
            regrets = Regrets(application.bot, catalogue)
            inbox = Inbox(
                application, store, services, catalogue, office, sender, walker, panels, regrets, username
            )
            chores = ChoreList(store, inbox)
            closer = Closer(store, services, exports, inbox, crew, chores, DUE_PAUSE)
            comeback = Comeback(store, services, application.bot, inbox, crew, LOOKS_BACK * beat_pause)
            sweeper = Sweeper(store, services, inbox, crew, DUE_PAUSE)
            sender.when_shown = panels.touch
            panels.leave = chores.leave
            crew.when_left = chores.take
            crew.when_walking = walker.wake
            crew.when_leading = _all_of(walker.wake, closer.take_over)
            signs = VitalSigns(store, application.bot, pace)
            yield cls(
                application,
                inbox,
                sender,
                walker,
                panels,
                closer,
                crew,
                comeback,
                sweeper,
                signs,
                catalogue,
                settings,
                services.counters,
                fault_pause,
            )

    @property
    def idle(self) -> bool:
        """Whether the bot is at work and nothing is on its way to anybody."""
        parts = (self.sender, self._walker, self._panels, self._closer, self.sweeper)
        return self._at_work and all(part.idle for part in parts)

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until ``stopping`` is set: then take no more updates, finish the batch, send what can be sent."""
        await self._register()
        try:
            await introduce(self.application.bot, self._catalogue)
        except TelegramError as failure:
            logger.warning("the bot's menu could not be set: %s", type(failure).__name__)
        await self.crew.join()
        # What waits at Telegram is answered behind this, not overtaken by it.
        await self._comeback.look()
        self._at_work = True
        sending = asyncio.create_task(self._send())
        taking = asyncio.create_task(self._take())
        stopped = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait({sending, taking, stopped}, return_when=asyncio.FIRST_COMPLETED)
            await _end(taking)
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    while not self.sender.idle and not sending.done():
                        await asyncio.sleep(0.05)
            if not sending.done():
                await self.crew.leave()
        finally:
            stopped.cancel()
            await _end(taking)
            await _end(sending)

    async def _register(self) -> None:
        """Tell Telegram how updates are to come."""
        if self._settings.mode == "webhook":
            await self.application.bot.set_webhook(
                self._settings.webhook_url,
                secret_token=self._settings.webhook_secret,
                allowed_updates=KINDS,
                max_connections=100,
            )
        else:
            await self.application.bot.delete_webhook()

    async def _take(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            if self._settings.mode == "webhook":
                tasks.create_task(self.arrivals.run())
            else:
                pauses = Pauses(first=self._fault_pause)
                tasks.create_task(poll(self.application, self.inbox, self._counters, pauses=pauses))
            tasks.create_task(self._closer.run())
            tasks.create_task(self.sweeper.run())
            tasks.create_task(self._comeback.run())

    async def _send(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.sender.run())
            tasks.create_task(self._walker.run())
            tasks.create_task(self._panels.run())
            tasks.create_task(self.crew.run())


def _all_of(*calls: Callable[[], None]) -> Callable[[], None]:
    def call_all() -> None:
        for call in calls:
            call()

    return call_all


def _either(erase: Make, files: Make) -> Make:
    """Does the jobs of deliveries: erasing a chat, or making a file."""

    async def make(delivery: Delivery) -> Delivery | None:
        erases = delivery.job is not None and delivery.job.name == ERASE
        return await (erase if erases else files)(delivery)

    return make


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait for it; what it failed with is raised."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
