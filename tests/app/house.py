"""An installation on temporary files, with plain verbs for what people do in a session."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.app import ask
from bot.app.answer import answer, keep_up
from bot.app.ask import mix
from bot.app.counting import close_polls, published_lines
from bot.app.join import accept, find_seat
from bot.app.ports import Work
from bot.app.records import Session
from bot.app.seat import Scene, Seat, load_scene
from bot.app.services import Services
from bot.app.sessions import Plan, close_session, make_session, open_stage
from bot.app.vault import Vault
from bot.core.journey import Action
from bot.core.results import LineResult
from bot.core.script import Script
from bot.rehearsal.fixed import FixedClock, SeededChance
from bot.storage.database import Database
from bot.storage.keys import KeyStoreFile
from tests.core.scripts import live
from tests.fakes.databases import furnish
from tests.hygiene.log_scan import SCAN


@dataclass
class House:
    """One installation with one session. People are named by their Telegram account's number."""

    database: Database
    services: Services
    keys: KeyStoreFile
    folder: Path
    session: str = ""

    async def begins(self, script: Script | None = None) -> Session:
        """A facilitator makes the session."""
        async with self.database.begin() as work:
            plan = Plan(script or live(), "Paix", "Sévaré", date(2026, 12, 5), ("fr", "bm"))
            session = await make_session(work, self.services, "add", plan)
            await work.commit()
        self.session = session.id
        return session

    @asynccontextmanager
    async def scene(self) -> AsyncIterator[tuple[Work, Scene]]:
        """The session within a transaction that is committed at the end."""
        async with self.database.begin() as work:
            session = await work.sessions.get(self.session)
            assert session is not None
            scene = await load_scene(work, self.services, session)
            assert scene is not None
            yield work, scene
            await work.commit()

    async def joins(self, user: int, language: str = "fr") -> None:
        """Somebody accepts."""
        async with self.scene() as (work, scene):
            await accept(work, self.services, scene, user, user, language)

    async def seat(self, user: int) -> Seat | None:
        """Somebody's seat as it is kept."""
        async with self.database.read() as work:
            return await find_seat(work, self.services, user)

    async def does(self, user: int, *actions: Action) -> Seat:
        """Somebody taps, one thing after another."""
        async with self.scene() as (work, _scene):
            seat = await find_seat(work, self.services, user)
            assert seat is not None
            for action in actions:
                seat = await answer(work, keep_up(work, seat), action)
        return seat

    async def opens(self, stage: str) -> None:
        """The facilitator opens a stage."""
        async with self.scene() as (work, scene):
            open_stage(work, self.services, scene, scene.script.stage(stage))

    async def closes(self, *polls: str) -> None:
        """The facilitator closes polls."""
        async with self.scene() as (work, scene):
            await close_polls(work, self.services, scene, polls)

    async def ends(self) -> Session:
        """The facilitator ends the session."""
        async with self.scene() as (work, scene):
            return await close_session(work, self.services, scene)

    async def asks(self, user: int, text: str) -> str:
        """Somebody sends a question; gives the token of its receipt."""
        SCAN.marks.text(text)
        async with self.scene() as (work, _scene):
            seat = await find_seat(work, self.services, user)
            assert seat is not None
            _seat, token = await ask.send(work, self.services, keep_up(work, seat), text)
        return token

    async def mixes(self, *, everything: bool = False) -> int:
        """The waiting questions are mixed, as after a batch or at the end of a stage."""
        async with self.scene() as (work, scene):
            mixed = await mix(work, self.services, scene, everything=everything)
        await self.services.vault.destroy_intakes(mixed.keys)
        return mixed.count

    async def published(self) -> dict[str, tuple[LineResult, ...]]:
        """What may be shown of the closed polls."""
        async with self.database.read() as work:
            return await published_lines(work, self.session)


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    """An empty installation."""
    chance = SeededChance(1)
    keys = await KeyStoreFile.open(f"sqlite:///{folder}/keys/keys.db", bytes(32))
    database = await Database.open(await furnish(f"sqlite:///{folder}/baro.db"))
    services = Services(await Vault.open(keys, chance), FixedClock(), chance, {}, {})
    try:
        yield House(database, services, keys, folder)
    finally:
        await database.close()
