"""In which of several sessions somebody is now: found under each session's own key, and nowhere else."""

from __future__ import annotations

from bot.app.join import accept, find_seat, move_to
from bot.app.seat import load_scene, load_seat
from tests.app.house import House

AWA = 7700010001


async def joins(home: House, session: str) -> None:
    async with home.database.begin() as work:
        found = await work.sessions.get(session)
        scene = await load_scene(work, home.services, found) if found else None
        assert scene is not None
        await accept(work, home.services, scene, AWA, AWA, "fr")
        await work.commit()


async def place(home: House) -> str | None:
    seat = await home.seat(AWA)
    return seat.scene.session.id if seat else None


async def test_somebody_is_where_they_went_last(home: House) -> None:
    first = home.session
    second = (await home.begins()).id
    assert await place(home) is None
    await joins(home, first)
    await joins(home, second)
    assert await place(home) == second

    async with home.database.begin() as work:
        found = await work.sessions.get(first)
        scene = await load_scene(work, home.services, found) if found else None
        seat = await load_seat(work, scene, AWA) if scene else None
        assert seat is not None and not seat.here
        await move_to(work, home.services, seat, AWA)
        await work.commit()
    assert await place(home) == first


async def test_in_a_session_whose_key_is_gone_nobody_is_found(home: House) -> None:
    await joins(home, home.session)
    await home.services.vault.destroy_session(home.session)
    async with home.database.read() as work:
        assert await find_seat(work, home.services, AWA) is None
