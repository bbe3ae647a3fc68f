"""Published results put together for reading: the polls that belong together, what was published of each line
of them, and what was counted by hand beside it. A poll that is not closed has no results here, not even those
counted by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.app import records
from bot.app.counting import published_lines
from bot.app.ports import Work
from bot.app.terms import MOMENTS, Moment
from bot.core.disclosure import with_hand_counts
from bot.core.results import Counts, HandCount, Line, LineResult, Mode
from bot.core.scores import Change, ChoiceSummary, ScaleShape, Summary, change, choice_summary, summary
from bot.core.script import (
    DIMENSIONS,
    NON_ANSWERS,
    SIDE,
    SIDES,
    Ballot,
    Choose,
    Rate,
    Script,
    Step,
    Words,
    values_of,
)


@dataclass(frozen=True, slots=True)
class Item:
    """Polls that are read together: before and after of a pair with the look back, or one poll alone."""

    steps: tuple[Ballot, ...]

    @property
    def id(self) -> str:
        """The id of the first step: the item's name in buttons."""
        return self.steps[0].id

    @property
    def pair(self) -> str | None:
        """The pair's name, None for a poll alone."""
        return next((step.pair for step in self.steps if isinstance(step, Rate) and step.pair), None)

    @property
    def label(self) -> Words:
        """What the item is about."""
        first = self.steps[0]
        return first.item if isinstance(first, Rate) else first.question

    @property
    def sign(self) -> str:
        """The item's sign, or none."""
        first = self.steps[0]
        return first.sign if isinstance(first, Rate) else ""


@dataclass(frozen=True, slots=True)
class Vote:
    """One poll of an item: how it stands, and once it is closed what was published and what was counted by
    hand."""

    step: Ballot
    state: Literal["unopened", "open", "closed"]
    published: Mapping[Line, LineResult]
    by_hand: tuple[HandCount, ...]

    @property
    def moment(self) -> Moment | None:
        """When its scores were given, None for a poll that stands alone."""
        return self.step.moment if isinstance(self.step, Rate) else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of one item; ``paired`` tells how the same people's scores changed, line by line. Where
    ``groups_wait``, groups are withheld until the other poll of the pair is closed too."""

    item: Item
    votes: tuple[Vote, ...]
    paired: Mapping[Line, LineResult]
    groups_wait: bool = False

    @property
    def closed(self) -> tuple[Vote, ...]:
        """The polls that have results."""
        return tuple(vote for vote in self.votes if vote.state == "closed")

    def waits(self, vote: Vote, line: Line) -> bool:
        """Whether this line of this poll is withheld only until the pair's other poll is closed."""
        return self.groups_wait and line.dimension is not None and vote.moment in ("before", "after")

    @property
    def open(self) -> tuple[Vote, ...]:
        """The polls that have none before they are closed."""
        return tuple(vote for vote in self.votes if vote.state == "open")


@dataclass(frozen=True, slots=True)
class Reading:
    """The counts of one line of one poll, None where they are withheld, and how they were had: on phones, by
    hand (``modes``), or both where somebody chose to add them."""

    counts: Counts | None
    phones: bool = True
    modes: tuple[Mode, ...] = ()


def items(script: Script) -> tuple[Item, ...]:
    """The script's polls in its order, those that belong together as one item.

    A look back that names no pair belongs to the pair that asks the same item of the same people.
    """
    together: dict[str, list[Ballot]] = {}
    for _stage, step in script.polls():
        together.setdefault(_home(script, step), []).append(step)
    return tuple(Item(tuple(sorted(steps, key=_place))) for steps in together.values())


def _home(script: Script, step: Ballot) -> str:
    if not isinstance(step, Rate):
        return step.id
    if step.pair is None and step.moment == "retrospective":
        for _stage, other in script.polls():
            if isinstance(other, Rate) and other.pair is not None and _alike(step, other):
                return f"pair:{other.pair}"
    return f"pair:{step.pair}" if step.pair else step.id


def _alike(step: Rate, other: Rate) -> bool:
    return (step.item, step.scale, step.when) == (other.item, other.scale, other.when)


def _place(step: Ballot) -> int:
    return list(MOMENTS).index(step.moment) if isinstance(step, Rate) and step.moment else 0


async def outcomes(work: Work, session: str, script: Script) -> tuple[Outcome, ...]:
    """The results of every item of a session, in the script's order."""
    running = await work.sessions.get(session)
    polls = {poll.step: poll for poll in await work.ballots.polls(session)}
    lines = await published_lines(work, session)
    by_hand = await work.ballots.hand_counts(session)
    found = []
    for item in items(script):
        votes = tuple(_vote(script, step, polls.get(step.id), lines, by_hand) for step in item.steps)
        paired = lines.get(f"pair:{item.pair}", ())
        waits = running is not None and running.state == "open" and item.pair is not None and not paired
        found.append(Outcome(item, votes, _by_line(paired), groups_wait=waits))
    return tuple(found)


