"""The one address behind which the processes stand: each connection goes to the next that takes it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count

CHUNK = 65536


def free_port() -> int:
    """A port of this machine on which nobody listens now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@asynccontextmanager
async def address(ports: Sequence[int]) -> AsyncIterator[int]:
    """Pass on what is sent to the port that this gives. Where nobody listens, the connection is closed."""
    turns = count()
    open_now: set[asyncio.StreamWriter] = set()

    async def reach() -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        first = next(turns)
        for place in range(len(ports)):
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", ports[(first + place) % len(ports)])
        return None

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_now.add(writer)
        reached = await reach()
        if reached is not None:
            open_now.add(reached[1])
            await asyncio.gather(_copy(reader, reached[1]), _copy(reached[0], writer))
            open_now.discard(reached[1])
        writer.close()
        open_now.discard(writer)

    server = await asyncio.start_server(pass_on, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in list(open_now):
            writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    writer.close()
