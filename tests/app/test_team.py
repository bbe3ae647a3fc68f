"""The team: badges in place of names, the day of the last act, and roles that end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.audit import note
from bot.app.desk import (
    BADGE_LENGTH,
    Officer,
    clock_in,
    find_officer,
    invite,
    officers_of,
    save_officer,
    take_role,
)
from bot.app.records import Organisation
from bot.app.team import LastCoordinator, check_removable, dismiss, find_by_badge, long_unseen
from bot.core.codes import ALPHABET
from bot.core.roles import Role
from bot.rehearsal.fixed import DAY, SeededChance
from tests.app.house import House

TODAY = DAY.date()


async def member(home: House, user: int, role: Role = "facilitator") -> Officer:
    """Somebody opens an invitation."""
    async with home.database.begin() as work:
        work.organisations.put(Organisation("add", "ADD"))
        token = invite(work, home.services, "add", role)
        officer = await take_role(work, home.services, token, user, user, "fr")
        assert officer is not None
        await work.commit()
    return officer


async def test_everybody_has_a_badge_of_their_own(home: House) -> None:
    badges = {(await member(home, user)).badge for user in range(60)}
    assert len(badges) == 60
    assert all(len(badge) == 3 and set(badge) <= set(ALPHABET) for badge in badges)


class KnownBadges(SeededChance):
    """Chance that draws these badges, one after another."""

    def __init__(self, *badges: str) -> None:
        super().__init__(1)
        self._badges = iter(badges)

    def letters(self, alphabet: str, count: int) -> str:
        return next(self._badges) if count == BADGE_LENGTH else super().letters(alphabet, count)


async def test_a_badge_that_the_log_names_is_not_given_again(home: House) -> None:
    home.services = replace(home.services, chance=KnownBadges("AAA", "AAA", "HHH"))
    fatou = await member(home, 1)
    async with home.database.begin() as work:
        await note(work, home.services, "add", fatou.badge, "read")
        dismiss(work, fatou)
        await work.commit()
    assert (await member(home, 2)).badge == "HHH"


async def test_the_day_of_the_last_act_is_written_once(home: House) -> None:
    officer = await member(home, 1)
    async with home.database.begin() as work:
        save_officer(work, home.services, replace(officer, seen=TODAY - timedelta(days=3)))
        await work.commit()
    async with home.database.begin() as work:
        acting = await clock_in(work, home.services, 1)
        assert acting is not None and acting.seen == TODAY
        await work.commit()
    async with home.database.begin() as work:
        before = await work.members.get(officer.name)
        await clock_in(work, home.services, 1)
        assert await work.members.get(officer.name) == before
        assert await clock_in(work, home.services, 2) is None


async def test_a_member_is_found_by_their_badge_as_it_is_typed(home: House) -> None:
    officer = await member(home, 1)
    typed = f" {officer.badge.lower()[0]}-{officer.badge.lower()[1:]}"
    assert find_by_badge([officer], typed) == officer
    assert find_by_badge([officer], "") is None


async def test_the_last_coordinator_stays(home: House) -> None:
    astan, fanta = await member(home, 1, "coordinator"), await member(home, 2)
    check_removable([astan, fanta], fanta)
    with pytest.raises(LastCoordinator):
        check_removable([astan, fanta], astan)
    check_removable([astan, fanta, await member(home, 3, "coordinator")], astan)


async def test_a_role_ends(home: House) -> None:
    officer = await member(home, 1)
    async with home.database.begin() as work:
        dismiss(work, officer)
        await work.commit()
    async with home.database.read() as work:
        assert await find_officer(work, home.services, 1) is None


async def test_who_has_long_done_nothing_is_known(home: House) -> None:
    last_day = TODAY - timedelta(days=home.services.promises.staff_days)
    for user, seen in ((1, last_day), (2, last_day - timedelta(days=1))):
        officer = await member(home, user)
        async with home.database.begin() as work:
            save_officer(work, home.services, replace(officer, seen=seen))
            await work.commit()
    async with home.database.read() as work:
        (gone,) = await long_unseen(work, home.services)
        assert gone.chat == 2
        assert len(await officers_of(work, home.services, "add")) == 2