def _vote(
    script: Script,
    step: Ballot,
    poll: records.Poll | None,
    lines: Mapping[str, tuple[LineResult, ...]],
    by_hand: Iterable[records.HandCount],
) -> Vote:
    if poll is None:
        return Vote(step, "unopened", {}, ())
    if poll.state != "closed":
        return Vote(step, "open", {}, ())
    counted = tuple(as_counted(script, step, count) for count in by_hand if count.step == step.id)
    return Vote(step, "closed", _by_line(lines.get(step.id, ())), counted)


def _by_line(lines: Iterable[LineResult]) -> dict[Line, LineResult]:
    return {result.line: result for result in lines}


def as_counted(script: Script, step: Ballot, count: records.HandCount) -> HandCount:
    """A stored hand count as the rules of disclosure know it."""
    counts = Counts(
        {value: count.counts.get(value, 0) for value in values_of(script, step)},
        {value: count.counts.get(value, 0) for value in NON_ANSWERS},
    )
    return HandCount(line_of(count), count.mode, counts)


def line_of(count: records.HandCount) -> Line:
    """The line a hand count is of."""
    return Line(count.side, count.dimension or None, count.category or None)


def readings(vote: Vote, line: Line, *, added: bool = False) -> tuple[Reading, ...]:
    """What there is of a line: the phones' counts, and beside them the hand counts; or, where somebody chose
    to have them ``added``, one reading that is marked with all. What is withheld is never added to."""
    result = vote.published.get(line, LineResult(line, None))
    by_hand = [count for count in vote.by_hand if count.line == line]
    if added and not result.withheld:
        together = with_hand_counts(result, by_hand)
        return (Reading(together.counts, True, together.modes),)
    return (Reading(result.counts), *(Reading(count.counts, False, (count.mode,)) for count in by_hand))


def scale_shape(script: Script, step: Rate) -> ScaleShape:
    """The shape of a score's scale."""
    scale = script.scales[step.scale]
    return ScaleShape(values_of(script, step), scale.top, scale.bottom)


def figures(script: Script, step: Ballot, counts: Counts | None) -> Summary | ChoiceSummary | None:
    """The figures of these counts, None where they are withheld or nobody answered."""
    if counts is None or counts.answered == 0:
        return None
    if isinstance(step, Rate):
        return summary(counts, scale_shape(script, step))
    return choice_summary(counts, values_of(script, step))


def moved(script: Script, outcome: Outcome, line: Line, *, added: bool = False) -> Change | None:
    """How a line's figures moved from before to after, None where one of them is missing or withheld."""
    ends: dict[Moment | None, Summary] = {}
    for vote in outcome.closed:
        found = figures(script, vote.step, readings(vote, line, added=added)[0].counts)
        if isinstance(found, Summary):
            ends[vote.moment] = found
    return change(ends["before"], ends["after"]) if {"before", "after"} <= ends.keys() else None


def asks_sides(script: Script) -> bool:
    """Whether people say as whom they come. Where they do not, everybody is on the first side's line."""
    return any(isinstance(step, Choose) and step.about == SIDE for _stage, step in script.steps())


def offered_sides(script: Script) -> tuple[str, ...]:
    """The sides as which people can come, in the usual order."""
    offered = _offered(script, SIDE) if asks_sides(script) else {SIDES[0]}
    return tuple(side for side in SIDES if side in offered)


def sides_of(script: Script, item: Item) -> tuple[str, ...]:
    """The sides that an item is asked of, in the usual order."""
    wanted = _wanted(item.steps[0], SIDE, SIDES)
    return tuple(side for side in offered_sides(script) if side in wanted)


def groups_of(script: Script, item: Item, side: str) -> dict[str, tuple[str, ...]]:
    """The groups of a side that an item can be shown for: dimension → categories, in the usual order."""
    found = {}
    for dimension, categories in DIMENSIONS.items():
        offered = _offered(script, dimension, side)
        wanted = _wanted(item.steps[0], dimension, categories)
        here = tuple(category for category in categories if category in offered and category in wanted)
        if here:
            found[dimension] = here
    return found


def lines_of(script: Script, item: Item, side: str) -> tuple[Line, ...]:
    """Every line of a side: everybody first, then group by group."""
    groups = groups_of(script, item, side)
    return (
        Line(side),
        *(Line(side, dimension, category) for dimension, here in groups.items() for category in here),
    )


def _offered(script: Script, about: str, side: str | None = None) -> set[str]:
    """What people, or those of one side, can say of themselves."""
    asking = [step for _stage, step in script.steps() if isinstance(step, Choose) and step.about == about]
    return {
        option.id
        for step in asking
        if side is None or side in _wanted(step, SIDE, SIDES)
        for option in step.options
    }


def _wanted(step: Step, name: str, everybody: tuple[str, ...]) -> tuple[str, ...]:
    return step.when.get(name, everybody)
