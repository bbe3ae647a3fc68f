"""Telegram's faults, each by its kind: never a tight loop, never a lost row, never a blocked queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.app.records import Organisation
from bot.rehearsal.standin import Person
from bot.tg.bot import BaroBot
from bot.tg.courier import Blocked, Carried, Courier, TryLater
from bot.tg.delivery import Call, Delivery
from bot.tg.outage import Pauses
from bot.tg.pace import Pace, SendLimits
from bot.tg.turn import Turn
from tests.fakes.room import Room, hasty_room
from tests.tg.evening import by_bot, evening, how_to_come_in, kept, rows, until


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room whose bot tries again soon; its outbox is empty when its story is over."""
    async with hasty_room(tmp_path) as opened:
        yield opened
        await opened.quiet()
        assert rows(opened, "outbox") == []
        assert rows(opened, "broadcasts") == []


def says(chat: int, text: str = "Bonjour") -> Delivery:
    """One message."""
    return Delivery(chat, (Call("sendMessage", {"chat_id": chat, "text": text}),))


def courier(room: Room, pauses: Pauses | None = None) -> Courier:
    """A courier of its own beside the bot at work, as fast as it likes."""
    bot = room.bot.application.bot
    assert isinstance(bot, BaroBot)
    return Courier(bot, Pace(SendLimits(0, 0, 0)), pauses=pauses)


# A call that was lost on its way


async def test_a_message_sent_twice_works_twice(room: Room) -> None:
    tonight = await evening(room)
    room.standin.cut_next("sendMessage", before=False)
    await room.says(tonight.awa, "/start")
    first, second = [each for each in tonight.awa.chat.messages if each.by_bot][-2:]
    assert first.text == second.text
    assert first.buttons == second.buttons

    await tonight.awa.taps_on(first, "Continuer")
    await room.quiet()

    (screen,) = by_bot(tonight.awa.chat)
    assert "👮" in screen
    await room.taps(tonight.awa, "Beaucoup")
    assert len(rows(room, "ballots")) == 1
    assert len(by_bot(tonight.awa.chat)) == 1


async def test_the_second_of_two_works_too_and_the_first_shows_where_one_is(room: Room) -> None:
    tonight = await evening(room)
    room.standin.cut_next("sendMessage", before=False)
    await room.says(tonight.awa, "/start")
    first, _second = [each for each in tonight.awa.chat.messages if each.by_bot][-2:]

    await room.taps(tonight.awa, "Continuer", "Beaucoup")
    where = by_bot(tonight.awa.chat)[-1]
    await tonight.awa.taps_on(first, "Continuer")
    await room.quiet()

    assert by_bot(tonight.awa.chat) == [where]
    assert len(rows(room, "ballots")) == 1


async def test_an_edit_that_arrived_unheard_is_no_second_message(room: Room) -> None:
    tonight = await evening(room)
    sent = room.standin.calls["sendMessage"]
    room.standin.cut_next("editMessageText", before=False)

    await room.taps(tonight.awa, "Continuer")

    assert room.standin.calls["sendMessage"] == sent
    assert len(by_bot(tonight.awa.chat)) == 1


# The bot's token


async def test_a_token_that_is_revoked_loses_nothing(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    people = [room.person(name) for name in ("Moussa", "Kadi", "Oumar")]
    await room.quiet()
    room.standin.world.token = "1:ANOTHER"
    for person in people:
        await person.sends("Bonjour")
    await until(lambda: caplog.text.count("polling pauses") >= 3)
    assert "polling pauses: Telegram does not take the bot's token" in caplog.text

    room.standin.world.token = room.settings.token
    await room.quiet()

    for person in people:
        assert by_bot(person.chat) == [how_to_come_in(room)]


async def test_while_the_token_is_revoked_one_message_tries_for_all(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    people = [room.person(f"Habitant {number}") for number in range(20)]
    for person in people:
        await room.says(person, "Bonjour")
    asked = courier(room, Pauses(first=0.05))
    carried = {person.user_id: Carried() for person in people}
    before = room.standin.calls["sendMessage"]
    room.standin.fail_next("sendMessage", 401, "Unauthorized", times=3)

    async def insists(person: Person) -> None:
        while True:
            try:
                await asked.carry(says(person.user_id, "Voici"), carried[person.user_id])
                return
            except TryLater as later:
                assert later.seconds
                await asyncio.sleep(0.01)

    first = asyncio.create_task(insists(people[0]))
    await until(lambda: room.standin.calls["sendMessage"] == before + 1)
    await asyncio.gather(first, *(insists(person) for person in people[1:]))

    assert room.standin.calls["sendMessage"] == before + 3 + len(people)
    assert caplog.text.count("the bot's token: sending pauses") == 3
    for person in people:
        assert by_bot(person.chat)[-1] == "Voici"


async def test_what_was_to_be_sent_is_sent_when_the_token_is_taken_again(room: Room) -> None:
    moussa = room.person("Moussa")
    room.standin.fail_next("sendMessage", 401, "Unauthorized", times=2)

    await room.says(moussa, "Bonjour")

    assert by_bot(moussa.chat) == [how_to_come_in(room)]


async def test_a_second_poller_is_named_and_outlived(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")
    room.standin.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=4)

    await room.says(moussa, "Bonsoir")
    await until(lambda: caplog.text.count("somebody else takes the bot's updates") == 4)
    await room.says(moussa, "Bonne nuit")

    assert by_bot(moussa.chat) == [how_to_come_in(room)] * 3


# Too many, and one alone that has too many


async def test_one_chat_that_has_to_wait_holds_up_no_other(room: Room) -> None:
    moussa, kadi = room.person("Moussa"), room.person("Kadi")
    said = "Too Many Requests: retry after 2"
    room.standin.fail_next("sendMessage", 429, said, retry_after=2, chat_id=moussa.user_id)

    await moussa.sends("Bonjour")
    await until(lambda: room.standin.calls["sendMessage"] == 1)
    await kadi.sends("Bonjour")
    await until(lambda: by_bot(kadi.chat) == [how_to_come_in(room)])

    assert by_bot(moussa.chat) == []
    await room.quiet()
    assert by_bot(moussa.chat) == [how_to_come_in(room)]


# Chats that are not there any more


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: PEER_ID_INVALID"),
    ],
)
async def test_who_cannot_be_reached_is_told_apart(room: Room, code: int, said: str) -> None:
    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")
    room.standin.fail_next("sendMessage", code, said, chat_id=moussa.user_id)
    carried = Carried()

    with pytest.raises(Blocked):
        await courier(room).carry(says(moussa.user_id), carried)

    assert carried.blocked


