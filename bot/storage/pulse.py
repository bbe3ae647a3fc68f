"""When Baro last served: one moment, to the minute, in the table for the bot's own upkeep."""

from __future__ import annotations

from sqlalchemy import select

from bot.storage.dialects import upsert
from bot.storage.tables import upkeep
from bot.storage.transaction import Transaction

_SERVED = "served"
_LAST = select(upkeep.c.value).where(upkeep.c.name == _SERVED)


class Pulse:
    """The pulse of ``bot.app.mail_ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def last(self) -> int | None:
        found = await self._transaction.rows(_LAST)
        return int(found[0][0]) if found else None

    async def beat(self, moment: int) -> None:
        row = {"name": _SERVED, "value": str(moment)}
        await self._transaction.run(upsert(self._transaction.dialect, upkeep), row)
