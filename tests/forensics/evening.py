"""A whole session with everything in it that may leave a trace, played by people whose every mark is known."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.app.records import Question
from bot.cli.office import export
from bot.core import names
from bot.core.script import Script
from bot.rehearsal.standin import Person
from bot.wiring import SystemChance
from tests.fakes.room import Room
from tests.fakes.room import room as open_room

NAMES = (
    "Zoumana Kèlètigui",
    "Sokona Diabatéba",
    "Fatoumata Nènè",
    "Kassoum Bagayogo",
    "Djénéba Samakoura",
    "Yacouba Dembaga",
    "Ramatoulaye Tiocary",
    "Bréhima Fanétié",
)
ASKED = tuple(f"Pourquoi la lampe numéro {number} du marché ne brille-t-elle plus ?" for number in range(5))
WITHDRAWN = "Qui a pris les moutons de mon oncle au barrage de Konna ?"
DRAFT = "Je n’ose pas envoyer ceci sur le puits empoisonné."
ORIGINAL = "Pourquoi l’adjudant Sidibéla garde-t-il nos motos ?"
CORRECTED = "Pourquoi garde-t-on nos motos ?"
DISCLOSED = "Un agent m’a frappée derrière la mairie de Fatoma."
GONE = (WITHDRAWN, DRAFT, ORIGINAL)
"""Words of which nothing may be left after the seal."""


@dataclass
class Played:
    """The room, who was in it, and what an examiner must not find, worked out with the keys as they then were."""

    room: Room
    folder: Path
    facilitator: Person
    people: list[Person]
    code: str
    pseudonyms: set[bytes] = field(default_factory=set)

    @property
    def ids(self) -> list[int]:
        """The accounts of those who took part."""
        return [person.user_id for person in self.people]

    async def session(self) -> str:
        """The session's id."""
        async with self.room.parts.database.read() as work:
            found = await work.sessions.by_code(self.code)
        assert found is not None
        return found.id

    async def script(self) -> Script:
        """What was played."""
        services = self.room.parts.services
        return services.scripts["dialogue"]

    async def questions(self) -> list[Question]:
        """Every question that has been mixed."""
        statuses = ("waiting", "published", "aside", "asked", "answered", "protected", "merged")
        async with self.room.parts.database.read() as work:
            return await work.questions.page(await self.session(), statuses=statuses, limit=100)

    async def notes_pseudonyms(self) -> None:
        """Work out, while the session's key is there, every name under which anybody may stand."""
        vault = await self.room.parts.services.vault.session(await self.session())
        script, questions = await self.script(), await self.questions()
        polls = {
            (step.pair and f"pair:{step.pair}") or step.id
            for _, step in script.polls()
            if hasattr(step, "pair")
        }
        for user in self.ids:
            self.pseudonyms |= names_under(vault.key, user, polls, {each.id for each in questions})


def names_under(key: bytes, user: int, polls: set[str], questions: set[str]) -> set[bytes]:
    """Every name that one key gives one account."""
    person = names.person_key(key, user)
    steps = {step.removeprefix("pair:") for step in polls} | polls
    return {
        person,
        names.report_key(key, person),
        names.visitor_name(key, user),
        names.staff_name(key, user),
        names.lane_name(key, user),
        names.lane_name(names.derive_key(key, "outbox/lanes"), user),
        *(names.ballot_key(key, step, person) for step in steps),
        *(names.support_key(key, question, person) for question in questions),
        *(names.message_name(key, person, message) for message in range(1, 80)),
    }


@asynccontextmanager
async def begun(folder: Path, **environment: str) -> AsyncIterator[Played]:
    """A session that has gone as far as the votes, with the log at its finest beside it."""
    handler = logging.FileHandler(folder / "baro.log")
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        async with open_room(folder, None, SystemChance(), **environment) as room:
            fanta = await room.member("Fanta", "facilitator")
            code = await room.session(fanta)
            joining = [room.joins(name, code, *_answers(place)) for place, name in enumerate(NAMES)]
            played = Played(room, folder, fanta, list(await asyncio.gather(*joining)), code)
            await room.stage(fanta)
            await _everybody(played, "Continuer", "Beaucoup")
            yield played
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()


def _answers(place: int) -> tuple[str, ...]:
    gender = "Femme" if place % 2 else "Homme"
    return ("Habitant", gender, "25", "longtemps") if place else ("Autorité", "Homme", "36", "longtemps")


async def _everybody(played: Played, *labels: str) -> None:
    for label in labels:
        for person in played.people:
            await person.taps(label)
        await played.room.quiet()


async def asks(played: Played) -> None:
    """The questions are opened, sent, one of them taken back, one never sent; and mixed."""
    room, people = played.room, played.people
    await room.stage(played.facilitator)
    for person, text in zip(people, (*ASKED, ORIGINAL, WITHDRAWN), strict=False):
        await person.sends(text)
    await room.quiet()
    for person in people[: len(ASKED) + 2]:
        await person.taps("Envoyer")
    await room.quiet()
    await room.taps(people[len(ASKED) + 1], "🗑", "Oui, retirer")
    await room.says(people[-1], DRAFT)


async def moderates(played: Played) -> None:
    """The facilitator goes through the questions: corrects one, publishes them all."""
    room, fanta = played.room, played.facilitator
    await room.stage(fanta)
    await room.taps(fanta, "❓ Questions à lire")
    for _question in range(len(ASKED) + 1):
        screen = fanta.chat.screen
        if screen is not None and ORIGINAL in screen.text:
            await room.taps(fanta, "Corriger")
            await room.says(fanta, CORRECTED)
        await room.taps(fanta, "Publier")
    await _everybody(played, "⬜ 1", "⬜ 2")


async def ends(played: Played) -> None:
    """Somebody leaves, the session is closed, its files are drawn."""
    room, fanta = played.room, played.facilitator
    await room.says(played.people[1], "/quitter")
    await room.taps(played.people[1], "quitter")
    await played.notes_pseudonyms()
    await room.says(fanta, "/seance")
    await room.taps(fanta, "🟢", "⚙️ Plus", "Terminer", "Terminer")
    await export(room.settings, played.code, played.folder / "export", "fr")
