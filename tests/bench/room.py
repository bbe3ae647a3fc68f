"""A session with people in it, made through the app's own deeds before the bot starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.app.answer import answer
from bot.app.desk import invite
from bot.app.join import accept
from bot.app.ports import Work
from bot.app.records import Organisation, Question, Session
from bot.app.seat import Scene, load_scene
from bot.app.services import Services
from bot.app.sessions import Plan, make_session, open_stage
from bot.core.journey import Action, Continue, Tell, stand
from bot.core.script import NO_ANSWER, Choose, Rate, Script, Stage
from bot.settings import Settings, read_settings
from bot.wiring import Parts, installation
from tests.bench.contenders import baro

FIRST_PERSON = 7_000_000_001
TOGETHER = 500
LANGUAGES = ("fr", "bm")


@dataclass(frozen=True, slots=True)
class Room:
    """A session in a database, the accounts that take part, and a facilitator's invitation."""

    folder: Path
    session: Session
    script: Script
    users: Sequence[int]
    invitation: str

    @property
    def first_stage(self) -> Stage:
        """The first stage that is opened for everybody."""
        return self.script.opened[0]


def settings_of(folder: Path) -> Settings:
    """The settings of the Baro that works in this folder."""
    return read_settings(baro("http://127.0.0.1", folder).environment, folder)


async def furnish(folder: Path, people: int, questions: int = 0, *, rating: bool = False) -> Room:
    """Make a dialogue session with so many participants and published questions.

    With ``rating`` the first stage that asks for scores is open, and everybody stands before a score.
    """
    async with installation(settings_of(folder)) as parts:
        services = parts.services
        script = services.scripts["dialogue"]
        async with parts.database.begin() as work:
            work.organisations.put(Organisation("bench", "Bench"))
            invitation = invite(work, services, "bench", "facilitator")
            plan = Plan(script, "Bench", "Ségou", services.clock.today(), LANGUAGES)
            session = await make_session(work, services, "bench", plan)
            if rating:
                scene = await _scene(work, services, session)
                session = open_stage(work, services, scene, _rating_stage(script))
            await work.commit()
        users = range(FIRST_PERSON, FIRST_PERSON + people)
        for start in range(0, people, TOGETHER):
            await _let_in(parts, session, users[start : start + TOGETHER])
        for start in range(0, questions, TOGETHER):
            await _publish(parts, session, range(start, min(start + TOGETHER, questions)))
    return Room(folder, session, script, users, invitation)


def _rating_stage(script: Script) -> Stage:
    return next(stage for stage in script.opened if any(isinstance(step, Rate) for step in stage.steps))


async def _let_in(parts: Parts, session: Session, users: Sequence[int]) -> None:
    async with parts.database.begin() as work:
        scene = await _scene(work, parts.services, session)
        for user in users:
            await _arrive(work, parts.services, scene, user)
        await work.commit()


async def _arrive(work: Work, services: Services, scene: Scene, user: int) -> None:
    """Accept, say who one is, read on up to the first score, or to where the room waits."""
    seat = await accept(work, services, scene, user, user, LANGUAGES[user % len(LANGUAGES)])
    while (step := stand(scene.room, seat.person).step) is not None and not isinstance(step, Rate):
        action: Action = Tell(step.id, _told(step, user)) if isinstance(step, Choose) else Continue(step.id)
        seat = await answer(work, seat, action)


def _told(step: Choose, user: int) -> str:
    values = [*(option.id for option in step.options), NO_ANSWER]
    return values[user % len(values)]


async def _publish(parts: Parts, session: Session, numbers: Sequence[int]) -> None:
    async with parts.database.begin() as work:
        for number in numbers:
            work.questions.put(
                Question(
                    id=f"{number:010}",
                    session=session.id,
                    collect="question",
                    side="inhabitants",
                    language="fr",
                    text=f"Pourquoi la patrouille {number} passe-t-elle si rarement au marché le soir ?",
                    status="published",
                )
            )
        await work.commit()


async def _scene(work: Work, services: Services, session: Session) -> Scene:
    scene = await load_scene(work, services, session)
    assert scene is not None, "the session was made a moment ago"
    return scene
