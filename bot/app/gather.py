"""Reading what a whole batch needs in a few queries, before anything is decided; and, of whoever was away and is in it,
noting that they are back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app.join import possible_keys, seats_of
from bot.app.ports import Work
from bot.app.seat import Scene, load_scene, load_seat, note_back, preload_ballots
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
    return [(session, user) for user in users for session in await _sessions_of(work, services, user)]


async def _sessions_of(work: Work, services: Services, user: int) -> list[str]:
    """The session in which somebody is now, if any; in none of theirs are they away any more."""
    seats = [note_back(work, seat) async for seat in seats_of(work, services, user)]
    return [seat.scene.session.id for seat in seats if seat.here][:1]


async def _gather_seats(work: Work, scene: Scene, users: Sequence[int]) -> None:
    await work.people.preload([names.person_key(scene.vault.key, user) for user in users])
    found = [await load_seat(work, scene, user) for user in users]
    await preload_ballots(work, [note_back(work, seat) for seat in found if seat is not None])
