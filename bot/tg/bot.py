"""Telegram's Bot API as Baro calls it: any method by its name, with parameters as they are; updates as they come."""

from __future__ import annotations

import logging
from typing import Any

from telegram import Bot, Update
from telegram.ext import ExtBot

logger = logging.getLogger(__name__)


class BaroBot(ExtBot[None]):
    """The library's bot with its generic call opened to the outbox, whose rows name methods as Telegram does."""

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

    The buttons under a tapped message are left out: the tap names its own, and making objects of the others
    costs as much as all else in the update.
    """
    tapped = content.get("callback_query", {}).get("message") or {}
    tapped.pop("reply_markup", None)
    try:
        return Update.de_json(content, bot)
    except Exception as failure:
        logger.warning("an update could not be read: %s", type(failure).__name__)
        return None
