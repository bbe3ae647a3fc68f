"""What staff read first, and their help."""

from __future__ import annotations

from bot.app.desk import Officer
from bot.app.words import Text, _
from bot.core.roles import Role
from bot.tg.reply import Reply, Rows, tap
from bot.tg.speech import Speech


def staff_welcome(speech: Speech, officer: Officer) -> Reply:
    """Which role somebody has, what to do first, what they are called by, and how long words stay in this chat."""
    lines = [speech(_of_role(officer.role)), speech(_("staff.badge", badge=officer.badge))]
    if officer.may("questions"):
        lines.append(speech(_("staff.discretion")))
    lines.append(speech(_("staff.two_days")))
    return Reply("\n\n".join(lines), _first(speech, officer))


def staff_help(speech: Speech, officer: Officer) -> Reply:
    """The commands of a role."""
    lines = [speech(_("help.facilitator") if officer.may("sessions") else _("help.leader"))]
    if officer.may("team"):
        lines.append(speech(_("help.team")))
    return Reply("\n".join(lines), _first(speech, officer))


def _of_role(role: Role) -> Text:
    match role:
        case "leader":
            return _("staff.welcome_leader")
        case "focal":
            return _("staff.welcome_focal")
        case "coordinator":
            return _("staff.welcome_coordinator")
        case "facilitator":
            return _("staff.welcome_facilitator")


def _first(speech: Speech, officer: Officer) -> Rows:
    polls = (tap(speech.plain(_("button.polls")), "f", "", "yl"),)
    if not officer.may("sessions"):
        return (polls,)
    rows = ((tap(speech.plain(_("button.sessions")), "f", "", "sl"),), polls)
    if not officer.may("team"):
        return rows
    return (*rows, (tap(speech.plain(_("button.team")), "f", "", "tm"),))
