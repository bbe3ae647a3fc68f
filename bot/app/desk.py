"""Staff: who somebody is, what they may do, and what they are in the middle of. Their account is ciphertext."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.app.audit import badges_in_log
from bot.app.ports import Work
from bot.app.records import Invitation, Member, Session
from bot.app.services import Services
from bot.app.staff_chat import recall
from bot.app.vault import Unreadable
from bot.core import names, roles
from bot.core.codes import ALPHABET
from bot.core.roles import Permission, Role

logger = logging.getLogger(__name__)

STAFF = b"staff:"

INVITATION_DAYS = 7
BADGE_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Officer:
    """A member of staff at work. ``session`` is the one on their screen, "" for none. ``waits`` says what the next
    text they type is for (``for`` names it, the rest is what they have given so far), None if for nothing. ``polls``
    are the youth polls they made: a leader sees no other group's. ``badge`` is what they are called by in the team,
    since no name is kept; ``seen`` the day on which they last did something."""

    name: bytes
    organisation: str
    role: Role
    chat: int
    language: str
    session: str = ""
    waits: Mapping[str, Any] | None = None
    polls: tuple[str, ...] = ()
    badge: str = ""
    seen: date | None = None

    def at(self, session: str) -> Officer:
        """With another session on screen, in the middle of nothing."""
        return replace(self, session=session, waits=None)

    def waiting(self, purpose: str, **so_far: Any) -> Officer:
        """The next text typed is for this purpose."""
        return replace(self, waits={"for": purpose, **so_far})

    def may(self, permission: Permission) -> bool:
        """Whether their role has this permission."""
        return roles.may(self.role, permission)

    def may_run(self, session: Session) -> bool:
        """Whether this session is theirs to run: their organisation's, and of a kind their role runs."""
        if session.organisation != self.organisation:
            return False
        return self.may("sessions") or (session.kind == "poll" and session.id in self.polls)


async def find_officer(work: Work, services: Services, user: int) -> Officer | None:
    """The member of staff behind an account, or None. Whose row is damaged is none any more; an invitation makes them
    one again."""
    name = names.staff_name(services.vault.finder, user)
    member = await work.members.get(name)
    try:
        return open_officer(services, member) if member else None
    except Unreadable:
        logger.error("a member of staff cannot be read")
        return None


async def clock_in(work: Work, services: Services, user: int) -> Officer | None:
    """The member of staff behind an account who does something now, or None; the day is noted, once."""
    officer, today = await find_officer(work, services, user), services.clock.today()
    if officer is not None and officer.seen != today:
        officer = replace(officer, seen=today)
        save_officer(work, services, officer)
    return officer


def open_officer(services: Services, member: Member) -> Officer:
    """Decrypt a member of staff. Raises ``bot.app.vault.Unreadable``."""
    content = services.vault.staff.open(STAFF + member.name, member.sealed)
    return Officer(
        member.name,
        member.organisation,
        member.role,
        content["chat"],
        content["language"],
        content["session"],
        content["waits"],
        tuple(content["polls"]),
        content["badge"],
        date.fromisoformat(content["seen"]) if content["seen"] else None,
    )


def save_officer(work: Work, services: Services, officer: Officer) -> None:
    """Keep what somebody of staff is in the middle of."""
    content = {
        "chat": officer.chat,
        "language": officer.language,
        "session": officer.session,
        "waits": dict(officer.waits) if officer.waits else None,
        "polls": list(officer.polls),
        "badge": officer.badge,
        "seen": officer.seen.isoformat() if officer.seen else None,
    }
    sealed = services.vault.staff.close(STAFF + officer.name, content)
    work.members.put(Member(officer.name, officer.organisation, officer.role, sealed))


async def officers_of(work: Work, services: Services, organisation: str) -> list[Officer]:
    """The staff of an organisation, in order of their badges, as far as they can be read."""
    found = []
    for member in await work.members.of(organisation):
        with suppress(Unreadable):
            found.append(open_officer(services, member))
    return sorted(found, key=lambda officer: officer.badge)


async def take_role(
    work: Work, services: Services, token: str, user: int, chat: int, language: str
) -> Officer | None:
    """Redeem an invitation. None when it is unknown, used or expired. Who was of this organisation already keeps
    their badge, their language and their polls. Whose role or organisation changes keeps nothing on their screen of
    what they could see before."""
    invitation = await work.members.redeem(names.token_hash(token), services.clock.now())
    if invitation is None:
        return None
    known = await find_officer(work, services, user)
    if known is not None and known.organisation == invitation.organisation:
        officer = replace(known.at(""), role=invitation.role, chat=chat)
    else:
        badge = await _free_badge(work, services, invitation.organisation)
        name = names.staff_name(services.vault.finder, user)
        officer = Officer(name, invitation.organisation, invitation.role, chat, language, badge=badge)
    officer = replace(officer, seen=services.clock.today())
    if known is not None and (known.organisation, known.role) != (officer.organisation, officer.role):
        await recall(work, services, known.name)
    if officer.role == "focal":
        await _replace_focal_point(work, services, officer)
    save_officer(work, services, officer)
    return officer


async def _free_badge(work: Work, services: Services, organisation: str) -> str:
    """A badge that nobody of the organisation has, nor had while the audit log still names it."""
    taken = {officer.badge for officer in await officers_of(work, services, organisation)}
    taken |= await badges_in_log(work, services, organisation)
    while True:
        badge = services.chance.letters(ALPHABET, BADGE_LENGTH)
        if badge not in taken:
            return badge


async def _replace_focal_point(work: Work, services: Services, officer: Officer) -> None:
    """An organisation has one focal point: who was it before goes on as a facilitator, with an empty chat."""
    for member in await work.members.of(officer.organisation):
        if member.role == "focal" and member.name != officer.name:
            work.members.put(replace(member, role="facilitator"))
            await recall(work, services, member.name)


def invite(work: Work, services: Services, organisation: str, role: Role) -> str:
    """Make an invitation; returns the token for its link. Only its hash is kept."""
    token = services.chance.letters(INVITATION_ALPHABET, INVITATION_LENGTH)
    expires = services.clock.now() + INVITATION_DAYS * 86_400
    work.members.invite(Invitation(names.token_hash(token), organisation, role, expires))
    return token


INVITATION_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
INVITATION_LENGTH = 24
