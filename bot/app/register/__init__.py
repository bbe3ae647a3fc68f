"""The register of what is kept: every column of the database and every file that holds anything about anybody, as
what, why, and until when.

PRIVACY.md's table, the notice that people read before they accept and ``/mesdonnees`` are rendered from it and from
the settings in force (``bot.app.lifetimes``). A test fails while a column, a setting or a lifetime is not in it. A
lifetime is a constant of the code whose name ends in KEPT, AFTER, DAYS, HOURS or DELETABLE.
"""

from __future__ import annotations

from bot.app.lifetimes import Limits
from bot.app.register.entry import Entry, columns_of
from bot.app.register.others import OTHERS
from bot.app.register.participants import PARTICIPANTS
from bot.app.words import Text

REGISTER: tuple[Entry, ...] = PARTICIPANTS + OTHERS

ABOUT_NOBODY: tuple[str, ...] = (
    *columns_of("broadcasts", "revision"),
    *columns_of("chores", "kind session"),
    *columns_of("outbox", "worker"),
    *columns_of("polls", "id session step state"),
    *columns_of("scripts", "digest body"),
    *columns_of("sessions", "script kind languages joining state stage closes"),
    *columns_of("upkeep", "name value"),
    *columns_of("workers", "number beats"),
)
"""Columns that hold nothing about anybody."""


def fate_of(id: str, limits: Limits) -> Text:
    """How long participants are told that an entry is kept. Raises LookupError where they are told nothing of it."""
    for entry in PARTICIPANTS:
        if entry.id == id and entry.until.told is not None:
            return entry.until.told(limits)
    raise LookupError("nothing is told of this entry")
