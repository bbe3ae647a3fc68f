"""Which lines of tables must be hidden so that nobody can have a hidden one by subtraction.

The protected unit is a line: everybody of one side, or one group of it. Within a line that is shown every
count is shown, however small. The words are those of Hundepool and others, *Statistical Disclosure Control*
(Wiley 2012): hiding a line for its own sake is primary suppression, hiding another so that it cannot be had by
subtraction is secondary or complementary suppression.

* **Threshold.** A side's line needs 5 people who answered, a group's line 10. Non-answers («don't know», «rather
  not say») do not count towards this and are shown with the line.
* **Unanimity** (group disclosure). A line in which all people, or all but one, gave the same value is hidden,
  non-answers being values too: whoever is the one, or knows them, would know everybody's answer. So two people
  at least differ from the others, also for a facilitator who takes part and adds a ballot of their own.
* **Complementary suppression.** In each table the total less the shown parts gives the hidden parts together,
  those who did not say included. That remainder must itself be fit to be shown, and two of its people at least
  must be outside its largest line, so that neither arithmetic nor the only other person in it (a singleton, in
  the book's word) gives that line. Otherwise the smallest shown part is hidden too, and so on, until the
  remainder is safe or the table shows no part.
* **Audit.** Where a hidden line stands in two tables, as the cells of a two-way table do, each table may be safe
  by itself and both together give the line. Then as many more lines are hidden as it takes; see
  ``bot.core.audit``.
* A total that is hidden hides its parts.
* Sides are never added together, so nothing is subtracted across them. Dimensions meet only in the side's
  line, and any two tables with the same margin can belong to the same people, so one dimension tells
  nothing of a line of another.

A line with nobody in it is withheld like any other that is too small, and never stands for protection:
people in the room may know that it is empty. Lines are listed whether anybody belongs to them or not, so a
listed line tells nothing. A table that shows no part adds nothing to its total, which has its own threshold.

What this does not hide: a line that is withheld though the room sees that it is large enough tells that its
people nearly agree. And somebody who is known to be in two shown lines of different dimensions may be among
few who can be in both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, Protocol, Self, TypeVar

from bot.core.audit import computable
from bot.core.results import Counts, Line, Table


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


class People(Protocol):
    """The people of one line, counted: ``Counts`` of one poll, or what they gave at two moments."""

    @property
    def views(self) -> tuple[Counts, ...]:
        """The counts that are published of them if the line is shown, always the same number."""

    @property
    def cells(self) -> Mapping[Any, int]:
        """Everybody by all that they gave: no view tells more of anybody than their cell."""

    @property
    def exposes(self) -> bool:
        """Whether the views together give somebody's answer though each of them may be shown."""

    def __add__(self, other: Self) -> Self: ...


P = TypeVar("P", bound=People)


def hidden_lines(
    tables: Sequence[Table],
    people: Mapping[Line, P],
    thresholds: Thresholds,
    also_hidden: Collection[Line] = (),
) -> frozenset[Line]:
    """The lines to hide: those not fit to be shown, ``also_hidden``, and as many more as it takes until no
    table gives one by subtraction, nor all of them together."""
    unfit = {line for line, here in people.items() if not _fit(here, thresholds.of(line))}
    hidden = unfit.union(also_hidden)
    while (line := _next_to_hide(tables, people, hidden, thresholds)) is not None:
        hidden.add(line)
    return frozenset(hidden)


def _next_to_hide(
    tables: Sequence[Table], people: Mapping[Line, P], hidden: Collection[Line], thresholds: Thresholds
) -> Line | None:
    """The smallest shown part of the first table that gives something away, or of those that do so together;
    None when all are safe."""
    for table in tables:
        shown = [part for part in table.parts if part not in hidden]
        left = [people[part] for part in table.parts if part in hidden]
        if shown and (table.total in hidden or not _safe_together(left, thresholds.group)):
            return min(shown, key=lambda part: _size(people[part]))
    cells = {line: here.cells for line, here in people.items()}
    beside = next(computable(tables, cells, hidden), [])
    return min(beside, key=lambda line: _size(people[line]), default=None)


def _safe_together(left: Sequence[P], threshold: int) -> bool:
    """Whether the sum of these hidden lines may be known without giving one of them away."""
    if not any(number for people in left for number in people.cells.values()):
        return True
    remainder = reduce(add, left)
    outside_largest = (
        view.answered - max(people.views[place].answered for people in left)
        for place, view in enumerate(remainder.views)
    )
    return all(outside >= 2 for outside in outside_largest) and _fit(remainder, threshold)


def _fit(people: People, threshold: int) -> bool:
    """Whether the line may be shown by itself: in each view enough people answered and two at least differ
    from the others, and the views together give nobody away."""
    return all(_view_fit(view, threshold) for view in people.views) and not people.exposes


def _view_fit(counts: Counts, threshold: int) -> bool:
    commonest = max(counts.cells.values(), default=0)
    return counts.answered >= threshold and counts.people - commonest >= 2


def _size(people: People) -> int:
    return min(view.answered for view in people.views)
