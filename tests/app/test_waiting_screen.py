"""What a person reads at the end of a stage: what is recorded of them."""

from __future__ import annotations

from bot.app.join import find_seat
from bot.app.present import present
from bot.app.screens import Record, Waiting
from bot.core.journey import Cast, Continue, Tell
from tests.app.house import House

AWA = 7700010001


async def recorded(home: House, user: int) -> dict[str, Record]:
    async with home.database.read() as work:
        seat = await find_seat(work, home.services, user)
        assert seat is not None
        screen = await present(work, seat)
    assert isinstance(screen, Waiting)
    return {record.step.id: record for record in screen.records}


async def test_nobody_who_answered_reads_that_they_did_not_once_the_vote_is_counted(home: House) -> None:
    await home.joins(AWA)
    await home.does(AWA, Tell("who", "inhabitants"), Tell("gender", "woman"))
    await home.opens("before")
    await home.does(AWA, Cast("police_before", "3"))
    assert (await recorded(home, AWA))["police_before"].value == "3"
    await home.opens("after")
    await home.does(AWA, Cast("police_after", "2"), Continue("thanks"))
    assert (await recorded(home, AWA))["police_after"].value == "2"
    await home.closes("police_before", "police_after")
    assert await recorded(home, AWA) == {}


async def test_whoever_has_not_answered_an_open_vote_reads_so(home: House) -> None:
    await home.joins(AWA)
    await home.does(AWA, Tell("who", "inhabitants"), Tell("gender", "woman"))
    await home.opens("after")
    await home.does(AWA, Continue("police_after"), Continue("thanks"))
    record = (await recorded(home, AWA))["police_after"]
    assert record.value is None and record.changeable
