"""A seat: one person in one session, loaded for a deed and saved after it.

The roster's row is the person's key and one ciphertext; nothing else in the database says that they are here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from bot.app.ports import Work
from bot.app.records import Poll, RosterRow, Session
from bot.app.services import Services
from bot.app.vault import IntakeVault, SessionVault, Unreadable
from bot.core import names
from bot.core.journey import Room
from bot.core.person import Person
from bot.core.script import AnyStep, Script, pair_of

logger = logging.getLogger(__name__)

ROSTER = b"roster:"
SHOWN = b"shown:"


@dataclass(frozen=True, slots=True)
class Scene:
    """A session with what belongs to it: its script as it began, its names, its polls by step; and the session as
    the engine sees it. It is loaded anew for each transaction."""

    session: Session
    script: Script
    vault: SessionVault
    polls: dict[str, Poll]
    room: Room
    intakes: list[IntakeVault] = field(default_factory=list, compare=False, repr=False)
    """What questions are taken in with, once one was. No other intake comes into use meanwhile, since whoever would
    retire it waits for the turn to write: the keys' file is asked once a transaction, not once a question."""

    async def intake(self, services: Services) -> IntakeVault:
        """What a question that is taken in now is closed with."""
        if not self.intakes:
            self.intakes.append(await services.vault.intake(self.session.id))
        return self.intakes[-1]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person was last shown: the living message, a stamp of where it showed them, a digest of its words. Who is
    ``away`` has blocked the bot or left Telegram: nothing is sent to them before they write or tap again."""

    message: int = 0
    stamp: str = ""
    digest: str = ""
    away: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """One person in one session. ``chat`` is where they are reached; ``here`` says that of all their sessions this is
    the one they are in now: what they type belongs here."""

    scene: Scene
    key: bytes
    chat: int
    person: Person
    shown: Shown = Shown()
    here: bool = True
    ballot_keys: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    """Those that were reckoned already, by the step."""

    def with_person(self, person: Person) -> Seat:
        """The same seat with the person as they are now."""
        return replace(self, person=person)

    def ballot_key(self, step_id: str) -> bytes:
        """The key of this person's ballot at a step; the two steps of a pair share it."""
        if step_id not in self.ballot_keys:
            poll = poll_name(self.scene.room.spots[step_id].step)
            self.ballot_keys[step_id] = names.ballot_key(self.scene.vault.key, poll, self.key)
        return self.ballot_keys[step_id]


def poll_name(step: AnyStep) -> str:
    """The name under which a step's ballots are keyed: its pair's where before and after must meet."""
    pair = pair_of(step)
    return f"pair:{pair}" if pair else step.id


async def load_scene(work: Work, services: Services, session: Session) -> Scene | None:
    """The scene of a session; None when its key is gone though it was not sealed. A sealed session's vault opens
    nothing and names nobody: what was published can still be shown and commitments followed up. Its key is dropped
    from memory, where it stood if another process sealed the session."""
    if session.is_sealed:
        services.vault.forget(session.id)
        vault = services.vault.of_nobody()
    else:
        try:
            vault = await services.vault.session(session.id)
        except Unreadable:
            return None
    script = await load_script(work, session)
    polls = {poll.step: poll for poll in await work.ballots.polls(session.id)}
    closed = frozenset(step for step, poll in polls.items() if poll.state != "open")
    return Scene(session, script, vault, polls, _room(session.script, session.stage, closed))


_parsed: dict[str, Script] = {}


@lru_cache(maxsize=200)
def _room(script: str, live: str | None, closed: frozenset[str]) -> Room:
    """A session as the engine sees it, which is the same for everybody in it. ``script`` is parsed already."""
    return Room(_parsed[script], live, closed)


async def load_script(work: Work, session: Session) -> Script:
    """The script a session began with. Scripts are named by their digest, so a parsed one stays right."""
    script = _parsed.get(session.script)
    if script is None:
        body = await work.sessions.script(session.script)
        if body is None:
            raise LookupError("script")
        script = _parsed[session.script] = Script.model_validate_json(body)
    return script


async def load_seat(work: Work, scene: Scene, user: int) -> Seat | None:
    """The seat of a Telegram account in a session, or None if nobody of that account takes part. Whose row is damaged
    takes part no more, and can come in again."""
    row = await work.people.get(names.person_key(scene.vault.key, user))
    return next(iter(open_seats(scene, [row] if row else [])), None)


