"""How far a walk through a roster has come, and how long it will still take, as a facilitator is told.

Keys of the roster are as if drawn by lot, so where a walk stands among all keys there could be is the part of its
people that it has seen. It is told in tenths at most: a place told exactly would be the beginning of somebody's key.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

WORTH_TELLING = 5.0
"""Seconds that a whole walk takes at least where anything is told of it."""

WITHOUT_LIMIT = 500
"""Messages a second that go about where nothing limits them."""

_PLACES = 1 << 64
_STEP = 10


@dataclass(frozen=True, slots=True)
class Sending:
    """A walk under way: the ``percent`` of its people that it has seen, and the ``minutes`` that it will still take, 0
    for less than one; None where that cannot be told."""

    percent: int
    minutes: int | None


def part_seen(cursor: bytes) -> float:
    """The part of its people (0 to 1) that a walk behind this key has seen."""
    return int.from_bytes(cursor[:8].ljust(8, b"\0"), "big") / _PLACES


def sending(cursor: bytes, people: int, rate: int) -> Sending | None:
    """What is told of a walk through so many people at this rate of messages a second (0 for no limit); None of one
    that is over before anybody has read it."""
    if people / (rate or WITHOUT_LIMIT) < WORTH_TELLING:
        return None
    seen = part_seen(cursor)
    percent = min(int(100 * seen), 99) // _STEP * _STEP
    if not rate:
        return Sending(percent, None)
    left = (1 - seen) * people / rate
    return Sending(percent, 0 if left < 60 else ceil(left / 60))
