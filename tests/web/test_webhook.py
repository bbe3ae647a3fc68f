"""The webhook's door: who knows the secret is let in, and 200 means kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.web.strict import HEADERS
from bot.web.webhook import LARGEST, SECRET_HEADER, webhook

SECRET = "a-long-secret"


WORD = "calebasse"


class Cracked(Exception):
    """What goes wrong in these stories."""


class Keeper:
    """Takes updates, or cannot."""

    def __init__(self, *, keeps: bool = True, cracks: bool = False) -> None:
        self.keeps = keeps
        self.cracks = cracks
        self.taken: list[dict[str, object]] = []

    async def take(self, update: dict[str, object]) -> bool:
        if self.cracks:
            raise Cracked(update)
        self.taken.append(update)
        return self.keeps


@asynccontextmanager
async def door(keeper: Keeper) -> AsyncIterator[str]:
    url = "https://baro.example/telegram"
    async with webhook(("127.0.0.1", 0), url, SECRET, keeper.take) as port:
        yield f"http://127.0.0.1:{port}/telegram"


async def post(url: str, body: bytes, secret: str | None = SECRET) -> aiohttp.ClientResponse:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as response:
        return response


def request(
    line: str = "POST /telegram HTTP/1.1",
    body: bytes = b'{"update_id": 7}',
    secret: bytes = SECRET.encode(),
    **headers: str,
) -> bytes:
    """A request byte by byte, to be sent as it is."""
    named = {"Host": "baro.example", "Content-Length": str(len(body)), **headers}
    lines = [line, *(f"{name.replace('_', '-')}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, f"{SECRET_HEADER}: "]).encode() + secret + b"\r\n\r\n" + body


async def told(url: str, sent: bytes) -> str:
    """All that comes back for some bytes until the answer is complete; no answer here has a body."""
    port = int(url.rpartition(":")[2].partition("/")[0])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    writer.write_eof()
    answer += await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer.decode()


async def test_an_update_that_is_kept_is_answered_200() -> None:
    keeper = Keeper()
    async with door(keeper) as url:
        response = await post(url, b'{"update_id": 7}')
    assert response.status == 200 and keeper.taken == [{"update_id": 7}]


async def test_an_update_that_could_not_be_kept_is_to_come_again() -> None:
    async with door(Keeper(keeps=False)) as url:
        assert (await post(url, b'{"update_id": 7}')).status == 503


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "é"])
async def test_without_the_secret_nothing_is_read(secret: str | None) -> None:
    keeper = Keeper()
    async with door(keeper) as url:
        assert (await post(url, b'{"update_id": 7}', secret)).status == 401
    assert keeper.taken == []


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b'{"update_id": "7"}', b"{}", b"[" * 5000, b'{"a": "' + b"x" * LARGEST + b'"}'],
)
async def test_what_is_no_update_is_had_and_does_nothing(body: bytes) -> None:
    keeper = Keeper()
    async with door(keeper) as url:
        assert (await post(url, body)).status == 200
    assert keeper.taken == []


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        (200, request()),
        (200, request(body=b"not json")),
        (401, request(secret=b"wrong")),
        (404, request(f"POST /{WORD} HTTP/1.1")),
        (405, request("GET /telegram HTTP/1.1", body=b"")),
        (405, request("HEAD /telegram HTTP/1.1", body=b"")),
        (400, f"{WORD}\r\n\r\n".encode()),
        (400, request(f"POST /{WORD} HTTP/9.9")),
        (400, request(Cookie=WORD * 2000)),
        (400, request(body=b"zz\r\n", Transfer_Encoding="chunked").replace(b"Content-Length: 4\r\n", b"")),
    ],
)
async def test_every_answer_bears_strict_headers_and_no_word(
    status: int, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with door(Keeper()) as url:
        answer = await told(url, sent)
    head, body = answer.split("\r\n\r\n")
    lines = head.split("\r\n")
    assert int(lines[0].split()[1]) == status
    for name, value in HEADERS.items():
        assert f"{name}: {value}" in lines
    assert body == "" and "aiohttp" not in answer and "Python" not in answer
    assert WORD not in answer + caplog.text


async def test_a_failure_is_tried_again_and_tells_what_and_where_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    body = f'{{"update_id": 7, "text": "{WORD}"}}'.encode()
    async with door(Keeper(cracks=True)) as url:
        answer = await told(url, request(f"POST /telegram?q={WORD} HTTP/1.1", body=body))
    assert answer.startswith("HTTP/1.1 503 ")
    (record,) = (record for record in caplog.records if record.levelno >= logging.WARNING)
    assert "Cracked (" in record.getMessage() and "bot/web/webhook.py:" in record.getMessage()
    assert WORD not in caplog.text


@pytest.mark.parametrize("headers", [{}, {"Expect": "100-continue"}])
async def test_who_does_not_know_the_secret_is_refused_before_they_send_a_body(
    headers: dict[str, str],
) -> None:
    keeper = Keeper()
    async with door(keeper) as url:
        head = request(secret=b"wrong", body=b"x" * 1000, **headers).partition(b"\r\n\r\n")[0]
        answer = await told(url, head + b"\r\n\r\n")
    assert answer.startswith("HTTP/1.1 401 ") and keeper.taken == []


async def test_who_knows_the_secret_may_ask_before_they_send_a_body() -> None:
    keeper = Keeper()
    async with door(keeper) as url:
        answer = await told(url, request(Expect="100-continue"))
    assert answer.startswith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert keeper.taken == [{"update_id": 7}]


async def test_a_secret_of_any_bytes_is_compared() -> None:
    keeper = Keeper()
    async with door(keeper) as url:
        answer = await told(url, request(secret=b"\xff\xe9" + SECRET.encode()))
    assert answer.startswith("HTTP/1.1 401 ") and keeper.taken == []
