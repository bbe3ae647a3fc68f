"""Intervals that say how sure a figure is."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z_95 = NormalDist().inv_cdf(0.975)
"""Standard normal deviate of a two-sided 95 % interval, 1.95996…"""


@dataclass(frozen=True, slots=True)
class Proportion:
    """``count`` of ``total`` people, as a share between 0 and 1 with its 95 % interval."""

    count: int
    total: int
    share: float
    low: float
    high: float


def wilson(count: int, total: int) -> Proportion:
    """The share ``count / total`` with Wilson's 95 % score interval, without continuity correction.

    It stays within 0 and 1 and keeps its promise for small totals and for shares near 0 or 1, where the
    textbook interval fails. E. B. Wilson, «Probable inference, the law of succession, and statistical
    inference», Journal of the American Statistical Association 22 (1927), 209-212. Raises ValueError unless
    0 <= count <= total and 0 < total.
    """
    if not 0 <= count <= total or total == 0:
        raise ValueError("count must lie between 0 and a positive total")
    share = count / total
    squared = Z_95**2
    centre = (share + squared / (2 * total)) / (1 + squared / total)
    half = Z_95 * sqrt(share * (1 - share) / total + squared / (4 * total**2)) / (1 + squared / total)
    # At the ends the bound is the share itself; rounding would put it a hair beyond.
    low = 0.0 if count == 0 else centre - half
    high = 1.0 if count == total else centre + half
    return Proportion(count, total, share, low, high)
