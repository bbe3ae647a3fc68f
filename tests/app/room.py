"""A session with people in it on a real database, with plain verbs for the stories of this folder."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from bot.app.answer import answer, keep_up
from bot.app.counting import close_polls
from bot.app.dossier import Dossier, gather
from bot.app.join import accept
from bot.app.leave import leave
from bot.app.paper import put_hand_count
from bot.app.ports import Work
from bot.app.records import Mode, Session
from bot.app.results import Outcome, line_of
from bot.app.sealing import destroy_keys, forget_people
from bot.app.seat import Scene, Seat, load_scene, load_seat
from bot.app.services import Services
from bot.app.sessions import Plan, close_session, make_session, open_stage
from bot.app.vault import Vault
from bot.content.scripts import load_scales, load_scripts
from bot.core.journey import Cast, Continue, Tell
from bot.core.results import Line
from bot.core.script import Choose, Rate, Say, Scale, Script
from bot.settings import ROOT
from bot.storage.database import Database
from bot.storage.keys import KeyStoreFile
from tests.fakes.databases import furnish

T = TypeVar("T")

DAY = date(2027, 1, 15)


class Noon:
    """A clock that stands still."""

    def now(self) -> int:
        return 1_800_000_000

    def today(self) -> date:
        return DAY


class Luck:
    """Real randomness."""

    def bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)

    def letters(self, alphabet: str, count: int) -> str:
        return "".join(secrets.choice(alphabet) for _letter in range(count))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        return secrets.SystemRandom().sample(items, len(items))


class Keys:
    """A catalogue that says its keys, each followed by what would stand in its placeholders."""

    languages = ("fr", "bm")

    def own_name(self, language: str) -> str:
        return {"fr": "Français", "bm": "Bamanankan"}[language]

    def text(self, language: str, key: str, /, **values: object) -> str:
        return " ".join([key, *map(str, values.values())])

    def plural(self, language: str, key: str, number: int, /, **values: object) -> str:
        return self.text(language, key, **{"number": number, **values})

    def date(self, language: str, day: date) -> str:
        return day.isoformat()

    def number(self, language: str, value: float, decimals: int = 0) -> str:
        return f"{value:.{decimals}f}"


@dataclass
class Room:
    """One session. Who came is known by a number, which stands for their Telegram account."""

    database: Database
    services: Services
    session: str
    here: list[int] = field(default_factory=list)

    async def scene(self, work: Work) -> Scene:
        session = await work.sessions.get(self.session)
        assert session is not None
        scene = await load_scene(work, self.services, session)
        assert scene is not None
        return scene

    async def come(self, many: int, **about: str) -> list[int]:
        """So many people join and say the same of themselves; what is not given is passed over."""
        async with self.database.begin() as work:
            scene = await self.scene(work)
            new = [len(self.here) + 1 + number for number in range(many)]
            for user in new:
                seat = await accept(work, self.services, scene, user, user, "fr")
                await self._arrive(work, seat, about)
            await work.commit()
        self.here += new
        return new

    async def leaves(self, user: int) -> None:
        """Somebody leaves the session."""
        async with self.database.begin() as work:
            seat = await load_seat(work, await self.scene(work), user)
            assert seat is not None
            await leave(work, seat)
            await work.commit()

    async def comes_back(self, user: int, **about: str) -> None:
        """Somebody who left joins again, and says this of themselves now."""
        async with self.database.begin() as work:
            seat = await accept(work, self.services, await self.scene(work), user, user, "fr")
            await self._arrive(work, seat, about)
            await work.commit()

    async def _arrive(self, work: Work, seat: Seat, about: Mapping[str, str]) -> None:
        stage = seat.scene.script.arrival[0]
        while seat.person.stage == stage.id and seat.person.step:
            step = seat.scene.script.step(seat.person.step)
            assert isinstance(step, Choose | Say)
            if isinstance(step, Choose):
                said = about.get(step.about or "", "no_answer")
                seat = await answer(work, seat, Tell(step.id, said))
            else:
                seat = await answer(work, seat, Continue(step.id))

    async def opens(self, stage: str) -> None:
        """The facilitator opens a stage."""
        async with self.database.begin() as work:
            scene = await self.scene(work)
            open_stage(work, self.services, scene, scene.script.stage(stage))
            await work.commit()

    async def vote(self, users: Iterable[int], step: str, *values: str) -> None:
        """These people give these answers to a poll, each the next in turn."""
        async with self.database.begin() as work:
            scene = await self.scene(work)
            for place, user in enumerate(users):
                seat = await load_seat(work, scene, user)
                assert seat is not None
                await answer(work, keep_up(work, seat), Cast(step, values[place % len(values)]))
            await work.commit()

    async def closes(self, *steps: str) -> None:
        """The facilitator closes polls."""
        async with self.database.begin() as work:
            await close_polls(work, self.services, await self.scene(work), steps)
            await work.commit()

    async def ends(self) -> None:
        """The session is closed."""
        async with self.database.begin() as work:
            await close_session(work, self.services, await self.scene(work))
            await work.commit()

    async def is_sealed(self) -> None:
        """The session is closed and sealed: its key is gone."""
        await self.ends()
        async with self.database.begin() as work:
            session = await work.sessions.get(self.session)
            assert session is not None
            sealed = await forget_people(work, session)
            await work.commit()
        await destroy_keys(self.services, sealed)

    async def is_counted_by_hand(self, step: str, line: Line, mode: Mode, *numbers: int) -> None:
        """A facilitator enters a hand count."""
        async with self.database.begin() as work:
            session, script = await self.now(work)
            ballot = script.step(step)
            assert isinstance(ballot, Choose | Rate)
            put_hand_count(work, session, script, ballot, line, mode, numbers)
            await work.commit()

    async def removes_hand_counts(self, step: str, line: Line) -> None:
        """A facilitator removes what was counted by hand for a line."""
        async with self.database.begin() as work:
            for count in await work.ballots.hand_counts(self.session):
                if count.step == step and line_of(count) == line:
                    work.ballots.remove_hand_count(count)
            await work.commit()

    async def now(self, work: Work) -> tuple[Session, Script]:
        """The session as it is stored, and its script."""
        scene = await self.scene(work)
        return scene.session, scene.script

    async def outcome(self, step: str) -> Outcome:
        """The results of the item that a step belongs to."""
        found = (await self.dossier()).outcomes
        return next(each for each in found if step in {one.id for one in each.item.steps})

    async def dossier(self) -> Dossier:
        """What may leave Baro of this session."""
        async with self.database.read() as work:
            found = await gather(work, self.session, questions=True)
        assert found is not None
        return found


@cache
def conversations() -> tuple[Mapping[str, Script], Mapping[str, Scale]]:
    """Baro's own scripts and scales, read once: they are the same in every story."""
    folder = ROOT / "conversations"
    return load_scripts(folder), load_scales(folder)


@asynccontextmanager
async def room(
    folder: Path, script: str = "dialogue", languages: tuple[str, ...] = ("fr", "bm")
) -> AsyncIterator[Room]:
    """A new session of one of Baro's own scripts, before anybody has come."""
    master = secrets.token_bytes(32)
    keys = await KeyStoreFile.open(f"sqlite:///{folder}/keys/keys.db", master)
    database = await Database.open(await furnish(f"sqlite:///{folder}/baro.db"))
    scripts, scales = conversations()
    services = Services(await Vault.open(keys, Luck()), Noon(), Luck(), scripts, scales)
    try:
        async with database.begin() as work:
            closes = Noon().now() + 3600 if script == "youth_poll" else None
            plan = Plan(scripts[script], "Paix à Sévaré", "Sévaré", DAY, languages, closes)
            session = await make_session(work, services, "add", plan)
            await work.commit()
        yield Room(database, services, session.id)
    finally:
        await database.close()
