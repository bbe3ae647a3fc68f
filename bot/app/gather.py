"""Reading what a whole batch needs in a few queries, before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app.join import find
from bot.app.ports import Work
from bot.app.seat import Scene, load_scene, load_seat, preload_ballots
from bot.app.services import Services
from bot.core import names


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom an update is from (a Telegram account, 0 for nobody), and the session its button names, or ""."""

    user: int
    session: str


async def gather(work: Work, services: Services, wanted: Sequence[Wanted]) -> None:
    """Read whereabouts, members, sessions, seats and ballots of everybody in the batch together."""
    users = [each.user for each in wanted if each.user]
    finder = services.vault.finder
    await work.people.preload_whereabouts([names.whereabouts_name(finder, user) for user in users])
    await work.members.preload([names.staff_name(finder, user) for user in users])
    by_session: dict[str, list[int]] = {}
    for each in wanted:
        if not each.user:
            continue
        session = each.session or await _where(work, services, each.user)
        if session:
            by_session.setdefault(session, []).append(each.user)
    for session, there in by_session.items():
        found = await work.sessions.get(session)
        scene = await load_scene(work, services, found) if found else None
        if scene is not None:
            await _gather_seats(work, scene, there)


async def _where(work: Work, services: Services, user: int) -> str:
    place = await find(work, services, user)
    return place.session if place else ""


async def _gather_seats(work: Work, scene: Scene, users: Sequence[int]) -> None:
    await work.people.preload([names.person_key(scene.vault.key, user) for user in users])
    found = [await load_seat(work, scene, user) for user in users]
    await preload_ballots(work, [seat for seat in found if seat is not None])
