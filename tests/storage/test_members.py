"""Organisations, staff, and the invitations that make staff."""

from __future__ import annotations

from dataclasses import replace

from bot.app.records import Invitation, Member, Organisation
from bot.storage.database import Database

FATOU = Member(b"fatou", "add", "facilitator", b"sealed")
LINK = Invitation(b"\xff" * 32, "add", "facilitator", expires=1000)


async def test_an_organisation_is_found_by_its_short_name(database: Database) -> None:
    add, jekafo = Organisation("add", "Alliance pour le dialogue"), Organisation("jekafo", "Jɛkafɔ")
    async with database.begin() as work:
        work.organisations.put(jekafo)
        work.organisations.put(add)
        assert await work.organisations.all() == [add, jekafo]
        await work.commit()
    async with database.read() as work:
        assert await work.organisations.get("jekafo") == jekafo
        assert await work.organisations.get("nobody") is None


async def test_staff_are_kept_changed_and_removed(database: Database) -> None:
    async with database.begin() as work:
        work.members.put(FATOU)
        work.members.put(Member(b"issa", "jekafo", "leader", b"sealed"))
        await work.commit()
    async with database.begin() as work:
        await work.members.preload([b"fatou", b"nobody"])
        assert await work.members.get(b"fatou") == FATOU
        assert await work.members.get(b"nobody") is None
        work.members.put(replace(FATOU, role="focal"))
        assert await work.members.of("add") == [replace(FATOU, role="focal")]
        work.members.remove(b"issa")
        await work.commit()
    async with database.read() as work:
        assert await work.members.of("jekafo") == []


async def test_an_invitation_is_redeemed_once(database: Database) -> None:
    async with database.begin() as work:
        work.members.invite(LINK)
        await work.commit()
    async with database.begin() as work:
        assert await work.members.redeem(LINK.token_hash, now=999) == LINK
        assert await work.members.redeem(LINK.token_hash, now=999) is None
        await work.commit()
    async with database.begin() as work:
        assert await work.members.redeem(LINK.token_hash, now=999) is None


async def test_an_invitation_is_redeemed_in_the_unit_of_work_that_made_it(database: Database) -> None:
    async with database.begin() as work:
        work.members.invite(LINK)
        assert await work.members.redeem(LINK.token_hash, now=0) == LINK
        await work.commit()
    async with database.begin() as work:
        assert await work.members.redeem(LINK.token_hash, now=0) is None


async def test_an_expired_invitation_makes_nobody(database: Database) -> None:
    later = replace(LINK, token_hash=b"\xee" * 32, expires=2000)
    async with database.begin() as work:
        work.members.invite(LINK)
        work.members.invite(later)
        assert await work.members.redeem(LINK.token_hash, now=1000) is None
        await work.members.drop_expired(now=1000)
        assert await work.members.redeem(LINK.token_hash, now=0) is None
        assert await work.members.redeem(later.token_hash, now=1000) == later
