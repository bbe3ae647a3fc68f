"""Making a session and running it: stages opened for everybody, joining stopped, polls closed, the end."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.app.counting import clear_ballots, close_polls, finish_counting
from bot.app.ports import Work
from bot.app.records import Poll, Session
from bot.app.seat import Scene
from bot.app.services import Services
from bot.core.codes import ALPHABET, CODE_LENGTH, SESSION_ID_ALPHABET, SESSION_ID_LENGTH
from bot.core.script import Script, Stage, is_ballot

POLL_ID_LENGTH = 12
FORGOTTEN_AFTER = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a facilitator or a young leader gave for a new session. ``closes`` (seconds since 1970) is when a youth
    poll closes by itself; a dialogue closes some days after its day if nobody ends it."""

    script: Script
    title: str
    place: str
    day: date
    languages: tuple[str, ...]
    closes: int | None = None


async def make_session(work: Work, services: Services, organisation: str, plan: Plan) -> Session:
    """A new session with a code of its own. In a ``self`` script every poll is open at once."""
    body = plan.script.model_dump_json()
    digest = hashlib.sha256(body.encode()).hexdigest()
    work.sessions.put_script(digest, body)
    session = Session(
        id=services.chance.letters(SESSION_ID_ALPHABET, SESSION_ID_LENGTH),
        organisation=organisation,
        code=await _free_code(work, services),
        script=digest,
        kind="poll" if plan.closes is not None else "dialogue",
        title=plan.title,
        place=plan.place,
        day=plan.day,
        languages=plan.languages,
        closes=plan.closes or _latest_end(plan.day),
    )
    await services.vault.open_session(session.id)
    work.sessions.put(session)
    if plan.script.mode == "self":
        _open_polls(work, services, session.id, plan.script.opened, {})
    return session


def _latest_end(day: date) -> int:
    """When a dialogue is over that nobody ended: a week after its day. A phone may die; what people were promised
    about their account being forgotten must not hang on it."""
    return int(datetime.combine(day + FORGOTTEN_AFTER, time(), UTC).timestamp())


async def _free_code(work: Work, services: Services) -> str:
    while True:
        code = services.chance.letters(ALPHABET, CODE_LENGTH)
        if await work.sessions.by_code(code) is None:
            return code


def open_stage(work: Work, services: Services, scene: Scene, stage: Stage) -> Session:
    """Open a stage for everybody. Its polls open with it, unless they were closed: a closed poll stays closed."""
    session = replace(scene.session, stage=stage.id)
    work.sessions.put(session)
    _open_polls(work, services, session.id, (stage,), scene.polls)
    return session


def _open_polls(
    work: Work, services: Services, session: str, stages: Sequence[Stage], known: Mapping[str, Poll]
) -> None:
    for stage in stages:
        for step in stage.steps:
            if is_ballot(step) and step.id not in known:
                poll_id = services.chance.letters(SESSION_ID_ALPHABET, POLL_ID_LENGTH)
                work.ballots.put_poll(Poll(poll_id, session, step.id))


def let_in(work: Work, session: Session, *, joining: bool) -> Session:
    """Let newcomers in, or no longer. Whoever is in stays in."""
    session = replace(session, joining=joining)
    work.sessions.put(session)
    return session


async def close_session(work: Work, services: Services, scene: Scene) -> Session:
    """End a session: every poll is closed and counted, nobody can join, the code shows what was published."""
    await close_polls(work, services, scene, list(scene.polls))
    await finish_counting(work, services, scene)
    session = replace(
        scene.session,
        state="closed",
        joining=False,
        closed_on=services.clock.today(),
        closes=_sealing(services),
        keeps_aside=services.promises.keep_aside,
    )
    work.sessions.put(session)
    return session


async def stop_poll(work: Work, services: Services, scene: Scene) -> Session:
    """A coordinator stops a youth poll that harms somebody: its ballots go uncounted and its code opens nothing."""
    await clear_ballots(work, scene)
    session = replace(scene.session, state="stopped", joining=False, closes=_sealing(services))
    work.sessions.put(session)
    return session


def _sealing(services: Services) -> int:
    """The moment at which a session that is over now is sealed."""
    return services.clock.now() + services.promises.seal_hours * 3600
