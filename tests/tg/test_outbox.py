"""What was decided reaches people, whatever the network and Telegram do; once, and in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.standin import Person
from bot.tg.delivery import Call, Delivery, Living
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import by_bot, evening, everywhere, how_to_come_in, rows, until


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room whose outbox is empty when its story is over."""
    async with open_room(tmp_path) as opened:
        yield opened
        await opened.quiet()
        assert rows(opened, "outbox") == []
        assert rows(opened, "broadcasts") == []


async def test_errors_and_cut_connections_pass(room: Room) -> None:
    tonight = await evening(room)
    kadi = await room.joins("Kadi", tonight.code, "Habitant", "Femme", "25", "préfère")
    next_label = room.parts.catalogs.text("bm", "button.next")
    room.standin.fail_next("editMessageText", 502, "Bad Gateway")
    room.standin.cut_next("editMessageText", before=True)
    room.standin.cut_next("editMessageText", before=False)

    await tonight.awa.taps("Continuer")
    await tonight.sira.taps(next_label)
    await kadi.taps("Continuer")
    await room.quiet()

    for person in (tonight.awa, tonight.sira, kadi):
        (screen,) = by_bot(person.chat)
        assert "👮" in screen


async def test_telegram_asks_to_wait(room: Room) -> None:
    moussa = room.person("Moussa")
    room.standin.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    began = time.monotonic()

    await room.says(moussa, "Bonjour")

    assert time.monotonic() - began >= 1
    assert by_bot(moussa.chat) == [how_to_come_in(room)]


async def test_a_message_that_may_have_arrived_is_sent_again_rather_than_lost(room: Room) -> None:
    moussa = room.person("Moussa")
    room.standin.cut_next("sendMessage", before=False)

    await room.says(moussa, "Bonjour")

    assert by_bot(moussa.chat) == [how_to_come_in(room)] * 2


async def test_who_blocks_the_bot_holds_up_nobody(room: Room) -> None:
    tonight = await evening(room)
    await tonight.awa.blocks()

    await room.stage(tonight.fanta)

    assert "❓" in by_bot(tonight.sira.chat)[-1]
    await tonight.awa.starts()
    await room.quiet()
    assert "Vos questions" in by_bot(tonight.awa.chat)[-1]


async def test_a_message_that_is_gone_is_sent_anew(room: Room) -> None:
    tonight = await evening(room)
    screen = tonight.awa.chat.screen
    assert screen is not None
    (data,) = [button["callback_data"] for button in screen.buttons]
    await tonight.awa.deletes(screen)

    await tonight.awa.taps_data(screen, data)
    await room.quiet()
    (shown,) = by_bot(tonight.awa.chat)
    assert "👮" in shown
    await room.taps(tonight.awa, "Beaucoup")
    assert len(by_bot(tonight.awa.chat)) == 1


async def test_what_telegram_finds_unchanged_is_not_sent_twice(room: Room) -> None:
    tonight = await evening(room)
    sent = room.standin.calls["sendMessage"]
    room.standin.fail_next("editMessageText", 400, "Bad Request: message is not modified: it is the same")

    await room.taps(tonight.awa, "Continuer")

    assert room.standin.calls["sendMessage"] == sent
    assert len(by_bot(tonight.awa.chat)) == 1


@pytest.mark.parametrize(
    ("code", "said", "wait"),
    [(429, "Too Many Requests: retry after 40", 40), (401, "Unauthorized", None), (500, "Oops", None)],
)
async def test_what_waits_is_sent_after_a_restart_once_and_in_order(
    room: Room, code: int, said: str, wait: int | None
) -> None:
    moussa, kadi = room.person("Moussa"), room.person("Kadi")
    room.standin.fail_next("sendMessage", code, said, retry_after=wait, chat_id=moussa.user_id)
    await moussa.sends("Bonjour")
    await until(lambda: room.standin.calls["sendMessage"] == 1)
    await moussa.sends("AAAA22")
    await until(lambda: len(rows(room, "outbox")) == 2)

    await room.crashes()
    assert len(rows(room, "outbox")) == 2
    await room.opens()
    await room.quiet()
    await room.says(kadi, "Bonjour")

    assert by_bot(moussa.chat) == [how_to_come_in(room), everywhere(room, "join.unknown_code")]
    assert by_bot(kadi.chat) == [how_to_come_in(room)]


async def test_a_broadcast_goes_on_after_a_restart(room: Room) -> None:
    tonight = await evening(room)
    people: list[Person] = [tonight.awa, tonight.sira]
    await room.taps(tonight.fanta, "Ouvrir : ")
    room.standin.fail_next(
        "sendMessage", 429, "Too Many Requests: retry after 40", retry_after=40, chat_id=tonight.awa.user_id
    )
    refused = len(by_bot(tonight.awa.chat))
    await tonight.fanta.taps("Ouvrir maintenant")
    await until(lambda: rows(room, "broadcasts") != [])
    await asyncio.sleep(0.2)
    assert len(by_bot(tonight.awa.chat)) == refused
    assert "Vos questions" not in tonight.awa.chat.render()

    await room.crashes()
    await room.opens()
    await room.quiet()

    for person in people:
        assert len(by_bot(person.chat)) == 1
        assert by_bot(person.chat)[0].startswith("❓")


async def test_answers_to_quick_typing_leave_one_living_message(room: Room) -> None:
    tonight = await evening(room)

    for text in ("Bonjour", "à tous", "les amis"):
        await tonight.awa.sends(text)
    await room.quiet()

    assert len(by_bot(tonight.awa.chat)) == 1


async def test_what_waits_outlives_the_key_it_was_written_under(room: Room) -> None:
    moussa = room.person("Moussa")
    room.standin.fail_next(
        "sendMessage", 429, "Too Many Requests: retry after 40", retry_after=40, chat_id=moussa.user_id
    )
    await moussa.sends("Bonjour")
    await until(lambda: len(rows(room, "outbox")) == 1 and room.standin.calls["sendMessage"] == 1)
    lane = rows(room, "outbox")[0][1]

    outbox = await room.bot.inbox.renew_outbox()
    await outbox.forget_old()
    await room.crashes()
    assert rows(room, "outbox")[0][1] != lane
    await room.opens()
    await room.quiet()

    assert by_bot(moussa.chat) == [how_to_come_in(room)]


async def test_two_answers_that_did_not_know_of_each_other_leave_the_second(room: Room) -> None:
    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")
    before = len(by_bot(moussa.chat))

    await post(room, screen(moussa, "Un"))
    shown = moussa.chat.messages[-1].message_id
    await post(room, screen(moussa, "Deux", edits=999), screen(moussa, "Trois", edits=shown))

    assert by_bot(moussa.chat)[before:] == ["Trois"]


def screen(somebody: Person, text: str, edits: int = 0) -> Delivery:
    """What shows somebody where they are, decided when another message than the last was known as their screen."""
    payload = {"chat_id": somebody.user_id, "text": text, **({"message_id": edits} if edits else {})}
    call = Call("editMessageText" if edits else "sendMessage", payload, "living")
    return Delivery(somebody.user_id, (call,), Living("seat", "abcd2345", "aa", before=7))


async def post(room: Room, *deliveries: Delivery) -> None:
    """Put deliveries into the outbox together, and see them arrive."""
    async with room.parts.database.begin() as work:
        batch = room.bot.inbox.batch(work)
        for delivery in deliveries:
            batch.post(delivery)
        await batch.commit()
    await room.bot.inbox.follow_up(batch)
    await room.quiet()
