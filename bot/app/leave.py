"""Leaving a session: the person's row, ballots and supports go; what was counted stays counted, and what was sent as
a question stays without an author."""

from __future__ import annotations

from bot.app.join import STONE
from bot.app.ports import Work
from bot.app.seat import Seat
from bot.core import names
from bot.core.questions import EVERY_STATUS


async def leave(work: Work, seat: Seat) -> None:
    """Take somebody out of their session.

    A keyed stone with the counters stays until the session is sealed, so that leaving and coming back does not
    give more questions than the script allows.
    """
    scene = seat.scene
    for step, poll in scene.polls.items():
        # Also where a closed poll waits for its pair: whoever comes back may say that they come as somebody else.
        work.ballots.remove(poll.id, seat.ballot_key(step))
    await _take_back_supports(work, seat)
    sealed = scene.vault.roster.close(STONE + seat.key, {"asked": dict(seat.person.asked)})
    work.people.put_stone(seat.key, scene.session.id, sealed)
    work.people.remove(seat.key)


async def _take_back_supports(work: Work, seat: Seat) -> None:
    session = seat.scene.session.id
    ids = await work.questions.ids(session, EVERY_STATUS)
    keys = {each: names.support_key(seat.scene.vault.key, each, seat.key) for each in ids}
    for question in await work.questions.supported(keys) if keys else ():
        await work.questions.unsupport(question, keys[question])
