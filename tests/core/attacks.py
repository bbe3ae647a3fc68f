"""Attacks on what is published, by linear programming: which numbers can be computed from others.

An attacker knows sums over unknown cells (people of one kind who gave one value) and wants other sums. A great
many rooms are attacked at once: their programs are blocks of one. Where lines have one or two margins the
corners of a program are whole people, so what it finds is exact. Where the answers of two moments meet it may
find halves of people: that a number is given is then still true, that it stays open must be shown by a room of
whole people.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array

from bot.core.results import Line

THOROUGHNESS = 5 if os.environ.get("CI") else 1
"""Continuous integration tries five times as many tables as somebody who waits for the suite."""

Numbers = NDArray[np.float64]
People = NDArray[np.int64]

CROWD = 1000.0
"""More people than any room has."""


@dataclass(frozen=True)
class Attack:
    """One room under attack. ``cells`` are its true numbers; ``known`` has a row for each sum that is known,
    ``wanted`` one for each that is looked for (``names`` say which); ``least`` and ``most`` bound each cell."""

    cells: Numbers
    known: Numbers
    wanted: Numbers
    names: Sequence[Line]
    least: Numbers
    most: Numbers


def computed(attacks: Sequence[Attack], seed: int = 1) -> list[tuple[int, Line]]:
    """What the attackers can compute: the place of each attack with the lines it finds.

    One other room per attack, chosen at random, shows at once that most lines stay open. The least and the most
    of what is left are computed one by one.
    """
    draw = np.random.default_rng(seed)
    rooms = other_rooms(attacks, [draw.normal(size=len(attack.cells)) for attack in attacks])
    left = [
        (place, int(row))
        for place, (attack, room) in enumerate(zip(attacks, rooms, strict=True))
        for row in np.flatnonzero(np.abs(attack.wanted @ (room - attack.cells)) < 0.5)
    ]
    ends = bounds([(attacks[place], attacks[place].wanted[row]) for place, row in left])
    return [
        (place, attacks[place].names[row])
        for (place, row), (least, most) in zip(left, ends, strict=True)
        if most - least < 0.5
    ]


def bounds(goals: Sequence[tuple[Attack, Numbers]]) -> list[tuple[float, float]]:
    """The least and the most that a sum can be to an attacker."""
    attacks = [attack for attack, _goal in goals]
    least = other_rooms(attacks, [goal for _attack, goal in goals])
    most = other_rooms(attacks, [-goal for _attack, goal in goals])
    return [
        (float(goal @ low), float(goal @ high))
        for (_attack, goal), low, high in zip(goals, least, most, strict=True)
    ]


def other_rooms(attacks: Sequence[Attack], goals: Sequence[Numbers]) -> list[Numbers]:
    """For each attack the room that fits all that is known and has least of its goal."""
    if not attacks:
        return []
    solution = linprog(  # type: ignore[call-overload]  # the stubs know no sparse matrix, linprog does
        np.concatenate(goals),
        A_eq=block_diag([csr_array(attack.known) for attack in attacks], format="csr"),
        b_eq=np.concatenate([attack.known @ attack.cells for attack in attacks]),
        bounds=np.column_stack(
            [
                np.concatenate([attack.least for attack in attacks]),
                np.concatenate([attack.most for attack in attacks]),
            ]
        ),
        method="highs",
    )
    assert solution.success, solution.message
    return list(np.split(solution.x, np.cumsum([len(attack.cells) for attack in attacks])[:-1]))
