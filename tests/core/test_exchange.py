"""Whether the answer of somebody who was away at one moment could have been another one."""

import pytest

from bot.core.exchange import History, stays_open

LEFT: History = ("3", None)


def way(history: History) -> str:
    before, after = history
    if not (before or "").isdecimal() or not (after or "").isdecimal():
        return "not compared"
    return "up" if str(after) > str(before) else "down" if str(after) < str(before) else "same"


def is_open(*others: History, one: History = LEFT) -> bool:
    people: dict[History, int] = {one: 1}
    for history in others:
        people[history] = people.get(history, 0) + 1
    return stays_open(one, people, way)


def test_nobody_else_gave_another_answer() -> None:
    assert not is_open()
    assert not is_open(("3", "3"), ("3", "2"), ("3", "1"))


def test_two_who_went_down_as_whoever_said_3_could_have_leave_it_open() -> None:
    assert is_open(("2", "1"), ("1", "0"))


def test_one_alone_does_not_since_they_know_what_they_gave() -> None:
    assert not is_open(("2", "1"))


@pytest.mark.parametrize("history", [("2", "2"), ("1", "2"), ("2", "3")])
def test_who_went_another_way_than_from_3_does_not(history: History) -> None:
    assert not is_open(*[history] * 5)


def test_others_who_left_too_and_gave_other_answers_leave_it_open() -> None:
    assert is_open(("1", None), ("0", None))
    assert not is_open(("3", None), ("3", None))


def test_whoever_came_late_is_looked_at_the_other_way_round() -> None:
    late: History = (None, "0")
    assert is_open(("2", "1"), ("3", "1"), one=late)
    assert not is_open(("1", "2"), ("1", "1"), ("0", "1"), one=late)


def test_a_third_can_give_back_the_second_answer_that_the_other_would_have_had() -> None:
    """Somebody went from 1 to 1, somebody from 0 to 3. Had they gone from 3 to 3 and from 0 to 1, the one who left
    could have said 1. Each of them knows that they did not, unless there are two of each."""
    assert not is_open(("1", "1"), ("0", "3"))
    assert is_open(*[("1", "1"), ("0", "3")] * 2)


def test_answers_that_cannot_be_compared_are_exchanged_among_themselves() -> None:
    away: History = ("no_answer", None)
    assert is_open(("3", "dont_know"), ("2", "dont_know"), one=away)
    assert not is_open(("3", "3"), ("2", "2"), one=away)
