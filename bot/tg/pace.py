"""How fast the bot writes: just below what Telegram takes, answers before broadcasts.

Telegram counts the messages of the last second for the whole bot, of the last second in one chat and of the last
minute in one group (Bot API FAQ, «My bot is hitting limits»). When it counts one is not known here: somewhere
between the moment the call is made and the moment its answer comes. So a message holds its place from its start until
a full window after its end, which is never less than what Telegram sees, and none is refused.

The limit that is published is about what it is. Where one is met all the same, what went through in the last second is
the limit from then on, and only after some minutes a little more is tried. Where workers share the limit, each knows
what it has sent itself alone: there every refusal takes some of its share away, down to an eighth.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

_GRAIN = 0.002
"""The event loop's clock goes by whole milliseconds: without this, two messages could be nearer than it says."""

SECOND = 1.0 + _GRAIN
MINUTE = 60.0 + _GRAIN
SECURE_FOR = 600.0
"""Seconds without a refusal after which a little more is tried: a twentieth of the share, one message a second at
least."""

LESS = 0.85
"""What a refusal leaves a worker of its part of a limit that others share."""

LEAST = 1 / 8
"""What refusals leave of it at least: some of them may have been a chat's own."""

SOON = 3.0
"""Seconds within which a second chat's refusal says that the whole bot has too many, where workers share its limit."""

CHATS_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class SendLimits:
    """Messages a second for the bot and into one chat, and a minute into one group. 0 stands for no limit."""

    bot: int = 30
    chat: int = 1
    group: int = 20


