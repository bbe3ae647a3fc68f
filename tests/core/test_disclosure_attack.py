"""Attacks on what is published of one poll: a side and its groups by several dimensions.

First by arithmetic, which knows no rules: linear programming over every room that could have led to the
published lines, for somebody outside, and for somebody who sees the room and takes part in it. Then by somebody
who knows Baro's rules as well and tries all tables.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.disclosure import Ballot, publishable
from bot.core.results import Counts, Line, Table
from bot.core.suppression import Thresholds, hidden_lines
from tests.core.attacks import CROWD, THOROUGHNESS, Attack, Numbers, People, bounds, computed

ROOMS = 1500 * THOROUGHNESS
SIDE = "inhabitants"
VALUES, NON_ANSWERS = ("0", "1", "2"), ("no_answer",)
GIVEN = (*VALUES, *NON_ANSWERS)
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "gender": ("woman", "man"),
    "residence": ("resident", "displaced", "refugee"),
}
GROUPS: list[Mapping[str, str | None]] = [
    {"gender": gender, "residence": residence}
    for gender in (*DIMENSIONS["gender"], None)
    for residence in (*DIMENSIONS["residence"], None)
]
LINES = [Line(SIDE, name, category) for name in DIMENSIONS for category in (*DIMENSIONS[name], None)]
MEMBERS: dict[Line, Numbers] = {
    line: np.array(
        [line.dimension is None or groups[line.dimension] == line.category for groups in GROUPS], float
    )
    for line in (Line(SIDE), *LINES)
}
"""Which of ``GROUPS`` belong to each line."""

BY_VALUE = {line: np.kron(here, np.eye(len(GIVEN))) for line, here in MEMBERS.items()}
IN_ALL = {line: np.repeat(here, len(GIVEN)) for line, here in MEMBERS.items()}


def rooms(seed: int) -> Iterator[People]:
    """Rooms as people in each of ``GROUPS`` by what they gave: some groups are empty, some agree."""
    draw = np.random.default_rng(seed)
    while True:
        room = draw.choice((0, 0, 0, 1, 1, 2, 3), size=(len(GROUPS), len(GIVEN)))
        for place in draw.choice(len(LINES), size=draw.integers(0, 4), replace=False):
            room[MEMBERS[LINES[place]] > 0] = 0
        for place in draw.choice(len(LINES), size=draw.integers(0, 3), replace=False):
            kept = draw.integers(len(VALUES))
            room[np.ix_(MEMBERS[LINES[place]] > 0, np.arange(len(GIVEN)) != kept)] = 0
        yield room


def shown_lines(room: People) -> dict[Line, Counts]:
    """All that anybody is shown of a room."""
    ballots = [
        Ballot(SIDE, GROUPS[group], GIVEN[value])
        for group, value in zip(*np.nonzero(room), strict=True)
        for _person in range(room[group, value])
    ]
    results = publishable(ballots, VALUES, non_answers=NON_ANSWERS, sides=(SIDE,), dimensions=DIMENSIONS)
    return {result.line: result.counts for result in results if result.counts is not None}


@cache
def published_rooms() -> list[tuple[People, dict[Line, Counts]]]:
    """Rooms of which something is shown, each with all that is."""
    found = ((room, shown_lines(room)) for room in rooms(seed=1))
    return list(islice(((room, shown) for room, shown in found if shown), ROOMS))


def people_in(room: People, line: Line) -> int:
    return int(MEMBERS[line] @ room.sum(axis=1))


def counts_of(room: People, line: Line) -> Counts:
    """The true counts of a line, shown or not."""
    given = dict(zip(GIVEN, (int(number) for number in MEMBERS[line] @ room), strict=True))
    return Counts({value: given[value] for value in VALUES}, {value: given[value] for value in NON_ANSWERS})


def attack(room: People, known: Sequence[Line], wanted: Sequence[Line], person: int | None = None) -> Attack:
    """An attack by somebody who knows these lines. Whoever also knows all of a ``person``, given as the place of
    their group and value, sees which groups are empty too."""
    least, most = np.zeros(room.size), np.full(room.size, CROWD)
    if person is not None:
        least[person] = 1
        most[np.repeat(room.sum(axis=1) == 0, len(GIVEN))] = 0
    return Attack(
        cells=room.ravel().astype(float),
        known=np.concatenate([BY_VALUE[line] for line in known]),
        wanted=np.array([IN_ALL[line] for line in wanted]),
        names=wanted,
        least=least,
        most=most,
    )


def test_arithmetic_never_gives_how_many_people_a_hidden_line_has() -> None:
    attacks = []
    for room, shown in published_rooms():
        hidden = [line for line in LINES if line not in shown and people_in(room, line)]
        if hidden:
            attacks.append(attack(room, list(shown), hidden))
    assert len(attacks) > ROOMS * 0.9
    assert computed(attacks) == []


def test_nor_does_it_to_somebody_who_takes_part_sees_the_room_and_knows_all_of_one_person() -> None:
    """They know which groups are empty, and the groups and the answer of one person: their own, whatever they
    chose to give, or somebody else's. Who is alone in a group knows it, and no other. A dimension that shows nothing
    adds nothing to the side's own line, and is left out."""
    draw = np.random.default_rng(2)
    attacks = []
    for room, shown in published_rooms():
        person = int(draw.choice(np.flatnonzero(room)))
        dimensions = {line.dimension for line in shown}
        hidden = [
            line
            for line in LINES
            if line not in shown
            and line.dimension in dimensions
            and people_in(room, line) > IN_ALL[line][person]
        ]
        if hidden:
            attacks.append(attack(room, list(shown), hidden, person))
    assert len(attacks) > ROOMS * 0.3
    assert computed(attacks) == []


def test_the_attack_is_a_real_one() -> None:
    """Hiding only what is too small, it finds the refugees."""
    people = {"resident": 6, "displaced": 4, "refugee": 1, None: 0}
    room = np.array([[people[groups["residence"]]] * len(VALUES) + [0] for groups in GROUPS])
    refugees = Line(SIDE, "residence", "refugee")
    others = [line for line in LINES if line.dimension == "residence" and line != refugees]
    found = attack(room, [Line(SIDE), *others], [refugees])
    assert computed([found]) == [(0, refugees)]
    ((least, most),) = bounds([(found, found.wanted[0])])
    assert round(least, 6) == round(most, 6) == people_in(room, refugees)


def test_what_is_shown_and_what_is_left_over_stays_mixed_to_whoever_knows_one_person() -> None:
    """Whether they know somebody or gave a ballot of their own, as they thought best: the others do not agree."""
    for room, shown in published_rooms():
        sums = list(shown.values())
        for name in DIMENSIONS:
            left = [line for line in LINES if line.dimension == name and line not in shown]
            together = sum((counts_of(room, line) for line in left), Counts({}, {}))
            if len(left) <= len(DIMENSIONS[name]) and together.people:
                assert together.answered >= 10
                assert sum(people_in(room, line) > 0 for line in left) >= 2
                sums.append(together)
        for counts in sums:
            given = [number for number in counts.cells.values() if number]
            assert all(len(given) - (number == 1) > 1 for number in given)


LOW = Thresholds(side=3, group=5)
"""The lowest that may be set, so that all tables can be tried."""

Split = tuple[int, ...]
few = st.integers(0, 6)
agreeing = st.sampled_from([(5, 0), (4, 1), (0, 6), (1, 5), (3, 2), (1, 0), (0, 0)])
parts_of_a_table = st.lists(st.tuples(few, few) | agreeing, min_size=2, max_size=3)


@settings(max_examples=40 * THOROUGHNESS, deadline=None)
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
