"""The front desk of staff: whose button, text or command this is, whether they may, which deed it names, and what the
audit log says of it. Nothing that staff can do is done by another way.

The deeds themselves are in the modules beside this one, each declared with what it needs and what is noted (``Act``).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.app.answer import keep_up
from bot.app.audit import note
from bot.app.desk import Officer, clock_in
from bot.app.join import find_seat
from bot.app.seat import Scene
from bot.app.words import Text, _
from bot.tg.callback import Tap
from bot.tg.handlers import commitments, lists, moderation, outcomes, paper, running, setup, team, youth
from bot.tg.handlers.acts import Act, Command, Deed, Errand, Typed, TypedInSession
from bot.tg.handlers.doorway import language_of, say
from bot.tg.reply import Reply
from bot.tg.show import show
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn

DEEDS: Mapping[str, Act[Deed]] = {
    **running.DEEDS,
    **moderation.DEEDS,
    **lists.DEEDS,
    **outcomes.DEEDS,
    **paper.DEEDS,
    **commitments.DEEDS,
    **youth.DEEDS,
}
"""What a button on a session can do; the session is one the officer may run."""

ERRANDS: Mapping[str, Act[Errand]] = {**setup.ERRANDS, **youth.ERRANDS, **team.ERRANDS}
"""What a button can do that is about no session."""

TYPED: Mapping[str, Act[Typed]] = {**setup.TYPED, **youth.TYPED}
"""What a typed text can be for (``Officer.waits``) that is about no session."""

TYPED_IN_SESSION: Mapping[str, Act[TypedInSession]] = {
    **moderation.TYPED,
    **paper.TYPED,
    **commitments.TYPED,
}
"""What a typed text can be for in the session on the officer's screen."""


async def staff_tap(turn: Turn, tap: Tap) -> None:
    """A button of staff. Whoever is none, or taps on another organisation's session, or may not do this, changes and
    learns nothing."""
    officer = await clock_in(turn.work, turn.services, turn.user)
    if officer is None:
        turn.send(turn.acknowledge())
    elif tap.session:
        await _tapped_in_session(turn, tap, officer)
    else:
        await _tapped(turn, tap, officer)


async def _tapped_in_session(turn: Turn, tap: Tap, officer: Officer) -> None:
    scene, act = await turn.batch.scene(tap.session), DEEDS.get(tap.deed)
    if scene is None or act is None or not officer.may_run(scene.session):
        turn.alert(turn.speech(officer.language), _("staff.not_yours"))
    elif not officer.may(act.needs):
        turn.alert(turn.speech(officer.language), _("staff.not_your_role"))
    else:
        await act.do(turn, tap, officer.at(scene.session.id), scene)
        await _note(turn, officer, act, scene.session.id, tap)


async def _tapped(turn: Turn, tap: Tap, officer: Officer) -> None:
    act = ERRANDS.get(tap.deed)
    if act is None:
        turn.send(turn.acknowledge())
    elif not officer.may(act.needs):
        turn.alert(turn.speech(officer.language), _("staff.not_your_role"))
    else:
        await act.do(turn, tap, officer)
        await _note(turn, officer, act, "", tap)


async def staff_typed(turn: Turn, text: str) -> bool:
    """Take a typed text for what an officer is in the middle of. False if they are in the middle of nothing."""
    officer = await clock_in(turn.work, turn.services, turn.user)
    purpose = officer.waits["for"] if officer and officer.waits else ""
    if officer is None or purpose not in {*TYPED, *TYPED_IN_SESSION}:
        return False
    if purpose in TYPED:
        act = TYPED[purpose]
        if await _may(turn, officer, act):
            await act.do(turn, officer, text)
            await _note(turn, officer, act)
        return True
    in_session = TYPED_IN_SESSION[purpose]
    scene = await _session_at_hand(turn, officer)
    if scene is None:
        await _refuse(turn, officer, _("staff.not_yours"))
    elif await _may(turn, officer, in_session):
        await in_session.do(turn, officer, scene, text)
        await _note(turn, officer, in_session, scene.session.id)
    return True


def at_the_desk(act: Act[Command]) -> Callable[[Turn], Awaitable[None]]:
    """A /command of staff. Everybody else is told that it is not theirs, and a participant is shown their place."""

    async def command(turn: Turn) -> None:
        officer = await clock_in(turn.work, turn.services, turn.user)
        if officer is None or not officer.may(act.needs):
            await _turn_away(turn, _("staff.not_your_role") if officer else _("staff.only_staff"))
            return
        scene = await _session_at_hand(turn, officer)
        await act.do(turn, officer, scene)
        if scene is not None:
            await _note(turn, officer, act, scene.session.id)

    return command


async def _session_at_hand(turn: Turn, officer: Officer) -> Scene | None:
    """The session on the officer's screen; None where there is none or it is not theirs to run any more."""
    scene = await turn.batch.scene(officer.session) if officer.session else None
    return scene if scene is not None and officer.may_run(scene.session) else None


async def _may(turn: Turn, officer: Officer, act: Act[Any]) -> bool:
    if not officer.may(act.needs):
        await _refuse(turn, officer, _("staff.not_your_role"))
        return False
    return True


async def _refuse(turn: Turn, officer: Officer, why: Text) -> None:
    """What was typed is for nothing any more."""
    await bring_staff(turn, officer.at(""), Reply(turn.speech(officer.language)(why)))


async def _turn_away(turn: Turn, why: Text) -> None:
    seat = await find_seat(turn.work, turn.services, turn.user)
    if seat is not None:
        await show(turn, keep_up(turn.work, seat), notice=turn.speech(seat.person.language)(why))
    else:
        say(turn, why, await language_of(turn))


async def _note(
    turn: Turn, officer: Officer, act: Act[Any], session: str = "", tap: Tap | None = None
) -> None:
    """Write into the audit log what was done, unless it came to nothing, and what was shown on the way."""
    done = None if turn.came_to_nothing else act.what(tap)
    for what in sorted({*turn.showed, *([done] if done else [])}):
        await note(turn.work, turn.services, officer.organisation, officer.badge, what, session, turn.about)
