"""``/equipe``: a coordinator sees who is of the team, ends a role, and reads the audit log."""

from __future__ import annotations

from bot.app.audit import read_log
from bot.app.desk import Officer, officers_of
from bot.app.seat import Scene
from bot.app.team import LastCoordinator, check_removable, find_by_badge
from bot.app.words import _
from bot.tg.callback import Tap
from bot.tg.handlers.acts import Act, Errand
from bot.tg.staff import bring_staff, see_off
from bot.tg.turn import Turn
from bot.tg.views import team as view


async def open_team(turn: Turn, officer: Officer, scene: Scene | None) -> None:
    """Show the first members."""
    await _show_team(turn, officer, 0)


async def _show_team(turn: Turn, officer: Officer, page: int, toast: str = "") -> None:
    members = await officers_of(turn.work, turn.services, officer.organisation)
    reply = view.members(turn.speech(officer.language), members, page)
    await bring_staff(turn, officer.at(""), reply, toast=toast)


async def _members(turn: Turn, tap: Tap, officer: Officer) -> None:
    await _show_team(turn, officer, _page(tap))


async def _ask_to_remove(turn: Turn, tap: Tap, officer: Officer) -> None:
    member = await _removable(turn, tap, officer)
    if member is not None:
        speech = turn.speech(officer.language)
        await bring_staff(turn, officer.at(""), view.confirm_removal(speech, member))


async def _remove(turn: Turn, tap: Tap, officer: Officer) -> None:
    """End a role. Who ends their own is shown nothing more."""
    member = await _removable(turn, tap, officer)
    if member is None:
        return
    turn.about = member.badge
    await see_off(turn.batch, member)
    if member.name == officer.name:
        turn.send(turn.acknowledge())
        return
    toast = turn.speech(officer.language).plain(_("team.removed", badge=member.badge))
    await _show_team(turn, officer, 0, toast)


async def _removable(turn: Turn, tap: Tap, officer: Officer) -> Officer | None:
    """The member that a button names, if their role can be ended; otherwise the coordinator is shown why not."""
    team = await officers_of(turn.work, turn.services, officer.organisation)
    member = find_by_badge(team, tap.argument(0))
    if member is None:
        turn.came_to_nothing = True
        await _show_team(turn, officer, 0)
        return None
    try:
        check_removable(team, member)
    except LastCoordinator:
        turn.came_to_nothing = True
        turn.alert(turn.speech(officer.language), _("team.last_coordinator"))
        return None
    return member


async def _log(turn: Turn, tap: Tap, officer: Officer) -> None:
    seen = await read_log(turn.work, turn.services, officer.organisation, _page(tap))
    found = {line.session: await turn.work.sessions.get(line.session) for line in seen.lines if line.session}
    days = turn.services.promises.audit_days
    reply = view.log(turn.speech(officer.language), seen, found, days)
    await bring_staff(turn, officer.at(""), reply)


def _page(tap: Tap) -> int:
    page = tap.argument(0)
    return int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 0


ERRANDS: dict[str, Act[Errand]] = {
    "tm": Act("team", None, _members),
    "tr": Act("team", None, _ask_to_remove),
    "tR": Act("team", "dismiss", _remove),
    "tj": Act("team", None, _log),
}
