"""What is held now on one person: what the register says is kept of participants, counted for them alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.app.join import STONE, Place, possible_places
from bot.app.ports import Work
from bot.app.records import RosterRow, Session
from bot.app.seat import load_scene, load_script, open_seat, recorded
from bot.app.services import Services
from bot.core import names
from bot.core.script import Script


@dataclass(frozen=True, slots=True)
class HeldOfSeat:
    """What is held with a seat. ``told`` is what the person said of themselves, ``answers`` counts those to votes that
    are not closed yet."""

    language: str
    told: Mapping[str, str]
    answers: int
    questions: int
    supports: int
    reported: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What is held on somebody in one session: of ``messages`` the ids, until ``due``; all is gone at ``sealed_by`` at
    the latest (both seconds since 1970). Of who left there is no ``seat``, only how many ``questions`` they sent."""

    session: Session
    script: Script
    sealed_by: int
    messages: int
    due: int
    questions: int
    seat: HeldOfSeat | None


async def held_on(work: Work, services: Services, user: int) -> list[Held]:
    """What is held on an account, session by session, those it has left among them; nothing for a stranger."""
    found = []
    for place in await possible_places(work, services, user):
        row, stone = await work.people.get(place.key), await work.people.stone(place.key)
        if row is not None:
            seat = await _of_seat(work, services, place, row)
            found.append(await _held(work, services, place, seat.questions if seat else 0, seat))
        elif stone is not None:
            asked = place.vault.roster.open(STONE + place.key, stone)["asked"]
            found.append(await _held(work, services, place, sum(asked.values()), None))
    return found


async def _of_seat(work: Work, services: Services, place: Place, row: RosterRow) -> HeldOfSeat | None:
    scene = await load_scene(work, services, place.session)
    if scene is None:
        return None
    seat = open_seat(scene, row.key, row.sealed, row.shown)
    person, report = seat.person, names.report_key(scene.vault.key, seat.key)
    return HeldOfSeat(
        language=person.language,
        told=person.about,
        answers=len([step for step in scene.polls if await recorded(work, seat, step) is not None]),
        questions=sum(person.asked.values()),
        supports=person.supported,
        reported=await work.reports.has(scene.session.id, report),
    )


async def _held(
    work: Work, services: Services, place: Place, questions: int, seat: HeldOfSeat | None
) -> Held:
    noted = await work.messages.of([place.key])
    return Held(
        place.session,
        await load_script(work, place.session),
        _sealed_by(services, place.session),
        len(noted),
        max((each.due for each in noted), default=0),
        questions,
        seat,
    )


def _sealed_by(services: Services, session: Session) -> int:
    """When a session is sealed at the latest: one that is open closes by itself some day."""
    closes = session.closes or services.clock.now()
    return closes + services.promises.seal_hours * 3600 if session.state == "open" else closes
