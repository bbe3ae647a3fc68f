"""Chores: what a worker leaves to the one who leads, and what a crash left to whoever starts next."""

from __future__ import annotations

from collections.abc import Collection

from bot.app.ports import Store
from bot.app.records import Chore
from bot.tg.inbox import Inbox


class ChoreList:
    """Leaves chores to the worker who leads, or does those that were left."""

    def __init__(self, store: Store, inbox: Inbox) -> None:
        self._store = store
        self._inbox = inbox
        self._seen: set[Chore] = set()

    async def leave(self, chores: Collection[Chore]) -> None:
        """Leave these to the worker who leads."""
        if chores:
            async with self._store.begin() as work:
                await work.chores.put(chores)
                await work.commit()

    async def take(self, chores: Collection[Chore]) -> None:
        """Do these, or have the parts of this worker do them."""
        mixing = {chore for chore in chores if chore.kind == "mix"}
        taken = [chore for chore in chores if chore not in mixing]
        if taken:
            async with self._store.begin() as work:
                await work.chores.done(taken)
                await work.commit()
        for chore in taken:
            self._pass_on(chore)
        # Whoever opened the stage mixes a moment later; who is seen twice has not.
        for chore in mixing & self._seen:
            await self._inbox.mix(chore.session, everything=True)
            self._inbox.touch({chore.session})
        self._seen = mixing

    def _pass_on(self, chore: Chore) -> None:
        if chore.kind == "panel":
            self._inbox.touch({chore.session})
        elif chore.kind == "due":
            self._inbox.falls_due.set()
        else:
            self._inbox.leaves_traces = True
