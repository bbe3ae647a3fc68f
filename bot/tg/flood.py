"""Who sends faster than anybody types or taps: what is too much is passed over, and they are told once.

Telegram hands over updates in their order and a webhook has few connections, so to let somebody's flood wait would let
everybody wait. What goes beyond the bounds is acknowledged and dropped. A hundred messages is what a hand can do at
once, by forwarding them; half as many more go through. A tap is an answer and must not be lost, so its bound only keeps
one machine from taking more than about a tenth of the processor: no hand comes near a hundred taps a second.

Kept in memory only, under keyed names.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from telegram import Update

REMEMBERED = 10_000
"""Accounts of whom it is known what they sent lately; the one that was silent longest is forgotten first."""

Kind = Literal["words", "taps"]


@dataclass(frozen=True, slots=True)
class Bound:
    """So many at once, and so many a second for as long as somebody likes."""

    burst: int
    rate: float


BOUNDS: dict[Kind, Bound] = {"words": Bound(150, 1.0), "taps": Bound(1000, 100.0)}


@dataclass(slots=True)
class _Bucket:
    """What somebody may still send now (tokens), as of a moment; ``told`` that they had too much of it lately."""

    tokens: float
    moment: float
    told: bool = False


@dataclass(slots=True)
class Sifted:
    """Updates that are to be handled; how many are not; the first of each flood, whose sender is to be told."""

    fresh: list[Update] = field(default_factory=list)
    dropped: int = 0
    first: list[Update] = field(default_factory=list)

    def add(self, other: Sifted) -> None:
        """Take in what was sifted after it."""
        self.fresh += other.fresh
        self.dropped += other.dropped
        self.first += other.first


class Flood:
    """Counts what each account sends: one token each, given back with time (a token bucket)."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[bytes, Kind], _Bucket] = OrderedDict()

    def sift(self, updates: Sequence[tuple[bytes, Update]], now: float) -> Sifted:
        """Tell apart what is too much. Each update comes with the keyed name of its sender; ``now`` is in seconds."""
        sifted = Sifted()
        for name, update in updates:
            bucket = self._bucket(name, _kind(update), now)
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                sifted.fresh.append(update)
                continue
            sifted.dropped += 1
            if not bucket.told:
                bucket.told = True
                sifted.first.append(update)
        return sifted

    def give_back(self, updates: Sequence[tuple[bytes, Update]]) -> None:
        """These could not be kept and will come again: they are not to count twice."""
        for name, update in updates:
            bucket = self._buckets.get((name, _kind(update)))
            if bucket is not None:
                bucket.tokens += 1

    def _bucket(self, name: bytes, kind: Kind, now: float) -> _Bucket:
        bound = BOUNDS[kind]
        bucket = self._buckets.get((name, kind))
        if bucket is None:
            bucket = self._buckets[name, kind] = _Bucket(bound.burst, now)
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end((name, kind))
        bucket.tokens = min(float(bound.burst), bucket.tokens + (now - bucket.moment) * bound.rate)
        bucket.moment = now
        if bucket.tokens >= bound.burst:
            bucket.told = False
        return bucket


def _kind(update: Update) -> Kind:
    return "taps" if update.callback_query else "words"
