"""One person who sends more than anybody types is slowed alone; a tap of a hand is never lost."""

from __future__ import annotations

import asyncio
from datetime import datetime

from telegram import CallbackQuery, Chat, Message, Update, User

from bot.tg.flood import BOUNDS, REMEMBERED, Flood
from tests.fakes.room import Room
from tests.tg.evening import by_bot, evening, everywhere, how_to_come_in, rows

WORDS = BOUNDS["words"]
AWA = User(5, "Awa", False)


SAID = Update(1, message=Message(1, datetime(2026, 12, 5), Chat(5, "private"), AWA, text="Bonjour"))
TAPPED = Update(2, callback_query=CallbackQuery("1", AWA, "5", data="p:abcdefgh:o"))


def words(count: int, name: bytes = b"awa") -> list[tuple[bytes, Update]]:
    return [(name, SAID)] * count


def taps(count: int, name: bytes = b"awa") -> list[tuple[bytes, Update]]:
    return [(name, TAPPED)] * count


def test_a_hundred_messages_a_second_are_cut_to_one_a_second_and_told_once() -> None:
    flood = Flood()
    handled, told = 0, 0
    for second in range(60):
        sifted = flood.sift(words(100), second)
        handled += len(sifted.fresh)
        told += len(sifted.first)
        assert len(sifted.fresh) + sifted.dropped == 100
    assert handled == WORDS.burst + 59 * WORDS.rate
    assert told == 1


def test_who_was_quiet_for_a_while_is_told_again() -> None:
    flood = Flood()
    assert len(flood.sift(words(2 * WORDS.burst), 0).first) == 1
    assert len(flood.sift(words(2 * WORDS.burst), WORDS.burst / WORDS.rate).first) == 1


def test_quick_fingers_lose_no_tap() -> None:
    flood = Flood()
    for burst in range(100):  # 20 at once, five a second, for more than six minutes
        assert flood.sift(taps(20), burst * 4).dropped == 0


def test_a_machine_that_taps_gets_no_more_than_its_share() -> None:
    flood = Flood()
    handled = sum(len(flood.sift(taps(500), second).fresh) for second in range(60))
    assert handled == BOUNDS["taps"].burst + 59 * BOUNDS["taps"].rate


def test_who_writes_too_much_can_still_tap_and_others_can_write() -> None:
    flood = Flood()
    flood.sift(words(1000), 0)
    assert flood.sift(taps(20), 0).dropped == 0
    assert flood.sift(words(20, b"sira"), 0).dropped == 0


def test_what_could_not_be_kept_does_not_count_when_it_comes_again() -> None:
    flood = Flood()
    for _time in range(100):
        sifted = flood.sift(words(20), 0)
        assert sifted.dropped == 0
        flood.give_back(words(20))


def test_the_memory_has_an_end() -> None:
    flood = Flood()
    flood.sift(words(WORDS.burst, b"first"), 0)
    for number in range(REMEMBERED):
        flood.sift(words(1, number.to_bytes(4, "big")), 0)
    assert flood.sift(words(1, b"first"), 0).dropped == 0, "who was silent longest is forgotten"


async def test_in_the_room_one_floods_and_the_others_answer(room: Room) -> None:
    tonight = await evening(room)
    moussa = room.person("Moussa")

    async def floods() -> None:
        for _number in range(300):
            await moussa.sends("Bonjour")

    async def answers() -> None:
        for person, words in ((tonight.awa, ("Continuer", "Beaucoup")), (tonight.sira, ("Taa ɲɛ",))):
            for word in words:
                await person.taps(word)
                await room.quiet(30)

    async with asyncio.TaskGroup() as both:
        both.create_task(floods())
        both.create_task(answers())
    await room.quiet(30)

    told = by_bot(moussa.chat)
    assert told.count(everywhere(room, "flood.slow")) == 1
    assert WORDS.burst <= told.count(how_to_come_in(room)) <= WORDS.burst + 30
    assert len(rows(room, "ballots")) == 1
    assert rows(room, "outbox") == []


async def test_in_a_group_nobody_is_told(room: Room) -> None:
    moussa = room.person("Moussa")
    group = room.standin.group("Quartier", [moussa])
    for _number in range(WORDS.burst + 30):
        await group.says(moussa, "Bonjour")
    await room.quiet()
    assert by_bot(group.chat) == by_bot(moussa.chat) == []
