"""Who blocks the bot or leaves Telegram is left in peace, until they write or tap again."""

from __future__ import annotations

import pytest

from bot.rehearsal.standin import Person
from tests.fakes.room import Room
from tests.tg.evening import Evening, by_bot, evening, rows


async def goes(somebody: Person, how: str) -> None:
    """Somebody blocks the bot or deletes their account."""
    await (somebody.blocks() if how == "blocks" else somebody.leaves_telegram())


async def messages_of_a_stage(tonight: Evening) -> int:
    """The facilitator opens a stage; gives how many messages were sent or tried for that."""
    before = tonight.room.standin.calls["sendMessage"]
    await tonight.room.stage(tonight.fanta)
    return tonight.room.standin.calls["sendMessage"] - before


@pytest.mark.parametrize("how", ["blocks", "leaves Telegram"])
async def test_who_is_gone_is_tried_once_and_then_left_in_peace(room: Room, how: str) -> None:
    tonight = await evening(room)
    await goes(tonight.awa, how)

    tried = await messages_of_a_stage(tonight)
    await room.restarts()
    assert await messages_of_a_stage(tonight) == tried - 1

    assert rows(room, "broadcasts") == rows(room, "outbox") == []
    assert len(rows(room, "roster")) == 2
    assert len(by_bot(tonight.sira.chat)) == 1


async def test_who_comes_back_is_shown_where_they_are_and_reached_again(room: Room) -> None:
    tonight = await evening(room)
    await tonight.awa.blocks()
    await room.stage(tonight.fanta)

    await tonight.awa.unblocks()
    await tonight.awa.starts()
    await room.quiet()
    assert by_bot(tonight.awa.chat)[-1].startswith("❓")
    await room.stage(tonight.fanta)

    (screen,) = by_bot(tonight.awa.chat)
    assert not screen.startswith("❓")


async def test_a_look_at_a_receipt_brings_somebody_back_though_nothing_is_sent(room: Room) -> None:
    tonight = await evening(room, stages=2)
    await room.says(tonight.awa, "Pourquoi le poste est-il fermé ?")
    await room.taps(tonight.awa, "Envoyer")
    receipt = next(message for message in tonight.awa.chat.messages if message.by_bot)
    await tonight.awa.blocks()
    await room.stage(tonight.fanta)

    await tonight.awa.unblocks()
    tap = await tonight.awa.taps_data(receipt, receipt.buttons[0]["callback_data"])
    await room.quiet()
    assert tap.alert
    before = len(tonight.awa.chat.history)
    await room.stage(tonight.fanta)

    assert "sent" in [event.kind for event in tonight.awa.chat.history[before:]]


async def test_a_tap_brings_somebody_back(room: Room) -> None:
    tonight = await evening(room)
    await tonight.awa.blocks()
    await room.stage(tonight.fanta)
    old = next(message for message in tonight.awa.chat.newest_first() if message.by_bot)

    await tonight.awa.unblocks()
    await tonight.awa.taps_on(old, "Continuer")
    await room.quiet()
    assert by_bot(tonight.awa.chat)[-1].startswith("❓")
    await room.stage(tonight.fanta)

    assert len(by_bot(tonight.awa.chat)) == 1
    assert not by_bot(tonight.awa.chat)[-1].startswith("❓")


async def test_a_facilitator_who_is_gone_has_no_screen_that_is_kept_current(room: Room) -> None:
    tonight = await evening(room)
    assert len(rows(room, "panels")) == 1
    await tonight.fanta.blocks()

    await room.joins("Kadi", tonight.code, "Habitant", "Femme", "25", "préfère")
    assert rows(room, "panels") == []

    await tonight.fanta.unblocks()
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢")
    assert len(rows(room, "panels")) == 1
