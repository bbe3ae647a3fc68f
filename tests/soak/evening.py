"""What happens in the soak's session from the first code to the last score."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.core.script import Ask
from tests.soak.facilitator import Facilitator
from tests.soak.people import Participant
from tests.soak.place import Place

PUBLISHED = 8
UPDATES = 20
"""What one person sends on the way, about."""


async def evening(place: Place, facilitator: Facilitator, people: Sequence[Participant]) -> None:
    """Everybody joins and goes through the stages, which the facilitator opens: the first while people still come.
    Raises ExceptionGroup of Stuck."""
    first, *others = place.script.opened
    await facilitator.takes_up_role(place.invitation)
    half = asyncio.Semaphore(0)

    async def comes(person: Participant) -> None:
        await person.joins(place.session.code)
        half.release()
        await person.goes_through(first)

    async with asyncio.TaskGroup() as tasks:
        for person in people:
            tasks.create_task(comes(person))
        for _person in range(len(people) // 2):
            await half.acquire()
        await facilitator.opens(first.id)
    for stage in others:
        await facilitator.opens(stage.id)
        async with asyncio.TaskGroup() as tasks:
            for person in people:
                tasks.create_task(person.goes_through(stage))
        if any(isinstance(step, Ask) for step in stage.steps):
            await facilitator.publishes(PUBLISHED)
