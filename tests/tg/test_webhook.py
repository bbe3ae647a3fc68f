"""Behind a webhook: Telegram posts, Baro answers 200 only when what was posted is kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.app.ports import StorageFailed
from bot.tg.turn import Turn
from bot.web.webhook import SECRET_HEADER
from tests.fakes.ports import free_port
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import by_bot, evening, everywhere, how_to_come_in, kept, rows


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room whose bot listens for what Telegram posts."""
    port = free_port()
    async with open_room(
        tmp_path,
        BOT_MODE="webhook",
        BOT_WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram",
        BOT_WEBHOOK_SECRET="a-secret",
        BOT_LISTEN=f"127.0.0.1:{port}",
    ) as opened:
        yield opened


async def test_an_evening_by_webhook(room: Room) -> None:
    tonight = await evening(room)
    await room.taps(tonight.awa, "Continuer", "Beaucoup")
    await room.restarts()
    await room.taps(tonight.awa, "Partiellement")

    assert "FAMa" in by_bot(tonight.awa.chat)[-1]
    assert len(rows(room, "ballots")) == 2
    assert room.standin.calls["getUpdates"] == 0
    assert room.standin.faults == []


async def test_who_does_not_know_the_secret_is_not_read(room: Room) -> None:
    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")
    before, told = kept(room), by_bot(moussa.chat)
    message = {"update_id": 1, "message": moussa.chat.messages[0].as_json()}

    async with aiohttp.ClientSession() as client:
        for headers in ({}, {SECRET_HEADER: "guessed"}, {SECRET_HEADER: "a-secret2"}):
            async with client.post(room.settings.webhook_url, json=message, headers=headers) as answer:
                assert (answer.status, await answer.read()) == (401, b"")

    assert kept(room) == before
    assert by_bot(moussa.chat) == told


async def test_what_could_not_be_kept_is_delivered_again(room: Room) -> None:
    failures = [StorageFailed("disk full")]

    async def fails_once(update: Update, turn: Turn) -> None:
        if failures:
            raise failures.pop()

    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")
    told = by_bot(moussa.chat)
    room.bot.application.add_handler(MessageHandler(filters.ALL, fails_once), group=-1)

    await room.says(moussa, "Bonsoir")

    assert by_bot(moussa.chat) == [*told, everywhere(room, "storage.later"), *told]
    assert room.standin.world.delivery is not None
    assert "503" in room.standin.world.delivery.last_error


async def test_a_stop_waits_for_nobody_and_loses_nothing(room: Room) -> None:
    reached = asyncio.Event()

    async def halts(update: Update, turn: Turn) -> None:
        reached.set()
        await asyncio.Event().wait()

    moussa, kadi = room.person("Moussa"), room.person("Kadi")
    await asyncio.sleep(0.1)
    room.bot.application.add_handler(MessageHandler(filters.ALL, halts), group=-1)
    await moussa.sends("Bonjour")
    await asyncio.wait_for(reached.wait(), 5)
    await kadi.sends("Bonsoir")
    await asyncio.sleep(0.1)
    began = time.monotonic()

    await room.restarts()
    assert time.monotonic() - began < 5
    await room.quiet()

    assert by_bot(moussa.chat) == by_bot(kadi.chat) == [how_to_come_in(room)]
