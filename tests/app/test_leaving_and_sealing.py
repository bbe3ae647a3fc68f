"""Leaving a session, and what is left when it is sealed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app.join import find_seat, knock
from bot.app.leave import leave
from bot.app.sealing import destroy_keys, forget_people
from bot.app.support import toggle
from bot.app.vault import Unreadable
from bot.core.journey import Cast, Tell
from tests.app.house import House

AWA, BAKARY = 7700010001, 7700010002


async def arrives(home: House, user: int) -> None:
    await home.joins(user)
    await home.does(user, Tell("who", "inhabitants"), Tell("gender", "no_answer"))


async def leaves(home: House, user: int) -> None:
    async with home.scene() as (work, _scene):
        seat = await find_seat(work, home.services, user)
        assert seat is not None
        await leave(work, seat)


async def test_who_leaves_takes_open_ballots_and_supports_along(home: House) -> None:
    await arrives(home, AWA)
    await home.opens("before")
    await home.does(AWA, Cast("police_before", "3"))
    await home.opens("questions")
    await home.asks(AWA, "Pourquoi ce barrage ?")
    await home.mixes(everything=True)
    async with home.scene() as (work, _scene):
        (question,) = await work.questions.page(home.session, statuses=("waiting",), limit=5)
        work.questions.put(replace(question, status="published"))
    await home.opens("priorities")
    async with home.scene() as (work, _scene):
        seat = await find_seat(work, home.services, AWA)
        assert seat is not None
        await toggle(work, seat, question.id)
    await leaves(home, AWA)
    async with home.database.read() as work:
        polls = await work.ballots.polls(home.session)
        assert sum((await work.ballots.count([poll.id for poll in polls])).values()) == 0
        kept = await work.questions.get(home.session, question.id)
        assert kept is not None and kept.supports == 0
        assert await work.people.count(home.session) == 0
    assert await home.seat(AWA) is None


async def test_coming_back_gives_no_more_questions_than_the_script_allows(home: House) -> None:
    await arrives(home, AWA)
    await home.opens("questions")
    await home.asks(AWA, "Pourquoi ce barrage ?")
    await leaves(home, AWA)
    await arrives(home, AWA)
    seat = await home.seat(AWA)
    assert seat is not None and seat.person.asked == {"question": 1}


async def seals(home: House) -> None:
    session = await home.ends()
    async with home.database.begin() as work:
        sealed = await forget_people(work, session)
        await work.commit()
    await destroy_keys(home.services, sealed)


async def test_after_sealing_there_is_no_key_and_nobody_left(home: House) -> None:
    await arrives(home, AWA)
    await arrives(home, BAKARY)
    await leaves(home, BAKARY)
    await seals(home)
    with pytest.raises(Unreadable):
        await home.services.vault.session(home.session)
    async with home.database.read() as work:
        assert await work.people.count(home.session) == 0
        session = await work.sessions.get(home.session)
        assert session is not None and session.state == "sealed"


async def test_sealing_twice_is_harmless(home: House) -> None:
    await arrives(home, AWA)
    await seals(home)
    async with home.database.begin() as work:
        session = await work.sessions.get(home.session)
        assert session is not None
        sealed = await forget_people(work, session)
        await work.commit()
    await destroy_keys(home.services, sealed)
    assert sealed.state == "sealed"


async def test_a_sealed_sessions_code_still_opens_what_was_published(home: House) -> None:
    await arrives(home, AWA)
    await seals(home)
    async with home.database.read() as work:
        session = await work.sessions.get(home.session)
        assert session is not None
        door = await knock(work, home.services, session.code, AWA)
    assert door.why == "over" and door.seat is None


async def test_no_account_stands_in_the_clear_in_any_file(home: House) -> None:
    await arrives(home, AWA)
    await home.opens("before")
    await home.does(AWA, Cast("police_before", "3"))
    await home.database.close()
    for file in home.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            for written in (str(AWA).encode(), AWA.to_bytes(8, "big"), AWA.to_bytes(8, "little")):
                assert written not in content, file.name
