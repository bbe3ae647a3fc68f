"""What comes to the whole bot by its webhook and should not: it is acknowledged, counted, and changes nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.rehearsal.standin import Person
from bot.tg.flood import BOUNDS
from bot.web.webhook import SECRET_HEADER
from tests.fakes.ports import free_port
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import by_bot, evening, how_to_come_in, kept, rows

YEAR_4000 = 64_060_588_800


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


async def posts(room: Room, *updates: object, secret: str = "a-secret") -> list[int]:
    """Post one after another, as Telegram would; gives the statuses."""
    statuses = []
    async with aiohttp.ClientSession(headers={SECRET_HEADER: secret}) as client:
        for update in updates:
            async with client.post(room.settings.webhook_url, json=update) as answer:
                statuses.append(answer.status)
    await room.quiet()
    return statuses


async def counted(room: Room) -> dict[str, float]:
    """What the metrics say was ignored, by reason; asked of the webhook's listener, as a probe beside it would."""
    url = room.settings.webhook_url.replace("/telegram", "/metrics")
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        lines = (await answer.text()).splitlines()
    begin = 'baro_updates_ignored_total{reason="'
    found = (line.removeprefix(begin).partition('"} ') for line in lines if line.startswith(begin))
    return {reason: float(number) for reason, _separator, number in found}


def said(somebody: Person, number: object, text: str = "Bonjour", **fields: Any) -> dict[str, Any]:
    """An update with a message of somebody's."""
    sender = {"id": somebody.user_id, "is_bot": False, "first_name": somebody.name}
    chat = {"id": somebody.user_id, "type": "private", "first_name": somebody.name}
    message = {"message_id": 1, "date": 1_700_000_000, "chat": chat, "from": sender, "text": text, **fields}
    return {"update_id": number, "message": message}


async def test_updates_of_other_kinds_and_broken_ones_are_had_and_counted(room: Room) -> None:
    await evening(room)
    moussa = room.person("Moussa")
    before = kept(room)

    statuses = await posts(
        room,
        {"update_id": 1, "my_chat_member": {"chat": {}}},
        {"update_id": 2, "message_of_tomorrow": {"text": "Bonjour"}},
        {"update_id": 3, "message": {"text": "Bonjour"}},
        said(moussa, 4, text={"a": 1}),  # type: ignore[arg-type]  # no app sends it
        said(moussa, True),
        said(moussa, -4),
        said(moussa, 2**63),
        said(moussa, 4.5),
        [said(moussa, 4)],
    )

    assert set(statuses) == {200}
    ignored = await counted(room)
    assert (ignored["unknown_kind"], ignored["unreadable"], ignored["not_an_update"]) == (2, 2, 5)
    assert kept(room) == before and by_bot(moussa.chat) == []


async def test_replayed_and_unordered_updates_and_those_of_another_time_are_handled_once(room: Room) -> None:
    moussa = room.person("Moussa")
    await room.says(moussa, "Bonjour")
    numbers = [2**63 - 1, 41, 40, 41, 2**63 - 1, 0]

    statuses = await posts(room, *(said(moussa, number, date=YEAR_4000) for number in numbers))

    assert set(statuses) == {200}
    assert by_bot(moussa.chat) == [how_to_come_in(room)] * 5
    assert (await counted(room))["repeated"] == 2


async def test_guesses_in_hundreds_leave_the_room_as_it_is(room: Room) -> None:
    tonight = await evening(room)
    guesses = 500

    async def answers() -> None:
        await room.taps(tonight.awa, "Continuer", "Beaucoup", "Partiellement")

    async with asyncio.TaskGroup() as both:
        for part in range(5):
            forged = [said(tonight.awa, number, "/quitter") for number in range(guesses // 5)]
            both.create_task(posts(room, *forged, secret=f"guess {part}"))
        both.create_task(answers())

    assert "FAMa" in by_bot(tonight.awa.chat)[-1]
    assert len(rows(room, "ballots")) == 2
    assert (await counted(room))["secret"] == guesses


async def test_a_flood_of_one_is_acknowledged_and_keeps_nobody_waiting(room: Room) -> None:
    tonight = await evening(room)
    moussa = room.person("Moussa")
    bound = BOUNDS["words"]
    began = time.monotonic()
    await room.says(moussa, "Bonjour")

    async with asyncio.TaskGroup() as both:
        for part in range(4):
            many = [said(moussa, 1000 * (part + 1) + number) for number in range(75)]
            both.create_task(posts(room, *many))
        both.create_task(room.taps(tonight.awa, "Continuer", "Beaucoup"))

    assert len(rows(room, "ballots")) == 1
    answered = 301 - (await counted(room))["flood"]
    assert bound.burst <= answered <= bound.burst + (time.monotonic() - began) * bound.rate
    assert len(by_bot(moussa.chat)) == answered + 1, "one sentence says why"
