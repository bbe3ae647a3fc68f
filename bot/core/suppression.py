"""Which lines of tables must be hidden so that nobody can have a hidden one by subtraction.

The protected unit is a line: everybody of one side, or one group of it. Within a line that is shown every
count is shown, however small. What is published of one poll is meant to give nobody a hidden line, whatever
they subtract:

* A side's line needs 5 people who answered, a group's line 10. Non-answers («don't know», «rather not say»)
  do not count towards this and are shown with the line.
* A line in which all people, or all but one, gave the same value is hidden, non-answers being values too:
  whoever is the one, or knows them, would know everybody's answer.
* In each dimension the side's line less the shown groups gives the hidden groups together, those who did
  not say included. That remainder must itself be fit to be shown, and two of its people at least must be
  outside its largest line, so that neither arithmetic nor the only other person in it gives that line.
  Otherwise the smallest shown group is hidden too, and so on, until the remainder is safe or the dimension
  shows nothing.
* A side that is hidden hides its groups.
* Sides are never added together, so nothing is subtracted across them. Dimensions meet only in the side's
  line, and any two tables with the same margin can belong to the same people, so one dimension tells
  nothing of another.

A line with nobody in it is withheld like any other that is too small, and never stands for protection:
people in the room may know that it is empty. Lines are listed whether anybody belongs to them or not, so a
listed line tells nothing. A dimension that shows nothing adds nothing to the side's own line, which
has its own threshold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.results import Counts, Line


class DisclosureError(ValueError):
    """Ballots or settings that the rules cannot be applied to. ``code`` is ``unknown_side``,
    ``unknown_group``, ``unknown_value`` or ``threshold_too_low``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least people who answered for a line to be shown. Raises DisclosureError below 3 and 5: four
    people in two hidden groups, two of them at least outside the larger, can only be two and two."""

    side: int = 5
    group: int = 10

    def __post_init__(self) -> None:
        if self.side < 3 or self.group < 5:
            raise DisclosureError("threshold_too_low")

    def of(self, line: Line) -> int:
        """The threshold of this line."""
        return self.side if line.dimension is None else self.group


DEFAULT_THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Table:
    """A line that is the sum of others."""

    total: Line
    parts: tuple[Line, ...]


def hidden_lines(
    tables: Sequence[Table],
    counts: Mapping[Line, Counts],
    thresholds: Thresholds,
    also_hidden: Collection[Line] = (),
) -> frozenset[Line]:
    """The lines to hide: those not fit to be shown, ``also_hidden``, and as many more as it takes until no
    table gives one by subtraction. A line may be in several tables."""
    unfit = {line for line, line_counts in counts.items() if not _fit(line_counts, thresholds.of(line))}
    hidden = unfit.union(also_hidden)
    while (line := _next_to_hide(tables, counts, hidden, thresholds)) is not None:
        hidden.add(line)
    return frozenset(hidden)


def _next_to_hide(
    tables: Sequence[Table], counts: Mapping[Line, Counts], hidden: Collection[Line], thresholds: Thresholds
) -> Line | None:
    """The smallest shown part of the first table that gives something away, or None when all are safe."""
    for table in tables:
        shown = [part for part in table.parts if part not in hidden]
        left = [counts[part] for part in table.parts if part in hidden]
        if shown and (table.total in hidden or not _safe_together(left, thresholds.group)):
            return min(shown, key=lambda part: counts[part].answered)
    return None


def _safe_together(left: Sequence[Counts], threshold: int) -> bool:
    """Whether the sum of these hidden lines may be known without giving one of them away."""
    remainder = sum(left, Counts({}, {}))
    if remainder.people == 0:
        return True
    outside_largest = remainder.answered - max(counts.answered for counts in left)
    return outside_largest >= 2 and _fit(remainder, threshold)


def _fit(counts: Counts, threshold: int) -> bool:
    """Whether the line may be shown by itself: enough people answered, and two at least differ from the
    others."""
    commonest = max((*counts.answers.values(), *counts.non_answers.values()), default=0)
    return counts.answered >= threshold and counts.people - commonest >= 2
