"""The outbox, the broadcasts under way, the facilitators' living messages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, exists, func, insert, or_, select, update

from bot.app.records import Broadcast, OutboxState, Panel, Parcel
from bot.storage import dialects
from bot.storage.rows import KEYS, Orders, Rows, chunks
from bot.storage.tables import broadcasts, outbox, panels, upkeep, workers
from bot.storage.transaction import Transaction

_POST = insert(outbox).values({name: bindparam(name) for name in ("lane", "sealed", "worker")})
_POST_NUMBERED = insert(outbox).values({column.name: bindparam(column.name) for column in outbox.columns})
_KEY = "outbox_key"
_MINE = outbox.c.worker == bindparam("worker")
# Both sides of the number, so that the index tells.
_OTHERS = or_(outbox.c.worker < bindparam("worker"), outbox.c.worker > bindparam("worker"))
_STATE = select(
    select(upkeep.c.value).where(upkeep.c.name == _KEY).scalar_subquery(),
    select(func.max(outbox.c.id)).scalar_subquery(),
    exists().where(_OTHERS),
)
_HOLDERS = (
    select(outbox.c.lane, func.max(outbox.c.worker))
    .where(outbox.c.lane.in_(bindparam("lanes", expanding=True)))
    .group_by(outbox.c.lane)
)
_IDS_OF = select(outbox.c.id).where(_MINE).order_by(outbox.c.id)
_OF = select(outbox).where(_MINE, outbox.c.id.in_(bindparam("ids", expanding=True))).order_by(outbox.c.id)
_ADOPT = (
    update(outbox).where(outbox.c.worker.not_in(select(workers.c.number))).values(worker=bindparam("heir"))
)
_AMONG = select(outbox.c.id).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_DONE = delete(outbox).where(outbox.c.id == bindparam("parcel"))
_ALL = select(outbox).order_by(outbox.c.id)
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
    """The mail of ``bot.app.mail_ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._outbox = Orders(transaction)
        self._broadcasts = Orders(transaction)
        self._panels = Rows(transaction, panels, Panel)

    def post(self, parcel: Parcel) -> None:
        content = {"lane": parcel.lane, "sealed": parcel.sealed, "worker": parcel.worker}
        if parcel.id:
            self._outbox.add(_POST_NUMBERED, id=parcel.id, **content)
        else:
            self._outbox.add(_POST, **content)

    async def state(self, worker: int) -> OutboxState:
        await self._outbox.flush()
        ((key, highest, shared),) = await self._transaction.rows(_STATE, {"worker": worker})
        return OutboxState(key or "", highest or 0, bool(shared))

    async def holders(self, lanes: Collection[bytes]) -> Mapping[bytes, int]:
        await self._outbox.flush()
        found: dict[bytes, int] = {}
        for some in chunks([(lane,) for lane in lanes], KEYS):
            found |= dict(await self._select(_HOLDERS, "lanes", some))
        return found

    async def of(self, worker: int, besides: Collection[int] = ()) -> Sequence[Parcel]:
        await self._outbox.flush()
        waiting = [id for (id,) in await self._transaction.rows(_IDS_OF, {"worker": worker})]
        fresh = [(id,) for id in waiting if id not in set(besides)]
        found: list[Parcel] = []
        for some in chunks(fresh, KEYS):
            rows = await self._select(_OF, "ids", some, worker=worker)
            found += [Parcel(**row._mapping) for row in rows]
        return found

    async def adopt(self, worker: int) -> int:
        await self._outbox.flush()
        return await self._transaction.run(_ADOPT, {"heir": worker})

    async def among(self, ids: Collection[int]) -> set[int]:
        await self._outbox.flush()
        found: set[int] = set()
        for some in chunks([(id,) for id in ids], KEYS):
            found |= {id for (id,) in await self._select(_AMONG, "ids", some)}
        return found

    async def _select(self, statement: Any, name: str, keys: list[tuple[Any]], **more: Any) -> Sequence[Any]:
        return await self._transaction.rows(statement, {name: [key for (key,) in keys], **more})

    async def done(self, ids: Collection[int]) -> None:
        await self._outbox.flush()
        if ids:
            await self._transaction.run(_DONE, [{"parcel": id} for id in ids])

    async def use_key(self, name: str) -> None:
        await self._transaction.run(
            dialects.upsert(self._transaction.dialect, upkeep), {"name": _KEY, "value": name}
        )

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

    def replace(self, parcel: Parcel) -> None:
        self._outbox.add(_REPLACE, parcel=parcel.id, in_lane=parcel.lane, anew=parcel.sealed)

    def start_broadcast(self, session: str, revision: int) -> None:
        self._broadcasts.add(
            _start(self._transaction.dialect), session=session, revision=revision, cursor=b""
        )

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
    begun = dialects.insert(dialect, broadcasts)
    higher = case(
        (begun.excluded.revision > broadcasts.c.revision, begun.excluded.revision),
        else_=broadcasts.c.revision + 1,
    )
    return begun.on_conflict_do_update(index_elements=["session"], set_={"revision": higher, "cursor": b""})
