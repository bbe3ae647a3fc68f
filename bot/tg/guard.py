"""Guessing of codes: who types too many wrong ones must wait. Kept in memory only, under keyed names."""

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
        while self._wrong and now - next(iter(self._wrong.values()))[-1] >= WINDOW:
            self._wrong.popitem(last=False)
        return len([moment for moment in self._wrong.get(name, ()) if now - moment < WINDOW]) >= TRIES

    def wrong(self, name: bytes, now: int) -> None:
        """Note a wrong code."""
        recent = [moment for moment in self._wrong.pop(name, []) if now - moment < WINDOW]
        self._wrong[name] = [*recent, now]
        if len(self._wrong) > _REMEMBERED:
            self._wrong.popitem(last=False)

    @property
    def counted(self) -> int:
        """How many have been wrong lately."""
        return len(self._wrong)
