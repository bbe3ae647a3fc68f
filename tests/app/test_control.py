"""What a facilitator watches while a session runs: enough to run it, nothing to count people by."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.control import Control, control
from bot.core.progress import STEP
from bot.core.walk import Sending
from tests.app.room import Room, room


@pytest.fixture
async def sevare(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path) as opened:
        yield opened


async def watched(room: Room, rate: int = 0) -> Control:
    """The session at a glance, where so many messages a second may be sent."""
    services = replace(room.services, message_rate=rate)
    async with room.database.read() as work:
        return await control(work, services, await room.scene(work))


async def is_broadcast(room: Room, session: str, cursor: bytes = b"") -> None:
    """A session's broadcast has come so far."""
    async with room.database.begin() as work:
        work.mail.start_broadcast(session, 1)
        (broadcast,) = await work.mail.broadcasts()
        await work.mail.move_broadcast(broadcast, cursor)
        await work.commit()


async def told(room: Room, step: str) -> int:
    """How many are said to have answered a poll at least."""
    return next(poll.at_least for poll in (await watched(room)).polls if poll.step.id == step)


async def test_how_many_answered_is_told_in_steps_and_never_to_the_last_one(sevare: Room) -> None:
    people = await sevare.come(24, side="inhabitants")
    await sevare.opens("trust_before")
    seen = [await told(sevare, "police_before")]
    for each in people:
        await sevare.vote([each], "police_before", "1")
        seen.append(await told(sevare, "police_before"))

    assert seen[0] == 0 and seen[-1] == 20
    assert set(seen) == {0, 5, 10, 15, 20}
    assert all(figure <= ballots for ballots, figure in enumerate(seen))


async def test_two_polls_do_not_move_together(sevare: Room) -> None:
    """Each has a shift of its own: where all answered all of them, the figures tell no number in common."""
    people = await sevare.come(40, side="inhabitants")
    await sevare.opens("trust_before")
    moves = set()
    for step in (
        "police_before",
        "gendarmerie_before",
        "army_before",
        "fair_before",
        "heard_before",
        "report_before",
    ):
        for ballots, each in enumerate(people[: 2 * STEP], start=1):
            await sevare.vote([each], step, "1")
            if await told(sevare, step):
                moves.add(ballots)
                break

    assert len(moves) > 1
    assert moves <= set(range(STEP, 2 * STEP))


async def test_that_somebody_left_or_came_back_is_not_told(sevare: Room) -> None:
    people = await sevare.come(12, side="inhabitants")
    here = (await watched(sevare)).joined
    await sevare.leaves(people[0])
    left = (await watched(sevare)).joined
    await sevare.comes_back(people[0], side="forces")

    assert here == left == (await watched(sevare)).joined == 12


async def test_a_poll_that_is_closed_or_was_left_is_not_told_of(sevare: Room) -> None:
    people = await sevare.come(24, side="inhabitants")
    await sevare.opens("trust_before")
    await sevare.vote(people, "police_before", "1", "2")
    await sevare.vote(people, "army_before", "1", "2")
    await sevare.closes("police_before")
    closed = {poll.step.id for poll in (await watched(sevare)).polls}
    await sevare.opens("questions")

    assert "police_before" not in closed and "army_before" in closed
    assert (await watched(sevare)).polls == ()
    await sevare.ends()
    assert (await watched(sevare)).polls == ()


async def test_how_far_a_broadcast_has_come_and_how_long_it_will_take(sevare: Room) -> None:
    await sevare.come(120)
    before = (await watched(sevare, rate=1)).sending
    await is_broadcast(sevare, sevare.session)
    begun = (await watched(sevare, rate=1)).sending
    await is_broadcast(sevare, sevare.session, b"\x67" + bytes(15))

    assert before is None
    assert begun == Sending(0, 2)
    assert (await watched(sevare, rate=1)).sending == Sending(40, 2)
    assert (await watched(sevare, rate=2)).sending == Sending(40, 0)


async def test_what_is_over_before_anybody_reads_it_is_not_told(sevare: Room) -> None:
    await sevare.come(20)
    await is_broadcast(sevare, sevare.session)

    assert (await watched(sevare, rate=30)).sending is None
    assert (await watched(sevare, rate=0)).sending is None


async def test_nothing_is_told_of_another_session(sevare: Room) -> None:
    await sevare.come(20)
    await is_broadcast(sevare, "another1")

    assert (await watched(sevare, rate=1)).sending is None
