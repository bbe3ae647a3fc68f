"""The team of an organisation: who belongs to it, and how a role ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.app.desk import Officer, officers_of
from bot.app.ports import Work
from bot.app.services import Services
from bot.core.codes import ALPHABET


class LastCoordinator(Exception):
    """Without this coordinator nobody could answer for the team any more."""


def find_by_badge(team: Sequence[Officer], badge: str) -> Officer | None:
    """The member who is called so, however it was typed."""
    wanted = "".join(letter for letter in badge.upper() if letter in ALPHABET)
    return next((officer for officer in team if officer.badge == wanted), None)


def check_removable(team: Sequence[Officer], officer: Officer) -> None:
    """Whether a coordinator may remove a member. Raises LastCoordinator."""
    if officer.role == "coordinator" and sum(each.role == "coordinator" for each in team) == 1:
        raise LastCoordinator


def dismiss(work: Work, officer: Officer) -> None:
    """End a role: from now on nothing answers to this account. Their messages are left to the caller
    (``bot.app.staff_chat``)."""
    work.members.remove(officer.name)


async def long_unseen(work: Work, services: Services) -> list[Officer]:
    """Members of all organisations who have done nothing for as long as a role lasts without."""
    before = services.clock.today() - timedelta(days=services.promises.staff_days)
    return [
        officer
        for organisation in await work.organisations.all()
        for officer in await officers_of(work, services, organisation.id)
        if officer.seen is None or officer.seen < before
    ]