class Withdrawn(Exception):
    """What waited for its turn is not to be sent any more."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    turn: asyncio.Future[bool]
    wanted: Callable[[], bool]


class Pace:
    """Lets messages go when there is room for them. One for the whole bot."""

    def __init__(self, limits: SendLimits) -> None:
        self._limits = limits
        self._share = self._to_share = self._most = float(limits.bot) if limits.bot else float("inf")
        self._held = self._taking_over = False
        self._ended: deque[float] = deque()
        self._flying = 0
        self._chats: dict[int, deque[float]] = {}
        self._answers: deque[_Waiting] = deque()
        self._broadcasts: deque[_Waiting] = deque()
        self._next_broadcast = 0.0
        self._held_until = 0.0
        self._refused_at = 0.0
        self._suspected = (0, float("-inf"))
        self._alarm: asyncio.TimerHandle | None = None
        self._growing: asyncio.TimerHandle | None = None

    @property
    def rate(self) -> float:
        """Messages a second that may go now."""
        return self._most

    @asynccontextmanager
    async def turn(
        self, chat: int, *, broadcast: bool, wanted: Callable[[], bool] = lambda: True
    ) -> AsyncIterator[None]:
        """Wait until a message may go into this chat, and count it while it does. Messages into one chat must come one
        after another. Raises Withdrawn where it is not ``wanted`` any more when its turn comes."""
        await self._room_in_chat(chat)
        await self._room(self._broadcasts if broadcast else self._answers, wanted)
        try:
            yield
        finally:
            now = _now()
            self._flying -= 1
            self._ended.append(now)
            if self._limits.chat or chat < 0:
                self._remember(chat, now)
            self._let_go()

    def share(self, workers: int, place: int = 0) -> None:
        """The bot's limit is shared with other workers, so many in all; this one's ``place`` among them (0 for the
        first) says who has one more of what does not come out even. More is had only after a second: whoever has left
        the others may have used the last one up."""
        whole, over = divmod(self._limits.bot, workers)
        share = float(max(1, whole + (place < over))) if self._limits.bot else float("inf")
        if share == self._to_share:
            return
        self._to_share = share
        if self._growing is not None:
            self._growing.cancel()
            self._growing = None
        if share > self._share:
            self._growing = asyncio.get_running_loop().call_later(SECOND, self._has_share, share)
        else:
            self._has_share(share)

    def hold(self, *, taking_over: bool = False) -> None:
        """Let nothing go until ``release``; and where this one is ``taking_over`` from others, or from whoever went by
        its name before, not for a second after that, since they may have used the last one up."""
        self._held = True
        self._taking_over |= taking_over

    def release(self) -> None:
        """Let what waits go again."""
        if self._taking_over and self._limits.bot:
            self._held_until = max(self._held_until, _now() + SECOND)
        self._held = self._taking_over = False
        self._let_go()

    def leave_out(self) -> None:
        """Let those out of the queue that are not wanted any more, wherever they stand in it."""
        for waiting in self._broadcasts:
            if not waiting.turn.done() and not waiting.wanted():
                waiting.turn.set_result(False)

    def refused(self, chat: int, seconds: float) -> None:
        """Telegram refused a message into this chat for so long. Unless the chat alone had too many, the whole bot
        waits, and from then on sends no more than it just did."""
        now = _now()
        self._forget(now)
        if len(self._ended) + self._flying <= max(1.0, self._most / 2) or self._may_be_another_workers(
            chat, now
        ):
            self._remember(chat, now + seconds - SECOND)
            return
        if not self._is_shared:
            # The refused one stands among those that just ended.
            self._most = max(1.0, min(self._most - 1, float(len(self._ended) + self._flying - 1)))
        elif now >= self._held_until:  # or it was on its way with the one that was refused before
            self._most = max(1.0, self._share * LEAST, self._most * LESS)
        self._held_until = max(self._held_until, now + seconds)
        self._refused_at = now

    @property
    def _is_shared(self) -> bool:
        return self._share < self._limits.bot

    def _has_share(self, share: float) -> None:
        # What a refusal has taught is kept, as far as it says less.
        self._most = min(self._most, share) if self._refused_at else share
        self._share = share
        self._let_go()

    def _may_be_another_workers(self, chat: int, now: float) -> bool:
        """Whether others may have written into this chat a moment ago, of which nothing is known here: where the whole
        bot had too many, a message into another chat is refused soon after."""
        before, self._suspected = self._suspected, (chat, now)
        return self._is_shared and (before[0] == chat or now - before[1] > SOON)

    async def _room_in_chat(self, chat: int) -> None:
        most, window = (self._limits.group, MINUTE) if chat < 0 else (self._limits.chat, SECOND)
        times = self._chats.get(chat)
        if not most or times is None:
            return
        while len(times) >= most:
            wait = times[0] + window - _now()
            if wait > 0:
                await asyncio.sleep(wait)
            times.popleft()

    def _remember(self, chat: int, now: float) -> None:
        times = self._chats.pop(chat, None) or deque()
        times.append(now)
        self._chats[chat] = times
        if len(self._chats) > CHATS_REMEMBERED:
            self._chats.pop(next(iter(self._chats)))

    async def _room(self, queue: deque[_Waiting], wanted: Callable[[], bool]) -> None:
        if not wanted():
            raise Withdrawn
        if not queue and self._may_go(broadcast=queue is self._broadcasts):
            self._take(broadcast=queue is self._broadcasts)
            return
        turn: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        queue.append(_Waiting(turn, wanted))
        self._let_go()
        try:
            counted = await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.result():
                self._flying -= 1
                self._let_go()
            raise
        if not counted:
            raise Withdrawn

    def _let_go(self) -> None:
        """Give their turn to those that wait, as far as there is room, and look again when there will be more."""
        for queue in (self._answers, self._broadcasts):
            self._serve(queue, broadcast=queue is self._broadcasts)
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if not self._held and (self._answers or self._broadcasts):
            self._alarm = asyncio.get_running_loop().call_later(self._wait(), self._let_go)

    def _serve(self, queue: deque[_Waiting], *, broadcast: bool) -> None:
        while queue:
            first = queue[0]
            if first.turn.done() or not first.wanted():
                queue.popleft()
                if not first.turn.done():
                    first.turn.set_result(False)
            elif self._may_go(broadcast=broadcast):
                queue.popleft()
                self._take(broadcast=broadcast)
                first.turn.set_result(True)
            else:
                return

    def _may_go(self, *, broadcast: bool) -> bool:
        now = _now()
        self._forget(now)
        if self._held or now < self._held_until or self._flying + len(self._ended) >= self._most:
            return False
        return not broadcast or (not self._answers and now >= self._next_broadcast)

    def _take(self, *, broadcast: bool) -> None:
        """Count one that goes. Broadcasts keep an even step, so that an answer never finds the whole second used up."""
        self._flying += 1
        if broadcast:
            now = _now()
            step = 1 / self._most
            self._next_broadcast = max(self._next_broadcast, now - step) + step

    def _wait(self) -> float:
        now = _now()
        waits = [self._held_until - now]
        if self._flying + len(self._ended) >= self._most and self._ended:
            waits.append(self._ended[0] + SECOND - now)
        elif not self._answers:
            waits.append(self._next_broadcast - now)
        return max(0.001, *waits)

    def _forget(self, now: float) -> None:
        while self._ended and self._ended[0] <= now - SECOND:
            self._ended.popleft()
        if self._refused_at and now - self._refused_at > SECURE_FOR:
            self._most = min(self._most + max(1.0, self._share // 20), self._share)
            self._refused_at = now if self._most < self._share else 0.0


def _now() -> float:
    return asyncio.get_running_loop().time()
