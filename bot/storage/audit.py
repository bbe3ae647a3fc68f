"""What staff did that showed or changed participants' words."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, delete, select

from bot.app.records import AuditEntry
from bot.storage.rows import Rows
from bot.storage.tables import audit
from bot.storage.transaction import Transaction

_PAGE = (
    select(audit)
    .where(audit.c.organisation == bindparam("organisation"))
    .order_by(audit.c.day.desc(), audit.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_FORGET = delete(audit).where(audit.c.day < bindparam("before"))


class Audit:
    """The audit log of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._entries = Rows(transaction, audit, AuditEntry)

    async def get(self, id: bytes) -> AuditEntry | None:
        return await self._entries.get(id)

    def put(self, entry: AuditEntry) -> None:
        self._entries.put(entry)

    async def page(self, organisation: str, limit: int, offset: int = 0) -> list[AuditEntry]:
        return await self._entries.find(_PAGE, organisation=organisation, limit=limit, offset=offset)

    async def forget(self, before: date) -> None:
        await self._entries.flush()
        await self._transaction.run(_FORGET, {"before": before})
