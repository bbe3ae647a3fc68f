"""Long polling: an update is had once, and had only when what it did is kept."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.tg.reading import read_update
from bot.tg.turn import Turn
from tests.fakes.room import Room
from tests.tg.evening import by_bot, evening, how_to_come_in, rows, sentence, until


class Halt:
    """A handler behind the others that stops with all written and nothing committed."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()

    async def __call__(self, update: Update, turn: Turn) -> None:
        await turn.work.flush()
        self.reached.set()
        await asyncio.Event().wait()


async def test_an_update_that_was_not_committed_comes_again(room: Room) -> None:
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer")
    for end in (room.crashes, room.closes):
        halt = Halt()
        room.bot.application.add_handler(CallbackQueryHandler(halt), group=1)
        before = len(rows(room, "ballots"))
        await tonight.awa.taps("Beaucoup")
        await asyncio.wait_for(halt.reached.wait(), 5)
        assert len(room.standin.world.updates) == 1
        await end()
        assert len(room.standin.world.updates) == 1
        assert len(rows(room, "ballots")) == before

        await room.opens()
        await room.quiet()
        assert len(rows(room, "ballots")) == before + 1
    assert "FAMa" in by_bot(tonight.awa.chat)[-1]
    assert rows(room, "outbox") == []


async def test_nothing_is_lost_when_the_bot_stops_while_people_write(room: Room) -> None:
    people = [room.person(f"Habitant {number}") for number in range(12)]
    for turn in range(3):
        for person in people:
            await person.sends("Bonjour")
        await asyncio.sleep(0.02 * turn)
        await room.restarts()
    await room.quiet()

    for person in people:
        assert by_bot(person.chat) == [how_to_come_in(room)] * 3
    assert rows(room, "outbox") == []


async def test_an_update_that_is_delivered_again_is_applied_once(room: Room) -> None:
    moussa = room.person("Moussa")
    await room.quiet()
    room.standin.cut_next("getUpdates")
    await moussa.sends("Bonjour")
    await moussa.sees(sentence(room, "fr", "join.how"))
    await until(lambda: rows(room, "outbox") == [])
    assert len(room.standin.world.updates) == 1

    await room.crashes()
    await room.opens()
    await room.quiet()

    assert by_bot(moussa.chat) == [how_to_come_in(room)]


async def test_an_update_that_stands_in_a_batch_twice_is_applied_once(room: Room) -> None:
    moussa = room.person("Moussa")
    message = await moussa.sends("Bonjour")
    await room.quiet()
    again: dict[str, Any] = {"update_id": 800_000_001, "message": message.as_json()}
    update = read_update(again, room.bot.application.bot)
    assert update is not None

    await room.bot.inbox.handle([update, update])
    await room.quiet()

    assert by_bot(moussa.chat) == [how_to_come_in(room)] * 2
