"""Arriving: from a code to a seat. Before consent nothing is kept; what is chosen travels in the buttons.

Which session somebody is in now is found by asking the roster of each session that is not sealed yet, under that
session's own key. No name of theirs stands anywhere that outlives a session.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from bot.app.ports import Work
from bot.app.records import Session
from bot.app.seat import Scene, Seat, is_here, load_scene, load_seat, save_seat
from bot.app.services import Services
from bot.app.vault import SessionVault, Unreadable
from bot.core import names
from bot.core.codes import read_code
from bot.core.journey import arrive

STONE = b"stone:"


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
    return await move_to(work, services, Seat(scene, key, chat, person, here=False), user)


async def move_to(work: Work, services: Services, seat: Seat, user: int) -> Seat:
    """Note that this is the session somebody is in now, unless it is noted already: what they type belongs there."""
    if seat.here:
        return seat
    async for other in seats_of(work, services, user):
        if other.here:
            save_seat(work, replace(other, here=False))
    seat = replace(seat, here=True)
    save_seat(work, seat)
    return seat


async def find_seat(work: Work, services: Services, user: int) -> Seat | None:
    """The seat of somebody in the session where they are now, or None."""
    async for seat in seats_of(work, services, user):
        if seat.here:
            return seat
    return None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an account would stand in the roster of a session that is not sealed yet."""

    session: Session
    vault: SessionVault
    key: bytes


async def possible_places(work: Work, services: Services, user: int) -> list[Place]:
    """Where an account could stand: one place a session that is not sealed yet."""
    found = []
    for session in await work.sessions.live():
        with suppress(Unreadable):
            vault = await services.vault.session(session.id)
            found.append(Place(session, vault, names.person_key(vault.key, user)))
    return found


async def possible_keys(work: Work, services: Services, user: int) -> list[bytes]:
    """The keys under which an account would stand in the rosters of the sessions that are not sealed yet."""
    return [place.key for place in await possible_places(work, services, user)]


async def known_place(work: Work, services: Services, user: int) -> Place | None:
    """Where an account is known: where it is now, else in another session, else in one that it has left."""
    places = await possible_places(work, services, user)
    await work.people.preload([place.key for place in places])
    seated = None
    for place in places:
        row = await work.people.get(place.key)
        if row is not None and is_here(place.vault, row):
            return place
        seated = seated or (place if row else None)
    if seated is not None:
        return seated
    for place in places:
        if await work.people.stone(place.key) is not None:
            return place
    return None


async def seats_of(work: Work, services: Services, user: int) -> AsyncIterator[Seat]:
    """Every seat of an account."""
    for place in await possible_places(work, services, user):
        if await work.people.get(place.key) is None:
            continue
        scene = await load_scene(work, services, place.session)
        seat = await load_seat(work, scene, user) if scene else None
        if seat is not None:
            yield seat
