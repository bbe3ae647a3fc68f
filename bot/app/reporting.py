"""Reporting a poll: whoever receives one that names or harms somebody can say so; a coordinator decides."""

from __future__ import annotations

from bot.app.ports import Work
from bot.app.seat import Seat
from bot.core import names


async def report(work: Work, seat: Seat) -> None:
    """Count this person's report of the poll, once however often they tap."""
    scene = seat.scene
    work.reports.put(scene.session.id, names.report_key(scene.vault.key, seat.key))
