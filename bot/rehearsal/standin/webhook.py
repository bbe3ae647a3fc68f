"""Delivers updates to the bot's webhook until it takes them.

As Telegram's open-source Bot API server does: at most `max_connections` at a time; updates of one lane (the
messages of a chat, the taps of a person) one after another; a failed one again at once, then after a pause
that doubles each time, or after what `Retry-After` asks; any 2xx is taken as done.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from .updates import Update, UpdateQueue

LONGEST_PAUSE = 60.0  # seconds
ANSWER_WITHIN = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True, slots=True)
class Webhook:
    """What setWebhook was told."""

    url: str
    secret_token: str = ""
    max_connections: int = 40


class Delivery:
    """Carries what waits in the queue to one webhook, from `start` to `stop`."""

    def __init__(
        self, webhook: Webhook, queue: UpdateQueue, now: Callable[[], float], first_pause: float
    ) -> None:
        self.webhook = webhook
        self.last_error = ""
        self.last_error_date = 0
        self._queue = queue
        self._now = now
        self._first_pause = first_pause
        self._lanes: dict[tuple[str, int], deque[Update]] = {}
        self._ready: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self._failures: dict[int, int] = {}
        self._carriers: list[asyncio.Task[None]] = []
        self._pauses: set[asyncio.TimerHandle] = set()
        self._session: aiohttp.ClientSession | None = None

    def start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=ANSWER_WITHIN)
        for update in self._queue.waiting:
            self._accept(update)
        self._queue.on_push = self._accept
        self._carriers = [asyncio.create_task(self._carry()) for _ in range(self.webhook.max_connections)]

    async def stop(self) -> None:
        """Ends all deliveries; what was not taken keeps waiting in the queue."""
        self._queue.on_push = None
        for pause in self._pauses:
            pause.cancel()
        for carrier in self._carriers:
            carrier.cancel()
        await asyncio.gather(*self._carriers, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _accept(self, update: Update) -> None:
        lane = self._lanes.get(update.lane)
        if lane is None:
            self._lanes[update.lane] = deque([update])
            self._ready.put_nowait(update.lane)
        else:
            lane.append(update)

    async def _carry(self) -> None:
        while True:
            name = await self._ready.get()
            lane = self._lanes[name]
            update = lane[0]
            pause = await self._attempt(update) if self._now() <= update.expires else None
            if pause is not None and self._now() + pause <= update.expires:
                self._again_after(pause, name)
                continue
            lane.popleft()
            self._failures.pop(update.update_id, None)
            self._queue.forget(update.update_id)
            if lane:
                self._ready.put_nowait(name)
            else:
                del self._lanes[name]

    async def _attempt(self, update: Update) -> float | None:
        """None when the bot took the update, otherwise the seconds to wait before it is offered again."""
        assert self._session is not None, "deliveries begin with start"
        headers = {"Content-Type": "application/json"}
        if self.webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook.secret_token
        retry_after = 0.0
        try:
            async with self._session.post(self.webhook.url, data=update.body, headers=headers) as answer:
                await answer.read()
                if 200 <= answer.status <= 299:
                    return None
                error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                asked = answer.headers.get("Retry-After", "")
                retry_after = float(asked) if asked.isdecimal() else 0.0
        except (aiohttp.ClientError, TimeoutError):
            error = "Webhook connection closed"
        self.last_error, self.last_error_date = error, int(self._now())
        return self._pause(update, retry_after)

    def _pause(self, update: Update, retry_after: float) -> float:
        failures = self._failures[update.update_id] = self._failures.get(update.update_id, 0) + 1
        if retry_after:
            return min(retry_after, 3600.0)
        return 0.0 if failures == 1 else min(self._first_pause * 2 ** (failures - 1), LONGEST_PAUSE)

    def _again_after(self, pause: float, name: tuple[str, int]) -> None:
        def ready() -> None:
            self._pauses.discard(timer)
            self._ready.put_nowait(name)

        timer = asyncio.get_running_loop().call_later(pause, ready)
        self._pauses.add(timer)
