"""The front desk of staff: whose button this is, whether they may, and which deed it names.

The deeds themselves are in the modules beside this one; each registers nothing and is listed here by its short name.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.app.desk import Officer, find_officer
from bot.app.seat import Scene
from bot.app.words import _
from bot.tg.callback import Tap
from bot.tg.handlers import commitments, lists, moderation, outcomes, paper, running, setup, youth
from bot.tg.turn import Turn

Deed = Callable[[Turn, Tap, Officer, Scene], Awaitable[None]]
Errand = Callable[[Turn, Tap, Officer], Awaitable[None]]
Typed = Callable[[Turn, Officer, str], Awaitable[None]]

DEEDS: dict[str, Deed] = {
    **running.DEEDS,
    **moderation.DEEDS,
    **lists.DEEDS,
    **outcomes.DEEDS,
    **paper.DEEDS,
    **commitments.DEEDS,
    **youth.DEEDS,
}
"""What a button on a session can do; the session is one the officer may run."""

ERRANDS: dict[str, Errand] = {**setup.ERRANDS, **youth.ERRANDS}
"""What a button can do before there is a session."""

TYPED: dict[str, Typed] = {
    **setup.TYPED,
    **moderation.TYPED,
    **paper.TYPED,
    **commitments.TYPED,
    **youth.TYPED,
}
"""What a typed text can be for (``Officer.waits``)."""


async def staff_tap(turn: Turn, tap: Tap) -> None:
    """A button of staff. Whoever is none, or taps on another organisation's session, changes and learns nothing."""
    officer = await find_officer(turn.work, turn.services, turn.user)
    if officer is None:
        turn.send(turn.acknowledge())
        return
    if not tap.session:
        errand = ERRANDS.get(tap.deed)
        if errand is not None:
            await errand(turn, tap, officer)
        else:
            turn.send(turn.acknowledge())
        return
    scene = await turn.batch.scene(tap.session)
    deed = DEEDS.get(tap.deed)
    if scene is None or deed is None or not officer.may_run(scene.session):
        turn.alert(turn.speech(officer.language), _("staff.not_yours"))
        return
    await deed(turn, tap, officer.at(scene.session.id), scene)


async def staff_typed(turn: Turn, text: str) -> bool:
    """Take a typed text for what an officer is in the middle of. False if they are in the middle of nothing."""
    officer = await find_officer(turn.work, turn.services, turn.user)
    purpose = officer.waits["for"] if officer and officer.waits else None
    if officer is None or purpose not in TYPED:
        return False
    await TYPED[purpose](turn, officer, text)
    return True
