"""The stand-in's HTTP side: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from .calls import read_call
from .dispatch import Dispatch
from .files import MAX_UPLOAD
from .refusals import Refusal
from .trouble import ConnectionCut
from .world import World

NOT_FOUND = Refusal(404, "Not Found")
UNAUTHORIZED = Refusal(401, "Unauthorized")
# A body is a little longer than the file in it.
MAX_BODY = MAX_UPLOAD + 1024 * 1024


class BotApiServer:
    """Serves one bot's API on a local port."""

    def __init__(self, world: World, dispatch: Dispatch) -> None:
        self._world = world
        self._dispatch = dispatch
        self._server: asyncio.Server | None = None
        # The low-level server: a router would cost a third of the calls a second, and there are two paths.
        self._web = web.Server(self._handle, request_factory=_make_request, access_log=None)

    async def start(self, host: str, port: int) -> str:
        """Returns the address, without a slash at its end."""
        self._server = await asyncio.get_running_loop().create_server(self._web, host, port)
        name, bound = self._server.sockets[0].getsockname()[:2]
        return f"http://{name}:{bound}"

    async def stop(self) -> None:
        if self._server is None:
            return
        self._server.close()
        self._world.updates.release_poll()
        if self._world.delivery is not None:
            await self._world.delivery.stop()
        self._web.pre_shutdown()  # lets connections that wait for their next request go at once
        await self._web.shutdown(timeout=1.0)
        await self._server.wait_closed()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        if "%" in path:
            path = unquote(path)
        try:
            if path.startswith("/bot"):
                token, _, method = path[len("/bot") :].partition("/")
                return await self._answer(request, token, method)
            if path.startswith("/file/bot"):
                token, _, name = path[len("/file/bot") :].partition("/")
                return self._serve_file(token, name)
            raise NOT_FOUND
        except Refusal as refusal:
            return _refused(refusal)
        except ConnectionCut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        except Exception as error:
            # A mistake of the stand-in's own must not pass for the bot's bad luck.
            self._dispatch.faults.append(f"the stand-in failed at {request.method}: {type(error).__name__}")
            raise

    async def _answer(self, request: web.BaseRequest, token: str, method: str) -> web.Response:
        # The body is read before a refusal too: a connection with half a request in it cannot be used again.
        call = await read_call(request, method)
        if token != self._world.token:
            raise UNAUTHORIZED
        return web.Response(body=await self._dispatch.answer(call), content_type="application/json")

    def _serve_file(self, token: str, path: str) -> web.Response:
        if token != self._world.token:
            raise UNAUTHORIZED
        file = self._world.files.by_path(path)
        if file is None:
            raise NOT_FOUND
        return web.Response(body=file.content, content_type="application/octet-stream")


def _refused(refusal: Refusal) -> web.Response:
    retry_after = refusal.parameters.get("retry_after")
    return web.Response(
        status=refusal.code,
        body=refusal.body(),
        content_type="application/json",
        headers=None if retry_after is None else {"Retry-After": str(retry_after)},
    )


def _make_request(
    message: Any, payload: Any, protocol: Any, writer: Any, task: asyncio.Task[None]
) -> web.BaseRequest:
    """What aiohttp itself makes, but with room for Telegram's largest upload."""
    return web.BaseRequest(
        message, payload, protocol, writer, task, asyncio.get_running_loop(), client_max_size=MAX_BODY
    )
