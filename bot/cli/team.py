"""What the operator does about an organisation's staff: seeing who belongs to it, and ending a role."""

from __future__ import annotations

from telegram import Bot
from telegram.error import TelegramError

from bot.app.audit import OPERATOR, note
from bot.app.desk import Officer, officers_of
from bot.app.staff_chat import recall
from bot.app.team import dismiss as end_role
from bot.app.team import find_by_badge
from bot.app.words import _, _op
from bot.cli.office import short_name
from bot.cli.words import console, tell
from bot.settings import Settings
from bot.tg.speech import Speech
from bot.wiring import Parts, installation


async def team(settings: Settings, organisation: str) -> int:
    """List badges, roles and the last day of each. Returns the exit status."""
    async with installation(settings) as parts, parts.database.read() as work:
        found = await officers_of(work, parts.services, short_name(organisation))
    if not found:
        tell(_op("team.nobody", organisation=organisation))
        return 1
    for officer in found:
        seen = officer.seen.isoformat() if officer.seen else "–"
        console.print(f"{officer.badge}  {officer.role:<12} {seen}", markup=False)
    return 0


async def dismiss(settings: Settings, badge: str, organisation: str) -> int:
    """End a role at once. Its messages leave the chat as soon as the bot runs. Returns the exit status."""
    identity = short_name(organisation)
    async with installation(settings) as parts:
        async with parts.database.begin() as work:
            officer = find_by_badge(await officers_of(work, parts.services, identity), badge)
            if officer is None:
                tell(_op("team.no_badge", organisation=organisation))
                return 1
            end_role(work, officer)
            await recall(work, parts.services, officer.name)
            await note(work, parts.services, identity, OPERATOR, "dismiss", member=officer.badge)
            await work.commit()
        await parts.database.clean()
        told = await _tell(parts, officer)
    tell(_op("team.dismissed", badge=officer.badge))
    if not told:
        tell(_op("team.not_told"))
    return 0


async def _tell(parts: Parts, officer: Officer) -> bool:
    """Tell somebody that their role is over. Whether Telegram took it."""
    settings = parts.settings
    if not settings.token:
        return False
    farewell = Speech(officer.language, parts.catalogs)(_("staff.role_over"))
    try:
        async with Bot(settings.token, base_url=f"{settings.api_url}/bot") as bot:
            await bot.send_message(officer.chat, farewell, parse_mode="HTML")
    except TelegramError:
        return False
    return True
