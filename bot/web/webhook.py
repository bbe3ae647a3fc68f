"""Telegram's webhook: an update is answered 200 only once what it did is committed.

Who does not know the secret is told 401 and nothing of what they sent is read.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import orjson
from aiohttp import web

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1024 * 1024
"""Bytes of a body: an update is some kilobytes."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

Take = Callable[[dict[str, object]], Awaitable[bool]]
"""Applies one update (its JSON object); returns whether it was kept. False lets Telegram deliver it again."""


@asynccontextmanager
async def webhook(address: tuple[str, int], url: str, secret: str, take: Take) -> AsyncIterator[int]:
    """Listen at an address for what Telegram posts to ``url``. Gives the port listened on."""
    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(urlsplit(url).path or "/", _receiver(secret, take))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, *address)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _receiver(secret: str, take: Take) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return _answer(401)
        try:
            update = orjson.loads(await request.read())
        except (orjson.JSONDecodeError, web.HTTPRequestEntityTooLarge):
            return _answer(200)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return _answer(200)
        return _answer(200 if await take(update) else 503)

    return receive


def _answer(status: int) -> web.Response:
    return web.Response(status=status, headers=HEADERS)
