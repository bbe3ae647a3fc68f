"""Reporting a poll: whoever receives one that names or harms somebody can say so; a coordinator decides."""

from __future__ import annotations

from bot.app.ports import Work
from bot.app.seat import Seat
from bot.core import names


async def report(work: Work, seat: Seat) -> bool:
    """Count this person's report of the poll, once however often they tap. Returns whether it is their first."""
    scene = seat.scene
    before = await work.reports.count(scene.session.id)
    work.reports.put(scene.session.id, names.report_key(scene.vault.key, seat.key))
    return await work.reports.count(scene.session.id) > before
