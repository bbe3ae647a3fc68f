"""Days as people type them, and moments as they are told."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_DAY = re.compile(r"^\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})(?:\s*[/.\-\s]\s*(\d{2}|\d{4}))?\s*$")


def read_day(text: str, today: date) -> date | None:
    """A day typed as 14/6, 14/06/2027 or 14-6-27, from today on; without a year, the next such day. None otherwise.

    >>> read_day("3/2", date(2026, 11, 23))
    datetime.date(2027, 2, 3)
    """
    found = _DAY.match(text)
    if found is None:
        return None
    day, month = int(found[1]), int(found[2])
    years = (_full(found[3]),) if found[3] else (today.year, today.year + 1)
    for year in years:
        try:
            read = date(year, month, day)
        except ValueError:
            continue
        if read >= today:
            return read
    return None


def hour_of(moment: int) -> tuple[date, int]:
    """The day and the full hour in Mali (UTC) that are nearest to a moment, in seconds since 1970.

    >>> hour_of(1_796_466_600)
    (datetime.date(2026, 12, 5), 11)
    """
    nearest = datetime.fromtimestamp(moment + 1800, UTC)
    return nearest.date(), nearest.hour


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)
