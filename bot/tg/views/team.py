"""The team: its members by their badges, and what each did."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bot.app.audit import OPERATOR, Line, LogPage, What
from bot.app.desk import Officer
from bot.app.records import Session
from bot.app.words import Text, _
from bot.core.codes import spell
from bot.core.roles import Role
from bot.tg.reply import Button, Reply, tap
from bot.tg.speech import Speech

PAGE = 8
"""Members on one page: a button each."""

ROLES: Mapping[Role, Text] = {
    "leader": _("role.leader"),
    "facilitator": _("role.facilitator"),
    "focal": _("role.focal"),
    "coordinator": _("role.coordinator"),
}

AUDITED: Mapping[What, Text] = {
    "read": _("audit.read"),
    "read_originals": _("audit.read_originals"),
    "read_protected": _("audit.read_protected"),
    "took_files": _("audit.took_files"),
    "publish": _("audit.publish"),
    "aside": _("audit.aside"),
    "ask": _("audit.ask"),
    "answer": _("audit.answer"),
    "unanswer": _("audit.unanswer"),
    "restore": _("audit.restore"),
    "correct": _("audit.correct"),
    "translate": _("audit.translate"),
    "theme": _("audit.theme"),
    "merge": _("audit.merge"),
    "part": _("audit.part"),
    "protect": _("audit.protect"),
    "hand_over": _("audit.hand_over"),
    "recall": _("audit.recall"),
    "open_stage": _("audit.open_stage"),
    "close_poll": _("audit.close_poll"),
    "end": _("audit.end"),
    "stop_poll": _("audit.stop_poll"),
    "seal": _("audit.seal"),
    "paper": _("audit.paper"),
    "hand_count": _("audit.hand_count"),
    "commitment": _("audit.commitment"),
    "commitment_removed": _("audit.commitment_removed"),
    "invite": _("audit.invite"),
    "joined": _("audit.joined"),
    "dismiss": _("audit.dismiss"),
}
"""What was done, in few words."""


def members(speech: Speech, team: Sequence[Officer], page: int) -> Reply:
    """Who belongs to the team, with a button to remove each."""
    pages = max(1, -(-len(team) // PAGE))
    page = min(page, pages - 1)
    shown = team[page * PAGE : (page + 1) * PAGE]
    lines = [_member(speech, each) for each in shown]
    rows = [_remove(speech, each) for each in shown]
    rows.append(_pages("tm", page, more=page < pages - 1))
    rows.append((tap(speech.plain(_("team.log_button")), "f", "", "tj"),))
    rows.append((tap(speech.plain(_("button.sessions")), "f", "", "sl"),))
    return Reply("\n".join([speech(_("team.heading")), *lines]), tuple(row for row in rows if row))


def _member(speech: Speech, member: Officer) -> str:
    day = speech.day(member.seen) if member.seen else "–"
    return speech(_("team.member", badge=member.badge, role=ROLES[member.role], day=day))


def _remove(speech: Speech, member: Officer) -> tuple[Button, ...]:
    label = _("team.remove", badge=member.badge, role=ROLES[member.role])
    return (tap(speech.plain(label), "f", "", "tr", member.badge),)


def confirm_removal(speech: Speech, member: Officer) -> Reply:
    """Before a role ends: what that means."""
    sure = _("team.remove_sure", badge=member.badge, role=ROLES[member.role])
    remove = (tap(speech.plain(_("team.remove_now")), "f", "", "tR", member.badge),)
    return Reply(speech(sure), (remove, _to_team(speech)))


def log(speech: Speech, seen: LogPage, sessions: Mapping[str, Session | None], days: int) -> Reply:
    """A page of the audit log, day by day."""
    parts = [speech(_("team.log", days=days))]
    for day, lines in groupby(seen.lines, lambda line: line.day):
        told = (_line(speech, line, sessions.get(line.session)) for line in lines)
        parts.append("\n".join([f"<b>{speech.day(day)}</b>", *told]))
    if not seen.lines:
        parts.append(speech(_("team.log_empty")))
    rows = (_pages("tj", seen.page, more=seen.more), _to_team(speech))
    return Reply("\n\n".join(parts), tuple(row for row in rows if row))


def _line(speech: Speech, line: Line, session: Session | None) -> str:
    return " · ".join(_parts(speech, line, session))


def _parts(speech: Speech, line: Line, session: Session | None) -> Iterator[str]:
    yield speech(_("team.operator")) if line.badge == OPERATOR else line.badge
    what = speech(AUDITED[line.what])
    yield what if line.times == 1 else f"{what} × {line.times}"
    if line.member:
        yield line.member
    if session is not None:
        yield f"{html.escape(session.title, quote=False)} ({spell(session.code)})"


def _pages(deed: str, page: int, *, more: bool) -> tuple[Button, ...]:
    row = [tap("◀️", "f", "", deed, page - 1)] if page else []
    if more:
        row.append(tap("▶️", "f", "", deed, page + 1))
    return tuple(row)


def _to_team(speech: Speech) -> tuple[Button, ...]:
    return (tap(speech.plain(_("team.back")), "f", "", "tm"),)
