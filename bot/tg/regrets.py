"""Saying at once that what somebody sent cannot be kept now, and that it will be by itself.

What cannot be written down cannot go through the outbox either: so this alone is sent past it, and written nowhere.
Telegram delivers again what was not kept, and then people are answered; each is told once in a while, however often
that is tried. Who was told is kept in memory only, under keyed names.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress

from telegram import Update

from bot.app.words import Catalogue, Text, _
from bot.tg.bot import BaroBot
from bot.tg.courier import Blocked, Carried, Courier, TryLater
from bot.tg.delivery import Call, Delivery
from bot.tg.pace import Pace, SendLimits
from bot.tg.speech import Speech

logger = logging.getLogger(__name__)

AGAIN_AFTER = 600.0
"""Seconds after which somebody is told again."""

PATIENCE = 5.0
"""Seconds that telling may take: so long nothing else is tried."""

RATE = 10
"""Messages a second at most. They go at a pace of their own: a worker who cannot write into the database does not know
whether it may send, and sends nothing else (``bot.tg.crew``)."""

REMEMBERED = 10_000

Sent = tuple[bytes, Update]
"""What somebody sent, with their keyed name."""


class Regrets:
    """Tells people, through Telegram alone."""

    def __init__(self, bot: BaroBot, catalogue: Catalogue) -> None:
        self._courier = Courier(bot, Pace(SendLimits(bot=RATE)))
        self._catalogue = catalogue
        self._told: OrderedDict[bytes, float] = OrderedDict()

    async def tell(self, sent: Sequence[Sent]) -> None:
        """Tell each sender who has not been told lately. Whom it does not reach in time is told the next time."""
        try:
            async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
                for name, update in self._not_told(sent).items():
                    tasks.create_task(self._send(name, self._notice(update)))
        except TimeoutError:
            logger.warning("not everybody could be told that nothing can be kept now")
        except Exception as failure:
            # An extra: whatever is wrong with it keeps nothing from being tried again.
            logger.warning("nobody could be told that nothing can be kept now: %s", type(failure).__name__)

    def _not_told(self, sent: Sequence[Sent]) -> dict[bytes, Update]:
        """The first of each sender who is to be told."""
        now = asyncio.get_running_loop().time()
        while self._told and now - next(iter(self._told.values())) >= AGAIN_AFTER:
            self._told.popitem(last=False)
        waiting = [(name, update) for name, update in sent if name not in self._told and _is_private(update)]
        return dict(reversed(waiting))

    def _notice(self, update: Update) -> Delivery:
        assert update.effective_chat is not None
        chat, said = update.effective_chat.id, in_every_language(self._catalogue, _("storage.later"))
        if update.callback_query is None:
            return Delivery(chat, (Call("sendMessage", {"chat_id": chat, "text": said}),))
        tapped = {"callback_query_id": update.callback_query.id, "text": said, "show_alert": True}
        return Delivery(chat, (Call("answerCallbackQuery", tapped, "soft"),))

    async def _send(self, name: bytes, notice: Delivery) -> None:
        with suppress(TryLater, Blocked):
            await self._courier.carry(notice, Carried())
            self._told[name] = asyncio.get_running_loop().time()
            if len(self._told) > REMEMBERED:
                self._told.popitem(last=False)


def in_every_language(catalogue: Catalogue, text: Text) -> str:
    """A sentence for somebody whose language could not be read."""
    return "\n\n".join(Speech(each, catalogue).plain(text) for each in catalogue.languages)


def _is_private(update: Update) -> bool:
    return update.effective_chat is not None and update.effective_chat.type == "private"
