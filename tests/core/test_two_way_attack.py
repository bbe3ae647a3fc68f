"""Attacks on tables with two margins: groups of two dimensions crossed, with every row and column published as far
as it may be. No script asks for such a table today; the rules hold for it all the same."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from bot.core.results import Counts, Line, Table
from bot.core.suppression import DEFAULT_THRESHOLDS, hidden_lines
from tests.core.attacks import CROWD, THOROUGHNESS, Attack, Numbers, People, computed

TABLES = 300 * THOROUGHNESS
VALUES = ("0", "1", "2")
SIDE = Line("inhabitants")


class Crossed:
    """A side's people by two dimensions: ``people`` by row, column and value."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.rows = [Line(SIDE.side, "age", str(place)) for place in range(people.shape[0])]
        self.columns = [Line(SIDE.side, "residence", str(place)) for place in range(people.shape[1])]
        self.cells = [
            [Line(SIDE.side, "both", f"{row} {column}") for column in range(len(self.columns))]
            for row in range(len(self.rows))
        ]

    @property
    def tables(self) -> list[Table]:
        """The side by rows and by columns, each row by its cells and each column by its own."""
        return [
            Table(SIDE, tuple(self.rows)),
            Table(SIDE, tuple(self.columns)),
            *(Table(row, tuple(cells)) for row, cells in zip(self.rows, self.cells, strict=True)),
            *(
                Table(column, tuple(cells[place] for cells in self.cells))
                for place, column in enumerate(self.columns)
            ),
        ]

    def members(self) -> dict[Line, Numbers]:
        """Which cells belong to each line."""
        every = np.arange(self.people.shape[0] * self.people.shape[1]).reshape(self.people.shape[:2])
        places = {SIDE: every.ravel()}
        places |= dict(zip(self.rows, every, strict=True)) | dict(zip(self.columns, every.T, strict=True))
        places |= {
            line: every[row, column]
            for row, cells in enumerate(self.cells)
            for column, line in enumerate(cells)
        }
        found = {line: np.zeros(every.size) for line in places}
        for line, here in places.items():
            found[line][here] = 1
        return found

    def counts(self) -> dict[Line, Counts]:
        """The true counts of each line."""
        flat = self.people.reshape(-1, len(VALUES))
        return {
            line: Counts(dict(zip(VALUES, (int(number) for number in here @ flat), strict=True)), {})
            for line, here in self.members().items()
        }


def crossings(seed: int) -> Iterator[Crossed]:
    """Tables of many sizes: empty cells, small and large ones, mixed and agreeing."""
    draw = np.random.default_rng(seed)
    while True:
        rows, columns = [(2, 2), (2, 4), (3, 3), (3, 4), (5, 5)][draw.integers(5)]
        sizes = draw.choice((0, 1, 3, 8, 12, 14, 20), size=(rows, columns))
        mixed = np.where(draw.random((rows, columns, 1)) < 0.75, [[[0.4, 0.3, 0.3]]], [[[0.9, 0.1, 0.0]]])
        yield Crossed(draw.multinomial(sizes, mixed))


def attack(table: Crossed, hidden: Collection[Line], wanted: Sequence[Line], person: int | None) -> Attack:
    """An attack by somebody who sees which cells are empty; and, with a ``person``, knows the cell and the value of
    one."""
    members = table.members()
    by_value = np.eye(len(VALUES))
    cells = table.people.ravel().astype(float)
    least, most = np.zeros(cells.size), np.full(cells.size, CROWD)
    most[np.repeat(table.people.sum(axis=2).ravel() == 0, len(VALUES))] = 0
    if person is not None:
        least[person] = 1
    return Attack(
        cells=cells,
        known=np.concatenate(
            [np.kron(here, by_value) for line, here in members.items() if line not in hidden]
        ),
        wanted=np.array([np.repeat(members[line], len(VALUES)) for line in wanted]),
        names=wanted,
        least=least,
        most=most,
    )


def attacks(many: int, seed: int, *, insider: bool) -> list[Attack]:
    """Attacks on tables of which more is shown than the side."""
    draw = np.random.default_rng(seed)
    found: list[Attack] = []
    every = crossings(seed)
    while len(found) < many:
        table = next(every)
        counts, members = table.counts(), table.members()
        hidden = hidden_lines(table.tables, counts, DEFAULT_THRESHOLDS)
        if len(hidden) >= len(counts) - 1:
            continue
        person = int(draw.choice(np.flatnonzero(table.people.ravel()))) if insider else None
        alone = [] if person is None else [line for line in hidden if members[line][person // len(VALUES)]]
        wanted = [line for line in hidden if counts[line].people > (line in alone)]
        if wanted:
            found.append(attack(table, hidden, wanted, person))
    return found


def test_rows_and_columns_together_never_give_how_many_people_a_hidden_line_has() -> None:
    assert computed(attacks(TABLES, seed=1, insider=False)) == []


def test_nor_do_they_to_somebody_who_takes_part_and_knows_all_of_one_person() -> None:
    assert computed(attacks(TABLES, seed=2, insider=True)) == []


def test_the_attack_is_a_real_one() -> None:
    """Where each table is looked at by itself, as rows and columns of other people, it finds hidden lines."""
    found = []
    for table in islice(crossings(seed=3), 60):
        counts = table.counts()
        hidden: frozenset[Line] = frozenset()
        while more := hidden_apart(table, counts, hidden) - hidden:
            hidden |= more
        wanted = [line for line in hidden if counts[line].people]
        if wanted and SIDE not in hidden:
            found.append(attack(table, hidden, wanted, None))
    assert len({place for place, _line in computed(found)}) >= 3


def hidden_apart(table: Crossed, counts: Mapping[Line, Counts], hidden: Collection[Line]) -> set[Line]:
    """What is hidden when no table knows of another but for the lines that are hidden already."""
    found: set[Line] = set()
    for each in table.tables:
        here = {line: counts[line] for line in (each.total, *each.parts)}
        found |= hidden_lines([each], here, DEFAULT_THRESHOLDS, {line for line in here if line in hidden})
    return found
