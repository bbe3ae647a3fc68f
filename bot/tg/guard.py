"""Guessing of codes: who types too many wrong ones must wait. Kept in memory only, under keyed names.

A clock that was moved back lets nobody wait for longer: what was wrong in a time to come was wrong long ago.
"""

from __future__ import annotations

from collections import OrderedDict

from bot.app.lifetimes import WRONG_CODES_KEPT

TRIES = 6
WINDOW = int(WRONG_CODES_KEPT.total_seconds())
_REMEMBERED = 10_000


class Guard:
    """Counts wrong codes by keyed name: six in ten minutes (``WINDOW``, in seconds) close the door for as long."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[bytes, list[int]] = OrderedDict()

    def closed(self, name: bytes, now: int) -> bool:
        """Whether this somebody has to wait. Whoever has not been wrong for so long is forgotten."""
        while self._wrong and not _lately(next(iter(self._wrong.values()))[-1], now):
            self._wrong.popitem(last=False)
        return len([moment for moment in self._wrong.get(name, ()) if _lately(moment, now)]) >= TRIES

    def wrong(self, name: bytes, now: int) -> None:
        """Note a wrong code."""
        recent = [moment for moment in self._wrong.pop(name, []) if _lately(moment, now)]
        self._wrong[name] = [*recent, now]
        if len(self._wrong) > _REMEMBERED:
            self._wrong.popitem(last=False)

    @property
    def counted(self) -> int:
        """How many have been wrong lately."""
        return len(self._wrong)


def _lately(moment: int, now: int) -> bool:
    return abs(now - moment) < WINDOW
