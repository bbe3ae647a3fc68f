"""An officer in the middle of something: the session it is about, and what they have given so far."""

from __future__ import annotations

from typing import Any

from bot.app.desk import Officer, find_officer
from bot.app.seat import Scene
from bot.app.words import _
from bot.tg.reply import Reply
from bot.tg.staff import bring_staff
from bot.tg.turn import Turn


async def scene_at_hand(turn: Turn, officer: Officer) -> Scene | None:
    """The session that a typed text is about; None where it is not theirs to run any more, and they are told
    so."""
    scene = await turn.batch.scene(officer.session)
    if scene is not None and officer.may_run(scene.session):
        return scene
    await bring_staff(turn, officer.at(""), Reply(turn.speech(officer.language)(_("staff.not_yours"))))
    return None


async def given_so_far(turn: Turn, session: str, purpose: str) -> dict[str, Any]:
    """What whoever tapped has typed for this purpose in this session, empty if nothing.

    The officer whom a deed is given waits for nothing any more; what they typed is still with their row.
    """
    officer = await find_officer(turn.work, turn.services, turn.user)
    if officer is None or officer.session != session or not officer.waits or officer.waits["for"] != purpose:
        return {}
    return {name: value for name, value in officer.waits.items() if name != "for"}
