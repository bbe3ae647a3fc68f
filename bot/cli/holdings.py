"""What ``baro doctor`` says is held, and until when: numbers and days, no names."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.app.dates import hour_of
from bot.app.holdings import Holdings, LiveSession
from bot.app.lifetimes import UPDATES_KEPT
from bot.app.sealing import UNSEEN
from bot.app.words import Text, _op
from bot.cli.findings import Finding
from bot.cli.words import catalogs
from bot.content.catalogs import SOURCE
from bot.core.codes import spell
from bot.core.questions import FOR_FOCAL_POINT
from bot.settings import Settings
from bot.storage.exports import ExportFolder
from bot.wiring import Parts

MICROSECONDS = 1_000_000
LATE = 3600
"""Seconds after which a message that waits to be sent says that something is wrong."""


async def what_is_held(settings: Settings, parts: Parts) -> list[Finding]:
    """Look into the database and the folder of exports. Raises StorageFailed."""
    async with parts.database.read() as work:
        held = await work.inventory.take()
    now = int(time.time())
    sessions = [Finding(_session(each, now), each.closes > now) for each in held.sessions]
    return [
        *(sessions or [Finding(_op("held.no_sessions"))]),
        *_kept(held),
        *_staff(settings, held),
        *_mail(held, now),
        *_exports(settings),
    ]


def _session(session: LiveSession, now: int) -> Text:
    told = {"code": spell(session.code), "people": session.people, "when": _moment(session.closes)}
    if session.closes <= now:
        return _op("held.overdue", code=told["code"], people=session.people)
    if session.state == "open":
        return _op("held.open", **told)
    return _op("held.closed", **told)


def _kept(held: Holdings) -> Iterator[Finding]:
    """What stays for good, what goes with the seal, and what waits for the focal point."""
    unseen = _of(held, UNSEEN)
    told = sum(held.questions.values()) - unseen - _of(held, FOR_FOCAL_POINT)
    yield Finding(_op("held.kept", questions=told, results=held.results, commitments=held.commitments))
    if unseen:
        yield Finding(_op("held.unseen", count=unseen))
    handed = held.questions.get("handed", 0)
    if handed:
        yield Finding(_op("held.handed", count=handed))
    protected = held.questions.get("protected", 0)
    if protected:
        yield Finding(_op("held.protected", count=protected), False)


def _of(held: Holdings, statuses: Iterable[str]) -> int:
    return sum(held.questions.get(status, 0) for status in statuses)


def _staff(settings: Settings, held: Holdings) -> Iterator[Finding]:
    yield Finding(_op("held.members", count=held.members, days=settings.staff_days))
    if held.invitations_until is not None:
        last = _moment(held.invitations_until)
        yield Finding(_op("held.invitations", count=held.invitations, when=last))
    if held.audit_since is not None:
        until = _day(held.audit_since + timedelta(days=settings.audit_days))
        yield Finding(_op("held.audit", count=held.audit, day=until))


def _mail(held: Holdings, now: int) -> Iterator[Finding]:
    if held.updates_since is not None:
        until = _day(held.updates_since + UPDATES_KEPT)
        yield Finding(_op("held.updates", count=held.updates, day=until))
    if held.oldest_mail is None:
        yield Finding(_op("held.no_mail"))
    else:
        age = max(0, now - held.oldest_mail // MICROSECONDS)
        yield Finding(_op("held.mail", count=held.mail, hours=age // 3600), age < LATE)


def _exports(settings: Settings) -> Iterator[Finding]:
    files = ExportFolder(settings.export_folder, settings.export_days).files()
    if files:
        last = _moment(max(file.until for file in files))
        yield Finding(_op("held.exports", count=len(files), folder=settings.export_folder, when=last))


def _moment(seconds: int) -> Text:
    day, hour = hour_of(seconds)
    return _op("held.moment", day=_day(day), hour=hour)


def _day(day: date) -> str:
    return catalogs().date(SOURCE, day)
