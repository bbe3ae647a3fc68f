"""The outbox, the broadcasts under way, the facilitators' living messages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, select, update

from bot.app.records import LEFT, Broadcast, Panel, Parcel
from bot.storage import dialects
from bot.storage.rows import Orders, Rows
from bot.storage.tables import broadcasts, outbox, panels
from bot.storage.transaction import Transaction

_POST = insert(outbox).values({name: bindparam(name) for name in ("lane", "sealed", "due", "attempts")})
_POST_NUMBERED = insert(outbox).values({column.name: bindparam(column.name) for column in outbox.columns})
_WAITING = (
    select(outbox)
    .where(outbox.c.due <= bindparam("now"))
    .order_by(outbox.c.due, outbox.c.id)
    .limit(bindparam("limit"))
)
_DONE = delete(outbox).where(outbox.c.id == bindparam("parcel"))
_DEFER = (
    update(outbox)
    .where(outbox.c.id == bindparam("parcel"))
    .values(due=bindparam("until"), attempts=bindparam("tried"))
)
_ALL = select(outbox).order_by(outbox.c.id)
_LEFT = _ALL.where(outbox.c.attempts == LEFT)
_REPLACE = (
    update(outbox)
    .where(outbox.c.id == bindparam("parcel"))
    .values(lane=bindparam("in_lane"), sealed=bindparam("anew"))
)
_PENDING = select(func.count()).select_from(outbox)
_BACKLOG = select(func.count(), func.coalesce(func.min(outbox.c.id), 0)).select_from(outbox)

_SAME_WALK = and_(broadcasts.c.session == bindparam("walked"), broadcasts.c.revision == bindparam("begun"))
_BROADCASTS = select(broadcasts).order_by(broadcasts.c.session)
_MOVE = update(broadcasts).where(_SAME_WALK).values(cursor=bindparam("behind"))
_END = delete(broadcasts).where(_SAME_WALK)
_DROP = delete(broadcasts).where(broadcasts.c.session == bindparam("walked"))

_PANELS_OF = select(panels).where(panels.c.name == bindparam("name")).order_by(panels.c.session)
_PANELS = select(panels).where(panels.c.session == bindparam("session")).order_by(panels.c.name)


class Mail:
    """The mail of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._outbox = Orders(transaction)
        self._broadcasts = Orders(transaction)
        self._panels = Rows(transaction, panels, Panel)

    def post(self, parcel: Parcel) -> None:
        content = {
            "lane": parcel.lane,
            "sealed": parcel.sealed,
            "due": parcel.due,
            "attempts": parcel.attempts,
        }
        if parcel.id:
            self._outbox.add(_POST_NUMBERED, id=parcel.id, **content)
        else:
            self._outbox.add(_POST, **content)

    async def waiting(self, now: int, limit: int, besides: Collection[int] = ()) -> Sequence[Parcel]:
        await self._outbox.flush()
        # Those under way are left out here: named in the statement they would make it a new one each time.
        busy = set(besides)
        rows = await self._transaction.rows(_WAITING, {"now": now, "limit": limit + len(busy)})
        waiting = [row for row in rows if row.id not in busy]
        return [Parcel(**row._mapping) for row in waiting[:limit]]

    async def done(self, ids: Collection[int]) -> None:
        await self._outbox.flush()
        if ids:
            await self._transaction.run(_DONE, [{"parcel": id} for id in ids])

    async def defer(self, id: int, due: int, attempts: int) -> None:
        await self._outbox.flush()
        await self._transaction.run(_DEFER, {"parcel": id, "until": due, "tried": attempts})

    async def pending(self) -> int:
        await self._outbox.flush()
        ((count,),) = await self._transaction.rows(_PENDING)
        return int(count)

    async def backlog(self) -> tuple[int, int]:
        await self._outbox.flush()
        ((count, first),) = await self._transaction.rows(_BACKLOG)
        return int(count), int(first)

    async def all(self) -> list[Parcel]:
        await self._outbox.flush()
        return [Parcel(**row._mapping) for row in await self._transaction.rows(_ALL)]

    async def left(self) -> list[Parcel]:
        await self._outbox.flush()
        return [Parcel(**row._mapping) for row in await self._transaction.rows(_LEFT)]

    def replace(self, parcel: Parcel) -> None:
        self._outbox.add(_REPLACE, parcel=parcel.id, in_lane=parcel.lane, anew=parcel.sealed)

    def start_broadcast(self, session: str) -> None:
        self._broadcasts.add(_start(self._transaction.dialect), session=session, revision=1, cursor=b"")

    async def broadcasts(self) -> list[Broadcast]:
        await self._broadcasts.flush()
        return [Broadcast(**row._mapping) for row in await self._transaction.rows(_BROADCASTS)]

    async def move_broadcast(self, broadcast: Broadcast, cursor: bytes) -> None:
        await self._broadcasts.flush()
        walk = {"walked": broadcast.session, "begun": broadcast.revision}
        await self._transaction.run(_MOVE, {**walk, "behind": cursor})

    async def end_broadcast(self, broadcast: Broadcast) -> None:
        await self._broadcasts.flush()
        await self._transaction.run(_END, {"walked": broadcast.session, "begun": broadcast.revision})

    async def drop_broadcast(self, session: str) -> None:
        await self._broadcasts.flush()
        await self._transaction.run(_DROP, {"walked": session})

    def put_panel(self, panel: Panel) -> None:
        self._panels.put(panel)

    def remove_panel(self, session: str, name: bytes) -> None:
        self._panels.remove(session, name)

    async def panels(self, session: str) -> list[Panel]:
        return await self._panels.find(_PANELS, session=session)

    async def panels_of(self, name: bytes) -> list[Panel]:
        return await self._panels.find(_PANELS_OF, name=name)


@cache
def _start(dialect: str) -> Any:
    return dialects.insert(dialect, broadcasts).on_conflict_do_update(
        index_elements=["session"],
        set_={"revision": broadcasts.c.revision + 1, "cursor": b""},
    )
