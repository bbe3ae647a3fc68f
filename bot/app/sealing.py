"""Sealing: after it nobody can say who took part, with the machine and the master key in hand.

It goes step by step, each in a transaction of its own: the session falls due, what waits is mixed, its rows go, then
the keys they were written under. Every step can be done again, so whoever is stopped in the middle goes on at the
next start; a key that is there still is found by ``forgotten_keys``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.app.ask import mix
from bot.app.moderate import all_merged
from bot.app.ports import Store, Work
from bot.app.records import Poll, QuestionStatus, Session, SessionState
from bot.app.seat import load_scene
from bot.app.services import Services

UNSEEN: tuple[QuestionStatus, ...] = ("waiting", "aside")
"""Questions that the room was never shown, or is shown no more."""


def fall_due(work: Work, services: Services, session: Session, *, keeps_aside: bool) -> Session:
    """Have a session that is over sealed from this moment on, whatever becomes of who asked for it."""
    due = replace(session, closes=services.clock.now(), keeps_aside=keeps_aside)
    work.sessions.put(due)
    return due


async def mix_the_rest(store: Store, services: Services, session_id: str) -> None:
    """Mix what still waits, so that no question that is kept leads to the moment in which it came."""
    async with store.begin() as work:
        session = await work.sessions.get(session_id)
        scene = await load_scene(work, services, session) if session is not None else None
        if scene is not None:
            await mix(work, services, scene, everything=True)
            await work.commit()


async def forget_people(work: Work, session: Session) -> Session:
    """Delete the roster and all that belongs to a person of a session that is over, and those of its questions that
    nobody chose to keep. Sealing twice is harmless.

    The caller commits and then calls ``destroy_keys``.
    """
    await work.people.forget_session(session.id)
    await work.questions.forget_authors(session.id)
    await _forget_questions(work, session)
    await work.reports.forget_session(session.id)
    await work.messages.forget_session(session.id)
    await work.mail.drop_broadcast(session.id)
    for poll in await work.ballots.polls(session.id):
        await work.ballots.clear(poll.id)
        work.ballots.put_poll(Poll(poll.id, session.id, poll.step, "closed"))
    # What a coordinator stopped stays stopped: its code opens nothing.
    state: SessionState = "stopped" if session.state == "stopped" else "sealed"
    sealed = replace(session, state=state, closes=None)
    work.sessions.put(sealed)
    return sealed


async def _forget_questions(work: Work, session: Session) -> None:
    """Remove what was handed over and the questions that are not kept, each with what was merged into it."""
    gone: tuple[QuestionStatus, ...] = ("handed",) if session.keeps_aside else ("handed", *UNSEEN)
    removed = set(await work.questions.ids(session.id, gone))
    merged = {each.id: each.merged_into for each in await all_merged(work, session.id)}
    for question in removed | _behind(removed, merged):
        work.questions.remove(question)


def _behind(targets: Collection[str], merged: dict[str, str | None]) -> set[str]:
    """What was merged into these questions, by one step or several."""
    found: set[str] = set()
    while (
        further := {each for each, target in merged.items() if target in found or target in targets} - found
    ):
        found |= further
    return found


async def forgotten_keys(work: Work, services: Services) -> list[Session]:
    """The sealed sessions whose keys are there still, after a crash in the middle of sealing."""
    found = []
    for name in await services.vault.sessions_with_keys():
        session = await work.sessions.get(name)
        if session is not None and session.is_sealed:
            found.append(session)
    return found


async def idle_intakes(work: Work, services: Services) -> set[str]:
    """The names of intake keys under which nothing waits. A session that this database does not know may be
    another's: its keys are left alone."""
    names = await services.vault.intake_names()
    waiting = await work.questions.count_intakes(set(names.values()))
    return {
        name
        for name, session in names.items()
        if not waiting[session] and await work.sessions.get(session) is not None
    }


async def destroy_keys(services: Services, session: Session) -> None:
    """Destroy the keys of a session whose rows are gone."""
    await services.vault.destroy_session(session.id)
