"""Attacks on what is published of a pair: two moments and the change, for a side and its groups.

Arithmetic is tried by linear programming over every room of people with two answers each. Such programs may find
halves of people, so a room of whole people is shown as well in which a hidden line has another size.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from bot.core.disclosure import Ballot, publishable, without_groups
from bot.core.exchange import History
from bot.core.paired import Histories, Pair, PairResults, publishable_pair
from bot.core.results import Line
from tests.core.attacks import CROWD, THOROUGHNESS, Attack, Numbers, People, computed

ROOMS = 600 * THOROUGHNESS
SIDE = Line("inhabitants")
POINTS = ("0", "1", "2")
GIVEN = (*POINTS, "dont_know")
CATEGORIES = ("resident", "displaced", "refugee")
GROUPS = (*CATEGORIES, None)
LINES = [Line(SIDE.side, "residence", group) for group in GROUPS]
HISTORIES: list[History] = [
    history for history in product((*GIVEN, None), (*GIVEN, None)) if history != (None, None)
]
TABLES = ("before", "after", "change")


def sums(table: str) -> Numbers:
    """A row for each number of a table: which histories it counts."""
    if table == "change":
        one = [Histories(POINTS, {history: 1}).change.cells for history in HISTORIES]
        return np.array([[float(each[way]) for each in one] for way in one[0]])
    place = TABLES.index(table)
    return np.array([[float(history[place] == value) for history in HISTORIES] for value in GIVEN])


SUMS = {table: sums(table) for table in TABLES}
PRESENT = {
    **{table: SUMS[table].sum(axis=0) for table in ("before", "after")},
    "change": SUMS["change"][:-1].sum(axis=0),
}
"""Who is in a table: whoever has a ballot, and in the change whoever was compared."""


def rooms(seed: int) -> Iterator[People]:
    """Rooms as people of each group by history: most have both answers, some groups agree or hardly move."""
    draw = np.random.default_rng(seed)
    here = np.array(
        [0.03 if None in history else 0.02 if "dont_know" in history else 1.0 for history in HISTORIES]
    )
    stays = np.array([history[0] == history[1] for history in HISTORIES])
    while True:
        room = np.zeros((len(GROUPS), len(HISTORIES)), int)
        for place in range(len(GROUPS)):
            likely = here * draw.choice((0.3, 1.0, 1.0), len(HISTORIES)) + 1e-6
            if draw.random() < 0.3:
                likely = np.where(stays, likely, likely * 0.05)
            agreed = int(draw.integers(5))
            if agreed < 2:
                said = np.array([history[agreed] in ("1", None) for history in HISTORIES])
                likely = np.where(said, likely, likely * 0.03)
            size = draw.choice((0, 2, 9, 12, 16, 25)) if GROUPS[place] else draw.choice((0, 0, 2))
            room[place] = draw.multinomial(size, likely / likely.sum())
        yield room


def pairs(room: People) -> list[Pair]:
    return [
        Pair(SIDE.side, {"residence": GROUPS[group]}, *HISTORIES[history])
        for group, history in zip(*np.nonzero(room), strict=True)
        for _person in range(room[group, history])
    ]


def publish(room: People) -> PairResults:
    return publishable_pair(pairs(room), POINTS, sides=(SIDE.side,), dimensions={"residence": CATEGORIES})


def shown_in(results: PairResults) -> dict[str, list[Line]]:
    every = zip(TABLES, (results.before, results.after, results.change), strict=True)
    return {table: [each.line for each in lines if not each.withheld] for table, lines in every}


def of_line(line: Line) -> Numbers:
    return np.array([1.0 if line in (SIDE, each) else 0.0 for each in LINES])


def attack(
    room: People, shown: Mapping[str, Sequence[Line]], wanted: Sequence[Line], person: int | None
) -> Attack:
    """An attack on the sizes of hidden lines in each table; whoever also knows all of a ``person`` sees which groups
    are empty too."""
    least, most = np.zeros(room.size), np.full(room.size, CROWD)
    if person is not None:
        least[person] = 1
        most[np.repeat(room.sum(axis=1) == 0, len(HISTORIES))] = 0
    looked_for = [
        (line, np.kron(of_line(line), PRESENT[table]))
        for line in wanted
        for table in TABLES
        if in_table(room, line, table)
    ]
    return Attack(
        cells=room.ravel().astype(float),
        known=np.concatenate(
            [np.kron(of_line(line), SUMS[table]) for table, lines in shown.items() for line in lines]
        ),
        wanted=np.array([goal for _line, goal in looked_for]),
        names=[line for line, _goal in looked_for],
        least=least,
        most=most,
    )


def in_table(room: People, line: Line, table: str) -> bool:
    return bool(of_line(line) @ room @ PRESENT[table])


@cache
def published_rooms() -> list[tuple[People, dict[str, list[Line]]]]:
    """Rooms whose side shows its change, each with all that is shown."""
    found = ((room, shown_in(publish(room))) for room in rooms(seed=1))
    return list(islice(((room, shown) for room, shown in found if shown["change"]), ROOMS))


@pytest.mark.parametrize("insider", [False, True])
def test_the_moments_and_the_change_never_give_how_many_people_a_hidden_line_has(insider: bool) -> None:
    draw = np.random.default_rng(4)
    attacks = []
    for room, shown in published_rooms()[insider::2]:
        person = int(draw.choice(np.flatnonzero(room))) if insider else None
        if insider and len(shown["change"]) == 1:
            continue
        hidden = [
            line
            for line in LINES
            if line not in shown["change"] and of_line(line) @ room @ np.ones(len(HISTORIES)) > 1
        ]
        if hidden:
            attacks.append(attack(room, shown, hidden, person))
    assert len(attacks) > ROOMS / 20
    assert computed(attacks) == []


def test_another_room_of_whole_people_was_shown_the_same() -> None:
    """For every hidden line somebody can be thought to belong to another hidden one: every number that is shown
    is the same, and the line is smaller by one."""
    moved = 0
    for room, shown in published_rooms():
        assert shown["before"] == shown["after"] == shown["change"]
        hidden = [place for place, line in enumerate(LINES) if line not in shown["change"]]
        peopled = [place for place in hidden if room[place].any()]
        for place in peopled if len(shown["change"]) > 1 else ():
            other = next(each for each in peopled if each != place)
            history = np.flatnonzero(room[place])[0]
            another = room.copy()
            another[place, history] -= 1
            another[other, history] += 1
            for table, lines in shown.items():
                for line in lines:
                    assert (
                        of_line(line) @ room @ SUMS[table].T == of_line(line) @ another @ SUMS[table].T
                    ).all()
            moved += 1
    assert moved > ROOMS / 4


def test_the_attack_is_a_real_one() -> None:
    """Where the three are protected apart, it finds the displaced, who all said 0 before."""
    room = np.zeros((len(GROUPS), len(HISTORIES)), int)
    for group, history, people in (
        (0, ("0", "0"), 5), (0, ("2", "2"), 5), (2, ("0", "0"), 5), (2, ("2", "2"), 5),
        (1, ("0", "0"), 10), (1, ("0", "1"), 2),
    ):  # fmt: skip
        room[group, HISTORIES.index(history)] = people
    shown = {table: [SIDE] for table in TABLES}
    for place, table in enumerate(("before", "after")):
        ballots = [
            Ballot(each.side, each.groups, str((each.before, each.after)[place])) for each in pairs(room)
        ]
        apart = publishable(ballots, POINTS, sides=(SIDE.side,), dimensions={"residence": CATEGORIES})
        shown[table] = [each.line for each in apart if not each.withheld]
    displaced = LINES[1]
    assert displaced not in shown["before"] and displaced in shown["after"]
    said_0_before = np.kron(of_line(displaced), SUMS["before"][0])
    found = attack(room, shown, [displaced], None)
    found = Attack(found.cells, found.known, said_0_before[None], [displaced], found.least, found.most)
    assert computed([found]) == [(0, displaced)]
    assert shown_in(publish(room)) == {table: [SIDE] for table in TABLES}


def test_two_pulls_give_no_more_than_the_last() -> None:
    """The first shows the sides of one moment alone, with the very numbers that stand in the last."""
    for room, _shown in published_rooms()[: ROOMS // 10]:
        people = pairs(room)
        ballots = [Ballot(each.side, each.groups, each.before) for each in people if each.before]
        first = without_groups(
            publishable(ballots, POINTS, sides=(SIDE.side,), dimensions={"residence": CATEGORIES})
        )
        last = publish(room).before
        assert first[0] == last[0]
        assert all(each.withheld for each in first[1:])


def test_whoever_was_away_at_one_moment_could_always_have_given_another_answer() -> None:
    """Tried with whole numbers of people against every table of answers, also by somebody who knows their own."""
    shown = 0
    for room, lines in published_rooms()[: ROOMS // 15]:
        people = Counter(
            {HISTORIES[place]: int(number) for place, number in enumerate(room.sum(axis=0)) if number}
        )
        for one in [history for history in people if None in history and SIDE in lines["change"]]:
            others = people - Counter([one])
            for known in others:
                assert could_be_another(people, one, known)
            shown += 1
    assert shown > 10


def could_be_another(people: Mapping[History, int], one: History, known: History) -> bool:
    """Whether whole people can be found who fit all that is published of a line, whose one member gave another
    answer and whose other member is as known."""
    every = np.concatenate([SUMS[table] for table in TABLES])
    room = np.array([float(people.get(history, 0)) for history in HISTORIES])
    away = np.array([[float(history[moment] is None) for history in HISTORIES] for moment in (0, 1)])
    fits = LinearConstraint(np.concatenate([every, away]), *[np.concatenate([every, away]) @ room] * 2)
    moment = 0 if one[1] is None else 1
    for answer in GIVEN:
        instead = (answer, None) if moment == 0 else (None, answer)
        if answer == one[moment]:
            continue
        least = np.zeros(len(HISTORIES))
        for history in (instead, known):
            least[HISTORIES.index(history)] += 1
        found = milp(
            np.zeros(len(HISTORIES)),
            constraints=fits,
            bounds=Bounds(least, CROWD),
            integrality=np.ones(len(HISTORIES), int),
        )
        if found.success:
            return True
    return False
