"""What an installation holds, told in numbers and days: nothing here names anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.app.records import SessionState


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that is not sealed. ``people`` are in its roster; ``closes`` (seconds since 1970) is when it closes by
    itself, or once it is over when it is sealed."""

    code: str
    state: SessionState
    people: int
    closes: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """``questions`` are counted by status, ``results`` are closed polls and hand counts. ``invitations_until``
    (seconds since 1970) is when the last one ends; ``updates_since`` and ``audit_since`` are the oldest days of
    update ids and audit entries. ``mail`` are rows of the outbox, ``oldest_mail`` the lowest id: microseconds since
    1970. None where there is nothing of the kind."""

    sessions: tuple[LiveSession, ...]
    questions: Mapping[str, int]
    results: int
    commitments: int
    members: int
    invitations: int
    invitations_until: int | None
    updates: int
    updates_since: date | None
    audit: int
    audit_since: date | None
    mail: int
    oldest_mail: int | None
