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

from bot.app.counters import UNCOUNTED, Counters, Ignored
from bot.web.health import Probes
from bot.web.strict import answer, served

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1024 * 1024
"""Bytes of a body: an update is some kilobytes."""

_NUMBERS = range(1 << 63)
"""The numbers of updates that can be kept. True is none, whatever Python thinks."""

Take = Callable[[dict[str, object]], Awaitable[bool]]
"""Applies one update (its JSON object); returns whether it was kept. False lets Telegram deliver it again."""

Handle = Callable[[web.Request], Awaitable[web.Response]]


@asynccontextmanager
async def webhook(
    address: tuple[str, int],
    url: str,
    secret: str,
    take: Take,
    *,
    counters: Counters = UNCOUNTED,
    probes: Probes | None = None,
) -> AsyncIterator[int]:
    """Listen at an address for what Telegram posts to ``url``, and for probes that have no listener of their own. Gives
    the port listened on."""
    app = web.Application(client_max_size=LARGEST)
    receiver = _Receiver(secret, take, counters)
    app.router.add_post(urlsplit(url).path or "/", receiver.receive, expect_handler=receiver.invite)
    if probes is not None:
        probes.join(app)
    async with served(app, address) as port:
        yield port


class _Receiver:
    """Takes what Telegram posts. Who else posts does not know the secret, and is not listened to."""

    def __init__(self, secret: str, take: Take, counters: Counters) -> None:
        self._secret = secret.encode()
        self._take = take
        self._counters = counters

    async def receive(self, request: web.Request) -> web.Response:
        """Read an update and have it applied."""
        if not self._knows(request):
            return self._ignored("secret", 401)
        if (request.content_length or 0) > LARGEST:
            return self._ignored("too_large")
        try:
            update = orjson.loads(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return self._ignored("too_large")
        except orjson.JSONDecodeError:
            return self._ignored("not_json")
        if not isinstance(update, dict) or not _is_number(update.get("update_id")):
            return self._ignored("not_an_update")
        return answer(200 if await self._take(update) else 503)

    async def invite(self, request: web.Request) -> web.Response | None:
        """Ask for the body that somebody holds back until they are asked (``Expect: 100-continue``)."""
        if not self._knows(request):
            return self._ignored("secret", 401)
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # the answer itself has not begun
        return None

    def _ignored(self, why: Ignored, status: int = 200) -> web.Response:
        """200 to what will be no better the next time, so that it does not come again."""
        self._counters.count("ignored", why)
        return answer(status)

    def _knows(self, request: web.Request) -> bool:
        # Any byte can come in a header; aiohttp keeps those that are no UTF-8 as surrogates.
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._secret)


def _is_number(value: object) -> bool:
    return type(value) is int and value in _NUMBERS
