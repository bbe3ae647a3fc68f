"""What may be shown of a poll: ballots in, lines that are safe to publish out. Everything else is
forgotten. The rules by which lines are hidden are in ``bot.core.suppression``; those for a pair of polls, which
ties the answers of two moments together, in ``bot.core.paired``.

Polls of one session ask the same people. Who sees a group shown in one poll and hidden in another learns
about how many people it has, and from two shown lines how many skipped one of the polls, but nobody's
answer: the answers of two polls are not in one sum. How many people a group has is no secret in a room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.layout import Layout
from bot.core.results import Counts, HandCount, Line, LineResult
from bot.core.script import DIMENSIONS, NON_ANSWERS, SIDE, SIDES
from bot.core.suppression import DEFAULT_THRESHOLDS, DisclosureError, Thresholds, hidden_lines


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot, joined to what its person said of themselves. ``groups`` maps dimensions to a category,
    or to None (or nothing) where it was passed over. Lives in memory only, while a poll is being closed."""

    side: str
    groups: Mapping[str, str | None]
    value: str


def publishable(
    ballots: Iterable[Ballot],
    values: Sequence[str],
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    non_answers: Sequence[str] = NON_ANSWERS,
    *,
    sides: Sequence[str] = SIDES,
    dimensions: Mapping[str, Sequence[str]] = DIMENSIONS,
    asked: Collection[str] = (),
) -> tuple[LineResult, ...]:
    """What may be shown of one closed poll.

    ``values`` are the scale points or option ids in order, ``sides`` and ``dimensions`` what people could
    say of themselves, ``asked`` the names of what a person must have said to be asked. Answers one result for
    each side and, after it, for each category of each dimension, in that order, whether anybody belongs to
    it or not. Raises DisclosureError for a ballot with an unknown side, group or value.
    """
    layout = Layout(sides, dimensions)
    given: dict[Line, Counter[str]] = {line: Counter() for line in layout.lines}
    for ballot in ballots:
        if ballot.value not in values and ballot.value not in non_answers:
            raise DisclosureError("unknown_value")
        for line in layout.of_person(ballot.side, ballot.groups):
            given[line][ballot.value] += 1
    counts = {
        line: Counts({value: by[value] for value in values}, {value: by[value] for value in non_answers})
        for line, by in given.items()
    }
    hidden = hidden_lines(layout.tables, counts, thresholds_for(thresholds, asked), layout.unsaid)
    return layout.publish(counts, hidden)


def thresholds_for(thresholds: Thresholds, asked: Collection[str]) -> Thresholds:
    """The thresholds of a poll. Where only groups are asked, the side's line is a line of these groups, and may
    be that of one: it needs as many people as a group."""
    if set(asked) <= {SIDE}:
        return thresholds
    return replace(thresholds, side=max(thresholds.side, thresholds.group))


def without_groups(results: Iterable[LineResult]) -> tuple[LineResult, ...]:
    """The results with every group withheld: what is shown of one poll of a pair while the other is not
    closed."""
    return tuple(
        result if result.line.dimension is None else LineResult(result.line, None) for result in results
    )


def departed(published: Iterable[LineResult], ballots: Iterable[Ballot]) -> Iterator[Ballot]:
    """The ballots that are in the published lines of sides and not among those that are there still: of people
    who left since. What groups they had is forgotten with them."""
    there = Counter((ballot.side, ballot.value) for ballot in ballots)
    for result in published:
        if result.line.dimension is None and result.counts is not None:
            for value, number in result.counts.cells.items():
                gone = number - there[result.line.side, value]
                yield from [Ballot(result.line.side, {}, value)] * gone


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


def _knows(counts: Counts, other: Counts) -> bool:
    return set(other.answers) <= set(counts.answers) and set(other.non_answers) <= set(counts.non_answers)
