"""What a backup gives back, put in order: nobody of a restored session is known any more, so it cannot go on.

A session that was open or waited to be sealed is sealed: its code shows what was published, its commitments are
followed up. What people answered to polls that were open came back with nobody, and goes uncounted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.app.ports import Work
from bot.app.records import Session
from bot.app.sealing import forget_people
from bot.app.services import Services


@dataclass(frozen=True, slots=True)
class Ended:
    """What a restore has ended: the sessions that were not sealed yet, and how many of their polls were open."""

    sessions: tuple[Session, ...]
    polls: int


async def end_restored(work: Work, day: date) -> Ended:
    """Seal what was not sealed on the day of the backup. A youth poll that was stopped stays stopped.

    The caller commits and then calls ``destroy_left_keys``.
    """
    ended, polls = [], 0
    for session in await work.sessions.not_sealed():
        if session.state == "stopped":
            await forget_people(work, session)
            continue
        polls += sum(poll.state != "closed" for poll in await work.ballots.polls(session.id))
        over = replace(session, joining=False, closed_on=session.closed_on or day)
        ended.append(await forget_people(work, over))
    return Ended(tuple(ended), polls)


async def destroy_left_keys(services: Services) -> int:
    """Destroy the keys of sessions that a lost database has left behind: no row leads to them any more, and with them
    a copy of that database would still tell who took part. How many sessions they were of."""
    left = await services.vault.sessions_with_keys()
    for session in left:
        await services.vault.destroy_session(session)
    return len(left)
