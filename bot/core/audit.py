"""Whether hidden lines can be computed from several tables together: the audit of a suppression pattern, exact
for tables with two margins.

The published counts of each value are sums over tables. A hidden line that stands in two tables, as a cell does
in its row and its column, joins them: tables are the nodes of a network, hidden lines its edges, and the people
who gave a value flow along them. Whatever the hidden numbers are, another set fits the publication as well
exactly if some of them can be raised and lowered around a closed way: a number can always be raised, and be
lowered where it is not nought. So a hidden line's number of one value is given away if no closed way leads
through it. Flows of whole people are enough: the bounds that linear programming finds for such tables are
whole numbers (the matrix of a network is totally unimodular).

Whoever tries it is thought to see the room and to take part: they know which lines are empty, and all of one
person, any one. A line is safe only if its number of some value stays open for each of them.

Nothing but this is asked: that a hidden line is not given exactly. That what is left over in each table is large
and mixed enough is ruled in ``bot.core.suppression``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from bot.core.results import Line, Table

Cells = Mapping[Line, Mapping[Any, int]]
"""The true number of people of each line by what they gave."""

OUTSIDE = -1
"""The node behind lines that stand in one table alone."""


def computable(tables: Sequence[Table], cells: Cells, hidden: Collection[Line]) -> Iterator[list[Line]]:
    """For each hidden line that the tables together give away, the shown lines of which one must be hidden too:
    those beside it in its tables, or else any that its tables are joined to. A total that is no part of a
    table is never among them; nor is a line given away where nothing else is shown."""
    places = _places(tables, cells, hidden)
    for joined in _joined(places):
        here = {line: standing for line, standing in places.items() if standing[0].table in joined}
        if all(len(standing) < 2 for standing in here.values()):
            continue
        for line in _given_away(here, tables, cells):
            near = [standing.table for standing in here[line]]
            for among in (near, sorted(joined)):
                beside = _shown_parts([tables[place] for place in among], tables, hidden)
                if beside:
                    yield beside
                    break


@dataclass(frozen=True, slots=True)
class _Standing:
    """A table, by its number, in which a line stands: ``sign`` is 1 for a part and -1 for the total."""

    table: int
    sign: int


@dataclass(frozen=True, slots=True)
class _Edge:
    """A hidden line in the network. One person more in it is one less at its ``tail`` and one more at its
    ``head``."""

    line: Line
    tail: int
    head: int


def _places(tables: Sequence[Table], cells: Cells, hidden: Collection[Line]) -> dict[Line, list[_Standing]]:
    """Where each hidden line stands that somebody belongs to."""
    found: dict[Line, list[_Standing]] = defaultdict(list)
    for number, table in enumerate(tables):
        for line, sign in chain([(table.total, -1)], ((part, 1) for part in table.parts)):
            if line in hidden and any(cells[line].values()):
                found[line].append(_Standing(number, sign))
    return found


def _joined(places: Mapping[Line, Sequence[_Standing]]) -> list[set[int]]:
    """The tables that hidden lines join to each other."""
    groups: list[set[int]] = []
    for standings in places.values():
        new = {standing.table for standing in standings}
        apart = [group for group in groups if not group & new]
        groups = [*apart, new.union(*(group for group in groups if group & new))]
    return groups


def _shown_parts(among: Sequence[Table], tables: Sequence[Table], hidden: Collection[Line]) -> list[Line]:
    parts = {part for table in tables for part in table.parts}
    near = dict.fromkeys(line for table in among for line in (*table.parts, table.total))
    return [line for line in near if line in parts and line not in hidden]


def _given_away(
    places: Mapping[Line, Sequence[_Standing]], tables: Sequence[Table], cells: Cells
) -> Iterator[Line]:
    """The lines of joined tables that are given away. Where lines and tables are no network (a line in three
    tables, or tables that cannot be set against each other as rows and columns), all are taken to be."""
    sides = _sides(places)
    if sides is None:
        yield from places
        return
    edges = [_edge(line, standings, sides) for line, standings in places.items()]
    network = _Network(edges, cells, _within(tables, places))
    yield from (line for line in places if not network.is_open(line))


def _sides(places: Mapping[Line, Sequence[_Standing]]) -> dict[int, int] | None:
    """The tables set against each other, 1 and -1, so that each line adds to one of its tables and takes from
    the other; None where that cannot be."""
    neighbours: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for standings in places.values():
        if len(standings) > 2:
            return None
        if len(standings) == 2:
            one, other = standings
            opposed = -one.sign * other.sign
            neighbours[one.table].append((other.table, opposed))
            neighbours[other.table].append((one.table, opposed))
    sides: dict[int, int] = {}
    for first in {standing.table for standings in places.values() for standing in standings}:
        waiting = [] if first in sides else [first]
        sides.setdefault(first, 1)
        while waiting:
            table = waiting.pop()
            for other_table, factor in neighbours[table]:
                side = sides[table] * factor
                if other_table not in sides:
                    sides[other_table] = side
                    waiting.append(other_table)
                elif sides[other_table] != side:
                    return None
    return sides


def _edge(line: Line, standings: Sequence[_Standing], sides: Mapping[int, int]) -> _Edge:
    tail = head = OUTSIDE
    for standing in standings:
        if standing.sign * sides[standing.table] > 0:
            head = standing.table
        else:
            tail = standing.table
    return _Edge(line, tail, head)


def _within(tables: Sequence[Table], places: Collection[Line]) -> dict[Line, set[Line]]:
    """Each hidden line with the hidden totals that its people belong to as well."""
    found = {line: {line} for line in places}
    for _level in tables:
        for table in tables:
            if table.total in found:
                for part in table.parts:
                    if part in found:
                        found[part] |= found[table.total]
    return found


class _Network:
    """Hidden lines as edges between tables."""

    def __init__(self, edges: Sequence[_Edge], cells: Cells, within: Mapping[Line, Collection[Line]]) -> None:
        self._edges = edges
        self._cells = cells
        self._within = within
        self._values = list(dict.fromkeys(value for edge in edges for value in cells[edge.line]))

    def is_open(self, line: Line) -> bool:
        """Whether a line's number of some value stays open, whichever one person is known."""
        edge = next(each for each in self._edges if each.line == line)
        found = (value for value in self._values if self._closed_way(edge, value, ()))
        value, another = next(found, None), next(found, None)
        if value is None or another is not None:
            # The one who is known gave one value; the other stays open.
            return value is not None
        return all(
            self._closed_way(edge, value, self._within[each.line])
            for each in self._edges
            if self._cells[each.line].get(value, 0) == 1
        )

    def _closed_way(self, edge: _Edge, value: Any, known: Collection[Line]) -> bool:
        """Whether a closed way leads through an edge. ``known`` are lines of somebody whose value is known: where
        nobody else gave it there is nothing to lower."""
        ways: dict[int, list[int]] = defaultdict(list)
        for each in self._edges:
            if each is not edge:
                ways[each.tail].append(each.head)
                if self._can_fall(each.line, value, known):
                    ways[each.head].append(each.tail)
        return _leads(ways, edge.head, edge.tail) or (
            self._can_fall(edge.line, value, known) and _leads(ways, edge.tail, edge.head)
        )

    def _can_fall(self, line: Line, value: Any, known: Collection[Line]) -> bool:
        return self._cells[line].get(value, 0) > (line in known)


def _leads(ways: Mapping[int, Sequence[int]], start: int, end: int) -> bool:
    reached, waiting = {start}, [start]
    while waiting:
        for node in ways.get(waiting.pop(), ()):
            if node not in reached:
                reached.add(node)
                waiting.append(node)
    return end in reached
