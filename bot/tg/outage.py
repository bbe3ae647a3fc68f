"""When nothing gets through: pauses that grow, and one call that tries for all.

While Telegram does not take the bot's token every chat that waits would ask for itself, again and again. So one call is
let through when a pause is over, and the others go by what becomes of it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Pauses:
    """Pauses, in seconds, that double from the first to the longest."""

    first: float = 1.0
    longest: float = 30.0
    _following: float = 0.0

    def next(self) -> float:
        """How long to pause this time."""
        pause = self._following or self.first
        self._following = min(pause * 2, self.longest)
        return pause

    def over(self) -> None:
        """It went well: the next pause is the first again."""
        self._following = 0.0


class Outage:
    """Whether Telegram refused the bot's token, and who may try whether it is taken again."""

    def __init__(self, pauses: Pauses) -> None:
        self._pauses = pauses
        self._pause = 0.0
        self._until = 0.0
        self._trying = False

    def wait(self) -> float:
        """Seconds to wait with a call; 0 for one that may be made. The first that asks when the pause is over tries for
        all; should nothing be heard of it, another does after the next pause."""
        if not self._pause:
            return 0.0
        now = _now()
        if now < self._until:
            return self._until - now
        self._until = now + self._pause
        self._trying = True
        return 0.0

    def refused(self) -> float:
        """The token was refused; gives the seconds to wait. Calls that were under way beside the first that was
        refused tell nothing new."""
        if not self._pause or self._trying:
            self._pause = self._pauses.next()
            self._until = _now() + self._pause
            self._trying = False
            logger.error("Telegram does not take the bot's token: sending pauses")
        return max(0.0, self._until - _now())

    def over(self) -> None:
        """Telegram took a call, or refused it for what it was."""
        if self._pause:
            self._pause, self._trying = 0.0, False
            self._pauses.over()
            logger.warning("Telegram takes the bot's token again")


def _now() -> float:
    return asyncio.get_running_loop().time()
