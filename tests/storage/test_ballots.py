"""Polls, ballots, tallies and hand counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app.records import HandCount, Poll, Tally
from bot.storage.database import Database
from bot.storage.failures import Unstorable

BEFORE, AFTER = Poll("k3v9", "bamako", "police.before"), Poll("x7q2", "bamako", "police.after")
AWA, BAKARY = b"\x01" * 16, b"\x02" * 16


async def test_a_ballot_is_cast_changed_and_taken_back(database: Database) -> None:
    for value in ("2", "4"):
        async with database.begin() as work:
            work.ballots.put(BEFORE.id, AWA, value)
            work.ballots.put(BEFORE.id, BAKARY, "1")
            await work.commit()
    async with database.begin() as work:
        await work.ballots.preload([(BEFORE.id, AWA), (BEFORE.id, BAKARY), (AFTER.id, AWA)])
        assert await work.ballots.get(BEFORE.id, AWA) == "4"
        assert await work.ballots.get(AFTER.id, AWA) is None
        work.ballots.remove(BEFORE.id, BAKARY)
        assert await work.ballots.get(BEFORE.id, BAKARY) is None
        await work.commit()
    async with database.read() as work:
        assert await work.ballots.of(BEFORE.id) == {AWA: "4"}


async def test_ballots_are_counted_with_those_of_the_same_unit_of_work(database: Database) -> None:
    async with database.begin() as work:
        work.ballots.put(BEFORE.id, AWA, "2")
        work.ballots.put(BEFORE.id, BAKARY, "3")
        assert await work.ballots.count([BEFORE.id, AFTER.id]) == {BEFORE.id: 2, AFTER.id: 0}
        assert await work.ballots.of(BEFORE.id) == {AWA: "2", BAKARY: "3"}
        assert await work.ballots.count([]) == {}


async def test_clearing_a_poll_leaves_none_of_its_ballots(database: Database) -> None:
    async with database.begin() as work:
        work.ballots.put(BEFORE.id, AWA, "2")
        work.ballots.put(AFTER.id, AWA, "3")
        await work.commit()
    async with database.begin() as work:
        assert await work.ballots.get(BEFORE.id, AWA) == "2"
        work.ballots.put(BEFORE.id, BAKARY, "1")
        await work.ballots.clear(BEFORE.id)
        assert await work.ballots.get(BEFORE.id, AWA) is None
        assert await work.ballots.get(BEFORE.id, BAKARY) is None
        await work.commit()
    async with database.read() as work:
        assert await work.ballots.count([BEFORE.id, AFTER.id]) == {BEFORE.id: 0, AFTER.id: 1}


async def test_the_polls_of_a_session_are_known_as_they_change(database: Database) -> None:
    async with database.begin() as work:
        assert await work.ballots.polls("bamako") == []
        work.ballots.put_poll(BEFORE)
        work.ballots.put_poll(AFTER)
        work.ballots.put_poll(Poll("m4m4", "mopti", "police.before"))
        assert await work.ballots.polls("bamako") == [AFTER, BEFORE]
        await work.commit()
    async with database.begin() as work:
        work.ballots.put_poll(replace(BEFORE, state="closed"))
        assert await work.ballots.polls("bamako") == [AFTER, replace(BEFORE, state="closed")]


async def test_a_step_has_one_poll_in_a_session(database: Database) -> None:
    async with database.begin() as work:
        work.ballots.put_poll(BEFORE)
        work.ballots.put_poll(replace(BEFORE, id="another"))
        with pytest.raises(Unstorable):
            await work.commit()


async def test_a_tally_is_replaced_by_a_new_one_of_the_same_name(database: Database) -> None:
    async with database.begin() as work:
        work.ballots.put_tally(Tally("bamako", "police", '{"n": 5}'))
        work.ballots.put_tally(Tally("bamako", "army", '{"n": 7}'))
        work.ballots.put_tally(Tally("bamako", "police", '{"n": 6}'))
        await work.commit()
    async with database.read() as work:
        tallies = await work.ballots.tallies("bamako")
        assert tallies == [Tally("bamako", "army", '{"n": 7}'), Tally("bamako", "police", '{"n": 6}')]


async def test_a_hand_count_is_entered_corrected_and_taken_out(database: Database) -> None:
    hands = HandCount("bamako", "police", "inhabitants", "gender", "woman", "hands", {"1": 3, "4": 9})
    paper = replace(hands, mode="paper", counts={"dont_know": 2})
    async with database.begin() as work:
        work.ballots.put_hand_count(hands)
        work.ballots.put_hand_count(paper)
        await work.commit()
    async with database.begin() as work:
        work.ballots.put_hand_count(replace(hands, counts={"1": 4}))
        assert await work.ballots.hand_counts("bamako") == [replace(hands, counts={"1": 4}), paper]
        work.ballots.remove_hand_count(hands)
        await work.commit()
    async with database.read() as work:
        assert await work.ballots.hand_counts("bamako") == [paper]
