"""A press of an inline button, from the finger to the bot's answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count

from .refusals import QUERY_TOO_OLD, bad_request

MAX_ANSWER = 200  # characters
# Callback query ids are 64-bit numbers in Telegram, too long for a float.
FIRST_QUERY_ID = 4_611_686_018_427_387_905


class Tap:
    """One press: what it carried and what the bot answered.

    `alert` is the text of the answer, `show_alert` whether it came as a window to be closed.
    """

    __slots__ = ("_answered", "alert", "at", "data", "is_answered", "query_id", "show_alert")

    def __init__(self, query_id: str, data: str, at: float) -> None:
        self.query_id = query_id
        self.data = data
        self.at = at
        self.alert = ""
        self.show_alert = False
        self.is_answered = False
        self._answered: asyncio.Event | None = None

    async def answered(self, timeout: float = 5.0) -> Tap:
        """Returns when the bot has answered; raises TimeoutError after `timeout` seconds."""
        if not self.is_answered:
            self._answered = self._answered or asyncio.Event()
            async with asyncio.timeout(timeout):
                await self._answered.wait()
        return self

    def answer(self, text: str, show_alert: bool) -> None:
        self.alert, self.show_alert, self.is_answered = text, show_alert, True
        if self._answered is not None:
            self._answered.set()


class OpenTaps:
    """The presses that the bot has not answered yet."""

    def __init__(self, now: Callable[[], float], lifetime: float) -> None:
        self.lifetime = lifetime
        self._now = now
        self._ids = count(FIRST_QUERY_ID)
        self._open: dict[str, Tap] = {}

    def open(self, data: str, query_id: str = "") -> Tap:
        tap = Tap(query_id or str(next(self._ids)), data, self._now())
        self._open[tap.query_id] = tap
        return tap

    def answer(self, query_id: str, text: str, show_alert: bool) -> None:
        """Raises Refusal: unknown, answered before, too old, or too long a text."""
        tap = self._open.get(query_id)
        if tap is None or self._now() - tap.at > self.lifetime:
            raise bad_request(QUERY_TOO_OLD)
        if len(text) > MAX_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        del self._open[query_id]
        tap.answer(text, show_alert)
