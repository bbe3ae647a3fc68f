"""Which messages stand in somebody's chat is known of those in a session alone, and for two days at most."""

from __future__ import annotations

from bot.app.chat_messages import DELETABLE, HOUR, forget_noted, note_for, participant_due, standing
from bot.app.join import find_seat
from bot.app.leave import leave
from tests.app.house import House

AWA, BAKARY = 7700010001, 7700010002


async def notes(home: House, user: int, *messages: int) -> None:
    async with home.scene() as (work, _scene):
        await note_for(work, home.services, user, messages)


async def known(home: House, user: int) -> set[int]:
    async with home.database.read() as work:
        found = await standing(work, home.services, user)
        return {*found.noted.values(), *found.others}


async def test_of_a_stranger_nothing_is_noted(home: House) -> None:
    await notes(home, AWA, 11, 12)
    async with home.database.read() as work:
        assert await work.messages.of([b""]) == []
    await home.joins(AWA)
    assert await known(home, AWA) == set()


async def test_each_finds_their_own_alone(home: House) -> None:
    await home.joins(AWA)
    await home.joins(BAKARY)
    await notes(home, AWA, 11, 12, 12)
    await notes(home, BAKARY, 13)
    assert await known(home, AWA) == {11, 12}
    assert await known(home, BAKARY) == {13}


async def test_who_left_finds_them_still(home: House) -> None:
    await home.joins(AWA)
    await notes(home, AWA, 11)
    async with home.scene() as (work, _scene):
        seat = await find_seat(work, home.services, AWA)
        assert seat is not None
        await leave(work, seat)
    await notes(home, AWA, 12)
    assert await known(home, AWA) == {11, 12}


async def test_those_of_two_sessions_are_found_together(home: House) -> None:
    await home.joins(AWA)
    await notes(home, AWA, 11)
    await home.begins()
    await home.joins(AWA)
    await notes(home, AWA, 12)
    assert await known(home, AWA) == {11, 12}


async def test_what_was_taken_out_is_forgotten(home: House) -> None:
    await home.joins(AWA)
    await notes(home, AWA, 11, 12)
    async with home.scene() as (work, _scene):
        found = await standing(work, home.services, AWA)
        forget_noted(work, [name for name, message in found.noted.items() if message == 11])
    assert await known(home, AWA) == {12}


async def test_no_id_is_kept_longer_than_a_bot_may_delete_it(home: House) -> None:
    await home.joins(AWA)
    await notes(home, AWA, 11)
    now = home.services.clock.now()
    assert now + 36 * HOUR <= participant_due(now) <= now + DELETABLE
    async with home.scene() as (work, _scene):
        await work.messages.forget(now + 36 * HOUR - 1)
    assert await known(home, AWA) == {11}
    async with home.scene() as (work, _scene):
        await work.messages.forget(now + DELETABLE)
    assert await known(home, AWA) == set()


def test_nothing_tells_at_what_time_of_the_half_day_somebody_wrote() -> None:
    midnight = 1_800_057_600
    assert midnight % (12 * HOUR) == 0
    assert len({participant_due(midnight + each) for each in range(0, 12 * HOUR, 600)}) == 1
