"""Counting what the database holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, func, select

from bot.app.holdings import Holdings, LiveSession
from bot.storage.tables import (
    audit,
    commitments,
    hand_counts,
    invitations,
    members,
    outbox,
    questions,
    roster,
    sessions,
    tallies,
    updates,
)
from bot.storage.transaction import Transaction

_LIVE = (
    select(
        sessions.c.code,
        sessions.c.state,
        select(func.count()).where(roster.c.session == sessions.c.id).scalar_subquery().label("people"),
        sessions.c.closes,
    )
    .where(sessions.c.closes.is_not(None))
    .order_by(sessions.c.closes, sessions.c.id)
)
_QUESTIONS = select(questions.c.status, func.count()).group_by(questions.c.status)


class Inventory:
    """The inventory of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def take(self) -> Holdings:
        await self._transaction.flush()
        live = await self._transaction.rows(_LIVE)
        invited, invitations_until = await self._count(invitations, func.max(invitations.c.expires))
        updated, updates_since = await self._count(updates, func.min(updates.c.day))
        entries, audit_since = await self._count(audit, func.min(audit.c.day))
        waiting, oldest_mail = await self._count(outbox, func.min(outbox.c.id))
        return Holdings(
            sessions=tuple(LiveSession(*row) for row in live),
            questions={status: count for status, count in await self._transaction.rows(_QUESTIONS)},
            results=await self._number(tallies) + await self._number(hand_counts),
            commitments=await self._number(commitments),
            members=await self._number(members),
            invitations=invited,
            invitations_until=invitations_until,
            updates=updated,
            updates_since=updates_since,
            audit=entries,
            audit_since=audit_since,
            mail=waiting,
            oldest_mail=oldest_mail,
        )

    async def _number(self, table: Table) -> int:
        return int((await self._count(table))[0])

    async def _count(self, table: Table, *more: Any) -> Sequence[Any]:
        """How many rows a table has, and what else is asked of all of them."""
        (row,) = await self._transaction.rows(select(func.count(), *more).select_from(table))
        return row
