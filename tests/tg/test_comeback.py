"""After a silence everybody in an open session is shown their step again, with what is recorded: Telegram may have
dropped what they tapped meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.rehearsal.standin import Message, Person
from bot.tg.crew import BEAT
from tests.fakes.ports import free_port
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import by_bot, evening, rows, sentence

QUICK = 0.1
"""Seconds between two beats where a story waits for them."""

FIVE_MINUTES = 5 / 60
QUESTION = "Pourquoi le poste est-il fermé ?"


@pytest.fixture(params=["polling", "webhook"])
async def room(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Room]:
    """A room with the real bot in it, in either way of taking updates."""
    port = free_port()
    behind_webhook = {
        "BOT_MODE": "webhook",
        "BOT_LISTEN": f"127.0.0.1:{port}",
        "BOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "BOT_WEBHOOK_SECRET": "a-secret",
    }
    settings: dict[str, str] = behind_webhook if request.param == "webhook" else {}
    async with open_room(tmp_path, None, None, **settings) as opened:
        yield opened


def screen_of(somebody: Person) -> Message:
    screen = somebody.chat.screen
    assert screen is not None
    return screen


async def is_away(room: Room, hours: float = FIVE_MINUTES, beat: float = BEAT) -> None:
    """The bot is gone for a while, and comes back."""
    await room.crashes()
    room.clock.moves_on(hours=hours)
    await room.opens(beat=beat)
    await room.quiet()


async def test_a_tap_that_telegram_dropped_is_noticed_by_its_sender(room: Room) -> None:
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer")
    before = screen_of(tonight.awa)
    await room.crashes()
    tap = await tonight.awa.taps("Beaucoup")
    room.clock.moves_on(hours=FIVE_MINUTES)
    await room.opens()
    await room.quiet()

    assert not tap.is_answered
    assert rows(room, "ballots") == []
    again = screen_of(tonight.awa)
    assert before.deleted and again.message_id > before.message_id
    assert by_bot(tonight.awa.chat) == [before.text]
    await room.taps(tonight.awa, "Beaucoup")
    assert len(rows(room, "ballots")) == 1


async def test_what_is_recorded_is_marked(room: Room) -> None:
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer", "Beaucoup", "Retour")
    before = screen_of(tonight.awa)

    await is_away(room)

    again = screen_of(tonight.awa)
    assert again.message_id > before.message_id
    assert "✅ ● Beaucoup" in again.labels


async def test_a_short_absence_brings_nothing(room: Room) -> None:
    tonight = await evening(room)
    before = room.standin.calls["sendMessage"]

    await is_away(room, hours=0.9 / 60)

    assert room.standin.calls["sendMessage"] == before
    await room.taps(tonight.awa, "Continuer")
    assert "police" in screen_of(tonight.awa).text


async def test_a_message_that_telegram_kept_is_answered_last(room: Room) -> None:
    tonight = await evening(room, stages=2)
    await room.crashes()
    await tonight.awa.sends(QUESTION)
    room.clock.moves_on(hours=FIVE_MINUTES)
    await room.opens()
    await room.quiet()

    assert QUESTION in screen_of(tonight.awa).text
    await room.taps(tonight.awa, "Envoyer")
    assert len(rows(room, "intake")) == 1


async def test_a_question_that_is_not_sent_yet_stays(room: Room) -> None:
    tonight = await evening(room, stages=2)
    await room.says(tonight.awa, QUESTION)

    await is_away(room)

    assert QUESTION in screen_of(tonight.awa).text
    await room.taps(tonight.awa, "Envoyer")
    assert sentence(room, "fr", "ask.receipt") in by_bot(tonight.awa.chat)


async def test_an_hour_in_which_nobody_writes_is_no_silence(room: Room) -> None:
    await evening(room)
    await is_away(room, hours=0, beat=QUICK)
    sent = room.standin.calls["sendMessage"]
    for _minute in range(4):
        room.clock.moves_on(hours=1 / 60)
        await pulse_is_at_most(room, 60)

    await is_away(room, hours=0)

    assert room.standin.calls["sendMessage"] == sent


async def test_telegram_out_of_reach_is_a_silence_too(room: Room) -> None:
    tonight = await evening(room)
    await is_away(room, hours=0, beat=QUICK)
    before = screen_of(tonight.awa)
    for method in ("getMe", "getUpdates"):
        room.standin.cut_next(method, times=1_000_000)
    room.standin.world.updates.release_poll()
    await is_out_of_reach(room)
    room.clock.moves_on(hours=FIVE_MINUTES)
    room.standin.trouble.forget()

    async with asyncio.timeout(20):
        while not before.deleted:
            await asyncio.sleep(0.01)
    await room.quiet()
    assert screen_of(tonight.awa).text == before.text


async def test_a_session_that_is_over_is_left_alone(room: Room) -> None:
    tonight = await evening(room)
    await room.says(tonight.fanta, "/seance")
    await room.taps(tonight.fanta, "🟢", "Plus", "Terminer", "Terminer maintenant")
    sent = room.standin.calls["sendMessage"]

    await is_away(room)

    assert room.standin.calls["sendMessage"] == sent


async def test_a_poll_that_everybody_answers_in_their_own_time_rings_nobody(room: Room) -> None:
    lamine = await room.member("Lamine", "leader")
    awa = await room.joins("Awa", await room.youth_poll(lamine))
    sent: list[Mapping[str, object]] = []
    room.standin.listen(lambda method, given: sent.append(given) if method == "sendMessage" else None)

    await is_away(room)

    assert [call["disable_notification"] for call in sent if call["chat_id"] == awa.user_id] == [True]


async def pulse_is_at_most(room: Room, seconds: int) -> None:
    """Wait until the bot has noted that it served so lately."""
    deadline = time.monotonic() + 10
    while True:
        async with room.parts.database.read() as work:
            last = await work.pulse.last()
        if last is not None and room.clock.now() - last <= seconds:
            return
        assert time.monotonic() < deadline, "it is not noted"
        await asyncio.sleep(0.01)


async def is_out_of_reach(room: Room) -> None:
    """Wait until the bot has asked for Telegram several times, in vain."""
    asked = room.standin.calls["getMe"]
    deadline = time.monotonic() + 10
    while room.standin.calls["getMe"] < asked + 2:
        assert time.monotonic() < deadline, "it does not ask"
        await asyncio.sleep(0.01)
