"""One address before several workers, as a load balancer is: each connection goes to the next of them. It passes on
bytes unread (``tests.fakes.address`` reads requests), so that little of its work falls on the stand-in's processor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import cycle
from typing import cast


@asynccontextmanager
async def split(ports: Sequence[int]) -> AsyncIterator[int]:
    """Listen, and pass on what comes to these ports of this machine in turn. Gives the port listened on."""
    loop = asyncio.get_running_loop()
    turns = cycle(ports)
    server = await loop.create_server(lambda: _Incoming(next(turns)), "127.0.0.1", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()


class _Incoming(asyncio.Protocol):
    """A connection that came in: what it brings before the one behind it stands is kept for that."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._early: list[bytes] = []
        self._beyond: asyncio.Transport | None = None
        self._connecting: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are asyncio's in all but their class.
        both_ways = cast(asyncio.Transport, transport)
        self._connecting = asyncio.get_running_loop().create_task(self._connect(both_ways))

    def data_received(self, data: bytes) -> None:
        if self._beyond is None:
            self._early.append(data)
        else:
            self._beyond.write(data)

    def connection_lost(self, _failure: Exception | None) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
        if self._beyond is not None:
            self._beyond.close()

    async def _connect(self, transport: asyncio.Transport) -> None:
        loop = asyncio.get_running_loop()
        try:
            self._beyond, _back = await loop.create_connection(
                lambda: _Back(transport), "127.0.0.1", self._port
            )
        except OSError:
            transport.close()
            return
        self._beyond.writelines(self._early)


class _Back(asyncio.Protocol):
    """The way back from a worker."""

    def __init__(self, to: asyncio.Transport) -> None:
        self._to = to

    def data_received(self, data: bytes) -> None:
        self._to.write(data)

    def connection_lost(self, _failure: Exception | None) -> None:
        self._to.close()
