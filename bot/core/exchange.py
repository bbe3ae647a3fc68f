"""Whether an answer could have been another one, where answers of two moments are published together.

What is published of a line at two moments and of its change are three sums over the same people. Whoever is known to
have a ballot at one moment alone stands apart in them: at the other moment they are not there, and they are
not compared. Their answer is given away unless they could have given another. They could if somebody who gave
that other one could have given theirs, and gone the same way: then nothing that is published would be
different. If this takes another second answer of that somebody too, a third must have given it up, and so on.

This looks for such a chain of people. A chain that is found proves that the answer stays open. That none is found
among ``LONGEST`` people does not prove that it is given away, and is taken as if.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

History = tuple[str | None, str | None]
"""What somebody gave at two moments, None where they gave nothing."""

Direction = Callable[[History], str]
"""Which way somebody went from the first moment to the second."""

LONGEST = 4
"""People in a chain, besides the one whose answer it is."""


def stays_open(one: History, people: Mapping[History, int], direction: Direction) -> bool:
    """Whether what ``one`` of these people gave at their only moment could have been another answer, even to
    another of them, any one, who knows what they gave themselves."""
    others = _less(people, one)
    chain = _chain(one, others, direction)
    if chain is None:
        return False
    # Whoever is not in the chain may know what they like: it stands without them.
    return all(_chain(one, _less(others, known), direction) is not None for known in chain)


def _less(people: Mapping[History, int], one: History) -> dict[History, int]:
    return {each: left for each, number in people.items() if (left := number - (each == one))}


@dataclass(frozen=True, slots=True)
class _Link:
    """Somebody who gave an answer at a moment (0 or 1) must have given another one there."""

    moment: int
    gave: str | None
    instead: str | None


def _chain(one: History, people: Mapping[History, int], direction: Direction) -> tuple[History, ...] | None:
    """The shortest chain that is found, None where none is."""
    moment = 0 if one[1] is None else 1
    answers = [list({history[each]: None for history in people}) for each in (0, 1)]
    links = [
        _Link(moment, other, one[moment]) for other in answers[moment] if other not in (one[moment], None)
    ]
    waiting: deque[tuple[_Link, tuple[History, ...]]] = deque((link, ()) for link in links)
    seen = set(links)
    while waiting:
        link, chain = waiting.popleft()
        for history, number in people.items():
            if history[link.moment] != link.gave or chain.count(history) == number:
                continue
            for following in _following(link, history, answers[1 - link.moment], direction):
                if following.gave == following.instead:
                    return (*chain, history)
                if following not in seen and len(chain) + 1 < LONGEST:
                    seen.add(following)
                    waiting.append((following, (*chain, history)))
    return None


def _following(
    link: _Link, history: History, answers: list[str | None], direction: Direction
) -> Iterator[_Link]:
    """What must be of somebody else if it was this one, who goes the same way as before: nothing, as a link to
    the same answer, or that they gave up the second answer that this one must have had. Whoever was away
    was away."""
    other = 1 - link.moment
    second = history[other]
    for answer in (second, *answers):
        changed = (link.instead, answer) if other else (answer, link.instead)
        if (answer is None) == (second is None) and direction(changed) == direction(history):
            yield _Link(other, answer, second)
