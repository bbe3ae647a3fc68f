"""Telegram's Bot API as Baro calls it: any method by its name, with parameters as they are; updates as they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import orjson
from telegram import InputFile, Update
from telegram.ext import ExtBot
from telegram.request import RequestData

from bot.app.counters import UNCOUNTED, Counters
from bot.tg.reading import read_update
from bot.tg.transport import AiohttpRequest, proxy_for


class BaroBot(ExtBot[None]):
    """The library's bot with its generic call opened to the outbox, whose rows name methods as Telegram does."""

    @classmethod
    def at(cls, token: str, api_url: str) -> BaroBot:
        """A bot that reaches the Bot API over aiohttp. ``api_url`` has no slash at its end.

        Raises telegram.error.InvalidToken.
        """
        proxy = proxy_for(api_url)
        return cls(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=AiohttpRequest(proxy=proxy),
            get_updates_request=AiohttpRequest(connections=1, read_timeout=40, proxy=proxy),
        )

    @property
    def heard_at(self) -> float:
        """When Telegram last answered, by the event loop's clock."""
        return max(each.heard_at for each in self._request if isinstance(each, AiohttpRequest))

    async def call(self, method: str, payload: dict[str, Any]) -> Any:
        """Call a method; returns its result as JSON values. Raises telegram.error.TelegramError."""
        if any(isinstance(value, InputFile) for value in payload.values()):
            return await self._post(method, payload)
        # JSON already: the library would look through each parameter for what it has to make JSON of.
        body = cast(RequestData, orjson.dumps(payload))
        return await self.request.post(f"{self.base_url}/{method}", body)

    async def updates(
        self,
        offset: int | None,
        limit: int,
        timeout: int,
        kinds: Sequence[str],
        counters: Counters = UNCOUNTED,
    ) -> tuple[list[Update], int | None]:
        """Wait, at most ``timeout`` seconds, for updates of these kinds; with the offset that acknowledges them.

        Raises telegram.error.TelegramError.
        """
        asked = {"offset": offset, "limit": limit, "timeout": timeout, "allowed_updates": list(kinds)}
        contents = await self._post("getUpdates", asked)
        updates = [update for each in contents if (update := read_update(each, self, counters)) is not None]
        return updates, contents[-1]["update_id"] + 1 if contents else offset
