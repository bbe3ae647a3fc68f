"""The audit log: who of staff did what on which day that showed or changed participants' words.

A line names a badge, never a person; no question, no answer, no time of day. Doing the same again in the same session
on the same day makes no further line: reading is noted once, and of what changes something it is counted how often.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from bot.app.ports import Work
from bot.app.records import AuditEntry
from bot.app.services import Services
from bot.app.vault import Unreadable
from bot.core import names

AUDIT = b"audit:"
OPERATOR = ""
"""The badge of whoever runs Baro from the command line."""

PAGE = 12
"""Lines of the log on one page."""

_ALL = 1_000_000

What = Literal[
    "read",
    "read_originals",
    "read_protected",
    "took_files",
    "publish",
    "aside",
    "ask",
    "answer",
    "unanswer",
    "restore",
    "correct",
    "translate",
    "theme",
    "merge",
    "part",
    "protect",
    "hand_over",
    "recall",
    "open_stage",
    "close_poll",
    "end",
    "stop_poll",
    "seal",
    "paper",
    "hand_count",
    "commitment",
    "commitment_removed",
    "invite",
    "joined",
    "dismiss",
]

READING: frozenset[What] = frozenset({"read", "read_originals", "read_protected", "took_files"})
"""What is noted once a day in a session, however often it is done."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log. ``session`` is "" for what is about the team, ``member`` the badge of whose role was ended;
    ``times`` is 1 for reading."""

    day: date
    badge: str
    what: What
    session: str
    member: str
    times: int


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page (from 0) of an organisation's log, newest day first, within a day member by member; and whether older
    lines follow."""

    lines: tuple[Line, ...]
    page: int
    more: bool


async def note(
    work: Work,
    services: Services,
    organisation: str,
    badge: str,
    what: What,
    session: str = "",
    member: str = "",
) -> None:
    """Note that somebody did something today."""
    today = services.clock.today()
    parts = (organisation, badge, what, session, member, today.isoformat())
    id = names.audit_name(services.vault.finder, *parts)
    known = await work.audit.get(id)
    if known is not None and what in READING:
        return
    times = 1
    if known is not None:
        with suppress(Unreadable):
            times += _open(services, known).times
    content = {"badge": badge, "what": what, "session": session, "member": member, "times": times}
    sealed = services.vault.staff.close(_place(id, organisation, today), content)
    work.audit.put(AuditEntry(id, organisation, today, sealed))


async def read_log(work: Work, services: Services, organisation: str, page: int = 0) -> LogPage:
    """A page of an organisation's log."""
    found = await work.audit.page(organisation, PAGE + 1, page * PAGE)
    lines = sorted(_readable(services, found[:PAGE]), key=_order)
    return LogPage(tuple(lines), page, len(found) > PAGE)


def _order(line: Line) -> tuple[int, str, int, str]:
    return -line.day.toordinal(), line.badge, get_args(What).index(line.what), line.session


async def badges_in_log(work: Work, services: Services, organisation: str) -> set[str]:
    """The badges that an organisation's log names."""
    found = await work.audit.page(organisation, _ALL)
    return {line.badge for line in _readable(services, found)}


def _readable(services: Services, entries: Iterable[AuditEntry]) -> Iterable[Line]:
    for entry in entries:
        with suppress(Unreadable):
            yield _open(services, entry)


def _open(services: Services, entry: AuditEntry) -> Line:
    place = _place(entry.id, entry.organisation, entry.day)
    content: dict[str, Any] = services.vault.staff.open(place, entry.sealed)
    return Line(entry.day, **content)


def _place(id: bytes, organisation: str, day: date) -> bytes:
    """Where an entry is stored; on another day, or with another organisation, it does not open."""
    return AUDIT + id + day.isoformat().encode() + organisation.encode()
