"""Guessing of codes: who types too many wrong ones must wait. Kept in memory only, under keyed names."""

from __future__ import annotations

from collections import OrderedDict

TRIES = 6
WINDOW = 600
_REMEMBERED = 10_000


class Guard:
    """Counts wrong codes by keyed name: six in ten minutes (``WINDOW``, in seconds) close the door for as long."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[bytes, list[int]] = OrderedDict()

    def closed(self, name: bytes, now: int) -> bool:
        """Whether this somebody has to wait."""
        return len([moment for moment in self._wrong.get(name, ()) if now - moment < WINDOW]) >= TRIES

    def wrong(self, name: bytes, now: int) -> None:
        """Note a wrong code."""
        recent = [moment for moment in self._wrong.pop(name, []) if now - moment < WINDOW]
        self._wrong[name] = [*recent, now]
        if len(self._wrong) > _REMEMBERED:
            self._wrong.popitem(last=False)
