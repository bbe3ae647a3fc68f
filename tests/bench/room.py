"""A session with people in it, made through the app and its storage before the bot starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from bot.app.desk import invite
from bot.app.ports import Work
from bot.app.records import Organisation, Question, Session
from bot.app.seat import Scene, Seat, load_scene, save_seat
from bot.app.sessions import Plan, make_session, open_stage
from bot.core import names
from bot.core.journey import Action, Cast, Continue, Event, Tell, act, arrive, stand
from bot.core.journey import Room as Stages
from bot.core.person import Person
from bot.core.script import NO_ANSWER, Ask, Choose, Rate, Script, Stage, Step, Support, values_of
from bot.settings import Settings, read_settings
from bot.wiring import Parts, installation
from tests.bench.contenders import baro

FIRST_PERSON = 7_000_000_001
TOGETHER = 5_000
LANGUAGES = ("fr", "bm")
KINDS_OF_PEOPLE = 60
"""People differ in language, side and groups; the next so many are the same again."""

Opened = Literal["scores", "questions", "support"] | None
"""Which stage is open: the first that asks for scores, for questions, for support; none."""

_STEPS: dict[str, type[Step]] = {"scores": Rate, "questions": Ask, "support": Support}


@dataclass(frozen=True, slots=True)
class Room:
    """A session in a database, the accounts that take part, and a facilitator's invitation."""

    folder: Path
    database: str
    session: Session
    script: Script
    users: Sequence[int]
    invitation: str

    @property
    def first_stage(self) -> Stage:
        """The first stage that is opened for everybody."""
        return self.script.opened[0]


def settings_of(folder: Path, database: str = "") -> Settings:
    """The settings of the Baro that works in this folder."""
    return read_settings(baro("http://127.0.0.1", folder, database).environment, folder)


async def furnish(
    folder: Path, people: int, questions: int = 0, *, opened: Opened = None, database: str = ""
) -> Room:
    """Make a dialogue session with so many participants and published questions. Where scores are asked for, everybody
    has given the first."""
    async with installation(settings_of(folder, database)) as parts:
        services = parts.services
        script = services.scripts["dialogue"]
        async with parts.database.begin() as work:
            work.organisations.put(Organisation("bench", "Bench"))
            invitation = invite(work, services, "bench", "facilitator")
            plan = Plan(script, "Bench", "Ségou", services.clock.today(), LANGUAGES)
            session = await make_session(work, services, "bench", plan)
            await work.commit()
        if opened:
            session = await _open(parts, session, opened)
        users = range(FIRST_PERSON, FIRST_PERSON + people)
        for start in range(0, people, TOGETHER):
            await _let_in(parts, session, users[start : start + TOGETHER])
        for start in range(0, questions, TOGETHER):
            await _publish(parts, session, range(start, min(start + TOGETHER, questions)))
    return Room(folder, database, session, script, users, invitation)


async def open_another(room: Room, opened: Opened) -> None:
    """Open another stage while no bot is at work: nobody is shown it before they tap."""
    async with installation(settings_of(room.folder, room.database)) as parts:
        await _open(parts, room.session, opened)


async def _open(parts: Parts, session: Session, opened: Opened) -> Session:
    async with parts.database.begin() as work:
        scene = await _scene(work, parts, session)
        stage = next(each for each in scene.script.opened if _has(each, opened))
        session = open_stage(work, parts.services, scene, stage)
        await work.commit()
    return session


def _has(stage: Stage, opened: Opened) -> bool:
    return opened is not None and any(isinstance(step, _STEPS[opened]) for step in stage.steps)


async def _let_in(parts: Parts, session: Session, users: Sequence[int]) -> None:
    async with parts.database.begin() as work:
        scene = await _scene(work, parts, session)

        @cache
        def walked(kind: int) -> tuple[Person, tuple[Event, ...]]:
            return _walk(scene.room, kind)

        for user in users:
            person, events = walked(user % KINDS_OF_PEOPLE)
            seat = Seat(scene, names.person_key(scene.vault.key, user), user, person)
            for event in events:
                work.ballots.put(scene.polls[event.step].id, seat.ballot_key(event.step), event.value)
            save_seat(work, seat)
        await work.commit()


def _walk(room: Stages, kind: int) -> tuple[Person, tuple[Event, ...]]:
    """Say who one is, read on past the first score, or to where the room waits."""
    person = arrive(room.script, LANGUAGES[kind % len(LANGUAGES)])
    while (step := stand(room, person).step) is not None and not isinstance(step, Rate | Ask | Support):
        action: Action = Tell(step.id, _told(step, kind)) if isinstance(step, Choose) else Continue(step.id)
        person, _events = act(room, person, action)
    if not isinstance(step, Rate):
        return person, ()
    return act(room, person, Cast(step.id, values_of(room.script, step)[0]))


def _told(step: Choose, kind: int) -> str:
    values = [*(option.id for option in step.options), NO_ANSWER]
    return values[kind % len(values)]


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


async def _scene(work: Work, parts: Parts, session: Session) -> Scene:
    scene = await load_scene(work, parts.services, session)
    assert scene is not None, "the session was made a moment ago"
    return scene
