"""What was promised in the room."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from bot.app.records import Commitment
from bot.storage.rows import Rows
from bot.storage.tables import commitments
from bot.storage.transaction import Transaction

_OF_SESSION = (
    select(commitments)
    .where(commitments.c.session == bindparam("session"))
    .order_by(commitments.c.number, commitments.c.id)
)


class Commitments:
    """The commitments of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._commitments = Rows(transaction, commitments, Commitment)

    def put(self, commitment: Commitment) -> None:
        self._commitments.put(commitment)

    def remove(self, id: str) -> None:
        self._commitments.remove(id)

    async def of(self, session: str) -> list[Commitment]:
        return await self._commitments.find(_OF_SESSION, session=session)
