"""How far an open poll has come, and what nobody can make of it."""

from collections import defaultdict
from itertools import product

import pytest

from bot.core.names import progress_shift
from bot.core.progress import STEP, at_least

MOST = 42

STEPS = ((0, 0), (1, 0), (-1, 0), (0, 1), (1, 1))
"""What can happen between two looks: nothing, somebody answers, somebody who had answered leaves, somebody joins,
somebody joins and answers. Each is so many ballots more and so many people more."""


@pytest.mark.parametrize(
    ("ballots", "joined", "shift", "told"),
    [
        (0, 30, 0, 0),
        (4, 30, 0, 0),
        (5, 30, 0, 5),
        (5, 30, 1, 0),
        (24, 30, 4, 20),
        (23, 30, 4, 15),
        (30, 30, 0, 25),
        (24, 24, 4, 20),
        (8, 8, 0, 0),
        (9, 9, 4, 5),
    ],
)
def test_a_multiple_of_five_is_told_that_is_reached_for_certain(
    ballots: int, joined: int, shift: int, told: int
) -> None:
    assert at_least(ballots, joined, shift) == told


def test_it_is_never_too_much_and_full_attendance_always_gives_the_most_that_is_told() -> None:
    for joined in range(MOST):
        assert len({at_least(joined, joined, shift) for shift in range(STEP)}) == 1
        for ballots, shift in product(range(joined + 1), range(STEP)):
            assert at_least(ballots, joined, shift) <= ballots


def test_a_withheld_side_keeps_two_sizes_whatever_is_seen_of_an_open_poll_and_shown_after_it() -> None:
    """Two looks, one person apart, the second just before closing, by somebody who saw what that person did, knows
    how many joined, and is shown every side but one: for every number of ballots, every shift, and every size of the
    withheld side. (Who is alone in a room and seen to answer is one.)"""
    fits: dict[tuple[int, ...], set[int]] = defaultdict(set)
    rooms: list[tuple[int, tuple[int, ...]]] = []
    for joined, shift, (more, new) in product(range(1, MOST), range(STEP), STEPS):
        for ballots in range(max(0, -more), joined + 1):
            last = ballots + more
            if last <= joined + new and joined + new > 1:
                look: tuple[int, ...] = (
                    joined,
                    new,
                    more,
                    at_least(ballots, joined, shift),
                    at_least(last, joined + new, shift),
                )
                rooms.append((last, look))
                fits[look].add(last)
    assert len(rooms) > 15_000
    for ballots, look in rooms:
        for withheld in range(1, min(ballots, 6) + 1):
            shown = ballots - withheld
            assert len({each for each in fits[look] if each >= shown}) > 1


def test_rounding_down_alone_would_give_a_side_away_when_the_figure_moves() -> None:
    """Why there is a shift: nine ballots, then ten, and ten alone fits. And why the figure keeps away from how many
    joined: of ten who joined ten have answered."""
    fits = [
        ballots
        for ballots in range(1, 40)
        if (at_least(ballots - 1, 40, 0), at_least(ballots, 40, 0)) == (5, 10)
    ]
    assert fits == [10]
    shifted = {
        ballots
        for ballots, shift in product(range(1, 40), range(STEP))
        if (at_least(ballots - 1, 40, shift), at_least(ballots, 40, shift)) == (5, 10)
    }
    assert shifted == {10, 11, 12, 13, 14}
    assert at_least(10, 10, 0) == 5


def test_the_shift_of_a_poll_stays_the_same_and_differs_between_polls() -> None:
    key = bytes(32)
    shifts = [progress_shift(key, f"poll {number}", STEP) for number in range(200)]
    assert set(shifts) == set(range(STEP))
    assert progress_shift(key, "poll 7", STEP) == shifts[7]
