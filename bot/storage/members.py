"""Organisations, their members of staff, and the invitations that make members."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, delete, select

from bot.app.records import Invitation, Member, Organisation
from bot.storage.rows import Rows
from bot.storage.tables import invitations, members, organisations
from bot.storage.transaction import Transaction

_ORGANISATIONS = select(organisations).order_by(organisations.c.id)
_MEMBERS = select(members).where(members.c.organisation == bindparam("organisation")).order_by(members.c.name)
_REDEEM = (
    delete(invitations)
    .where(invitations.c.token_hash == bindparam("token"), invitations.c.expires > bindparam("now"))
    .returning(*invitations.c)
)
_DROP_EXPIRED = delete(invitations).where(invitations.c.expires <= bindparam("now"))


class Organisations:
    """The organisations of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._organisations = Rows(transaction, organisations, Organisation)

    async def get(self, organisation: str) -> Organisation | None:
        return await self._organisations.get(organisation)

    def put(self, organisation: Organisation) -> None:
        self._organisations.put(organisation)

    async def all(self) -> list[Organisation]:
        return await self._organisations.find(_ORGANISATIONS)


class Members:
    """The members of ``bot.app.ports``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._members = Rows(transaction, members, Member)
        self._invitations = Rows(transaction, invitations, Invitation)

    async def preload(self, names: Collection[bytes]) -> None:
        await self._members.preload([(name,) for name in names])

    async def get(self, name: bytes) -> Member | None:
        return await self._members.get(name)

    def put(self, member: Member) -> None:
        self._members.put(member)

    def remove(self, name: bytes) -> None:
        self._members.remove(name)

    async def of(self, organisation: str) -> list[Member]:
        return await self._members.find(_MEMBERS, organisation=organisation)

    def invite(self, invitation: Invitation) -> None:
        self._invitations.put(invitation)

    async def redeem(self, token_hash: bytes, now: int) -> Invitation | None:
        # One statement takes it out and tells what it was: of two people who tap the link one gets it.
        await self._invitations.flush()
        taken = await self._transaction.rows(_REDEEM, {"token": token_hash, "now": now})
        return Invitation(**taken[0]._mapping) if taken else None

    async def drop_expired(self, now: int) -> None:
        await self._invitations.flush()
        await self._transaction.run(_DROP_EXPIRED, {"now": now})