@pytest.mark.parametrize(
    ("code", "said"),
    [(400, "Bad Request: can't parse entities: …"), (413, "Request Entity Too Large")],
)
async def test_what_telegram_will_never_take_blocks_nothing_and_marks_nobody(
    room: Room, caplog: pytest.LogCaptureFixture, code: int, said: str
) -> None:
    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")
    room.standin.fail_next("sendMessage", code, said, chat_id=moussa.user_id)
    carried = Carried()
    delivery = says(moussa.user_id)

    await courier(room).carry(Delivery(delivery.chat, (*delivery.calls, *delivery.calls)), carried)

    assert not carried.blocked
    assert len(carried.messages) == 1
    assert "refused: sendMessage" in caplog.text


async def test_a_screen_that_telegram_will_never_take_marks_nobody(room: Room) -> None:
    tonight = await evening(room)
    chat = tonight.awa.user_id
    room.standin.fail_next("editMessageText", 400, "Bad Request: message can't be edited", chat_id=chat)
    room.standin.fail_next("sendMessage", 400, "Bad Request: can't parse entities: …", chat_id=chat)
    carried = Carried()
    edit = Call("editMessageText", {"chat_id": chat, "message_id": 1, "text": "Bonjour"}, "living")

    await courier(room).carry(Delivery(chat, (edit,)), carried)

    assert not carried.blocked


async def test_a_chat_that_has_moved_is_followed(room: Room) -> None:
    fanta = room.person("Fanta")
    group = room.standin.group("Quartier", [fanta])
    former = group.chat.chat_id
    asked = courier(room)
    await group.becomes_supergroup()
    carried = Carried()

    await asked.carry(says(former, "Bonjour"), carried)
    calls = room.standin.calls["sendMessage"]
    await asked.carry(says(former, "Bonsoir"), Carried())

    assert by_bot(group.chat) == ["Bonjour", "Bonsoir"]
    assert room.standin.calls["sendMessage"] == calls + 1
    assert not carried.blocked
    assert len(carried.messages) == 1


# A tap that comes too late, an update that nothing can be done with


async def test_a_tap_that_is_too_old_is_answered_once(room: Room) -> None:
    tonight = await evening(room)
    said = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    room.standin.fail_next("answerCallbackQuery", 400, said, times=2)
    asked = room.standin.calls["answerCallbackQuery"]

    await room.taps(tonight.awa, "Continuer")

    assert room.standin.calls["answerCallbackQuery"] == asked + 1
    assert "police" in by_bot(tonight.awa.chat)[0]


class Poison(Exception):
    """What is wrong with an update in these stories."""


class Poisonous:
    """A handler that writes and then breaks an update, so that nothing that is tried with it later works either."""

    async def __call__(self, update: Update, turn: Turn) -> None:
        turn.work.organisations.put(Organisation("half", "Half done"))
        await turn.work.flush()
        # As a chat that a library's object has lost: an apology cannot be addressed.
        object.__setattr__(update, "_effective_chat", Nowhere())
        raise Poison


class Nowhere:
    """A chat that cannot be asked for its number."""

    type = "private"

    @property
    def id(self) -> Any:
        raise Poison


async def test_what_cannot_even_be_apologised_for_holds_up_nobody(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    moussa, kadi = room.person("Moussa"), room.person("Kadi")
    before = kept(room)
    room.bot.application.add_handler(MessageHandler(filters.Regex("poison"), Poisonous()), group=-1)

    await moussa.sends("poison")
    await room.says(kadi, "Bonjour")
    await room.says(moussa, "Bonjour")

    assert by_bot(kadi.chat) == by_bot(moussa.chat) == [how_to_come_in(room)]
    assert caplog.text.count("update failed: reference") == 1
    assert "nor could its sender be told: reference" in caplog.text
    assert len(rows(room, "updates")) == 3
    assert kept(room) == before
