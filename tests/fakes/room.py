"""A room with the real bot in it: the stand-in for Telegram, Baro as ``baro run`` wires it, people with plain verbs.

Time stands until a story moves it, and chance repeats itself, so that a story tells the same every time.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

from bot.app.desk import invite
from bot.app.ports import Chance
from bot.app.records import Organisation
from bot.core.roles import Role
from bot.rehearsal.fixed import SeededChance
from bot.rehearsal.standin import TOKEN, Limits, Person, StandIn
from bot.settings import Settings, read_settings
from bot.tg.crew import BEAT
from bot.tg.running import Telegram
from bot.wiring import Content, Parts, installation, load_content, serve, telegram
from tests.fakes.databases import furnish
from tests.hygiene.log_scan import SCAN

PAUSE = 0.001
"""Seconds in which what is done together is gathered, and after which somebody who waits looks again."""

FAULT_PAUSE = 1.0
"""Seconds for which the bot first waits when something fails."""

HASTY_PAUSE = 0.02

MORNING = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)


class StoryClock:
    """A clock that a story moves."""

    def __init__(self) -> None:
        self._now = int(MORNING.timestamp())

    def now(self) -> int:
        return self._now

    def today(self) -> date:
        return datetime.fromtimestamp(self._now, UTC).date()

    @property
    def gone_by(self) -> int:
        """The seconds that the story has moved it on."""
        return self._now - int(MORNING.timestamp())

    def moves_on(self, *, hours: float) -> None:
        """So much time goes by."""
        self._now += int(hours * 3600)


class Room:
    """The bot, Telegram and everybody in the room."""

    def __init__(
        self,
        standin: StandIn,
        clock: StoryClock,
        folder: Path,
        chance: Chance | None = None,
        **environment: str,
    ) -> None:
        self.standin = standin
        self.clock = clock
        self.chance = chance or SeededChance(1)
        self.settings = _settings(standin, folder, environment)
        SCAN.marks.token(self.settings.webhook_secret)
        self._stack = AsyncExitStack()
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    parts: Parts
    bot: Telegram
    fault_pause = FAULT_PAUSE
    write_pause = PAUSE

    @property
    def at_work(self) -> bool:
        """Whether the bot was started, and neither stopped nor crashed."""
        return self._running is not None

    async def opens(self, beat: float = BEAT) -> None:
        """The bot is started on the room's files; it looks every so often what other processes have left."""
        self.parts = await self._stack.enter_async_context(
            installation(self.settings, self.clock, self.chance, words(self.settings))
        )
        self.bot = await self._stack.enter_async_context(
            telegram(self.parts, PAUSE, self.write_pause, beat, self.fault_pause)
        )
        self._stopping = asyncio.Event()
        self._running = asyncio.create_task(serve(self.parts, self.bot, self._stopping))

    async def closes(self) -> None:
        """The bot is stopped, as by SIGTERM."""
        self._stopping.set()
        if self._running is not None:
            await self._running
        self._running = None
        await self._stack.aclose()

    async def crashes(self) -> None:
        """The bot ends at once, as by SIGKILL: what is on its way stays where it is."""
        assert self._running is not None
        self._running.cancel()
        with suppress(asyncio.CancelledError):
            await self._running
        self._running = None
        await self._stack.aclose()

    async def restarts(self) -> None:
        """The bot is stopped and started again on the same files."""
        await self.closes()
        await self.opens()

    async def quiet(self, seconds: float = 10) -> None:
        """Wait until nothing is on its way, in either direction."""
        async with asyncio.timeout(seconds):
            while True:
                await self.standin.settled(timeout=seconds, quiet=0.0)
                if self.bot.idle:
                    return
                await asyncio.sleep(PAUSE)

    def person(self, name: str, language_code: str = "fr") -> Person:
        """Somebody with a phone."""
        return self.standin.person(name, language_code=language_code)

    async def member(self, name: str, role: Role, organisation: str = "ADD") -> Person:
        """Somebody of staff, who has opened their invitation."""
        somebody = self.person(name)
        await self.invites(somebody, role, organisation)
        return somebody

    async def invites(self, somebody: Person, role: Role, organisation: str = "ADD") -> None:
        """Somebody opens an invitation of an organisation."""
        async with self.parts.database.begin() as work:
            work.organisations.put(Organisation(organisation.lower(), organisation))
            token = invite(work, self.parts.services, organisation.lower(), role)
            await work.commit()
        await somebody.starts(f"i-{token}")
        await self.quiet()

    async def taps(self, somebody: Person, *labels: str) -> None:
        """Somebody taps one button after another, each named by a part of its label."""
        for label in labels:
            await somebody.taps(label.replace(" :", "\u00a0:").replace(" ?", "\u00a0?"))
            await self.quiet()

    async def says(self, somebody: Person, *texts: str) -> None:
        """Somebody types one text after another."""
        for text in texts:
            await somebody.sends(text)
            await self.quiet()

    async def session(
        self,
        facilitator: Person,
        script: str = "Dialogue",
        title: str = "Paix à Sévaré",
        place: str = "Mairie",
    ) -> str:
        """A facilitator makes a session by /seance, in both languages; gives its code."""
        await self.says(facilitator, "/seance")
        await self.taps(facilitator, "Nouvelle séance", script)
        await self.says(facilitator, title, place)
        await self.taps(facilitator, "Aujourd’hui", "Français + ")
        return self.code(facilitator)

    async def youth_poll(self, leader: Person, question: str = "Le marché est-il sûr le soir ?") -> str:
        """A youth group publishes a poll with answers of its own, for a day; gives its code."""
        await self.says(leader, "/sondage")
        await self.taps(leader, "Nouveau sondage", "Français")
        await self.says(leader, question)
        await self.taps(leader, "propres réponses")
        await self.says(leader, "Oui\nNon")
        await self.taps(leader, "1 jour", "Publier")
        return self.code(leader)

    @staticmethod
    def code(somebody: Person) -> str:
        """The session's code, as it stands on somebody's screen."""
        screen = somebody.chat.screen
        found = re.search(
            r"Code : ([A-Z0-9]{3}) ([A-Z0-9]{3})", screen.text.replace("\u00a0", " ") if screen else ""
        )
        assert found is not None, somebody.chat.render()
        return found[1] + found[2]

    async def joins(
        self, name: str, code: str, *answers: str, language: str = "Français", accept: str = "J’accepte"
    ) -> Person:
        """Somebody comes by the link, chooses a language, accepts and says who they are."""
        somebody = self.person(name)
        await somebody.starts(code)
        await self.quiet()
        await self.taps(somebody, language, accept, *answers)
        return somebody

    async def stage(self, facilitator: Person, times: int = 1) -> None:
        """The facilitator opens the next stage, so many times."""
        for _time in range(times):
            await self.says(facilitator, "/seance")
            await self.taps(facilitator, "🟢", "Ouvrir : ", "Ouvrir maintenant")


