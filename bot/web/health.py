"""What the operator's probes are told: whether the bot is alive, whether it is ready, how much it does.

On a listener of its own it answers whoever reaches it. On the webhook's listener it answers only who asks directly: a
request that a proxy passed on came from outside, and is told 404.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import orjson
from aiohttp import web

from bot.app.vitals import Vitals
from bot.settings import HEALTH_PATHS
from bot.web.metrics import Metrics
from bot.web.strict import answer, served

PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")
"""What the usual proxies add to a request."""

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Look = Callable[[], Awaitable[Vitals]]
Handle = Callable[[web.Request], Awaitable[web.Response]]


class Probes:
    """Answers probes."""

    def __init__(self, look: Look, metrics: Metrics) -> None:
        self._look = look
        self._metrics = metrics

    def join(self, app: web.Application) -> None:
        """Answer on an application that others reach too."""
        for path, handle in self._handlers():
            app.router.add_get(path, _direct(handle))

    @asynccontextmanager
    async def alone(self, address: tuple[str, int]) -> AsyncIterator[int]:
        """Answer on a listener that nobody else is on. Gives the port listened on."""
        app = web.Application()
        for path, handle in self._handlers():
            app.router.add_get(path, handle)
        async with served(app, address) as port:
            yield port

    def _handlers(self) -> list[tuple[str, Handle]]:
        return list(zip(HEALTH_PATHS, (self._alive, self._ready, self._numbers), strict=True))

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _ready(self, _request: web.Request) -> web.Response:
        vitals = await self._look()
        body = orjson.dumps({"ready": vitals.ready, **vitals.checks}, option=orjson.OPT_APPEND_NEWLINE)
        return web.Response(status=200 if vitals.ready else 503, body=body, content_type="application/json")

    async def _numbers(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=self._metrics.shown(await self._look()), headers={"Content-Type": METRICS_TYPE}
        )


def _direct(handle: Handle) -> Handle:
    """A handler that is not there for what a proxy passed on."""

    async def guarded(request: web.Request) -> web.Response:
        if any(name in request.headers for name in PASSED_ON):
            return answer(404)
        return await handle(request)

    return guarded
