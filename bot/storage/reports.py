"""Who reported a youth poll, each counted once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, select

from bot.storage.rows import Rows
from bot.storage.tables import reports
from bot.storage.transaction import Transaction

_COUNT = select(func.count()).select_from(reports).where(reports.c.session == bindparam("session"))
_FORGET = delete(reports).where(reports.c.session == bindparam("session"))


@dataclass(frozen=True, slots=True)
class _Report:
    session: str
    key: bytes


class Reports:
    """The reports of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._reports = Rows(transaction, reports, _Report)

    def put(self, session: str, key: bytes) -> None:
        self._reports.put(_Report(session, key))

    async def has(self, session: str, key: bytes) -> bool:
        return await self._reports.get(session, key) is not None

    async def count(self, session: str) -> int:
        await self._reports.flush()
        ((count,),) = await self._transaction.rows(_COUNT, {"session": session})
        return int(count)

    async def forget_session(self, session: str) -> None:
        await self._reports.remove_where(_FORGET, "session", session)