def _settings(standin: StandIn, folder: Path, environment: dict[str, str]) -> Settings:
    given = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": standin.url,
        "BOT_KEYS_URL": f"sqlite:///{folder}/keys/keys.db",
        "BOT_SECRET_FILE": f"{folder}/keys/master.key",
        "BOT_MESSAGE_RATE": "0",
        "BOT_CHAT_RATE": "0",
        **environment,
    }
    return read_settings(given, folder)


_words: dict[Path | None, Content] = {}


def words(settings: Settings) -> Content:
    """The scripts and catalogs, read once: they are the same in every room."""
    if settings.referral_file not in _words:
        _words[settings.referral_file] = load_content(settings)
    return _words[settings.referral_file]


@asynccontextmanager
async def room(
    folder: Path, limits: Limits | None = None, chance: Chance | None = None, **environment: str
) -> AsyncIterator[Room]:
    """A room with the bot running in it."""
    async with _room(folder, limits, chance, FAULT_PAUSE, environment) as opened:
        yield opened


@asynccontextmanager
async def hasty_room(folder: Path) -> AsyncIterator[Room]:
    """A room whose bot tries again very soon after something failed."""
    async with _room(folder, None, None, HASTY_PAUSE, {}) as opened:
        yield opened


@asynccontextmanager
async def _room(
    folder: Path,
    limits: Limits | None,
    chance: Chance | None,
    fault_pause: float,
    environment: dict[str, str],
) -> AsyncIterator[Room]:
    clock = StoryClock()
    if "BOT_DATABASE_URL" not in environment:
        environment["BOT_DATABASE_URL"] = await furnish(f"sqlite:///{folder}/baro.db")
    async with await StandIn.start(
        # Telegram's time goes on as ours does, and jumps when the story's does.
        clock=lambda: time.time() + clock.gone_by,
        limits=limits,
    ) as standin:
        opened = Room(standin, clock, folder, chance, **environment)
        opened.fault_pause = fault_pause
        await opened.opens()
        try:
            yield opened
        finally:
            await opened.closes()
