"""Arriving: from a code to a seat. Before consent nothing is kept; what is chosen travels in the buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.app.ports import Work
from bot.app.records import Session
from bot.app.seat import Scene, Seat, load_scene, load_seat, save_seat
from bot.app.services import Services
from bot.core import names
from bot.core.codes import read_code
from bot.core.journey import arrive

STONE = b"stone:"
WHERE = b"where:"


@dataclass(frozen=True, slots=True)
class Door:
    """What is behind a code: an open session to join, a seat somebody already has, a session that is over, or
    nothing (``why``)."""

    session: Session | None = None
    scene: Scene | None = None
    seat: Seat | None = None
    why: Literal["unknown", "no_entry", "over"] | None = None


async def knock(work: Work, services: Services, typed: str, user: int) -> Door:
    """What the typed code opens for this account."""
    code = read_code(typed)
    session = await work.sessions.by_code(code) if code else None
    if session is None or session.state == "stopped":
        return Door(why="unknown")
    if session.state != "open":
        return Door(session, why="over")
    scene = await load_scene(work, services, session)
    if scene is None:
        return Door(session, why="over")
    seat = await load_seat(work, scene, user)
    if seat is None and not session.joining:
        return Door(session, scene, why="no_entry")
    return Door(session, scene, seat)


async def accept(work: Work, services: Services, scene: Scene, user: int, chat: int, language: str) -> Seat:
    """Give a seat to somebody who accepted. Accepting twice gives the same seat; who left and comes back finds the
    counters of what they had sent."""
    known = await load_seat(work, scene, user)
    if known is not None:
        return known
    key = names.person_key(scene.vault.key, user)
    person = arrive(scene.script, language)
    stone = await work.people.stone(key)
    if stone is not None:
        for step, count in scene.vault.roster.open(STONE + key, stone)["asked"].items():
            person = person.count_question(step, count)
        work.people.remove_stone(key)
    seat = Seat(scene, key, chat, person)
    save_seat(work, seat)
    await move_to(work, services, scene.session.id, user, language)
    return seat


async def move_to(work: Work, services: Services, session: str, user: int, language: str) -> None:
    """Note in which session somebody is now, unless it is noted already: what they type belongs there."""
    if await find(work, services, user) == Whereabouts(session, language):
        return
    name = names.whereabouts_name(services.vault.finder, user)
    place = services.vault.whereabouts.close(WHERE + name, {"session": session, "language": language})
    work.people.put_whereabouts(name, session, place)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The session somebody is in now, and the language they chose."""

    session: str
    language: str


async def find(work: Work, services: Services, user: int) -> Whereabouts | None:
    """Where somebody is now, or None if they are nowhere."""
    name = names.whereabouts_name(services.vault.finder, user)
    sealed = await work.people.whereabouts(name)
    if sealed is None:
        return None
    place = services.vault.whereabouts.open(WHERE + name, sealed)
    return Whereabouts(place["session"], place["language"])


async def find_seat(work: Work, services: Services, user: int) -> Seat | None:
    """The seat of somebody in the session where they are now, or None."""
    place = await find(work, services, user)
    session = await work.sessions.get(place.session) if place else None
    scene = await load_scene(work, services, session) if session else None
    return await load_seat(work, scene, user) if scene else None
