"""Which updates were handled already."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete

from bot.storage.dialects import insert_new
from bot.storage.tables import updates
from bot.storage.transaction import Transaction

_FORGET = delete(updates).where(updates.c.day < bindparam("before"))


class Updates:
    """The updates of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def remember(self, ids: Collection[int], day: date) -> set[int]:
        if not ids:
            return set()
        # Written at once, not collected: the insert itself says which are new, so that of two workers who are
        # handed the same update the second waits for the first one's commit and then knows better.
        rows = [{"id": id, "day": day} for id in set(ids)]
        new = await self._transaction.rows(_remember(self._transaction.dialect), rows)
        return set(ids) - {id for (id,) in new}

    async def forget(self, before: date) -> None:
        await self._transaction.run(_FORGET, {"before": before})


@cache
def _remember(dialect: str) -> Any:
    return insert_new(dialect, updates).returning(updates.c.id)
