"""What the bot wrote leaves the chats of staff before two days are over; nothing else does."""

from __future__ import annotations

import pytest

from bot.rehearsal.standin import Person
from bot.tg.deletion import EMPTIED
from tests.fakes.room import Room
from tests.tg.evening import Evening, by_bot, evening, rows, sentence


async def later(room: Room, hours: float) -> None:
    """So much time goes by, and the bot looks."""
    room.clock.moves_on(hours=hours)
    await room.bot.sweeper.sweep()
    await room.quiet()


async def a_chat_full_of_words(room: Room) -> tuple[Evening, Person]:
    """A facilitator has a screen, files and answers of the bot before them, a focal point a notice."""
    tonight = await evening(room, stages=2)
    dado = await room.member("Dado", "focal")
    await room.says(tonight.awa, "Un agent m’a frappée. À qui le dire ?")
    await room.taps(tonight.awa, "Envoyer")
    await room.stage(tonight.fanta)
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Questions à lire", "Protéger", "Oui, confier")
    await room.says(tonight.fanta, "/questions")
    await room.says(tonight.fanta, "/resultats")
    await room.taps(tonight.fanta, "Tableau de bord", "Excel")
    await tonight.fanta.sends_photo()
    await room.quiet()
    await room.says(tonight.fanta, "/inconnue")
    return tonight, dado


async def test_after_46_hours_everything_the_bot_wrote_is_gone_and_nothing_else(room: Room) -> None:
    tonight, dado = await a_chat_full_of_words(room)
    fanta = tonight.fanta
    theirs = [message for message in fanta.chat.messages if not message.by_bot]
    neighbours = by_bot(tonight.awa.chat)
    assert any(message.file for message in fanta.chat.messages if message.by_bot)
    assert sentence(room, "fr", "other.not_read") in by_bot(fanta.chat)
    assert theirs and len(by_bot(dado.chat)) == 2

    await later(room, 44)
    assert by_bot(fanta.chat)
    await later(room, 2)

    assert by_bot(fanta.chat) == by_bot(dado.chat) == []
    assert [message for message in fanta.chat.messages if not message.by_bot] == theirs
    assert by_bot(tonight.awa.chat) == neighbours
    assert rows(room, "panels") == []
    assert room.standin.faults == []


async def test_who_comes_back_has_a_fresh_screen(room: Room) -> None:
    tonight = await evening(room)
    await later(room, 46)
    assert by_bot(tonight.fanta.chat) == []

    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢")

    (screen,) = by_bot(tonight.fanta.chat)
    assert "Sévaré" in screen
    await room.joins("Kadi", tonight.code, "Habitant", "Femme", "25", "préfère")
    assert "3 personnes sont entrées" in by_bot(tonight.fanta.chat)[0]


async def test_a_screen_that_is_gone_does_not_come_back_by_itself(room: Room) -> None:
    tonight = await evening(room)
    await later(room, 46)
    await room.joins("Kadi", tonight.code, "Habitant", "Femme", "25", "préfère")
    assert by_bot(tonight.fanta.chat) == []


async def test_who_is_at_work_does_not_lose_their_screen(room: Room) -> None:
    tonight = await evening(room)
    await later(room, 30)
    await room.taps(tonight.fanta, "Code et affiche")
    await later(room, 17)
    (screen,) = by_bot(tonight.fanta.chat)
    assert "Code de la séance" in screen


@pytest.mark.parametrize(("hours", "left"), [(47, 0), (100, 1)])
async def test_what_fell_due_while_the_bot_was_down_is_tried_all_the_same(
    room: Room, hours: int, left: int
) -> None:
    tonight = await evening(room)
    await room.closes()
    room.clock.moves_on(hours=hours)
    await room.opens()
    await room.quiet()

    assert len(by_bot(tonight.fanta.chat)) == left
    assert [row for row in rows(room, "messages") if row[2] == ""] == []


async def test_what_telegram_refuses_to_delete_is_emptied_and_keeps_nothing_else_from_going(
    room: Room,
) -> None:
    tonight = await evening(room)
    kalifa = await room.member("Kalifa", "facilitator")
    await room.closes()
    room.clock.moves_on(hours=30)
    await room.opens()
    await room.says(kalifa, "/inconnue")
    await room.closes()
    room.clock.moves_on(hours=46.5)
    await room.opens()
    await room.quiet()

    assert len(by_bot(tonight.fanta.chat)) == 1
    (old,) = by_bot(kalifa.chat)
    assert old == EMPTIED


async def test_telegram_being_away_only_puts_it_off(room: Room) -> None:
    tonight = await evening(room)
    room.standin.fail_next("deleteMessages", 502, "Bad Gateway")
    await later(room, 46)
    assert by_bot(tonight.fanta.chat) == []


async def test_which_messages_stand_in_participants_chats_is_forgotten_and_they_stay(room: Room) -> None:
    tonight = await evening(room)
    assert [row for row in rows(room, "messages") if row[2] != ""]
    await later(room, 49)
    assert [row for row in rows(room, "messages") if row[2] != ""] == []
    assert len(by_bot(tonight.awa.chat)) == 1
