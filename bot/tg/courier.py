"""Carries one delivery to Telegram, call by call, and takes each refusal by its kind.

Which refusals are for good and which pass is Telegram's own distinction (Bot API, «Making requests»): 400 and 403
are final, 429 says how long to wait, 5xx and broken connections are tried again.
"""

from __future__ import annotations

import logging
from typing import Any

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.tg.bot import BaroBot
from bot.tg.delivery import Call, Delivery

logger = logging.getLogger(__name__)

_UNCHANGED = "message is not modified"


class TryLater(Exception):
    """Telegram could not take it now. ``seconds`` is how long it asks to wait, 0 if it did not say.
    ``done`` calls of the delivery went through already."""

    def __init__(self, seconds: int, done: int) -> None:
        super().__init__()
        self.seconds = seconds
        self.done = done


class Blocked(Exception):
    """The person does not want to hear from the bot, or is gone."""


async def carry(bot: BaroBot, delivery: Delivery) -> int:
    """Make the calls of a delivery. Returns the id of the living message, 0 if none was sent or edited.

    Raises TryLater, and Blocked when nothing will ever reach this chat.
    """
    living = 0
    for done, call in enumerate(delivery.calls):
        try:
            living = await _make(bot, call) or living
        except RetryAfter as refusal:
            raise TryLater(_seconds(refusal), done) from None
        except Forbidden:
            raise Blocked from None
        except BadRequest as refusal:
            living = await _refused(bot, call, refusal, done) or living
        except NetworkError:
            raise TryLater(0, done) from None
    return living


async def _make(bot: BaroBot, call: Call) -> int:
    answer: Any = await bot.call(call.method, dict(call.payload))
    if call.role == "living" and isinstance(answer, dict):
        return int(answer.get("message_id", 0))
    return 0


async def _refused(bot: BaroBot, call: Call, refusal: BadRequest, done: int) -> int:
    """A soft call may fail; a living message that can no longer be edited is sent anew; anything else is lost
    for this chat alone, and said in the log without a word of it."""
    said = str(refusal.message).lower()
    if call.role == "living" and call.method == "editMessageText":
        if _UNCHANGED in said:
            return int(call.payload["message_id"])
        payload = {name: value for name, value in call.payload.items() if name != "message_id"}
        try:
            return await _make(bot, Call("sendMessage", payload, "living"))
        except RetryAfter as later:
            raise TryLater(_seconds(later), done) from None
        except (BadRequest, Forbidden):
            raise Blocked from None
        except NetworkError:
            raise TryLater(0, done) from None
    if call.role != "soft":
        if "chat not found" in said:
            raise Blocked from None
        logger.error("refused: %s", call.method)
    return 0


def _seconds(refusal: RetryAfter) -> int:
    wait = refusal.retry_after
    return int(wait if isinstance(wait, int) else wait.total_seconds())
