"""The updates that wait for the bot, and how it asks for them.

Facts from Telegram's open-source Bot API server: a queue per bot; an update is forgotten once an offset
beyond it is asked for; an offset more than ten beyond the end is taken for a mistake and reads from the
start; a negative offset forgets all but that many; a poll that has to wait ends the poll that was waiting;
a waiting poll is answered a millisecond after something arrives, so that what comes together goes together.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

import orjson

from .refusals import OTHER_POLLER, Refusal

Json = dict[str, Any]

FIRST_UPDATE_ID = 700_000_001
GATHERING = 0.001  # seconds
LONGEST_POLL = 50  # seconds
# Sent only to bots that ask for them by name.
ONLY_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True, slots=True)
class Update:
    """One update that waits. `lane` says which updates have to arrive one after another at a webhook."""

    update_id: int
    body: bytes
    lane: tuple[str, int]
    expires: float


class UpdateQueue:
    """What the bot has not confirmed yet, oldest first.

    `witnesses` are told of every update that any bot is given in this process: they look whether what people said
    turns up where it should not.
    """

    witnesses: ClassVar[list[Callable[[Json], None]]] = []

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._waiting: OrderedDict[int, Update] = OrderedDict()
        self._next_id = FIRST_UPDATE_ID
        self._earliest_expiry = float("inf")
        self._allowed: set[str] | None = None
        self._poller: asyncio.Future[None] | None = None
        self._emptied = asyncio.Event()
        self._emptied.set()
        self.last_change = 0.0  # of what waits, on the event loop's clock
        self.on_push: Callable[[Update], None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def waiting(self) -> Iterable[Update]:
        return self._waiting.values()

    @property
    def allowed(self) -> list[str] | None:
        """The kinds the bot asked for; None for Telegram's default."""
        return None if self._allowed is None else sorted(self._allowed)

    def allow(self, kinds: list[str] | None) -> None:
        """Holds for updates that come later. None changes nothing, an empty list restores the default."""
        if kinds is not None:
            self._allowed = set(kinds) or None

    def push(self, kind: str, payload: Json, lane: tuple[str, int], lifetime: float) -> int | None:
        """Adds an update that is worth `lifetime` seconds; returns its id, or None if it is not wanted."""
        if kind in ONLY_ON_REQUEST if self._allowed is None else kind not in self._allowed:
            return None
        for witness in self.witnesses:
            witness(payload)
        update_id, self._next_id = self._next_id, self._next_id + 1
        body = orjson.dumps({"update_id": update_id, kind: payload})
        update = Update(update_id, body, lane, self._now() + lifetime)
        self._waiting[update_id] = update
        self._earliest_expiry = min(self._earliest_expiry, update.expires)
        self._emptied.clear()
        if self.on_push is not None:
            self.on_push(update)
        elif self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        return update_id

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Update]:
        """getUpdates; raises Refusal (409) when another poll takes this one's place."""
        limit = min(max(limit, 1), 100)
        self._confirm(offset)
        updates = self._take(limit)
        if updates or timeout <= 0:
            return updates
        self.end_poll(OTHER_POLLER)
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(min(timeout, LONGEST_POLL)):
                await poller
                await asyncio.sleep(GATHERING)
        except TimeoutError:
            pass
        finally:
            if self._poller is poller:
                self._poller = None
        return self._take(limit)

    def end_poll(self, description: str) -> None:
        """Answers the poll that waits, if one does, with a conflict."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refusal(409, description))
        self._poller = None

    def release_poll(self) -> None:
        """Answers the poll that waits, if one does, with nothing."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    def forget(self, update_id: int) -> None:
        self._waiting.pop(update_id, None)
        self._look_whether_empty()

    def clear(self, keep: int = 0) -> None:
        while len(self._waiting) > keep:
            self._waiting.popitem(last=False)
        self._look_whether_empty()

    async def emptied(self) -> None:
        """Returns when nothing waits."""
        self._drop_expired()
        await self._emptied.wait()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.clear(keep=-offset)
        elif offset <= self._next_id + 10:
            confirmed = 0
            while self._waiting and next(iter(self._waiting)) < offset:
                self._waiting.popitem(last=False)
                confirmed += 1
            if confirmed:
                self._look_whether_empty()

    def _take(self, limit: int) -> list[Update]:
        self._drop_expired()
        return list(islice(self._waiting.values(), limit))

    def _drop_expired(self) -> None:
        now = self._now()
        if now <= self._earliest_expiry:
            return
        self._waiting = OrderedDict(
            (update_id, update) for update_id, update in self._waiting.items() if update.expires >= now
        )
        self._earliest_expiry = min((update.expires for update in self.waiting), default=float("inf"))
        self._look_whether_empty()

    def _look_whether_empty(self) -> None:
        self.last_change = asyncio.get_running_loop().time()
        if not self._waiting:
            self._emptied.set()
            self._earliest_expiry = float("inf")
