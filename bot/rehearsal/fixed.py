"""A clock that stands and a chance that repeats itself: the same seed gives the same files, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random
from typing import TypeVar

T = TypeVar("T")

DAY = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
"""The day on which every rehearsal plays."""


class FixedClock:
    """Always the same moment."""

    def now(self) -> int:
        return int(DAY.timestamp())

    def today(self) -> date:
        return DAY.date()


class SeededChance:
    """Draws that depend on the seed alone. Each kind of draw has a sequence of its own: nonces are drawn whenever
    the network happens to answer, and must not move the ids that order a list."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._sequences: dict[str, Random] = {}

    def bytes(self, count: int) -> bytes:
        return self._sequence("bytes").randbytes(count)

    def letters(self, alphabet: str, count: int) -> str:
        return "".join(self._sequence(f"{count} of {alphabet}").choices(alphabet, k=count))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        return self._sequence("order").sample(items, len(items))

    def _sequence(self, kind: str) -> Random:
        return self._sequences.setdefault(kind, Random(f"{self._seed} {kind}"))
