"""Sealing: after it nobody can say who took part, with the machine and the master key in hand.

First the rows go, in one transaction; then the key they were written under. A crash between the two leaves a key
without rows: ``forgotten_keys`` finds it at the next start.
"""

from __future__ import annotations

from dataclasses import replace

from bot.app.ports import Work
from bot.app.records import Poll, Session, SessionState
from bot.app.services import Services


async def forget_people(work: Work, session: Session) -> Session:
    """Delete the roster and all that belongs to a person of a closed session. Sealing twice is harmless.

    The caller commits and then calls ``destroy_keys``.
    """
    await work.people.forget_session(session.id)
    await work.questions.forget_authors(session.id)
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


async def forgotten_keys(work: Work, services: Services) -> list[Session]:
    """The sealed sessions whose keys are there still, after a crash in the middle of sealing."""
    found = []
    for name in await services.vault.sessions_with_keys():
        session = await work.sessions.get(name)
        if session is not None and session.state in ("sealed", "stopped") and session.closes is None:
            found.append(session)
    return found


async def destroy_keys(services: Services, session: Session) -> None:
    """Destroy the keys of a session whose rows are gone."""
    await services.vault.destroy_session(session.id)
