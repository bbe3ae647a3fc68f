"""The webhook's door: who knows the secret is let in, and 200 means kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.web.webhook import LARGEST, SECRET_HEADER, webhook

SECRET = "a-long-secret"


class Keeper:
    """Takes updates, or cannot."""

    def __init__(self, *, keeps: bool = True) -> None:
        self.keeps = keeps
        self.taken: list[dict[str, object]] = []

    async def take(self, update: dict[str, object]) -> bool:
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


async def test_every_answer_bears_strict_headers() -> None:
    async with door(Keeper()) as url:
        response = await post(url, b"{}")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
