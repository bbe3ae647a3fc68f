"""A web server that tells nothing it need not: strict headers on every answer, refusals without words, no log of what
was asked for.

This holds for what aiohttp answers by itself too, such as 404, 405, and 400 to what is no HTTP.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import hdrs, web

from bot.app.discretion import told

logger = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # Or aiohttp names itself and its version, which helps nobody but who looks for their holes.
    hdrs.SERVER: "",
}

LINGERING = 1.0
"""Seconds for which the rest of a body that nobody wants is taken and thrown away before the connection is closed."""


def answer(status: int) -> web.Response:
    """An answer without a word."""
    return web.Response(status=status)


@asynccontextmanager
async def served(app: web.Application, address: tuple[str, int]) -> AsyncIterator[int]:
    """Serve an application at an address. Gives the port listened on."""
    app.middlewares.append(_refuse_in_silence)
    app.on_response_prepare.append(_make_strict)
    runner = web.AppRunner(app)
    await runner.setup()
    server = runner.server
    assert server is not None
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: _Protocol(server, loop=loop, lingering_time=LINGERING), *address
    )
    try:
        yield int(listening.sockets[0].getsockname()[1])
    finally:
        listening.close()
        await runner.cleanup()
        await listening.wait_closed()


@web.middleware
async def _refuse_in_silence(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refusals and failures without the words that aiohttp has for them. A failure is to be tried again: 503."""
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        return answer(refusal.status)
    except Exception as failure:
        logger.error("a request could not be answered: %s", told(failure))
        return answer(503)


async def _make_strict(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


class _Protocol(web.RequestHandler):
    """A connection. What is no HTTP no application is asked about: the connection itself answers."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to what could not be read, or could not be answered."""
        if exc is not None and status == 500:
            logger.error("a request could not be answered: %s", told(exc))
        response = web.Response(status=status, headers=HEADERS)
        response.force_close()
        return response
