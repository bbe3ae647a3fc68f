"""What may be shown of a poll: ballots in, lines that are safe to publish out. Everything else is
forgotten. The rules by which lines are hidden are in ``bot.core.suppression``.

Polls of one session ask the same people. Who sees a group shown in one poll and hidden in another learns
about how many people it has, and from two shown lines how many skipped one of the polls, but nobody's
answer: the answers of two polls are not in one sum. How many people a group has is no secret in a room. The
one exception is the change between two moments, which ties their answers together: a line shows its change
only where it shows both moments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.results import Counts, HandCount, Line, LineResult
from bot.core.script import DIMENSIONS, NON_ANSWERS, SIDES
from bot.core.suppression import DEFAULT_THRESHOLDS, DisclosureError, Table, Thresholds, hidden_lines

UP, SAME, DOWN = "up", "same", "down"
NOT_COMPARED = "not_compared"
"""Somebody who did not give a score at both moments."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot, joined to what its person said of themselves. ``groups`` maps dimensions to a category,
    or to None (or nothing) where it was passed over. Lives in memory only, while a poll is being closed."""

    side: str
    groups: Mapping[str, str | None]
    value: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One person's ballots on the same item at two moments, None where there is none. Lives in memory
    only."""

    side: str
    groups: Mapping[str, str | None]
    before: str | None
    after: str | None


def publishable(
    ballots: Iterable[Ballot],
    values: Sequence[str],
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    non_answers: Sequence[str] = NON_ANSWERS,
    *,
    sides: Sequence[str] = SIDES,
    dimensions: Mapping[str, Sequence[str]] = DIMENSIONS,
    also_hidden: Collection[Line] = (),
) -> tuple[LineResult, ...]:
    """What may be shown of one closed poll.

    ``values`` are the scale points or option ids in order, ``sides`` and ``dimensions`` what people could
    say of themselves, ``also_hidden`` lines to hide for a reason of the caller's. Answers one result for
    each side and, after it, for each category of each dimension, in that order, whether anybody belongs to
    it or not. Raises DisclosureError for a ballot with an unknown side, group or value.
    """
    tables = [
        Table(Line(side), tuple(Line(side, dimension, category) for category in (*categories, None)))
        for side in sides
        for dimension, categories in dimensions.items()
    ]
    lines = [line for side in sides for line in _lines_of(side, tables)]
    counts = _count(ballots, lines, dimensions, values, non_answers)
    unsaid = {line for line in lines if line.dimension is not None and line.category is None}
    hidden = hidden_lines(tables, counts, thresholds, {*unsaid, *also_hidden})
    return tuple(
        LineResult(line, None if line in hidden else counts[line]) for line in lines if line not in unsaid
    )


def publishable_change(
    pairs: Iterable[Pair],
    points: Sequence[str],
    before: Iterable[LineResult],
    after: Iterable[LineResult],
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    *,
    sides: Sequence[str] = SIDES,
    dimensions: Mapping[str, Sequence[str]] = DIMENSIONS,
) -> tuple[LineResult, ...]:
    """What may be shown of how the same people's scores changed: as ``publishable``, with the values
    ``up``, ``same`` and ``down`` and the non-answer ``not_compared`` for people without a score at both
    moments.

    ``points`` are the scale's, from least to most; ``before`` and ``after`` what was published of the two
    polls. A line withheld there is withheld here, since twelve people of whom six now say 0, six 1, and six
    have gone up and none down, all said 0 before.
    """
    rank = {point: place for place, point in enumerate(points)}
    return publishable(
        (Ballot(pair.side, pair.groups, _direction(pair, rank)) for pair in pairs),
        (UP, SAME, DOWN),
        thresholds,
        (NOT_COMPARED,),
        sides=sides,
        dimensions=dimensions,
        also_hidden={result.line for result in (*before, *after) if result.withheld},
    )


def with_hand_counts(result: LineResult, hand_counts: Iterable[HandCount]) -> LineResult:
    """The line with what was counted by hand for it added, and marked with how. A withheld line stays
    withheld.

    Hand counts are public and so give nothing away: whoever takes them off again is left with what was
    published. Raises DisclosureError where a value was counted that the poll does not have.
    """
    counts = result.counts
    added = [hand_count for hand_count in hand_counts if hand_count.line == result.line]
    if counts is None:
        return result
    for hand_count in added:
        if not _knows(counts, hand_count.counts):
            raise DisclosureError("unknown_value")
        counts += hand_count.counts
    modes = dict.fromkeys([*result.modes, *(hand_count.mode for hand_count in added)])
    return replace(result, counts=counts, modes=tuple(modes))


def _lines_of(side: str, tables: Iterable[Table]) -> Iterator[Line]:
    yield Line(side)
    for table in tables:
        if table.total == Line(side):
            yield from table.parts


def _count(
    ballots: Iterable[Ballot],
    lines: Iterable[Line],
    dimensions: Iterable[str],
    values: Sequence[str],
    non_answers: Sequence[str],
) -> dict[Line, Counts]:
    """The ballots of each line by value."""
    given: dict[Line, Counter[str]] = {line: Counter() for line in lines}
    for ballot in ballots:
        if ballot.value not in values and ballot.value not in non_answers:
            raise DisclosureError("unknown_value")
        if Line(ballot.side) not in given:
            raise DisclosureError("unknown_side")
        groups = [Line(ballot.side, dimension, ballot.groups.get(dimension)) for dimension in dimensions]
        for line in (Line(ballot.side), *groups):
            if line not in given:
                raise DisclosureError("unknown_group")
            given[line][ballot.value] += 1
    return {
        line: Counts({value: by[value] for value in values}, {value: by[value] for value in non_answers})
        for line, by in given.items()
    }


def _direction(pair: Pair, rank: Mapping[str, int]) -> str:
    before, after = rank.get(pair.before or ""), rank.get(pair.after or "")
    if before is None or after is None:
        return NOT_COMPARED
    step = after - before
    return UP if step > 0 else DOWN if step < 0 else SAME


def _knows(counts: Counts, other: Counts) -> bool:
    return set(other.answers) <= set(counts.answers) and set(other.non_answers) <= set(counts.non_answers)
