"""What may be shown of a pair: the same item scored by the same people at two moments, and how many of them went
up, stayed and went down.

The change ties the two polls together: they are linked tables in the sense of Hundepool and others, *Statistical
Disclosure Control* (Wiley 2012), and must be protected together. What is published of a side at both moments,
with its change, lets nobody tell a hidden group's answers only if the three show the same lines. Ten people
who say 0, and two who say 1 after, who alone went up, all said 0 before: a group that was withheld before for
this may be shown after, and would be told by the change of its side. So:

* While one poll of a pair is not closed, the other shows its sides alone.
* Once both are closed, a group is shown at both moments and in the change, or in none of them: it must be fit
  to be shown in each, as must the people who are left over. Then whatever is published stays the same if two
  people of hidden groups are thought to belong each to the other's group.
* In the change a score at one moment alone counts for nothing: people may have been seen to come late or to
  leave early, and are no cover for others who all went the same way.
* For whoever has no ballot at one moment, the other moment less those who were compared may give their answer. A
  line is shown only where they could have given another one (``bot.core.exchange``), also to somebody who takes
  part.
* A side that cannot be shown in all three shows no change at all. Nothing ties the moments then, and each
  stands for itself.

People who left since a poll was closed are in its published side still. They are reckoned as people who said
no group.

What the two moments tell by themselves is not hidden: where the least score after is above the greatest before,
all went up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.disclosure import Ballot, departed, thresholds_for
from bot.core.exchange import History, stays_open
from bot.core.layout import Layout
from bot.core.results import Counts, Line, LineResult
from bot.core.script import DIMENSIONS, NON_ANSWERS, SIDES
from bot.core.suppression import DEFAULT_THRESHOLDS, DisclosureError, Thresholds, hidden_lines

UP, SAME, DOWN = "up", "same", "down"
NOT_COMPARED = "not_compared"
"""Somebody who did not give a score at both moments."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's ballots on the same item at two moments, None where there is none. Lives in memory
    only."""

    side: str
    groups: Mapping[str, str | None]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class PairResults:
    """What may be shown of both polls and of the change, each as ``publishable`` answers it. The change has the
    values ``up``, ``same`` and ``down`` and the non-answer ``not_compared``."""

    before: tuple[LineResult, ...]
    after: tuple[LineResult, ...]
    change: tuple[LineResult, ...]


@dataclass(frozen=True, slots=True)
class Histories:
    """The people of one line by what they gave at two moments. ``points`` are the scale's, from least to
    most."""

    points: tuple[str, ...]
    cells: Mapping[History, int]

    @property
    def before(self) -> Counts:
        """The line's counts of the first poll."""
        return self._moment(0)

    @property
    def after(self) -> Counts:
        """The line's counts of the second poll."""
        return self._moment(1)

    @property
    def change(self) -> Counts:
        """Who went up, stayed and went down, and who cannot be compared."""
        found: Counter[str] = Counter()
        for history, number in self.cells.items():
            found[self._direction(history)] += number
        return Counts({way: found[way] for way in (UP, SAME, DOWN)}, {NOT_COMPARED: found[NOT_COMPARED]})

    @property
    def views(self) -> tuple[Counts, ...]:
        """Both moments, and the change of those who were compared."""
        return (self.before, self.after, Counts(self.change.answers, {}))

    @property
    def exposes(self) -> bool:
        """Whether the answer of somebody who has a ballot at one moment alone could be nobody else's."""
        return any(
            number and None in history and not stays_open(history, self.cells, self._direction)
            for history, number in self.cells.items()
        )

    def __add__(self, other: Histories) -> Histories:
        """Both together."""
        return Histories(self.points, Counter(self.cells) + Counter(other.cells))

    def _moment(self, moment: int) -> Counts:
        found: Counter[str | None] = Counter()
        for history, number in self.cells.items():
            found[history[moment]] += number
        return Counts(
            {point: found[point] for point in self.points}, {each: found[each] for each in NON_ANSWERS}
        )

    def _direction(self, history: History) -> str:
        before, after = history
        if before not in self.points or after not in self.points:
            return NOT_COMPARED
        step = self.points.index(after) - self.points.index(before)
        return UP if step > 0 else DOWN if step < 0 else SAME


def publishable_pair(
    pairs: Iterable[Pair],
    points: Sequence[str],
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    *,
    published: tuple[Iterable[LineResult], Iterable[LineResult]] = ((), ()),
    sides: Sequence[str] = SIDES,
    dimensions: Mapping[str, Sequence[str]] = DIMENSIONS,
    asked: Collection[str] = (),
) -> PairResults:
    """What may be shown of a pair whose polls are both closed.

    ``points`` are the scale's, from least to most; ``published`` is what each moment has shown already, the rest
    as for ``publishable``. Raises DisclosureError for a person with an unknown side, group or value.
    """
    layout = Layout(sides, dimensions)
    thresholds = thresholds_for(thresholds, asked)
    known = list(pairs)
    people = _histories([*known, *_gone(known, published)], tuple(points), layout)
    together = hidden_lines(layout.tables, people, thresholds, layout.unsaid)

    def moment(counts: Mapping[Line, Counts]) -> tuple[LineResult, ...]:
        apart = hidden_lines(layout.tables, counts, thresholds, layout.unsaid)
        tied = {side for side in sides if Line(side) not in together}
        hidden = {line for line in counts if line in (together if line.side in tied else apart)}
        return layout.publish(counts, hidden)

    return PairResults(
        before=moment({line: here.before for line, here in people.items()}),
        after=moment({line: here.after for line, here in people.items()}),
        change=layout.publish({line: here.change for line, here in people.items()}, together),
    )


def _gone(
    pairs: Sequence[Pair], published: tuple[Iterable[LineResult], Iterable[LineResult]]
) -> Iterator[Pair]:
    """People who are in what was published and not among the pairs."""
    first, second = published
    before = [Ballot(pair.side, pair.groups, pair.before) for pair in pairs if pair.before is not None]
    after = [Ballot(pair.side, pair.groups, pair.after) for pair in pairs if pair.after is not None]
    for ballot in departed(first, before):
        yield Pair(ballot.side, ballot.groups, ballot.value, None)
    for ballot in departed(second, after):
        yield Pair(ballot.side, ballot.groups, None, ballot.value)


def _histories(pairs: Iterable[Pair], points: tuple[str, ...], layout: Layout) -> dict[Line, Histories]:
    """The people of each line by what they gave at both moments."""
    found: dict[Line, Counter[History]] = {line: Counter() for line in layout.lines}
    known = {*points, *NON_ANSWERS, None}
    for pair in pairs:
        if not {pair.before, pair.after} <= known:
            raise DisclosureError("unknown_value")
        for line in layout.of_person(pair.side, pair.groups):
            found[line][pair.before, pair.after] += 1
    return {line: Histories(points, cells) for line, cells in found.items()}
