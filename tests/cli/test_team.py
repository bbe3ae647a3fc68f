"""The operator sees who is of an organisation's staff, and ends a role; the organisation reads that they did."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app.audit import read_log
from bot.app.desk import Officer, officers_of, take_role
from bot.app.desk import invite as make_invitation
from bot.core.roles import Role
from bot.rehearsal.standin import Person, StandIn
from bot.settings import read_settings
from bot.wiring import Parts, installation
from tests.cli.terminal import Operator


@pytest.fixture
async def operator(tmp_path: Path) -> AsyncIterator[Operator]:
    async with await StandIn.start(token="1:TEST", username="BaroTestBot") as standin:
        yield Operator(standin, tmp_path)


@asynccontextmanager
async def installed(operator: Operator) -> AsyncIterator[Parts]:
    """The operator's own installation."""
    async with installation(read_settings(operator.environment, operator.folder)) as parts:
        yield parts


async def member(operator: Operator, role: Role) -> tuple[Person, Officer]:
    """Somebody has opened an invitation of ADD."""
    somebody = operator.standin.person("Fanta")
    await somebody.starts()
    async with installed(operator) as parts, parts.database.begin() as work:
        token = make_invitation(work, parts.services, "add", role)
        officer = await take_role(work, parts.services, token, somebody.user_id, somebody.user_id, "fr")
        assert officer is not None
        await work.commit()
    return somebody, officer


async def noted(operator: Operator) -> list[tuple[str, str]]:
    """Who did what, as ADD's log has it."""
    async with installed(operator) as parts, parts.database.read() as work:
        page = await read_log(work, parts.services, "add")
    return [(line.badge, line.what) for line in page.lines]


async def test_an_organisation_without_staff_is_said_to_have_none(operator: Operator) -> None:
    status, printed = await operator.runs("team", "ADD")
    assert status == 1 and "baro invite" in printed


async def test_the_staff_are_listed_by_badge_and_role(operator: Operator) -> None:
    _fanta, officer = await member(operator, "focal")
    assert officer.seen is not None
    status, printed = await operator.runs("team", "ADD")
    assert status == 0
    assert f"{officer.badge}  focal        {officer.seen.isoformat()}" in printed
    assert str(officer.chat) not in printed


async def test_a_role_is_ended(operator: Operator) -> None:
    fanta, officer = await member(operator, "facilitator")

    status, printed = await operator.runs("dismiss", officer.badge.lower(), "--organisation", "ADD")

    assert status == 0 and officer.badge in printed and "Traceback" not in printed
    assert "Votre rôle dans l’équipe a pris fin" in fanta.chat.render()
    async with installed(operator) as parts, parts.database.read() as work:
        assert await officers_of(work, parts.services, "add") == []
    assert await noted(operator) == [("", "dismiss")]


async def test_whom_telegram_does_not_reach_the_operator_tells(operator: Operator) -> None:
    fanta, officer = await member(operator, "facilitator")
    await fanta.blocks()
    status, printed = await operator.runs("dismiss", officer.badge, "--organisation", "ADD")
    assert status == 0 and "dites-le-lui" in printed


async def test_a_badge_that_nobody_has_ends_nothing(operator: Operator) -> None:
    await member(operator, "facilitator")
    status, printed = await operator.runs("dismiss", "000", "--organisation", "ADD")
    assert status == 1 and "baro team" in printed
    assert await noted(operator) == []


async def test_an_invitation_is_noted(operator: Operator) -> None:
    await operator.runs("invite", "leader", "--organisation", "ADD")
    assert await noted(operator) == [("", "invite")]
