"""Closing polls: ballots joined to groups in memory, reduced at once to what may be published, and deleted.

What is withheld is never stored, so no later pull, setting or look at the disk can bring it back. The ballots of a
pair's first poll stay until its second closes, since only then it is known who changed, or until the session
is over; until then the first shows its sides alone (``bot.core.paired``).
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

import orjson

from bot.app.ports import Work
from bot.app.records import Poll, Tally
from bot.app.seat import Scene, Seat, open_seats
from bot.app.services import Services
from bot.core.disclosure import Ballot, departed, publishable, without_groups
from bot.core.paired import Pair, publishable_pair
from bot.core.results import LineResult, as_json, from_json
from bot.core.script import NON_ANSWERS, Choose, Rate, dimensions_of, pair_of, sides_of, values_of

logger = logging.getLogger(__name__)

PAGE = 500


async def close_polls(work: Work, services: Services, scene: Scene, steps: Iterable[str]) -> None:
    """Close these polls for good and store what may be published of each."""
    wanted = [step for step in steps if step in scene.polls and scene.polls[step].state != "closed"]
    if not wanted:
        return
    count = _Counting(work, services, scene, await _everybody(work, scene))
    for step_id in wanted:
        step = _poll_step(scene, step_id)
        lines = count.alone(step, await count.ballots(step))
        count.store(step_id, without_groups(lines) if pair_of(step) else lines)
        if pair_of(step) is None:
            await work.ballots.clear(scene.polls[step_id].id)
        scene.polls[step_id] = Poll(scene.polls[step_id].id, scene.session.id, step_id, "closed")
        work.ballots.put_poll(scene.polls[step_id])
    for before, after in pairs(scene):
        if {before.id, after.id} & set(wanted) and _closed(scene, before, after) == [before, after]:
            await count.pair(before, after)


async def finish_counting(work: Work, services: Services, scene: Scene) -> None:
    """When a session is over and its polls are closed: publish the groups of polls whose other half never opened,
    and delete what is left of ballots."""
    halves = [closed[0] for each in pairs(scene) if len(closed := _closed(scene, *each)) == 1]
    if halves:
        count = _Counting(work, services, scene, await _everybody(work, scene))
        for step in halves:
            await count.half(step)
    await clear_ballots(work, scene)


async def clear_ballots(work: Work, scene: Scene) -> None:
    """Delete every ballot of a session, uncounted."""
    for poll in scene.polls.values():
        await work.ballots.clear(poll.id)


async def published_lines(work: Work, session: str) -> dict[str, tuple[LineResult, ...]]:
    """What was published of the closed polls, by step, and of the pairs, by ``pair:`` and their name."""
    return {tally.name: from_json(orjson.loads(tally.body)) for tally in await work.ballots.tallies(session)}


def pairs(scene: Scene) -> list[tuple[Rate, Rate]]:
    """The script's items that are scored before and after, as their two steps."""
    found: dict[str, dict[str, Rate]] = {}
    for _, step in scene.script.polls():
        pair = pair_of(step)
        if pair and isinstance(step, Rate) and step.moment:
            found.setdefault(pair, {})[step.moment] = step
    return [(both["before"], both["after"]) for both in found.values() if {"before", "after"} <= both.keys()]


def _closed(scene: Scene, *steps: Rate) -> list[Rate]:
    return [step for step in steps if step.id in scene.polls and scene.polls[step.id].state == "closed"]


async def _everybody(work: Work, scene: Scene) -> list[Seat]:
    seats: list[Seat] = []
    after = b""
    while rows := await work.people.page(scene.session.id, after, PAGE):
        seats += open_seats(scene, rows)
        after = rows[-1].key
    return seats


class _About(TypedDict):
    """What people could say of themselves, and what they must have said to be asked."""

    sides: tuple[str, ...]
    dimensions: Mapping[str, tuple[str, ...]]
    asked: Collection[str]


@dataclass(frozen=True, slots=True)
class _Counting:
    """Everybody of a session, while its polls are counted."""

    work: Work
    services: Services
    scene: Scene
    seats: list[Seat]

    async def ballots(self, step: Rate | Choose) -> list[Ballot]:
        """The ballots of a poll, each joined to its person."""
        values = await self._values(step)
        return [
            Ballot(seat.person.side, seat.person.groups(), values[key])
            for seat in self.seats
            if (key := seat.ballot_key(step.id)) in values
        ]

    def alone(self, step: Rate | Choose, ballots: Iterable[Ballot]) -> tuple[LineResult, ...]:
        """What may be published of a poll by itself."""
        points = values_of(self.scene.script, step)
        return publishable(ballots, points, self.services.promises.thresholds, **self._about(step))

    async def pair(self, before: Rate, after: Rate) -> None:
        """Publish both polls of a pair and the change, and delete their ballots."""
        first, second = await self._values(before), await self._values(after)
        lines = await published_lines(self.work, self.scene.session.id)
        found = publishable_pair(
            [
                Pair(seat.person.side, seat.person.groups(), first.get(key), second.get(key))
                for seat in self.seats
                if (key := seat.ballot_key(before.id)) in first or key in second
            ],
            values_of(self.scene.script, before),
            self.services.promises.thresholds,
            published=(lines[before.id], lines[after.id]),
            **self._about(before),
        )
        self.store(before.id, found.before)
        self.store(after.id, found.after)
        self.store(f"pair:{before.pair}", found.change)
        for step in (before, after):
            await self.work.ballots.clear(self.scene.polls[step.id].id)

    async def half(self, step: Rate) -> None:
        """Publish a poll of a pair whose other never opened, with its groups."""
        lines = await published_lines(self.work, self.scene.session.id)
        there = await self.ballots(step)
        self.store(step.id, self.alone(step, [*there, *departed(lines[step.id], there)]))

    def store(self, name: str, lines: Iterable[LineResult]) -> None:
        """Keep what was published."""
        body = orjson.dumps(as_json(lines)).decode()
        self.work.ballots.put_tally(Tally(self.scene.session.id, name, body))

    async def _values(self, step: Rate | Choose) -> dict[bytes, str]:
        """What each ballot of a poll says. One that says nothing its poll knows was damaged: it stops no counting."""
        given = await self.work.ballots.of(self.scene.polls[step.id].id)
        known = {*values_of(self.scene.script, step), *NON_ANSWERS}
        found = {key: value for key, value in given.items() if value in known}
        if len(found) < len(given):
            logger.error("ballots that cannot be read are not counted: %d", len(given) - len(found))
        return found

    def _about(self, step: Rate | Choose) -> _About:
        script = self.scene.script
        return _About(sides=sides_of(script), dimensions=dimensions_of(script), asked=tuple(step.when))


def _poll_step(scene: Scene, step_id: str) -> Rate | Choose:
    step = scene.script.step(step_id)
    assert isinstance(step, Rate | Choose)
    return step
