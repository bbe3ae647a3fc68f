"""What is taken out of staff's chats when, and in how few calls."""

from __future__ import annotations

from dataclasses import replace

from bot.app.chat_messages import DELETABLE, HOUR, STAFF, STAFF_KEPT, note_sent
from bot.app.desk import Officer
from bot.app.records import Panel
from bot.app.staff_chat import FADES, Removal, fades_soon, recall, take_out_all, take_out_due
from tests.app.house import House
from tests.app.test_team import member


class Hours:
    """A clock that a story moves."""

    def __init__(self, home: House) -> None:
        self.moment = home.services.clock.now()
        self.today = home.services.clock.today
        home.services = replace(home.services, clock=self)

    def now(self) -> int:
        return self.moment


async def is_sent(home: House, officer: Officer, *messages: int) -> None:
    """The bot has written these into somebody's chat."""
    async with home.database.begin() as work:
        await note_sent(work, home.services, STAFF, officer.name, officer.chat, messages)
        await work.commit()


async def taken_out(home: House, limit: int = 1000) -> list[Removal]:
    async with home.database.begin() as work:
        found = await take_out_due(work, home.services, limit)
        await work.commit()
    return found


async def test_messages_leave_a_hundred_at_once_and_once(home: House) -> None:
    clock, fanta = Hours(home), await member(home, 1)
    await is_sent(home, fanta, *range(1, 251))
    clock.moment += STAFF_KEPT - HOUR
    assert await taken_out(home) == []

    clock.moment += HOUR
    (removal,) = await taken_out(home)

    assert (removal.owner, removal.chat) == (fanta.name, 1)
    assert sorted(map(len, removal.calls)) == [50, 100, 100]
    assert removal.messages == set(range(1, 251))
    assert await taken_out(home) == []


async def test_what_may_be_too_old_goes_alone_so_that_it_holds_up_no_other(home: House) -> None:
    clock, fanta = Hours(home), await member(home, 1)
    await is_sent(home, fanta, 1, 2)
    clock.moment += 4 * HOUR
    await is_sent(home, fanta, 3, 4)
    clock.moment += STAFF_KEPT

    (removal,) = await taken_out(home)

    assert set(map(frozenset, removal.calls)) == {frozenset({3, 4}), frozenset({1}), frozenset({2})}


async def test_a_call_with_several_messages_never_holds_one_that_telegram_refuses(home: House) -> None:
    clock, fanta = Hours(home), await member(home, 1)
    sent = clock.moment
    await is_sent(home, fanta, 1, 2)
    for minutes in range(0, 60 * 60, 7):
        clock.moment = sent + minutes * 60
        async with home.database.begin() as work:
            for removal in await take_out_due(work, home.services, 10):
                together = any(len(call) > 1 for call in removal.calls)
                assert not together or clock.moment - sent <= DELETABLE


async def test_a_message_of_a_person_who_has_no_role_is_not_noted(home: House) -> None:
    clock, fanta = Hours(home), await member(home, 1)
    await is_sent(home, replace(fanta, name=b"nobody"), 1)
    clock.moment += STAFF_KEPT
    assert await taken_out(home) == []


async def test_recalled_messages_are_due_at_once_and_their_screens_forgotten(home: House) -> None:
    Hours(home)
    fanta, kalifa = await member(home, 1), await member(home, 2)
    await is_sent(home, fanta, 1, 2)
    await is_sent(home, kalifa, 3)
    async with home.database.begin() as work:
        work.mail.put_panel(Panel("", fanta.name, b"sealed"))
        await recall(work, home.services, fanta.name)
        assert await work.mail.panels_of(fanta.name) == []
        await work.commit()

    (removal,) = await taken_out(home)

    assert removal.chat == 1
    assert removal.messages == {1, 2}


async def test_all_of_a_chat_is_taken_out(home: House) -> None:
    Hours(home)
    fanta = await member(home, 1)
    await is_sent(home, fanta, 1, 2)
    async with home.database.begin() as work:
        (removal,) = await take_out_all(work, home.services, fanta.name)
        assert removal.messages == {1, 2}
        assert await take_out_all(work, home.services, fanta.name) == []


async def test_a_screen_fades_when_it_is_a_day_old(home: House) -> None:
    clock, fanta = Hours(home), await member(home, 1)
    await is_sent(home, fanta, 1)
    async with home.database.read() as work:
        assert not await fades_soon(work, home.services, fanta.name, 1)
        assert not await fades_soon(work, home.services, fanta.name, 2)
        clock.moment += STAFF_KEPT - FADES + HOUR
        assert await fades_soon(work, home.services, fanta.name, 1)
