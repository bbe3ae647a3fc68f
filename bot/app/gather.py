"""Reading what a whole batch needs in a few queries, before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app.join import find_seat, possible_keys
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
    """Read members, sessions, seats and ballots of everybody in the batch together."""
    users = list({each.user for each in wanted if each.user})
    finder = services.vault.finder
    await work.members.preload([names.staff_name(finder, user) for user in users])
    by_session: dict[str, list[int]] = {}
    for each in wanted:
        if each.user and each.session:
            by_session.setdefault(each.session, []).append(each.user)
    for session, user in await _where(work, services, wanted):
        by_session.setdefault(session, []).append(user)
    for session, there in by_session.items():
        found = await work.sessions.get(session)
        scene = await load_scene(work, services, found) if found else None
        if scene is not None:
            await _gather_seats(work, scene, there)


async def _where(work: Work, services: Services, wanted: Sequence[Wanted]) -> list[tuple[str, int]]:
    """The sessions in which those are whose update names none, each with whom."""
    users = list({each.user for each in wanted if each.user and not each.session})
    keys = [key for user in users for key in await possible_keys(work, services, user)]
    await work.people.preload(keys)
    seats = [(user, await find_seat(work, services, user)) for user in users]
    return [(seat.scene.session.id, user) for user, seat in seats if seat is not None]


async def _gather_seats(work: Work, scene: Scene, users: Sequence[int]) -> None:
    await work.people.preload([names.person_key(scene.vault.key, user) for user in users])
    found = [await load_seat(work, scene, user) for user in users]
    await preload_ballots(work, [seat for seat in found if seat is not None])
