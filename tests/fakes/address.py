"""One address behind which several workers listen, as behind a proxy: each request goes to the next of them, or to one
after it where nobody listens any more."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count

import aiohttp
from aiohttp import web

from tests.fakes.ports import free_port

PASSED_ON = ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")


class Address:
    """Where Telegram posts. ``twice`` has every request given to two workers, as when an answer came too late; with
    ``only`` they go to one of them."""

    def __init__(self, url: str, ports: Sequence[int]) -> None:
        self.url = url
        self.twice = False
        self.only: int | None = None
        self._ports = ports
        self._turns = count()

    async def pass_on(self, client: aiohttp.ClientSession, request: web.Request) -> web.Response:
        """Give a request to one worker; 502 where none takes it."""
        body = await request.read()
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        statuses = []
        for _try in self._ports:
            place = next(self._turns) if self.only is None else self.only
            port = self._ports[place % len(self._ports)]
            try:
                url = f"http://127.0.0.1:{port}{request.path}"
                async with client.post(url, data=body, headers=headers) as answer:
                    await answer.read()
                    statuses.append(answer.status)
            except aiohttp.ClientError:
                continue
            if not self.twice or len(statuses) == 2:
                return web.Response(status=max(statuses))
        return web.Response(status=502)


@asynccontextmanager
async def address(ports: Sequence[int]) -> AsyncIterator[Address]:
    """The address of the workers who listen on these ports."""
    port = free_port()
    front = Address(f"http://127.0.0.1:{port}/telegram", ports)
    async with aiohttp.ClientSession() as client:
        application = web.Application()
        application.router.add_post("/telegram", lambda request: front.pass_on(client, request))
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield front
        finally:
            await runner.cleanup()
