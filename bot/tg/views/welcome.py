"""What staff read first, and their help."""

from __future__ import annotations

from bot.app.records import Role
from bot.app.words import Text, _
from bot.tg.reply import Reply, Rows, tap
from bot.tg.speech import Speech


def staff_welcome(speech: Speech, role: Role) -> Reply:
    """Which role somebody has, and what to do first."""
    lines = [speech(_of_role(role))]
    if role != "leader":
        lines.append(speech(_("staff.discretion")))
    return Reply("\n\n".join(lines), _first(speech, role))


def staff_help(speech: Speech, role: Role) -> Reply:
    """The commands of a role."""
    text = _("help.leader") if role == "leader" else _("help.facilitator")
    return Reply(speech(text), _first(speech, role))


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


def _first(speech: Speech, role: Role) -> Rows:
    polls = (tap(speech.plain(_("button.polls")), "f", "", "yl"),)
    if role == "leader":
        return (polls,)
    return ((tap(speech.plain(_("button.sessions")), "f", "", "sl"),), polls)
