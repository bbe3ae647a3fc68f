"""Attacks on what is published. First by arithmetic: linear programming over every table of people that
could have led to the published lines. Then by somebody who knows Baro's rules as well and tries all tables.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array, kron
from scipy.sparse import eye_array as identity

from bot.core.disclosure import Ballot, publishable
from bot.core.results import Counts, Line
from bot.core.suppression import Table, Thresholds, hidden_lines

THOROUGHNESS = 5 if os.environ.get("CI") else 1
"""Continuous integration tries five times as many tables as somebody who waits for the suite."""

SIDE = "inhabitants"
VALUES, NON_ANSWERS = ("0", "1", "2"), ("no_answer",)
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "gender": ("woman", "man"),
    "residence": ("resident", "displaced", "refugee"),
}
Groups = Mapping[str, str | None]
GROUPS: list[Groups] = [
    {"gender": gender, "residence": residence}
    for gender in (*DIMENSIONS["gender"], None)
    for residence in (*DIMENSIONS["residence"], None)
]
CELLS = [(groups, value) for groups in GROUPS for value in (*VALUES, *NON_ANSWERS)]
"""What there is to know of each person of the side: their groups and what they gave."""

LINES = [Line(SIDE, name, category) for name in DIMENSIONS for category in (*DIMENSIONS[name], None)]

Room = Sequence[int]
"""People in each of ``CELLS``."""


@st.composite
def rooms(draw: st.DrawFn) -> Room:
    """A room in which some groups are empty and some agree."""
    people = draw(st.lists(st.sampled_from((0, 0, 0, 1, 1, 3)), min_size=len(CELLS), max_size=len(CELLS)))
    empty = draw(st.sets(st.sampled_from(LINES), max_size=4))
    agreed = draw(st.dictionaries(st.sampled_from(LINES), st.sampled_from(VALUES), max_size=2))
    return [
        0
        if any(in_line(groups, line) for line in empty)
        or any(in_line(groups, line) and value != said for line, said in agreed.items())
        else number
        for (groups, value), number in zip(CELLS, people, strict=True)
    ]


def ballots(room: Room) -> Iterator[Ballot]:
    for (groups, value), number in zip(CELLS, room, strict=True):
        yield from [Ballot(SIDE, groups, value)] * number


def published(room: Room) -> dict[Line, Counts]:
    """All that anybody is shown of the room."""
    results = publishable(
        ballots(room), VALUES, non_answers=NON_ANSWERS, sides=(SIDE,), dimensions=DIMENSIONS
    )
    return {result.line: result.counts for result in results if result.counts is not None}


def people_in(room: Room, line: Line) -> int:
    return sum(number for (groups, _), number in zip(CELLS, room, strict=True) if in_line(groups, line))


def sizes_by_arithmetic(
    known: Mapping[Line, Counts], hidden: Sequence[Line]
) -> dict[Line, tuple[float, float]]:
    """The least and most people each hidden line can have, given what is known of others.

    One program holds two copies of the unknown room for each hidden line, one made small and one made large.
    With two dimensions the constraints of a value are those of a transport problem, so both ends are whole
    people.
    """
    if not hidden:
        return {}
    rows, sums = [], []
    for line, counts in known.items():
        for value, number in {**counts.answers, **counts.non_answers}.items():
            rows.append([float(in_line(groups, line) and said == value) for groups, said in CELLS])
            sums.append(number)
    goals = np.array([[float(in_line(groups, line)) for groups, _ in CELLS] for line in hidden])
    copies = 2 * len(hidden)
    solution = linprog(  # type: ignore[call-overload]  # the stubs know no sparse matrix, linprog does
        np.concatenate([goals, -goals]).ravel(),
        A_eq=kron(identity(copies), csr_array(np.array(rows))),
        b_eq=np.tile(sums, copies),
        bounds=(0, None),
        method="highs",
    )
    assert solution.success
    small, large = solution.x.reshape(2, len(hidden), len(CELLS))
    return {
        line: (float(goal @ least), float(goal @ most))
        for line, goal, least, most in zip(hidden, goals, small, large, strict=True)
    }


@settings(max_examples=200 * THOROUGHNESS, deadline=None)
@given(rooms())
def test_arithmetic_never_gives_how_many_people_a_hidden_line_has(room: Room) -> None:
    known = published(room)
    assume(Line(SIDE) in known)
    hidden = [line for line in LINES if line not in known and people_in(room, line)]
    event(f"{len(known) - 1} groups shown, {len(hidden)} hidden")
    for line, (least, most) in sizes_by_arithmetic(known, hidden).items():
        assert most - least > 0.5, line


@settings(max_examples=120 * THOROUGHNESS, deadline=None)
@given(rooms())
def test_nor_does_it_to_somebody_who_sees_the_room_and_is_alone_in_a_group(room: Room) -> None:
    """They know which groups are empty, and all of a group whose only member they are. A dimension that shows
    nothing adds nothing to the side's own line, and is left out."""
    known = published(room)
    assume(Line(SIDE) in known)
    dimensions = {line.dimension for line in known}
    hidden = [line for line in LINES if line not in known and line.dimension in dimensions]
    alone = [line for line in hidden if people_in(room, line) == 1][:1]
    empty = [line for line in hidden if people_in(room, line) == 0]
    known |= {line: counts_of(room, line) for line in (*alone, *empty)}
    for line, (least, most) in sizes_by_arithmetic(
        known, [line for line in hidden if line not in known]
    ).items():
        assert most - least > 0.5, line