def open_seats(scene: Scene, rows: Iterable[RosterRow]) -> list[Seat]:
    """Decrypt rows of the roster, but for those that a disk or somebody has damaged: they stop nobody else."""
    found = []
    for row in rows:
        try:
            found.append(open_seat(scene, row.key, row.sealed, row.shown))
        except Unreadable:
            logger.error("a row of the roster cannot be read")
    return found


def open_seat(scene: Scene, key: bytes, sealed: bytes, shown: bytes | None) -> Seat:
    """Decrypt a row of the roster. Raises Unreadable."""
    content = scene.vault.roster.open(ROSTER + key, sealed)
    return Seat(
        scene, key, content["chat"], _person(content), open_shown(scene.vault, key, shown), content["here"]
    )


def open_shown(vault: SessionVault, key: bytes, sealed: bytes | None) -> Shown:
    """What a person was last shown. Where that is damaged they are simply shown where they are by a new message."""
    if sealed is None:
        return Shown()
    try:
        message, stamp, digest, *away = vault.roster.open(SHOWN + key, sealed)
    except Unreadable:
        logger.error("what somebody was last shown cannot be read")
        return Shown()
    # What was written before anybody was noted as away says nothing of it.
    return Shown(message, stamp, digest, any(away))


def is_here(vault: SessionVault, row: RosterRow) -> bool:
    """Whether the person of a row is in this session now, as far as it can be read."""
    try:
        return bool(vault.roster.open(ROSTER + row.key, row.sealed)["here"])
    except Unreadable:
        return False


def save_seat(work: Work, seat: Seat) -> None:
    """Keep the person as they are now."""
    person = seat.person
    content = {
        "chat": seat.chat,
        "here": seat.here,
        "language": person.language,
        "stage": person.stage,
        "step": person.step,
        "about": dict(person.about),
        "asked": dict(person.asked),
        "supported": person.supported,
        "typed": list(person.typed),
        "keeps_typed": person.keeps_typed,
    }
    sealed = seat.scene.vault.roster.close(ROSTER + seat.key, content)
    work.people.put(seat.key, seat.scene.session.id, sealed)


def close_shown(vault: SessionVault, key: bytes, shown: Shown) -> bytes:
    """The ciphertext of what a person was last shown."""
    # A number and not true or false, which would tell by their length who is away.
    return vault.roster.close(SHOWN + key, [shown.message, shown.stamp, shown.digest, int(shown.away)])


async def note_away(work: Work, vault: SessionVault, key: bytes, session: str) -> None:
    """Note that nothing reaches a person of a session any more; nothing, if they left it meanwhile."""
    row = await work.people.get(key)
    if row is not None:
        shown = replace(open_shown(vault, key, row.shown), away=True)
        work.people.put_shown(key, session, close_shown(vault, key, shown))


def note_back(work: Work, seat: Seat) -> Seat:
    """Somebody writes or taps: from now on they are reached again."""
    if not seat.shown.away:
        return seat
    shown = replace(seat.shown, away=False)
    work.people.put_shown(seat.key, seat.scene.session.id, close_shown(seat.scene.vault, seat.key, shown))
    return replace(seat, shown=shown)


def _person(content: dict[str, Any]) -> Person:
    return Person(
        language=content["language"],
        stage=content["stage"],
        step=content["step"],
        about=content["about"],
        asked=content["asked"],
        supported=content["supported"],
        typed=tuple(content["typed"]),
        # Seats that were taken before there was a choice have made none.
        keeps_typed=content.get("keeps_typed", False),
    )


async def preload_ballots(work: Work, seats: Iterable[Seat]) -> None:
    """Read in one query the ballots that the seats' screens may show."""
    wanted: list[tuple[str, bytes]] = []
    for seat in seats:
        for step_id, poll in _polls_of_stage(seat).items():
            wanted.append((poll.id, seat.ballot_key(step_id)))
    if wanted:
        await work.ballots.preload(wanted)


async def recorded(work: Work, seat: Seat, step_id: str) -> str | None:
    """What this person has recorded at a step, None if nothing."""
    poll = seat.scene.polls.get(step_id)
    return await work.ballots.get(poll.id, seat.ballot_key(step_id)) if poll else None


def _polls_of_stage(seat: Seat) -> dict[str, Poll]:
    """The polls that are for this person, in the stage where they are or are about to be."""
    here = {seat.person.stage, seat.scene.session.stage}
    polls = seat.scene.polls
    return {
        step.id: polls[step.id]
        for stage in seat.scene.script.stages
        if stage.id in here
        for step in stage.steps
        if step.id in polls and seat.person.meets(step)
    }
