"""An invitation gives a role once; whoever has one already keeps what is theirs."""

from __future__ import annotations

from dataclasses import replace

from bot.app.desk import Officer, find_officer, invite, save_officer, take_role
from bot.core.roles import Role
from tests.app.house import House

NOUHOUM = 880001


async def opens_an_invitation(home: House, role: Role, organisation: str = "add") -> Officer:
    async with home.database.begin() as work:
        token = invite(work, home.services, organisation, role)
        officer = await take_role(work, home.services, token, NOUHOUM, NOUHOUM, "fr")
        assert officer is not None
        assert await take_role(work, home.services, token, NOUHOUM, NOUHOUM, "fr") is None
        await work.commit()
    return officer


async def test_a_second_invitation_leaves_a_leader_their_polls_and_their_language(home: House) -> None:
    leader = await opens_an_invitation(home, "leader")
    async with home.database.begin() as work:
        save_officer(work, home.services, replace(leader, language="bm", polls=("poll0001",)))
        await work.commit()

    await opens_an_invitation(home, "facilitator")

    async with home.database.read() as work:
        known = await find_officer(work, home.services, NOUHOUM)
    assert known is not None
    assert (known.role, known.language, known.polls) == ("facilitator", "bm", ("poll0001",))


async def test_another_organisations_invitation_takes_nothing_along(home: House) -> None:
    leader = await opens_an_invitation(home, "leader")
    async with home.database.begin() as work:
        save_officer(work, home.services, replace(leader, polls=("poll0001",)))
        await work.commit()

    moved = await opens_an_invitation(home, "leader", organisation="sahel")

    assert (moved.organisation, moved.polls) == ("sahel", ())
