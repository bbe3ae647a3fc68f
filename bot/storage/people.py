"""Participants: the roster, what each was last shown, the stones of those who left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, select

from bot.app.records import RosterRow
from bot.storage.rows import KEYS, Rows, chunks
from bot.storage.tables import roster, shown, stones
from bot.storage.transaction import Transaction

_ROSTER = select(roster, shown.c.sealed.label("shown")).outerjoin(shown, shown.c.key == roster.c.key)
_BY_KEYS = _ROSTER.where(roster.c.key.in_(bindparam("keys", expanding=True)))
_PAGE = (
    _ROSTER.where(roster.c.session == bindparam("session"), roster.c.key > bindparam("after"))
    .order_by(roster.c.key)
    .limit(bindparam("limit"))
)
_COUNT = select(func.count()).select_from(roster).where(roster.c.session == bindparam("session"))
_CAME = select(
    _COUNT.scalar_subquery()
    + select(func.count())
    .select_from(stones)
    .where(stones.c.session == bindparam("session"))
    .scalar_subquery()
)

_FORGET_ROSTER = delete(roster).where(roster.c.session == bindparam("session"))
_FORGET_SHOWN = delete(shown).where(shown.c.session == bindparam("session"))
_FORGET_STONES = delete(stones).where(stones.c.session == bindparam("session"))


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A ciphertext that belongs to a participant of a session."""

    key: bytes
    session: str
    sealed: bytes


class People:
    """The people of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._roster = Rows(transaction, roster, RosterRow)
        self._shown = Rows(transaction, shown, _Sealed)
        self._stones = Rows(transaction, stones, _Sealed)

    async def preload(self, keys: Collection[bytes]) -> None:
        unknown = [(key,) for key in dict.fromkeys(keys) if not self._roster.knows(key)]
        for some in chunks(unknown, KEYS):
            given = [key for (key,) in some]
            for key, session, sealed, last in await self._transaction.rows(_BY_KEYS, {"keys": given}):
                self._roster.learn(RosterRow(key, session, sealed))
                if last is not None:
                    self._shown.learn(_Sealed(key, session, last))
            self._roster.learn_missing(some)
            self._shown.learn_missing(some)
            # Of who has no seat it is asked next whether they had one: once for all who come together.
            await self._stones.preload([(key,) for key in given if await self._roster.get(key) is None])

    async def get(self, key: bytes) -> RosterRow | None:
        if not self._roster.knows(key):
            await self.preload([key])
        row = await self._roster.get(key)
        last = await self._shown.get(key)
        return RosterRow(row.key, row.session, row.sealed, last.sealed) if row and last else row

    def put(self, key: bytes, session: str, sealed: bytes) -> None:
        self._roster.put(RosterRow(key, session, sealed))

    def put_shown(self, key: bytes, session: str, sealed: bytes) -> None:
        self._shown.put(_Sealed(key, session, sealed))

    def remove(self, key: bytes) -> None:
        self._roster.remove(key)
        self._shown.remove(key)

    async def count(self, session: str) -> int:
        await self._roster.flush()
        ((count,),) = await self._transaction.rows(_COUNT, {"session": session})
        return int(count)

    async def came(self, session: str) -> int:
        await self._roster.flush()
        await self._stones.flush()
        ((count,),) = await self._transaction.rows(_CAME, {"session": session})
        return int(count)

    async def page(self, session: str, after: bytes, limit: int) -> list[RosterRow]:
        await self._roster.flush()
        await self._shown.flush()
        rows = await self._transaction.rows(_PAGE, {"session": session, "after": after, "limit": limit})
        return [RosterRow(**row._mapping) for row in rows]

    async def forget_session(self, session: str) -> None:
        for rows, statement in (
            (self._roster, _FORGET_ROSTER),
            (self._shown, _FORGET_SHOWN),
            (self._stones, _FORGET_STONES),
        ):
            await rows.remove_where(statement, "session", session)

    async def stone(self, key: bytes) -> bytes | None:
        row = await self._stones.get(key)
        return row.sealed if row else None

    def put_stone(self, key: bytes, session: str, sealed: bytes) -> None:
        self._stones.put(_Sealed(key, session, sealed))

    def remove_stone(self, key: bytes) -> None:
        self._stones.remove(key)
