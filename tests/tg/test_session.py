"""A session as its people live it, over real HTTP."""

from __future__ import annotations

from tests.fakes.room import Room


async def test_an_evening_with_one_villager(room: Room) -> None:
    fanta = await room.member("Fanta", "facilitator")
    code = await room.session(fanta)
    awa = await room.joins("Awa", code, "Habitant", "Femme", "25", "préfère")
    await room.stage(fanta)
    await room.taps(awa, "Continuer", "Beaucoup")
    assert "gendarmerie" in awa.chat.render()
    await room.restarts()
    await room.taps(awa, "Partiellement")
    assert "FAMa" in awa.chat.render()
    assert room.standin.faults == []
