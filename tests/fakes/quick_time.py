"""An event loop on which waiting costs no time: where nothing is left to do but wait, its clock moves on."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _NoWaiting(selectors.SelectSelector):
    """Adds up what would have been waited."""

    def __init__(self) -> None:
        super().__init__()
        self.waited = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.waited += max(0.0, timeout or 0.0)
        return super().select(0)


class QuickLoop(asyncio.SelectorEventLoop):
    """Its clock begins at 1000 s and shows what was waited."""

    def __init__(self) -> None:
        self._quick = _NoWaiting()
        super().__init__(self._quick)

    def time(self) -> float:
        return 1000.0 + self._quick.waited


def quickly(story: Coroutine[Any, Any, T]) -> T:
    """Run a story whose waits take no time."""
    loop = QuickLoop()
    try:
        return loop.run_until_complete(story)
    finally:
        loop.close()
