"""Every command under each of its names, from everybody: an answer, and never a wrong one."""

from __future__ import annotations

import pytest

from bot.core.roles import Role
from bot.rehearsal.standin import Person
from bot.tg.handlers.commands import COMMANDS
from tests.fakes.room import Room
from tests.tg.evening import evening, everywhere, is_well_said, kept, sentence

NAMES = [name for names, _handle in COMMANDS for name in names]
STAFFS = ("seance", "session", "nyogonye", "questions", "resultats", "sondage", "hakilila")


async def told(room: Room, somebody: Person, *texts: str) -> list[str]:
    """Somebody types these, one after another; every message that the bot wrote meanwhile."""
    before = len(somebody.chat.history)
    for text in texts:
        await somebody.sends(text)
    await room.quiet()
    return [event.text for event in somebody.chat.history[before:] if event.kind == "sent" and event.by_bot]


async def is_answered_every_time(room: Room, somebody: Person) -> None:
    for more in ("", " ", " n’importe quoi"):
        answers = await told(room, somebody, *[f"/{name}{more}" for name in NAMES])
        assert len(answers) == len(NAMES), somebody.chat.render()
        for answer in answers:
            is_well_said(room, answer)
    assert room.standin.faults == []


async def test_a_stranger(room: Room) -> None:
    moussa = room.person("Moussa")
    await is_answered_every_time(room, moussa)
    for answer in await told(room, moussa, *[f"/{name}" for name in STAFFS]):
        assert answer == everywhere(room, "staff.only_staff")


@pytest.mark.parametrize("role", ["facilitator", "leader", "focal", "coordinator"])
async def test_somebody_of_staff(room: Room, role: Role) -> None:
    fanta = await room.member("Fanta", role)
    await is_answered_every_time(room, fanta)
    if role == "leader":
        (answer,) = await told(room, fanta, "/seance")
        assert answer == sentence(room, "fr", "staff.not_your_role")


async def test_participants_in_both_languages(room: Room) -> None:
    tonight = await evening(room)
    before = kept(room)
    for person, language in ((tonight.awa, "fr"), (tonight.sira, "bm")):
        await is_answered_every_time(room, person)
        for answer in await told(room, person, *[f"/{name}" for name in STAFFS]):
            assert answer.startswith(sentence(room, language, "staff.only_staff"))
    assert kept(room) == before


async def test_a_facilitator_with_a_session_at_hand(room: Room) -> None:
    tonight = await evening(room)
    await is_answered_every_time(room, tonight.fanta)
