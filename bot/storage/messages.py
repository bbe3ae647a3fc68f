"""Which messages stand in the chats of participants and staff."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, delete, select

from bot.app.records import ChatMessage
from bot.storage.rows import KEYS, Rows, chunks
from bot.storage.tables import messages
from bot.storage.transaction import Transaction

STAFF = ""
"""The session of a message that stands in a staff member's chat."""

_OF = (
    select(messages)
    .where(messages.c.owner.in_(bindparam("owners", expanding=True)))
    .order_by(messages.c.name)
)
_DUE = (
    select(messages)
    .where(messages.c.session == STAFF, messages.c.due <= bindparam("now"))
    .order_by(messages.c.due, messages.c.name)
    .limit(bindparam("limit"))
)
_FORGET = delete(messages).where(messages.c.session != STAFF, messages.c.due <= bindparam("before"))
_FORGET_SESSION = delete(messages).where(messages.c.session == bindparam("session"))


class Messages:
    """The messages of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._messages = Rows(transaction, messages, ChatMessage)

    def put(self, message: ChatMessage) -> None:
        self._messages.put(message)

    async def get(self, name: bytes) -> ChatMessage | None:
        return await self._messages.get(name)

    async def of(self, owners: Collection[bytes]) -> list[ChatMessage]:
        found = []
        for some in chunks([(owner,) for owner in dict.fromkeys(owners)], KEYS):
            found += await self._messages.find(_OF, owners=[owner for (owner,) in some])
        return found

    async def due(self, now: int, limit: int) -> list[ChatMessage]:
        return await self._messages.find(_DUE, now=now, limit=limit)

    def remove(self, name: bytes) -> None:
        self._messages.remove(name)

    async def forget(self, before: int) -> None:
        await self._messages.flush()
        await self._transaction.run(_FORGET, {"before": before})

    async def forget_session(self, session: str) -> None:
        await self._messages.remove_where(_FORGET_SESSION, "session", session)
