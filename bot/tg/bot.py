"""Telegram's Bot API as Baro calls it: any method by its name, with parameters as they are; updates as they come."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Bot, MessageEntity, Update
from telegram.ext import ExtBot

from bot.tg.transport import AiohttpRequest, proxy_for

logger = logging.getLogger(__name__)

QUOTATIONS = (MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE)


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

    async def call(self, method: str, payload: dict[str, Any]) -> Any:
        """Call a method; returns its result as JSON values. Raises telegram.error.TelegramError."""
        return await self._post(method, payload)

    async def updates(
        self, offset: int | None, limit: int, timeout: int, kinds: list[str]
    ) -> tuple[list[Update], int | None]:
        """Wait, at most ``timeout`` seconds, for updates of these kinds; with the offset that acknowledges them.

        Raises telegram.error.TelegramError.
        """
        asked = {"offset": offset, "limit": limit, "timeout": timeout, "allowed_updates": kinds}
        contents = await self._post("getUpdates", asked)
        updates = [update for each in contents if (update := read_update(each, self)) is not None]
        return updates, contents[-1]["update_id"] + 1 if contents else offset


def read_update(content: dict[str, Any], bot: Bot) -> Update | None:
    """An update as the library has it; None for one that it cannot read, which no later try would change.

    Of the message that a button was tapped on Baro reads a quotation or nothing. Without one it is passed on as
    Telegram passes on an old one, by its number alone: objects made of the rest took a fifth of a tap’s time.
    """
    try:
        return Update.de_json(_without_words(content), bot)
    except Exception as failure:
        logger.warning("an update could not be read: %s", type(failure).__name__)
        return None


def _without_words(content: dict[str, Any]) -> dict[str, Any]:
    """The update without the words of a tapped message that holds no quotation."""
    query = content.get("callback_query") or {}
    tapped = query.get("message")
    if not tapped or any(entity["type"] in QUOTATIONS for entity in tapped.get("entities", ())):
        return content
    number = {"chat": tapped["chat"], "message_id": tapped["message_id"], "date": 0}
    return {**content, "callback_query": {**query, "message": number}}