@settings(max_examples=120 * THOROUGHNESS, deadline=None)
@given(rooms())
def test_what_is_left_over_in_a_dimension_would_be_fit_to_be_shown(room: Room) -> None:
    known = published(room)
    for name in DIMENSIONS:
        left = [counts_of(room, line) for line in LINES if line.dimension == name and line not in known]
        together = sum(left, Counts({}, {}))
        if len(left) <= len(DIMENSIONS[name]) and together.people:
            given_by = [*together.answers.values(), *together.non_answers.values()]
            assert together.answered >= 10
            assert together.people - max(given_by) >= 2
            assert len([counts for counts in left if counts.answered]) >= 2


def test_the_attack_is_a_real_one() -> None:
    """Hiding only what is too small, it finds the refugees."""
    room = [
        {"resident": 6, "displaced": 4, "refugee": 1, None: 0}[groups["residence"]] if value in VALUES else 0
        for groups, value in CELLS
    ]
    small = Line(SIDE, "residence", "refugee")
    known = {Line(SIDE): counts_of(room, Line(SIDE))}
    known |= {
        line: counts_of(room, line) for line in LINES if line.dimension == "residence" and line != small
    }
    least, most = sizes_by_arithmetic(known, [small])[small]
    assert least == pytest.approx(people_in(room, small))
    assert most == pytest.approx(people_in(room, small))


LOW = Thresholds(side=3, group=5)
"""The lowest that may be set, so that all tables can be tried."""

Split = tuple[int, ...]
few = st.integers(0, 6)
agreeing = st.sampled_from([(5, 0), (4, 1), (0, 6), (1, 5), (3, 2), (1, 0), (0, 0)])
parts_of_a_table = st.lists(st.tuples(few, few) | agreeing, min_size=2, max_size=3)


@settings(max_examples=60 * THOROUGHNESS, deadline=None)
@given(parts_of_a_table, st.just((0, 0)) | st.tuples(few, few))
def test_knowing_the_rules_gives_no_more_than_arithmetic(parts: list[Split], unsaid: Split) -> None:
    """Every table that the rules turn into the very same publication is tried: all of them, and those with
    the same groups empty, as the room can see. Each hidden group keeps at least two sizes."""
    table = (*parts, unsaid)
    hidden = hidden_in(table)
    assume(hidden is not None and len(hidden) < len(table))
    assert hidden is not None
    together = [sum(table[place][value] for place in hidden) for value in range(2)]
    sizes: dict[int, set[int]] = defaultdict(set)
    sizes_seen: dict[int, set[int]] = defaultdict(set)
    for split in product(*(splits(number, len(hidden)) for number in together)):
        other = list(table)
        for place, people in zip(hidden, zip(*split, strict=True), strict=True):
            other[place] = people
        if hidden_in(other) != hidden:
            continue
        same_empty = all(any(other[place]) == any(table[place]) for place in hidden)
        for place in hidden:
            sizes[place].add(sum(other[place]))
            if same_empty:
                sizes_seen[place].add(sum(other[place]))
    for place in hidden:
        if any(table[place]):
            assert len(sizes[place]) > 1
            assert len(sizes_seen[place]) > 1


def hidden_in(table: Sequence[Split]) -> tuple[int, ...] | None:
    """The places of the hidden groups, the last being those who did not say; None when the side is hidden."""
    side = Line(SIDE)
    lines = [Line(SIDE, "group", str(place)) for place in range(len(table) - 1)] + [Line(SIDE, "group", None)]
    counts = {
        line: Counts(dict(zip("01", people, strict=True)), {})
        for line, people in zip(lines, table, strict=True)
    }
    counts[side] = sum(counts.values(), Counts({}, {}))
    hidden = hidden_lines([Table(side, tuple(lines))], counts, LOW, {lines[-1]})
    return None if side in hidden else tuple(place for place, line in enumerate(lines) if line in hidden)


def splits(people: int, groups: int) -> Iterator[Split]:
    """All ways to deal so many people out to so many groups."""
    if groups == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for others in splits(people - first, groups - 1):
            yield (first, *others)


def counts_of(room: Room, line: Line) -> Counts:
    """The true counts of a line, shown or not."""
    people = {value: 0 for value in (*VALUES, *NON_ANSWERS)}
    for (groups, value), number in zip(CELLS, room, strict=True):
        people[value] += number if in_line(groups, line) else 0
    return Counts({value: people[value] for value in VALUES}, {value: people[value] for value in NON_ANSWERS})


def in_line(groups: Groups, line: Line) -> bool:
    return line.dimension is None or groups[line.dimension] == line.category
