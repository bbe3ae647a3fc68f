"""Taking messages out of a chat one by one, where Telegram refuses to do it together: one of them is too old."""

from __future__ import annotations

from collections.abc import Iterable

from telegram.error import BadRequest

from bot.tg.bot import BaroBot

EMPTIED = "🧹"
"""What stands in a message of the bot's own that is too old to be deleted, in place of what it said."""


async def delete_each(bot: BaroBot, chat: int, messages: Iterable[int]) -> int:
    """Delete these messages, or put a sign in place of their words; gives how many stay as they are.

    Raises telegram.error.RetryAfter, Forbidden and NetworkError.
    """
    left = 0
    for message in messages:
        place = {"chat_id": chat, "message_id": message}
        try:
            await bot.call("deleteMessage", place)
        except BadRequest as refusal:
            if "not found" not in str(refusal.message).lower():
                left += await _left_as_it_is(bot, place)
    return left


async def _left_as_it_is(bot: BaroBot, place: dict[str, int]) -> int:
    """A bot may change its own messages for longer than it may delete them; 1 if this is none of its own."""
    try:
        await bot.call("editMessageText", {**place, "text": EMPTIED})
    except BadRequest as refusal:
        return 0 if "not modified" in str(refusal.message).lower() else 1
    return 0
