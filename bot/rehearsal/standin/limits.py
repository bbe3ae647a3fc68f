"""How fast a bot may write: Telegram's published limits, off unless asked for."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from .chats import Chat
from .refusals import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """What the Bot API's FAQ names: about 30 messages a second in all, 1 a second into one private chat, 20 a
    minute into one group. Edits count like messages."""

    per_second: int = 30
    per_chat_second: int = 1
    per_group_minute: int = 20


class Pace:
    """Remembers when the bot wrote, and refuses what comes too soon."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def admit(self, chat: Chat, now: float) -> None:
        """Counts one message into `chat`; raises Refusal (429) for one too many, and does not count that."""
        in_chat = self._chats.setdefault(chat.chat_id, deque())
        most, window = (
            (self._limits.per_chat_second, 1.0)
            if chat.kind == "private"
            else (self._limits.per_group_minute, 60.0)
        )
        wait = max(
            _wait(self._all, self._limits.per_second, 1.0, now),
            _wait(in_chat, most, window, now),
        )
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._all.append(now)
        in_chat.append(now)


def _wait(times: deque[float], most: int, window: float, now: float) -> float:
    """Seconds until one more fits into the sliding window; forgets what has left it."""
    while times and times[0] <= now - window:
        times.popleft()
    return times[0] + window - now if len(times) >= most else 0.0
