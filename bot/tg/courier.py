"""Carries one delivery to Telegram, call by call, and takes each refusal by its kind.

Which refusals are for good and which pass is Telegram's own distinction (Bot API, «Making requests»): 400 and 403
are final, 429 says how long to wait, 5xx and broken connections are tried again. A token that is refused may be taken
again later, once the operator has mended it, so nothing is lost by it; a chat that has moved says where to.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.app.counters import UNCOUNTED, Counters
from bot.app.staff_chat import AT_ONCE
from bot.tg.bot import BaroBot
from bot.tg.deletion import delete_each
from bot.tg.delivery import Call, Delivery
from bot.tg.outage import Outage, Pauses
from bot.tg.pace import Pace, Withdrawn

logger = logging.getLogger(__name__)

_UNCHANGED = "message is not modified"
_GONE = ("chat not found", "peer_id_invalid", "user is deactivated", "input_user_deactivated")
"""What Telegram says, with a 400, of a chat that nothing will ever reach."""
_TOO_LARGE = "too large"
"""What stands in the answer to a file that Telegram does not take: a 413, which the library has no class for."""
_COUNTED = ("send", "edit", "copy")
"""How the methods begin whose calls Telegram counts towards its limits."""


@dataclass(slots=True)
class Carried:
    """What came of a delivery: the id of its living message (0 if none was sent or edited), and the ids of all messages
    that it put into the chat. One that is ``withdrawn`` before it has ``begun`` is not made. ``blocked`` says that
    nothing will reach this chat before somebody writes from there."""

    living: int = 0
    messages: list[int] = field(default_factory=list)
    begun: bool = False
    withdrawn: bool = False
    blocked: bool = False

    @property
    def wanted(self) -> bool:
        """Whether it is to be made, or made to its end."""
        return self.begun or not self.withdrawn

    @property
    def came(self) -> bool:
        """Whether anything of it stands in the chat."""
        return bool(self.living or self.messages)


class TryLater(Exception):
    """Telegram could not take it now. ``seconds`` is how long it asks to wait, 0 if it did not say.
    ``done`` calls of the delivery went through already."""

    def __init__(self, seconds: int, done: int) -> None:
        super().__init__()
        self.seconds = seconds
        self.done = done


class Blocked(Exception):
    """The person does not want to hear from the bot, or is gone."""


class _Paused(Exception):
    """The bot's token is not taken now, and somebody else is trying it."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class Courier:
    """Makes calls at the pace that Telegram allows. ``pauses`` are those in which nothing is sent since the bot's token
    was refused."""

    def __init__(
        self, bot: BaroBot, pace: Pace, counters: Counters = UNCOUNTED, pauses: Pauses | None = None
    ) -> None:
        self._bot = bot
        self._pace = pace
        self._counters = counters
        self._outage = Outage(pauses or Pauses())
        self._moved: dict[int, int] = {}
        """The new ids of chats that have moved since the start."""

    async def carry(self, delivery: Delivery, carried: Carried, *, broadcast: bool = False) -> None:
        """Make the calls of a delivery, and note in ``carried`` what came of each as soon as it went through.

        Raises TryLater, and Blocked when nothing will ever reach this chat.
        """
        for done, call in enumerate(delivery.calls):
            with self._refusals(delivery.chat, done, carried):
                try:
                    await self._attempt(delivery.chat, call, carried, broadcast)
                except Withdrawn:
                    return

    def leave_out(self) -> None:
        """Let what was withdrawn wait for its turn no longer."""
        self._pace.leave_out()

    async def take_out(self, chat: int, messages: Collection[int]) -> int:
        """Delete these messages, as many at once as Telegram takes; gives how many stay in the chat as they are. Those
        that are gone already are passed over, so that it can be done again.

        Raises TryLater and Blocked.
        """
        left = 0
        with self._refusals(chat):
            for some in _some_at_a_time(messages):
                try:
                    await self._bot.call("deleteMessages", {"chat_id": chat, "message_ids": some})
                except BadRequest:  # one of them is too old, and none was deleted
                    left += await delete_each(self._bot, chat, some)
        return left

    @contextmanager
    def _refusals(self, chat: int, done: int = 0, carried: Carried | None = None) -> Iterator[None]:
        """Takes refusals by their kind, once ``done`` calls of a delivery went through."""
        try:
            yield
        except RetryAfter as refusal:
            seconds = _seconds(refusal)
            self._pace.refused(chat, seconds)
            raise TryLater(seconds, done) from None
        except InvalidToken:
            raise TryLater(ceil(self._outage.refused()), done) from None
        except _Paused as pause:
            raise TryLater(ceil(pause.seconds), done) from None
        except (Forbidden, BadRequest):
            if carried is not None:
                carried.blocked = True
            raise Blocked from None
        except NetworkError:
            raise TryLater(0, done) from None

    async def _attempt(self, chat: int, call: Call, carried: Carried, broadcast: bool) -> None:
        try:
            await self._make(chat, call, carried, broadcast)
        except ChatMigrated as moved:
            if chat in self._moved:  # and told to move again: it would never end
                logger.error("refused: %s", call.method)
                return
            self._moved[chat] = moved.new_chat_id
            await self._attempt(chat, call, carried, broadcast)
        except BadRequest as refusal:
            await self._refused(chat, call, refusal, carried, broadcast)
        except NetworkError as failure:
            if _TOO_LARGE not in str(failure.message).lower():
                raise
            logger.error("refused: %s", call.method)

    async def _make(self, chat: int, call: Call, carried: Carried, broadcast: bool) -> None:
        if call.method.startswith(_COUNTED):
            async with self._pace.turn(chat, broadcast=broadcast, wanted=lambda: carried.wanted):
                carried.begun = True
                answer: Any = await self._call(call)
            self._counters.count("sent", call.method, "broadcast" if broadcast else "answer")
        else:
            answer = await self._call(call)
        if not isinstance(answer, dict) or "message_id" not in answer:
            return
        message = int(answer["message_id"])
        if not call.method.startswith("edit"):
            carried.messages.append(message)
        if call.role == "living":
            carried.living = message

    async def _call(self, call: Call) -> Any:
        if (pause := self._outage.wait()) > 0:
            raise _Paused(pause)
        payload = dict(call.payload)
        if self._moved and "chat_id" in payload:
            payload["chat_id"] = self._moved.get(payload["chat_id"], payload["chat_id"])
        try:
            answer = await self._bot.call(call.method, payload)
        except TelegramError as refusal:
            self._counters.count("refusals", type(refusal).__name__)
            if isinstance(refusal, BadRequest | Forbidden | RetryAfter):
                self._outage.over()
            raise
        self._outage.over()
        return answer

    async def _refused(
        self, chat: int, call: Call, refusal: BadRequest, carried: Carried, broadcast: bool
    ) -> None:
        """A soft call may fail, but of messages to be deleted together each is tried alone; a living message that can
        no longer be edited is sent anew; anything else is lost for this chat alone, and said in the log without a word
        of it. Raises BadRequest when nothing will ever reach this chat."""
        said = str(refusal.message).lower()
        if call.role == "living" and call.method == "editMessageText":
            if _UNCHANGED in said:
                carried.living = int(call.payload["message_id"])
                return
            payload = {name: value for name, value in call.payload.items() if name != "message_id"}
            await self._attempt(chat, Call("sendMessage", payload, "living"), carried, broadcast)
        elif call.method == "deleteMessages":
            await delete_each(self._bot, chat, call.payload["message_ids"])
        elif call.role != "soft":
            if any(each in said for each in _GONE):
                raise refusal
            logger.error("refused: %s", call.method)


def _some_at_a_time(messages: Collection[int]) -> Iterator[list[int]]:
    waiting = iter(sorted(messages))
    while some := list(islice(waiting, AT_ONCE)):
        yield some


def _seconds(refusal: RetryAfter) -> int:
    wait = refusal.retry_after
    return int(wait if isinstance(wait, int) else wait.total_seconds())
