"""The bot on PostgreSQL, by its address alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.tg.handlers.participant import DEEDS
from tests.fakes.postgresql import Server
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import by_bot, evening, is_well_said, taps_data

WITHDRAWN = "Pourquoi les patrouilles passent-elles si vite ?"
ROAD = "Qui répare la route ?"


@pytest.fixture
def name(postgresql: Server) -> str:
    return postgresql.database()


@pytest.fixture
async def room(postgresql: Server, name: str, tmp_path: Path) -> AsyncIterator[Room]:
    """A room whose bot keeps its data in PostgreSQL. Results of four people may be seen."""
    address = postgresql.address(name)
    async with open_room(tmp_path, BOT_DATABASE_URL=address, BOT_SIDE_THRESHOLD="4") as opened:
        yield opened


async def test_a_session_from_the_first_code_to_the_sealing(
    room: Room, postgresql: Server, name: str
) -> None:
    fanta = await room.member("Fanta", "facilitator")
    code = await room.session(fanta)
    everybody = [
        await room.joins(who, code, "Habitant", "Femme", "25", "préfère")
        for who in ("Awa", "Sira", "Kadi", "Binta")
    ]
    awa = everybody[0]
    await room.stage(fanta)
    for who, score in zip(everybody, ("Beaucoup", "Beaucoup", "Pas du tout", "Juste un peu"), strict=True):
        await room.taps(who, "Continuer", score)
    await room.stage(fanta)
    for who in everybody:
        await room.says(who, WITHDRAWN if who is awa else f"{ROAD} {who.name} demande.")
        await room.taps(who, "Envoyer")
    await room.taps(awa, "Retirer", "Oui, retirer")
    await room.says(fanta, "/seance")
    await room.taps(fanta, "🟢", "Questions à lire", "Publier", "Tableau de bord")
    await room.taps(fanta, "Plus", "Terminer", "Terminer maintenant")

    await room.says(fanta, "/questions")
    assert ROAD in fanta.chat.render()
    await room.says(fanta, "/resultats")
    await room.taps(fanta, "La police")
    assert "Beaucoup : 2 (50 %)" in fanta.chat.render().replace("\u00a0", " ")

    assert WITHDRAWN in files(postgresql, name)
    room.clock.moves_on(hours=25)
    await room.restarts()
    async with asyncio.timeout(30):
        # Beside the bot, which has to go on meanwhile; if somebody reads just then it tries again after some seconds.
        while WITHDRAWN in await asyncio.to_thread(files, postgresql, name):
            await asyncio.sleep(0.1)
    assert postgresql.runs("SELECT state FROM sessions", name) == "sealed"
    assert postgresql.runs("SELECT count(*) FROM roster", name) == "0"
    assert room.standin.faults == []


async def test_a_button_with_what_postgresql_cannot_hold_stops_nobody(
    room: Room, postgresql: Server, name: str
) -> None:
    tonight = await evening(room)
    session = postgresql.runs("SELECT id FROM sessions", name)
    for deed in sorted(DEEDS):
        await taps_data(room, tonight.awa, f"p:{session}:{deed}:a\0b:\0")
    for text in by_bot(tonight.awa.chat):
        is_well_said(room, text)
    await room.taps(tonight.awa, "Continuer")
    assert "la police" in tonight.awa.chat.render()
    assert room.standin.faults == []


def files(postgresql: Server, name: str) -> str:
    """What somebody reads who has the database's files."""
    postgresql.runs("CHECKPOINT")
    return postgresql.content(name).decode(errors="ignore")
