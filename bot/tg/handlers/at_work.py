"""An officer in the middle of something: what they have given so far."""

from __future__ import annotations

from typing import Any

from bot.app.desk import find_officer
from bot.tg.turn import Turn


async def given_so_far(turn: Turn, session: str, purpose: str) -> dict[str, Any]:
    """What whoever tapped has typed for this purpose in this session, empty if nothing.

    The officer whom a deed is given waits for nothing any more; what they typed is still with their row.
    """
    officer = await find_officer(turn.work, turn.services, turn.user)
    if officer is None or officer.session != session or not officer.waits or officer.waits["for"] != purpose:
        return {}
    return {name: value for name, value in officer.waits.items() if name != "for"}
