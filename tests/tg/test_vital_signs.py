"""How the bot fares, as its probes are told, over real HTTP."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
import orjson
import pytest

from bot.app.ports import StorageFailed, Work
from bot.app.records import Broadcast, Parcel
from bot.rehearsal.standin import TOKEN
from bot.tg.bot import BaroBot
from bot.tg.pace import Pace, SendLimits
from bot.tg.transport import AiohttpRequest
from bot.tg.vital_signs import VitalSigns, progress
from tests.fakes.ports import free_port
from tests.fakes.room import Room
from tests.fakes.room import room as open_room
from tests.tg.evening import evening, rows


@asynccontextmanager
async def probed_room(folder: Path) -> AsyncIterator[tuple[Room, str]]:
    """A room whose bot polls, and answers probes on a listener of its own."""
    port = free_port()
    async with open_room(folder, BOT_HEALTH_LISTEN=f"127.0.0.1:{port}") as room:
        await room.says(room.person("Moussa"), "Bonjour")
        yield room, f"http://127.0.0.1:{port}"


async def asks(url: str) -> tuple[int, bytes]:
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        return answer.status, await answer.read()


async def ready(url: str) -> tuple[int, dict[str, bool]]:
    status, body = await asks(f"{url}/readyz")
    return status, orjson.loads(body)


async def test_an_evening_is_told_in_numbers_that_name_nobody(tmp_path: Path) -> None:
    async with probed_room(tmp_path) as (room, url):
        tonight = await evening(room)
        status, checks = await ready(url)
        assert (status, checks["ready"]) == (200, True)
        _status, body = await asks(f"{url}/metrics")
        numbers = dict(line.rsplit(" ", 1) for line in body.decode().splitlines() if line[0] != "#")

        assert float(numbers['baro_updates_handled_total{kind="callback_query"}']) > 10
        assert float(numbers['baro_messages_sent_total{lane="answer",method="sendMessage"}']) > 5
        assert float(numbers['baro_messages_sent_total{lane="broadcast",method="sendMessage"}']) > 0
        assert float(numbers['baro_storage_seconds_count{access="write"}']) > 10
        assert numbers["baro_outbox_messages"] == "0.0"
        (session, *_more) = rows(room, "sessions")[0]
        people = [str(person.user_id) for person in room.standin.people.values()]
        for secret in (str(session), tonight.code, room.settings.token, *people):
            assert secret.encode() not in body


async def test_a_message_that_waits_too_long_makes_the_bot_not_ready(tmp_path: Path) -> None:
    async with probed_room(tmp_path) as (room, url):
        async with room.parts.database.begin() as work:
            long_ago = int((time.time() - 3600) * 1_000_000)
            work.mail.post(Parcel(b"a lane", b"sealed", id=long_ago))
            await work.commit()
        assert await ready(url) == (
            503,
            {"ready": False, "database": True, "telegram": True, "outbox": False},
        )


class Gone(AbstractAsyncContextManager[Work]):
    """A database that does not answer."""

    def begin(self) -> Gone:
        return self

    def read(self) -> Gone:
        return self

    async def clean(self) -> bool:
        return False

    async def scrub(self) -> bool:
        return False

    async def __aenter__(self) -> Work:
        raise StorageFailed("gone")

    async def __aexit__(self, *_error: object) -> None:
        """Nothing was entered."""


async def test_a_database_and_a_telegram_that_are_gone_make_the_bot_not_ready() -> None:
    bot = BaroBot.at("1:TEST", f"http://127.0.0.1:{free_port()}")
    vitals = await VitalSigns(Gone(), bot, Pace(SendLimits())).look()
    assert (vitals.ready, vitals.database, vitals.telegram, vitals.pace) == (False, False, False, 30)


async def test_a_telegram_that_nobody_called_lately_is_asked_whether_it_is_there(tmp_path: Path) -> None:
    async with open_room(tmp_path) as room, BaroBot.at(TOKEN, room.standin.url) as bot:
        pace = Pace(SendLimits(0, 0, 0))
        asked = room.standin.calls["getMe"]
        assert (await VitalSigns(room.parts.database, bot, pace).look()).telegram
        assert room.standin.calls["getMe"] == asked, "it answered a moment ago"

        request = bot.request
        assert isinstance(request, AiohttpRequest)
        request.heard_at = float("-inf")
        room.standin.fail_next("getMe", 500, "Internal Server Error")
        assert not (await VitalSigns(room.parts.database, bot, pace).look()).telegram
        signs = VitalSigns(room.parts.database, bot, pace)
        assert (await signs.look()).telegram and await signs.look() is await signs.look()
        assert room.standin.calls["getMe"] == asked + 2


@pytest.mark.parametrize(
    ("cursors", "part"), [([], 1.0), ([b""], 0.0), ([b"\x80" + bytes(15), b"\xff" * 16], 0.5)]
)
def test_a_walk_has_come_as_far_as_its_place_among_all_keys(cursors: list[bytes], part: float) -> None:
    assert progress([Broadcast("bamako", 1, cursor) for cursor in cursors]) == part
