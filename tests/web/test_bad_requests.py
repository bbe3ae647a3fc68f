"""What nobody should post: it is refused or passed over cheaply, counted by its reason, and told nowhere."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.app.counters import Access, Counted
from bot.web.webhook import LARGEST, SECRET_HEADER, webhook

SECRET = "a-long-secret"
WORD = "calebasse"


class Door:
    """The webhook's door with nobody behind it but a list."""

    def __init__(self) -> None:
        self.taken: list[dict[str, object]] = []
        self.counted: Counter[tuple[str, ...]] = Counter()

    async def take(self, update: dict[str, object]) -> bool:
        self.taken.append(update)
        return True

    def count(self, what: Counted, *kinds: str, times: int = 1) -> None:
        self.counted[what, *kinds] += times

    def took(self, access: Access, seconds: float) -> None:
        """Nothing is stored here."""

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[str]:
        url = "https://baro.example/telegram"
        async with webhook(("127.0.0.1", 0), url, SECRET, self.take, counters=self) as port:
            yield f"http://127.0.0.1:{port}/telegram"


async def post(client: aiohttp.ClientSession, url: str, body: bytes, secret: str = SECRET) -> int:
    async with client.post(url, data=body, headers={SECRET_HEADER: secret}) as answer:
        assert await answer.read() == b""
        return answer.status


DEEP = 100_000
"""More than any reader of JSON follows by calling itself."""

BODIES: dict[bytes, str] = {
    b"": "not_json",
    WORD.encode(): "not_json",
    b"\xff\xfe{}": "not_json",
    b'{"update_id": 7, "message": "\\ud800"}': "not_json",
    b'{"update_id": NaN}': "not_json",
    b"[" * DEEP: "not_json",
    b"[" * DEEP + b"]" * DEEP: "not_json",
    b'{"update_id":7,"message":' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}": "not_json",
    b"[]": "not_an_update",
    b"null": "not_an_update",
    b"7": "not_an_update",
    b"{}": "not_an_update",
    b'{"update_id": null}': "not_an_update",
    b'{"update_id": "7"}': "not_an_update",
    b'{"update_id": true}': "not_an_update",
    b'{"update_id": 7.0}': "not_an_update",
    b'{"update_id": 1e400}': "not_json",
    b'{"update_id": -1}': "not_an_update",
    b'{"update_id": 9223372036854775808}': "not_an_update",
    b'{"update_id": 99999999999999999999999999}': "not_an_update",
    b'{"update_id": [7]}': "not_an_update",
    b'{"a": "' + b"x" * LARGEST + b'"}': "too_large",
}


async def test_what_is_no_update_is_had_counted_and_told_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    door = Door()
    async with door.opened() as url, aiohttp.ClientSession() as client:
        for body, reason in BODIES.items():
            before = door.counted["ignored", reason]
            assert await post(client, url, body) == 200
            assert door.counted["ignored", reason] == before + 1, body[:50]
    assert door.taken == []
    assert sum(door.counted.values()) == len(BODIES)
    assert WORD not in caplog.text


async def test_the_largest_number_that_can_be_kept_is_taken() -> None:
    door = Door()
    async with door.opened() as url, aiohttp.ClientSession() as client:
        assert await post(client, url, b'{"update_id": 9223372036854775807}') == 200
    assert door.taken == [{"update_id": 2**63 - 1}]


async def test_a_body_that_says_it_is_enormous_is_not_waited_for() -> None:
    door = Door()
    async with door.opened() as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST /telegram HTTP/1.1\r\nHost: b\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: {10**12}\r\n\r\n"
        writer.write(head.encode())
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        writer.close()
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert door.counted["ignored", "too_large"] == 1


async def test_ten_seconds_worth_of_guesses_from_one_address_hold_up_nobody() -> None:
    """10,000 a minute are 1,667 in ten seconds: here they all come at once, and an update comes among them."""
    door = Door()
    guesses = 1667
    async with door.opened() as url, aiohttp.ClientSession() as client:
        turn = asyncio.Semaphore(50)

        async def guess(number: int) -> int:
            async with turn:
                return await post(client, url, b'{"update_id": 7}', f"guess {number}")

        guessing = asyncio.gather(*(guess(number) for number in range(guesses)))
        await asyncio.sleep(0)
        async with aiohttp.ClientSession() as telegram:
            assert await post(telegram, url, b'{"update_id": 1}') == 200
        assert not guessing.done(), "the update did not wait for the guesses to end"
        assert set(await guessing) == {401}
    assert door.taken == [{"update_id": 1}]
    assert door.counted == {("ignored", "secret"): guesses}
