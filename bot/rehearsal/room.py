"""Everybody in one session, acting in rounds: each does one thing, then the bot answers all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.rehearsal.house import House
from bot.rehearsal.participant import Participant

MOST_ROUNDS = 200
"""More than any script takes: whoever still acts then goes round in circles."""


class GoesInCircles(RuntimeError):
    """People went on and on: what the first of them last saw."""


async def until_still(house: House, people: Sequence[Participant], tick: Callable[[], None]) -> int:
    """Let people act until nobody has anything to do. Returns the rounds.

    All act at once, in one order: so the bot takes them in the same order each time, and a seed tells the whole
    story.
    """
    acted: list[bool] = []
    for number in range(MOST_ROUNDS):
        acted = await asyncio.gather(*(person.turn() for person in people))
        if not any(acted):
            return number
        await house.quiet()
        tick()
    lost = next(person for person, goes_on in zip(people, acted, strict=True) if goes_on)
    raise GoesInCircles(f"{lost.person.name}\n{lost.person.chat.render()[-600:]}")


def at_rest(person: Participant) -> bool:
    """Whether somebody stands where there is nothing more to do."""
    return person.sees().kind in ("rest", "waiting", "over")
