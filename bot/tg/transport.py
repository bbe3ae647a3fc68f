"""The HTTP client under python-telegram-bot: its own seam, ``BaseRequest``, on aiohttp.

One pool of kept-alive connections, JSON bodies, no line in any log: the library's default client logs whole
addresses, in which the token stands.
"""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData


def proxy_for(url: str) -> str | None:
    """The proxy that the environment (``HTTPS_PROXY``, ``NO_PROXY`` …) names for this address, if any.

    Looked up once: left to aiohttp, every request would go through the environment and the user's netrc file anew.
    """
    parts = urlsplit(url)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)


_CONNECTING = 10
_JSON = {"Content-Type": "application/json"}


class AiohttpRequest(BaseRequest):
    """Requests to the Bot API over aiohttp. ``connections`` bounds how many are open at once; times in seconds."""

    def __init__(self, connections: int = 64, read_timeout: float = 20.0, proxy: str | None = None) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._timeout = aiohttp.ClientTimeout(total=read_timeout, connect=_CONNECTING)
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None
        self.heard_at = float("-inf")
        """When Telegram last answered, by the event loop's clock: with a failure of its own it does not count."""

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60, ttl_dns_cache=300)
            # Telegram sets no cookies, and looking for some cost every call.
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=self._timeout, cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | bytes | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; ``request_data`` as the library makes it, or a body of JSON, which the library hands on as it
        is. Raises TimedOut or NetworkError, neither of which names the address."""
        if self._session is None:
            raise NetworkError("not initialised")
        timeout = self._timeout
        if isinstance(read_timeout, int | float):
            timeout = aiohttp.ClientTimeout(total=read_timeout, connect=_CONNECTING)
        data, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=data, headers=headers, timeout=timeout, proxy=self._proxy
            ) as response:
                content = await response.read()
                if response.status < 500:
                    self.heard_at = asyncio.get_running_loop().time()
                return response.status, content
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as failure:
            raise NetworkError(type(failure).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer's JSON. Raises TelegramError where it is none, and logs nothing of it, unlike the library."""
        try:
            content = orjson.loads(payload)
        except orjson.JSONDecodeError:
            content = None
        if not isinstance(content, dict):
            raise TelegramError("Invalid server response")
        return content


def _body(request_data: RequestData | bytes | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    """JSON where there is no file, a multipart form where there is one."""
    if request_data is None:
        return None, {}
    if isinstance(request_data, bytes):
        return request_data, _JSON
    if not request_data.contains_files:
        return orjson.dumps(request_data.parameters), _JSON
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name, content_type=mime)
    return form, {}
