"""The roll of the workers that share this database."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Executable, bindparam, delete, insert, literal, select, text, update

from bot.app.records import Beat
from bot.storage.dialects import upsert
from bot.storage.tables import upkeep, workers
from bot.storage.transaction import Transaction

_LAST = "last_worker"
_LAST_NUMBER = select(upkeep.c.value).where(upkeep.c.name == _LAST)
_ENTER = insert(workers).values(number=bindparam("worker"), beats=0)
_BEAT = update(workers).where(workers.c.number == bindparam("worker")).values(beats=workers.c.beats + 1)
_ROLL = select(workers.c.number, workers.c.beats, literal(True))

# In PostgreSQL a worker's connection holds a lock of its number for as long as it is there: a process that was killed
# is seen at once. 0x6261726F is «baro» in ASCII.
_LOCK = text(
    "SELECT pg_try_advisory_lock(x'6261726F'::int, CAST(:worker AS int)) WHERE NOT EXISTS (SELECT 1 FROM pg_locks "
    "WHERE locktype = 'advisory' AND classid = x'6261726F'::int AND objid = CAST(:worker AS int) "
    "AND objsubid = 2 AND pid = pg_backend_pid())"
)
_ROLL_WITH_LOCKS = text(
    "SELECT number, beats, EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' "
    "AND classid = x'6261726F'::int AND objid = CAST(number AS int) AND objsubid = 2 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) FROM workers"
)
_STRIKE_OFF = delete(workers).where(workers.c.number == bindparam("worker"))
_STRIKE_OFF_ALL = delete(workers)


class Workers:
    """The workers of ``bot.app.mail_ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def join(self, *, alone: bool) -> int:
        if alone:
            await self._transaction.run(_STRIKE_OFF_ALL)
        # Never a number that was given before: who was struck off must find that out.
        last = await self._transaction.rows(_LAST_NUMBER)
        number = int(last[0][0]) + 1 if last else 1
        await self._transaction.run(
            upsert(self._transaction.dialect, upkeep), {"name": _LAST, "value": str(number)}
        )
        await self._transaction.run(_ENTER, {"worker": number})
        return number

    async def beat(self, number: int) -> Mapping[int, Beat] | None:
        await self._transaction.run(_BEAT, {"worker": number})
        statement: Executable = _ROLL
        if self._transaction.dialect == "postgresql":
            await self._transaction.rows(_LOCK, {"worker": number})
            statement = _ROLL_WITH_LOCKS
        roll = {
            worker: Beat(count, there) for worker, count, there in await self._transaction.rows(statement)
        }
        return roll if number in roll else None

    async def strike_off(self, numbers: Collection[int]) -> None:
        if numbers:
            await self._transaction.run(_STRIKE_OFF, [{"worker": number} for number in numbers])
