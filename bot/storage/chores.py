"""What is left to be done once a transaction is committed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, delete, select

from bot.app.records import Chore
from bot.storage.dialects import insert_new
from bot.storage.rows import columns
from bot.storage.tables import chores
from bot.storage.transaction import Transaction

_ALL = select(chores).order_by(chores.c.kind, chores.c.session)
_DONE = delete(chores).where(chores.c.kind == bindparam("which"), chores.c.session == bindparam("of_session"))


class Chores:
    """The chores of ``bot.app.mail_ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def put(self, given: Collection[Chore]) -> None:
        if given:
            rows = [columns(chores, chore) for chore in given]
            await self._transaction.run(insert_new(self._transaction.dialect, chores), rows)

    async def all(self) -> list[Chore]:
        return [Chore(**row._mapping) for row in await self._transaction.rows(_ALL)]

    async def done(self, given: Collection[Chore]) -> None:
        if given:
            rows = [{"which": chore.kind, "of_session": chore.session} for chore in given]
            await self._transaction.run(_DONE, rows)
